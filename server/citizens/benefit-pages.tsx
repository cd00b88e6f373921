import { paths } from '../paths.ts';
import { addDays, showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Paging, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { WrittenPeriod } from './benefit-periods.ts';

interface Someone {
  id: number;
  name: string;
  benefitSince: string | null;
}

interface BenefitPageProps {
  view: View;
  citizen: Someone;
  periods: readonly WrittenPeriod[];
  groupName: (code: string) => string;
  /** null: somebody of the team, who reads */
  form: FormState | null;
  groups: readonly [string, string][];
  /** of those that hold no more; the first is 1 */
  page: number;
}

/** Of what holds no more, so many at a time: corrections are kept for ever. */
const PAGE_SIZE = 50;

/** A citizen's stretches on public benefit: what stands, what stood, and a new one. */
export function BenefitPage({ view, citizen, periods, groupName, form, groups, page }: BenefitPageProps) {
  const standing = periods.filter(({ supersededAt }) => supersededAt === null);
  const earlier = periods.filter(({ supersededAt }) => supersededAt !== null);
  const columns: Column<WrittenPeriod>[] = [
    { head: 'Målgruppe', cell: ({ targetGroup }) => groupName(targetGroup) },
    { head: 'Fra', cell: ({ fromDate }) => showDate(fromDate) },
    { head: 'Til og med', cell: ({ untilDate }) => lastDayOf(untilDate) },
    { head: 'Skrevet', cell: (row) => `${showInstant(row.recordedAt)}, ${row.recordedByName ?? 'import'}` },
  ];
  const change: Column<WrittenPeriod> = {
    head: 'Ret',
    cell: ({ id, fromDate }) => (
      <a href={paths.benefitPeriod(citizen.id, id)} aria-label={`Ret perioden fra ${showDate(fromDate)}`}>
        Ret
      </a>
    ),
  };
  const why: Column<WrittenPeriod> = {
    head: 'Gælder ikke mere',
    cell: (row) =>
      `${showInstant(row.supersededAt ?? '')}, ${row.supersededByName ?? 'import'}${row.supersededReason ? `: ${row.supersededReason}` : ''}`,
  };
  const none = citizen.benefitSince
    ? `Ingen perioder er skrevet. Der tælles fra ${showDate(citizen.benefitSince)}, som fagsystemet siger.`
    : 'Ingen perioder er skrevet, og fagsystemet siger intet: tid på ydelse er ukendt.';
  return (
    <Layout view={view} title={`Perioder på ydelse: ${citizen.name}`}>
      <p class="lead">
        Af perioderne tælles måneder og uger på ydelse for{' '}
        <a href={paths.citizen(citizen.id)}>{citizen.name}</a>: krav om tid på ydelse, listerne Borgere at se
        på, og refusion.
      </p>
      <Table
        caption="Perioder, der gælder"
        url={view.url}
        rows={standing}
        empty={none}
        columns={form ? [...columns, change] : columns}
      />
      {form && (
        <form method="post" action={paths.benefitPeriods(citizen.id)}>
          <FormToken view={view} />
          <h2>Ny periode</h2>
          <ErrorSummary form={form} />
          <PeriodFields form={form} groups={groups} today={view.today} />
          <button type="submit" class="button button-primary">
            Gem perioden
          </button>
        </form>
      )}
      {earlier.length > 0 && (
        <>
          <h2>Rettet og trukket tilbage</h2>
          <Table
            caption="Perioder, der ikke gælder mere"
            url={view.url}
            rows={earlier.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
            empty=""
            columns={[...columns, why]}
          />
          <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={earlier.length} />
        </>
      )}
    </Layout>
  );
}

interface CorrectionPageProps {
  view: View;
  citizen: Someone;
  period: WrittenPeriod;
  form: FormState;
  withdrawal: FormState;
  groups: readonly [string, string][];
}

/** One standing stretch: correct it, or take it away. */
export function BenefitCorrectionPage(props: CorrectionPageProps) {
  const { view, citizen, period, form, withdrawal, groups } = props;
  return (
    <Layout view={view} title={`Ret periode på ydelse: ${citizen.name}`}>
      <form method="post" action={paths.benefitPeriod(citizen.id, period.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <PeriodFields form={form} groups={groups} today={view.today} />
        <TextArea form={form} name="begrundelse" label="Hvad var forkert?" rows={2} maxLength={500} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem rettelsen
          </button>
          <a href={paths.benefitPeriods(citizen.id)}>Fortryd</a>
        </div>
      </form>
      <form method="post" action={paths.benefitPeriodWithdrawn(citizen.id, period.id)}>
        <FormToken view={view} />
        <h2>Træk perioden tilbage</h2>
        <p class="muted">Når borgeren slet ikke fik ydelsen. Perioden tæller ikke mere, men bevares.</p>
        <ErrorSummary form={withdrawal} />
        <TextArea
          form={withdrawal}
          name="tilbage_begrundelse"
          label="Hvorfor trækkes den tilbage?"
          rows={2}
          maxLength={500}
        />
        <button type="submit" class="button">
          Træk tilbage
        </button>
      </form>
    </Layout>
  );
}

function PeriodFields({
  form,
  groups,
  today,
}: {
  form: FormState;
  groups: readonly [string, string][];
  today: string;
}) {
  return (
    <>
      <Select form={form} name="maalgruppe" label="Målgruppe" options={groups} empty="Vælg" />
      <TextField form={form} name="fra" label="Første dag på ydelsen" type="date" max={today} />
      <TextField
        form={form}
        name="til"
        label="Sidste dag på ydelsen"
        hint="Tom, når borgeren stadig er på den."
        type="date"
        required={false}
      />
    </>
  );
}

function lastDayOf(untilDate: string | null): string {
  return untilDate === null ? 'stadig' : showDate(addDays(untilDate, -1));
}
