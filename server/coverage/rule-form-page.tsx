import { paths } from '../paths.ts';
import { Choice, ErrorSummary, errorOf, type FormState, TextArea, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, showNumber, showShare, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Coverage } from './queries.ts';
import { RuleTable } from './rule-table.tsx';

interface Effect {
  quarterName: string;
  /** the new version would be in force at the quarter's end */
  holds: boolean;
  before: Coverage;
  after: Coverage;
}

interface NewRulePageProps {
  view: View;
  form: FormState;
  effect?: Effect;
}

/** A new version of what counts: tick boxes, and what it does to this quarter before it is saved. */
export function NewRulePage({ view, form, effect }: NewRulePageProps) {
  return (
    <Layout view={view} title="Ny udgave af, hvad der tæller">
      <ErrorSummary form={form} />
      <form method="post" action={paths.coverageRules}>
        <FormToken view={view} />
        {effect && <EffectPanel view={view} effect={effect} />}
        <TextField
          form={form}
          name="fra"
          label="Gælder fra"
          hint="En periode tælles efter den udgave, der er i kraft på dens sidste dag."
          type="date"
          required
        />
        <TextField
          form={form}
          name="graense"
          label="Virksomheder med flere ansatte end"
          required
          inputMode="numeric"
          maxLength={3}
        />
        <Choice
          form={form}
          name="sagsbehandler"
          label="Tæller kontakter, som en sagsbehandler har?"
          options={[
            ['nej', 'Nej'],
            ['ja', 'Ja'],
          ]}
        />
        <TextArea form={form} name="begrundelse" label="Begrundelse" required rows={2} maxLength={500} />
        <TextField
          form={form}
          name="kilde"
          label="Kilde"
          hint="Beslutningen, fx udvalgets møde og punkt."
          required={false}
          maxLength={300}
        />
        <Ticks form={form} name="kontakt" caption="Tæller som kontakt" />
        <Ticks form={form} name="besoeg" caption="Tæller som besøg" />
        <div class="button-row">
          <button
            type="submit"
            name="handling"
            value="proev"
            class={effect ? 'button' : 'button button-primary'}
          >
            Se virkningen
          </button>
          <a class="button" href={paths.coverageRules}>
            Fortryd
          </a>
        </div>
      </form>
    </Layout>
  );
}

function Ticks({ form, name, caption }: { form: FormState; name: string; caption: string }) {
  const ticked = new Set([form.values[name] ?? []].flat());
  const error = errorOf(form, name);
  return (
    <fieldset class={error ? 'rule-ticks form-error' : 'rule-ticks'} id={`felt-${name}`}>
      {error && <span class="form-error-message">{error}</span>}
      <RuleTable
        caption={caption}
        cell={(line, words) => (
          <label class="tick">
            <input type="checkbox" name={name} value={line} checked={ticked.has(line)} />
            <span class="sr-only">
              {caption}: {words}
            </span>
          </label>
        )}
      />
    </fieldset>
  );
}

function EffectPanel({ view, effect }: { view: View; effect: Effect }) {
  const { quarterName, holds, before, after } = effect;
  return (
    <section class="panel" aria-label="Virkningen">
      <h2>Virkningen på {quarterName}</h2>
      {!holds && (
        <p class="note">
          Den nye udgave gælder først efter kvartalet: tallene viser, hvad den ville have givet.
        </p>
      )}
      <Table
        caption={`Virkningen på ${quarterName}`}
        url={view.url}
        rows={effectLines(before, after)}
        empty=""
        columns={EFFECT_COLUMNS}
      />
      <p>
        Ingen tidligere kvartaler ændrer sig.{' '}
        <button type="submit" name="handling" value="gem" class="button button-primary">
          Gem udgaven
        </button>
      </p>
    </section>
  );
}

interface EffectLine {
  name: string;
  before: string;
  after: string;
}

const EFFECT_COLUMNS: Column<EffectLine>[] = [
  { head: 'Tal', cell: ({ name }) => name },
  { head: 'Nu', number: true, cell: (line) => line.before },
  { head: 'Med den nye', number: true, cell: (line) => line.after },
];

function effectLines(before: Coverage, after: Coverage): EffectLine[] {
  const line = (name: string, show: (figures: Coverage) => string): EffectLine => ({
    name,
    before: show(before),
    after: show(after),
  });
  return [
    line('Virksomheder i mål', ({ inScope }) => showNumber(inScope)),
    line('Uafklarede', ({ undecided }) => showNumber(undecided)),
    line(
      'Kontaktede',
      ({ contacted, coverage }) => `${showNumber(contacted)} (mindst ${showShare(coverage.min)})`,
    ),
    line('Besøgte', ({ visited, visits }) => `${showNumber(visited)} (mindst ${showShare(visits.min)})`),
    line('Ikke kontaktet', ({ notContacted }) => showNumber(notContacted)),
  ];
}
