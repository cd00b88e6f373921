import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { ContactFields, type Firm, FirmLink, NextStepFields } from './pages.tsx';
import type { versionsOf } from './queries.ts';
import { TEXT_LIMITS } from './rules.ts';
import type { TalkWords } from './talk-words.ts';
import type { withdrawnContact } from './withdraw.ts';

interface CorrectionProps {
  view: View;
  id: number;
  firm: Firm;
  form: FormState;
  words: TalkWords;
  versions: Versions;
  /** a withdrawal that came back with an error */
  withdrawal: FormState | undefined;
}

export function CorrectionPage({ view, id, firm, form, words, versions, withdrawal }: CorrectionProps) {
  return (
    <Layout view={view} title="Ret kontakt" aside={<FirmLink firm={firm} />}>
      <p class="muted narrow">
        Den gamle udgave bevares, så tidligere opgørelser kan regnes efter. Skriv, hvorfor du retter.
      </p>
      <form class="narrow" method="post" action={paths.contactCorrection(id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <ContactFields view={view} form={form} words={words} />
        <NextStepFields view={view} form={form} dateLabel="Næste skridt, dato" />
        <TextField
          form={form}
          name="p_nummer"
          label="Virksomhedens P-nummer"
          hint="Ret det, hvis kontakten var med en anden virksomhed. Så flytter den dertil."
          inputMode="numeric"
          maxLength={14}
        />
        <TextField
          form={form}
          name="begrundelse"
          label="Hvorfor rettes den"
          required
          maxLength={TEXT_LIMITS.reason}
        />
        <div class="button-row at-hand">
          <button type="submit" class="button button-primary">
            Gem rettelse
          </button>
          <a class="button" href={paths.company(firm.pNumber)}>
            Fortryd
          </a>
        </div>
      </form>
      <details class="more narrow" open={withdrawal !== undefined}>
        <summary>Kontakten fandt aldrig sted</summary>
        <form method="post" action={paths.contactWithdrawal(id)}>
          <FormToken view={view} />
          <p class="muted">
            Så tæller den ikke mere, og dens næste skridt falder bort. Tidligere opgørelser og forseglede
            kvartaler står, som de gjorde.
          </p>
          <TextField
            form={withdrawal ?? { values: {}, errors: [] }}
            name="hvorfor"
            label="Hvorfor trækkes den tilbage"
            required
            maxLength={TEXT_LIMITS.reason}
          />
          <button type="submit" class="button">
            Træk kontakten tilbage
          </button>
        </form>
      </details>
      <Versions versions={versions} pNumber={firm.pNumber} />
    </Layout>
  );
}

interface WithdrawnProps {
  view: View;
  withdrawn: NonNullable<ReturnType<typeof withdrawnContact>>;
  versions: Versions;
}

/** What became of a contact that never took place, and the way back. */
export function WithdrawnPage({ view, withdrawn, versions }: WithdrawnProps) {
  const { version, withdrawal, byName } = withdrawn;
  return (
    <Layout view={view} title="Kontakten er trukket tilbage">
      <p class="narrow">
        {byName} trak den tilbage {showInstant(withdrawal.withdrawnAt)}: {withdrawal.reason}
      </p>
      <form class="narrow button-row" method="post" action={paths.contactReinstatement(version.id)}>
        <FormToken view={view} />
        <a class="button button-primary" href={paths.company(version.pNumber)}>
          Til virksomheden
        </a>
        <button type="submit" class="button">
          Fortryd: den fandt sted
        </button>
      </form>
      <Versions versions={versions} pNumber={version.pNumber} />
    </Layout>
  );
}

type Versions = ReturnType<typeof versionsOf>;

function Versions({ versions, pNumber }: { versions: Versions; pNumber: number }) {
  return (
    <>
      <h2>Udgaver</h2>
      <ol class="timeline" reversed>
        {versions.map((version) => (
          <li>
            <time dateTime={version.recordedAt}>{showInstant(version.recordedAt)}</time> ·{' '}
            {version.recordedByName ?? 'Importeret'}
            <br />
            {labels.kind[version.kind]}, {labels.outcome[version.outcome].toLowerCase()},{' '}
            {showDate(version.contactDate)}
            {version.pNumber !== pNumber && (
              <>
                {' '}
                · hos <a href={paths.company(version.pNumber)}>P-nummer {version.pNumber}</a>
              </>
            )}
            {version.correctionReason && <> · Rettet, fordi: {version.correctionReason}</>}
          </li>
        ))}
      </ol>
    </>
  );
}
