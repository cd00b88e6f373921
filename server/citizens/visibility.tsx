import { type Fixer, type Shielded, type VisibilityReason, visibilityOf } from './rules.ts';

const REASON_TEXTS: Readonly<Record<VisibilityReason, string>> = {
  beskyttet: 'Borgeren har beskyttet adresse.',
  beskyttelse_ukendt: 'Det er ikke oplyst, om adressen er beskyttet. Så længe behandles den som beskyttet.',
  vil_ikke_deles: 'Borgeren har sagt nej til, at virksomheder hører om sig.',
  ikke_spurgt: 'Borgeren er ikke spurgt, om virksomheder må høre om sig.',
};

const FIXER_TEXTS: Readonly<Record<Fixer, string>> = {
  borger: 'Kun borgeren kan ændre det.',
  sagsbehandler: 'Sagsbehandleren kan få det på plads.',
  ingen: 'Det kan ingen her ændre.',
};

const MARKS = {
  ja: ['mark-good', '✓ Ja'],
  nej: ['mark-bad', '✕ Nej'],
  mangler: ['mark-warn', '? Mangler'],
} as const;

/** ja / nej / mangler, for those who may open the citizen. */
export function VisibilityMark({ citizen }: { citizen: Shielded }) {
  const { answer, reasons } = visibilityOf(citizen, { knowsWhy: true });
  const [tone, word] = MARKS[answer];
  const isShielded = reasons.some(({ reason }) => reason === 'beskyttet' || reason === 'beskyttelse_ukendt');
  return (
    <>
      <span class={`mark ${tone}`}>{word}</span>
      {isShielded && (
        <>
          {' '}
          <span class="mark mark-bad">Beskyttet</span>
        </>
      )}
    </>
  );
}

/** The answer with every reason and who can mend it. */
export function VisibilityNote({ citizen }: { citizen: Shielded }) {
  const { answer, reasons } = visibilityOf(citizen, { knowsWhy: true });
  return (
    <section class="visibility" aria-label="Må virksomheder høre om borgeren?">
      <p>
        Må virksomheder høre om borgeren? <span class={`mark ${MARKS[answer][0]}`}>{MARKS[answer][1]}</span>
      </p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map(({ reason, whoCanFix }) => (
            <li>
              {REASON_TEXTS[reason]} <span class="muted">{FIXER_TEXTS[whoCanFix]}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
