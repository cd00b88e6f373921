import type { RuleKind } from '../../db/schema/legal-rules.ts';
import type { RuleAnswer } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CONTENTS } from './contents.ts';
import type { Effect } from './effect.ts';
import type { RuleVersion } from './history.ts';
import { CONFIDENCE_WORDS, KIND_WORDS, ruleName } from './rule-words.ts';
import { ShapeFields } from './shape-fields.tsx';

interface RuleFormPageProps {
  view: View;
  form: FormState;
  about: { kind: RuleKind; subject: string };
  /** the version that is corrected; undefined: a new one */
  corrected: RuleVersion | undefined;
  /** codes of target groups with what they are called */
  groups: readonly [string, string][];
  /** it was tried and can be saved; `effect` where it can be counted */
  tried?: { effect: Effect | undefined };
}

/** A new version of a rule from a date, or a correction of one; tried before it is saved. */
export function RuleFormPage({ view, form, about, corrected, groups, tried }: RuleFormPageProps) {
  const { kind, subject } = about;
  const action = corrected ? paths.correctLegalRule(corrected.id) : paths.legalRules;
  const newRate = kind === 'sats' && !corrected;
  return (
    <Layout view={view} title={`${corrected ? 'Ret' : 'Ny udgave af'} ${ruleName(about)}`}>
      <ErrorSummary form={form} />
      <p class="lead">{KIND_WORDS[kind].about}</p>
      {corrected && (
        <p class="note">
          Ret kun det, der var forkert skrevet. Ændrer loven sig, skal du skrive en ny udgave fra dagen. Den
          gamle udgave bliver stående i historien.
        </p>
      )}
      <form method="post" action={action} class="rule-form">
        <FormToken view={view} />
        <input type="hidden" name="art" value={kind} />
        {tried && <Tried effect={tried.effect} />}
        {newRate ? (
          <TextField form={form} name="emne" label="Satsens navn" required maxLength={60} />
        ) : (
          <input type="hidden" name="emne" value={subject} />
        )}
        <TextField form={form} name="fra" label="Gælder fra" type="date" required />
        {!corrected && (
          <Choice
            form={form}
            name="tilbage"
            label="Tilbagevirkende kraft"
            hint="Kun når datoen er gået. Svar for dage siden da ændrer sig; det, der var kendt, bliver stående."
            options={[['ja', 'Gælder også for tiden, der er gået']]}
            many
          />
        )}
        <TextField form={form} name="til" label="Sidste dag" type="date" required={false} />
        <TextArea
          form={form}
          name="saetning"
          label="Reglen i én sætning"
          hint="Den står ved hvert svar."
          required
          rows={2}
          maxLength={500}
        />
        <TextField form={form} name="kilde" label="Kilde" required maxLength={300} />
        <Select
          form={form}
          name="sikkerhed"
          label="Hvor sikker er kilden?"
          options={Object.entries(CONFIDENCE_WORDS)}
          empty="Vælg"
        />
        <TextArea
          form={form}
          name="begrundelse"
          label="Begrundelse for ændringen"
          required={corrected !== undefined}
          rows={2}
          maxLength={500}
        />
        <Choice
          form={form}
          name="ukendt"
          label="Intet indhold"
          hint="Programmet svarer »mangler« med sætningen ovenfor og gætter ikke."
          options={[['ja', 'Reglen er ophævet, eller indholdet er ikke kendt']]}
          many
        />
        <h2>Hvad reglen siger</h2>
        <ShapeFields form={form} name="indhold" shape={CONTENTS[kind]} groups={groups} />
        <div class="button-row">
          <button
            type="submit"
            name="handling"
            value="proev"
            class={tried ? 'button' : 'button button-primary'}
          >
            Se virkningen
          </button>
          <a href={corrected ? paths.legalRule(corrected.id) : paths.legalRules}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

const ANSWERS: Readonly<Record<RuleAnswer, string>> = { ja: 'ja', nej: 'nej', mangler: 'mangler' };

function Tried({ effect }: { effect: Effect | undefined }) {
  return (
    <section class="panel" aria-label="Virkningen">
      <h2>Virkningen</h2>
      {effect ? (
        <>
          <p>
            Fra {showDate(effect.date)} får {showNumber(effect.changed)} af {showNumber(effect.citizens)}{' '}
            borgere et andet svar.
          </p>
          {effect.moves.length > 0 && (
            <ul>
              {effect.moves.map(({ from, to, count }) => (
                <li>
                  fra {ANSWERS[from]} til {ANSWERS[to]}: {showNumber(count)}
                </li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <p>Reglen kan gemmes. Dens virkning kan ikke tælles i borgere.</p>
      )}
      <button type="submit" name="handling" value="gem" class="button button-primary">
        Gem
      </button>
    </section>
  );
}
