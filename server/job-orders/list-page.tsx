import { BarMark } from '../companies/marks.tsx';
import { PromiseClock } from '../employer-answers/clock.tsx';
import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { Select, TextField } from '../ui/form.tsx';
import { showHours } from '../ui/hours.ts';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type OrderFilters, type OrderListRow, PAGE_SIZE } from './queries.ts';
import { deadlineIsNear, statusToday } from './rules.ts';

const OWNERS: [string, string][] = [
  ['mine', 'Mine'],
  ['team', 'Mit team'],
  ['ingen', 'Uden ansvarlig'],
  ['alle', 'Alle'],
];

interface OrderListProps {
  view: View;
  rows: OrderListRow[];
  total: number;
  filters: OrderFilters;
  mayCreate: boolean;
  /** this instant */
  now: string;
}

export function OrderListPage({ view, rows, total, filters, mayCreate, now }: OrderListProps) {
  const isLeder = view.actor?.roles.includes('leder') ?? false;
  return (
    <Layout view={view} title="Jobordrer" aside={<Actions mayCreate={mayCreate} />}>
      <Filters filters={filters} showOwner={mayCreate || isLeder} />
      {isLeder && filters.owner === 'ingen' && (
        <p>
          <a href={paths.nobodysSteps}>Aftaler uden ansvarlig</a>
        </p>
      )}
      <p class="muted">{total === 1 ? '1 ordre' : `${showNumber(total)} ordrer`}</p>
      <Table
        caption="Jobordrer"
        url={view.url}
        rows={rows}
        empty={<NothingFound view={view} filters={filters} />}
        columns={[
          { head: 'Ordre', sort: 'titel', cell: (row) => <a href={paths.jobOrder(row.id)}>{row.title}</a> },
          { head: 'Virksomhed', sort: 'virksomhed', cell: (row) => <FirmLink row={row} /> },
          { head: 'Type', sort: 'type', cell: (row) => labels.orderType[row.type] },
          { head: 'Besat', number: true, cell: (row) => showTaken(row) },
          { head: 'Timer/uge', number: true, cell: (row) => showHours(row.hoursMin, row.hoursMax) ?? '–' },
          {
            head: 'Frist',
            sort: 'frist',
            cell: (row) => <Deadline order={row} today={view.today} />,
          },
          {
            head: 'Status',
            cell: (row) => (
              <>
                <StatusMark order={row} today={view.today} />
                {row.firstAnswerDue !== null && row.firstAnswerAt === null && (
                  <>
                    <br />
                    <PromiseClock due={row.firstAnswerDue} answeredAt={null} now={now} />
                  </>
                )}
              </>
            ),
          },
          { head: 'Ansvarlig', cell: (row) => <Owner name={row.ownerName} /> },
        ]}
      />
      <Paging url={view.url} page={filters.page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

function Actions({ mayCreate }: { mayCreate: boolean }) {
  return (
    <>
      {mayCreate && <NewOrderLink />}
      <a class="button" href={paths.orderReport}>
        Kvartalets ordrer
      </a>
    </>
  );
}

function NewOrderLink() {
  return (
    <a class="button button-primary" href={paths.newJobOrder}>
      Ny jobordre
    </a>
  );
}

function Filters({ filters, showOwner }: { filters: OrderFilters; showOwner: boolean }) {
  const form = {
    values: {
      q: filters.text,
      type: filters.type ?? '',
      status: filters.status ?? '',
      ansvarlig: filters.owner,
      svar: filters.unanswered ? 'mangler' : '',
    },
    errors: [],
  };
  return (
    <form class="filters" method="get" action={paths.jobOrders}>
      <TextField form={form} name="q" label="Søg" type="search" maxLength={100} />
      <Select form={form} name="type" label="Type" options={choices(labels.orderType)} empty="Alle typer" />
      <Select
        form={form}
        name="status"
        label="Status"
        options={[...choices(labels.orderStatus), ['alle', 'Alle']]}
      />
      {showOwner && <Select form={form} name="ansvarlig" label="Ansvarlig" options={OWNERS} />}
      <Select
        form={form}
        name="svar"
        label="Svar til virksomheden"
        options={[['mangler', 'Svar mangler']]}
        empty="Alle"
      />
      <button type="submit" class="button">
        Vis
      </button>
    </form>
  );
}

function NothingFound({ view, filters }: { view: View; filters: OrderFilters }) {
  return (
    <>
      Ingen ordrer passer.{' '}
      {filters.owner !== 'alle' && (
        <a href={withQuery(view.url, { ansvarlig: 'alle', side: null })}>Se alle ordrer i kommunen</a>
      )}
      {filters.owner === 'alle' && (
        <a href={`${paths.jobOrders}?ansvarlig=alle&status=alle`}>Fjern alle filtre</a>
      )}
    </>
  );
}

function Owner({ name }: { name: string | null }) {
  return name ? <span class="nowrap">{name}</span> : <span class="mark mark-warn">! Ingen</span>;
}

function FirmLink({ row }: { row: OrderListRow }) {
  return (
    <span>
      {row.pNumber === null ? row.firmName : <a href={paths.company(row.pNumber)}>{row.firmName}</a>}{' '}
      <BarMark bar={row.bar} />
    </span>
  );
}

type Dated = Pick<OrderListRow, 'status' | 'deadline'>;

/** 2 af 4 */
export function showTaken({ taken, positions }: Pick<OrderListRow, 'taken' | 'positions'>): string {
  return `${showNumber(taken)} af ${showNumber(positions)}`;
}

/** Colour is never alone: a sign and words say the same. */
export function Deadline({ order, today }: { order: Dated; today: string }) {
  if (order.deadline === null) return 'Ingen frist';
  const open = statusToday(order, today) === 'under_behandling';
  return (
    <>
      <span class="nowrap">{showDate(order.deadline)}</span>
      {open && deadlineIsNear(order.deadline, today) && (
        <>
          {' '}
          <span class="mark mark-warn">⚠ {showDistance(order.deadline, today)}</span>
        </>
      )}
    </>
  );
}

const STATUS_SIGNS = {
  under_behandling: ['mark-good', '●'],
  inaktiveret: ['mark-info', '❚❚'],
  behov_daekket: ['', '✓'],
  frist_udloebet: ['mark-bad', '✕'],
} as const;

export function StatusMark({ order, today }: { order: Dated; today: string }) {
  const status = statusToday(order, today);
  const [look, sign] = STATUS_SIGNS[status];
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign} </span>
      {labels.orderStatus[status]}
    </span>
  );
}
