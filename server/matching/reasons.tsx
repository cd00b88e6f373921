import type { ExclusionReason, Explanation, Reason, ScoreParts } from '../../workers/matching/types.ts';
import { showNumber } from '../ui/table.tsx';

export const EXCLUSIONS: Readonly<Record<ExclusionReason, { label: string; remedy: string }>> = {
  virksomhed: {
    label: 'Virksomheden',
    remedy:
      'Ingen kan henvises, så længe spærringen gælder. En konsulent eller lederen kan ophæve den på virksomhedens side; er virksomheden ophørt, må ordren afsluttes.',
  },
  sat_til_side: {
    label: 'Sat til side',
    remedy:
      'En kollega har sat borgeren til side for netop denne ordre. Tag borgeren tilbage, hvis grunden ikke gælder mere. Ændres ordrens eller borgerens oplysninger, kommer borgeren tilbage af sig selv.',
  },
  koerekort: {
    label: 'Kørekort',
    remedy: 'Spørg virksomheden, om kørekortet er nødvendigt, eller borgeren, om det er registreret.',
  },
  certifikat: {
    label: 'Certifikat',
    remedy: 'Spørg virksomheden, om det kan læres på jobbet, eller borgeren, om beviset findes.',
  },
  danskniveau: { label: 'Dansk', remedy: 'Spørg virksomheden, hvad der skal siges, læses og skrives.' },
  timer: { label: 'Timer', remedy: 'Spørg virksomheden om flere eller færre timer.' },
  arbejdstid: { label: 'Arbejdstid', remedy: 'Spørg virksomheden om andre tider på dagen.' },
  startdato: { label: 'Startdato', remedy: 'Spørg virksomheden, om starten kan vente.' },
  rejsetid: { label: 'Rejsetid', remedy: 'Sagsbehandleren kan tale transport med borgeren.' },
  maalgruppe: {
    label: 'Målgruppe',
    remedy: 'Reglen følger typen. Tal med virksomheden om en anden type plads.',
  },
  vilkaar: {
    label: 'Vilkår i arbejdet',
    remedy:
      'Ordren siger, at vilkåret ikke kan undgås. Spørg virksomheden, om det alligevel kan aftales: så kan konsulenten rette ordren.',
  },
  maa_ikke_deles: {
    label: 'Må ikke deles',
    remedy: 'Kun sagsbehandleren kan tale med borgeren om det.',
  },
  har_arbejdsgiver: {
    label: 'Har en arbejdsgiver',
    remedy: 'Sagsbehandleren kan rette det, hvis ansættelsen er ophørt.',
  },
};

const BLOCKS = [
  ['fits', 'Passer', '✓', 'reason-good'],
  ['lacks', 'Mangler', '✕', 'reason-bad'],
  ['unknown', 'Skal afklares', '?', 'reason-warn'],
  ['related', 'Beslægtet', '≈', 'reason-info'],
] as const;

/** The engine's name for a text of the citizen's that no concept was found for. */
const UNREAD = 'Borgerens ord';

/**
 * Passer, mangler, skal afklares, beslægtet: the order's words beside the citizen's own. Words that nobody understood
 * are no questions to the citizen, so they stand apart. `title` is the order's, which job goals are held against.
 */
export function ReasonBlocks({ explanation, title }: { explanation: Explanation; title: string }) {
  const unread = explanation.unknown.filter(isUnread);
  const shown = { ...explanation, unknown: explanation.unknown.filter((reason) => !isUnread(reason)) };
  return (
    <>
      <div class="reasons">
        {BLOCKS.filter(([block]) => shown[block].length > 0).map(([block, heading, sign, look]) => (
          <section class={`reason ${look}`}>
            <h3>
              <span aria-hidden="true">{sign} </span>
              {heading}
            </h3>
            <ul>
              {shown[block].map((reason) => (
                <li>
                  <strong>{reason.requirement === title ? 'Jobbet' : reason.requirement}</strong>{' '}
                  {reason.text}
                  {reason.method === 'confirmed' && (
                    <span class="muted"> Ordet er bekræftet af en medarbejder.</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {unread.length > 0 && (
        <details class="score-details">
          <summary>
            {unread.length} af borgerens ord er ikke genkendt, og tæller hverken for eller imod
          </summary>
          <ul>
            {unread.map((reason) => (
              <li>{reason.text}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function isUnread({ requirement }: Reason): boolean {
  return requirement === UNREAD;
}

const PARTS: Readonly<Record<keyof ScoreParts, string>> = {
  krav: 'Krav',
  oensker: 'Ønsker',
  kanLaeres: 'Kan læres på jobbet',
  jobmaal: 'Jobmål',
  erfaring: 'Erfaring',
  sprog: 'Sprog',
  rejse: 'Kort rejsetid',
  hensyn: 'Formål, opfølgning, mentor og vej til job',
  beslaegtet: 'Beslægtet med det, der søges',
  ukendt: 'Ukendt eller skal aftales',
};

export function ScoreDetails({ score, parts }: { score: number; parts: ScoreParts }) {
  const counted = (Object.keys(PARTS) as (keyof ScoreParts)[]).filter((part) => parts[part] !== 0);
  return (
    <details class="score-details">
      <summary>Sådan er pointene talt</summary>
      <dl class="facts">
        {counted.map((part) => (
          <>
            <dt>{PARTS[part]}</dt>
            <dd>{showNumber(parts[part])}</dd>
          </>
        ))}
        <dt>I alt</dt>
        <dd>
          <strong>{showNumber(score)}</strong>
        </dd>
      </dl>
    </details>
  );
}

/** 4 passer, 1 mangler, 2 skal afklares: what the number stands for. */
export function inWords({ fits, lacks, unknown, related }: Explanation): string {
  const parts = [
    [fits.length, 'passer'],
    [lacks.length, 'mangler'],
    [unknown.filter((reason) => !isUnread(reason)).length, 'skal afklares'],
    [related.length, 'beslægtet'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
