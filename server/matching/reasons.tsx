import type { ExclusionReason, Explanation, Reason, ScoreParts } from '../../workers/matching/types.ts';
import { showNumber } from '../ui/table.tsx';
import type { Confirmers } from './confirmers.ts';
import {
  chipsOf,
  inReadingOrder,
  isAsked,
  methodInWords,
  nameOf,
  PART_WORDS,
  STRENGTH_WORDS,
  unreadOf,
  VERDICTS,
  type Verdict,
} from './reason-words.ts';

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
  i_forloeb: {
    label: 'I forløb på fuld tid',
    remedy:
      'Spørg virksomheden, om starten kan vente, til forløbet slutter. Er det sluttet før tid, så skriv det på placeringens side: borgeren er på listen igen med det samme.',
  },
};

interface ReasonsProps {
  explanation: Explanation;
  /** the order's, which job goals are held against */
  title: string;
}

/** A row at a glance: the score as parts, then what fits, lacks, is related and must be asked, by name. */
export function RowFacts({ explanation, title }: ReasonsProps) {
  const reasons = inReadingOrder(explanation);
  const named = (verdict: Verdict) => [
    ...new Set(
      reasons
        .filter((entry) => entry.verdict === verdict)
        // That hours and dates fit goes without saying on a list of those whom they fit.
        .filter(({ reason }) => verdict !== 'fits' || reason.strength !== null)
        // What nobody understood is no question to the citizen.
        .filter(({ reason }) => verdict !== 'unknown' || isAsked(reason))
        .map(({ reason }) => nameOf(reason, title)),
    ),
  ];
  return (
    <>
      <ul class="chips">
        {chipsOf(explanation).map(({ text, look }) => (
          <li class={look === '' ? 'mark' : `mark mark-${look}`}>{text}</li>
        ))}
      </ul>
      <dl class="row-facts">
        {VERDICT_ORDER.map((verdict) => [verdict, named(verdict)] as const)
          .filter(([, names]) => names.length > 0)
          .map(([verdict, names]) => (
            <div class={`row-fact reason-${VERDICTS[verdict].look}`}>
              <dt>
                <span aria-hidden="true">{VERDICTS[verdict].sign} </span>
                {verdict === 'unknown' ? 'Spørg om' : VERDICTS[verdict].word}
              </dt>
              <dd>{names.join(' · ')}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

const VERDICT_ORDER: readonly Verdict[] = ['fits', 'lacks', 'related', 'unknown'];

/** Requirement by requirement, hardest first: the citizen's own words beside the concept, and how they met. */
export function ReasonList({ explanation, title, confirmers }: ReasonsProps & { confirmers: Confirmers }) {
  const unread = unreadOf(explanation);
  return (
    <>
      <ul class="reason-list">
        {inReadingOrder(explanation).map(({ verdict, reason }) => (
          <li class={`reason-${VERDICTS[verdict].look}`}>
            <span class="reason-verdict">
              <span aria-hidden="true">{VERDICTS[verdict].sign} </span>
              {VERDICTS[verdict].word}
            </span>
            <span class="reason-asked">
              <strong>{nameOf(reason, title)}</strong>
              <span class="muted"> {asWhat(reason)}</span>
            </span>
            <Evidence reason={reason} confirmers={confirmers} />
            {reason.points !== 0 && <span class="reason-points">{signed(reason.points)}</span>}
          </li>
        ))}
      </ul>
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

// krav, ønske; Jobmål A, Erfaring 5 år
function asWhat({ strength, said, short }: Reason): string {
  if (strength !== null) return STRENGTH_WORDS[strength].toLowerCase();
  return said === null ? '' : (short ?? '');
}

function Evidence({ reason, confirmers }: { reason: Reason; confirmers: Confirmers }) {
  const { said, label, text } = reason;
  if (said === null || label === null) return <span class="reason-words">{text}</span>;
  const method = methodInWords(reason, confirmers(said));
  return (
    <span class="reason-words">
      »{said}« <span aria-hidden="true">→</span>
      <span class="sr-only"> er forstået som</span> {label}
      {method !== '' && <span class="muted"> – {method}</span>}
    </span>
  );
}

export function ScoreTable({ score, parts }: { score: number; parts: ScoreParts }) {
  const counted = (Object.keys(PART_WORDS) as (keyof ScoreParts)[]).filter((part) => parts[part] !== 0);
  return (
    <dl class="facts score-table">
      {counted.map((part) => (
        <>
          <dt>{PART_WORDS[part]}</dt>
          <dd>{signed(parts[part])}</dd>
        </>
      ))}
      <dt>I alt</dt>
      <dd>
        <strong>{showNumber(score)}</strong>
      </dd>
    </dl>
  );
}

/** +120, −40 */
function signed(points: number): string {
  return points > 0 ? `+${showNumber(points)}` : showNumber(points);
}
