import type { Retained } from '../../db/schema/privacy.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { inARow } from '../ui/in-a-row.ts';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showCount, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { countHolds, type Due, type RetentionRule, type RetentionRun } from './retention.ts';

interface RetentionPageProps {
  view: View;
  inForce: readonly { subject: Retained; rule: RetentionRule | undefined }[];
  rules: readonly RetentionRule[];
  /** the day of the next look, for which `due` and `persons` are counted */
  night: string;
  due: readonly Due[];
  persons: number;
  runs: readonly RetentionRun[];
  mayEdit: boolean;
  form: FormState;
}

export function RetentionPage(props: RetentionPageProps) {
  const { view, inForce, rules, night, due, persons, runs, mayEdit, form } = props;
  const going = due.filter(({ hold }) => hold === null).length;
  return (
    <Layout view={view} title="Opbevaring og sletning">
      <div class="columns">
        <div>
          <h2 class="first">Gælder i dag</h2>
          <dl class="facts">
            {inForce.map(({ subject, rule }) => (
              <>
                <dt>{labels.retained[subject]}</dt>
                <dd>
                  {rule ? <Length rule={rule} /> : 'Ingen frist er besluttet, så ingen slettes af sig selv.'}
                </dd>
              </>
            ))}
          </dl>
          <h2>Natten til {showDate(night)}</h2>
          <p>
            {showCount(going, 'borger', 'borgere')} og{' '}
            {showCount(persons, 'kontaktperson', 'kontaktpersoner')} slettes.
          </p>
          <Kept kept={countHolds(due)} />
          <h2>De seneste nætter</h2>
          <Table
            caption="De seneste nætter"
            url={view.url}
            rows={runs}
            empty="Ingen endnu."
            columns={[
              { head: 'Dato', cell: ({ onDate }) => showDate(onDate) },
              { head: 'Borgere', number: true, cell: ({ citizens }) => showNumber(citizens) },
              { head: 'Kontaktpersoner', number: true, cell: ({ persons: gone }) => showNumber(gone) },
              { head: 'Bliver', cell: ({ kept }) => holdText(kept) },
              {
                head: 'Nået',
                cell: ({ finishedAt }) => (finishedAt ? 'Alle' : 'Afbrudt, tages op igen'),
              },
            ]}
          />
          <h2>Alle frister</h2>
          <Table
            caption="Alle frister"
            url={view.url}
            rows={rules}
            empty="Ingen endnu."
            columns={[
              { head: 'Hvem', cell: ({ subject }) => labels.retained[subject] },
              { head: 'Måneder', number: true, cell: ({ months }) => showNumber(months) },
              { head: 'Gælder fra', cell: ({ validFrom }) => showDate(validFrom) },
              { head: 'Kilde', cell: ({ source }) => source },
            ]}
          />
        </div>
        {mayEdit && <NewRule view={view} form={form} />}
      </div>
    </Layout>
  );
}

function Length({ rule }: { rule: RetentionRule }) {
  return (
    <>
      {showCount(rule.months, 'måned', 'måneder')} efter det sidste, der skete
      <br />
      <span class="muted">
        Siden {showDate(rule.validFrom)}. {rule.source}
      </span>
    </>
  );
}

function Kept({ kept }: { kept: Record<string, number> }) {
  const text = holdText(kept);
  return text === '' ? null : <p>Bliver, selv om fristen er udløbet: {text}.</p>;
}

function holdText(kept: Record<string, number>): string {
  return inARow(
    Object.entries(kept).map(
      ([hold, count]) =>
        `${showNumber(count)} ${labels.retentionHold[hold as keyof typeof labels.retentionHold]}`,
    ),
  );
}

function NewRule({ view, form }: { view: View; form: FormState }) {
  return (
    <form class="panel" method="post" action={paths.retention}>
      <h2>Ny frist</h2>
      <p class="note note-warn">⚠ Hver nat slettes de, hvis frist er udløbet. Det kan ikke fortrydes.</p>
      <FormToken view={view} />
      <ErrorSummary form={form} />
      <Select
        form={form}
        name="hvem"
        label="Hvem gælder den?"
        options={choices(labels.retained)}
        empty="Vælg"
        required
      />
      <TextField
        form={form}
        name="maaneder"
        label="Måneder efter det sidste, der skete"
        inputMode="numeric"
        required
      />
      <TextField form={form} name="fra" label="Gælder fra" type="date" min={view.today} required />
      <TextField
        form={form}
        name="kilde"
        label="Kilde"
        hint="Hvem har besluttet det, og hvor står det?"
        maxLength={300}
        required
      />
      {form.errors.some(({ field }) => field === 'bekraeft') && (
        <TextField
          form={form}
          name="bekraeft"
          label="Hvor mange slettes?"
          inputMode="numeric"
          maxLength={7}
        />
      )}
      <button type="submit" class="button button-primary">
        Gem frist
      </button>
    </form>
  );
}
