import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { isOver, type RunView } from './run-queries.ts';
import { showDuration } from './run-text.ts';

interface RunListProps {
  view: View;
  runs: RunView[];
  total: number;
  page: number;
  pageSize: number;
  /** makes the button's form count once, however often it is sent */
  formKey: string;
}

export function RunListPage({ view, runs, total, page, pageSize, formKey }: RunListProps) {
  return (
    <Layout view={view} title="Matchkørsler" aside={<RunNow view={view} formKey={formKey} />}>
      <p class="lead">
        Hver nat kl. 01.00 bliver alle åbne ordrer sammenlignet med alle borgere. Forslagene står på ordrerne.
      </p>
      <Table
        caption="Matchkørsler"
        columns={COLUMNS}
        rows={runs}
        url={view.url}
        empty={<p>Der er ingen kørsler endnu. Den første går i gang i nat kl. 01.00.</p>}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={total} />
    </Layout>
  );
}

const COLUMNS: Column<RunView>[] = [
  { head: 'Bestilt', cell: (run) => <a href={paths.run(run.id)}>{showInstant(run.plannedAt)}</a> },
  { head: 'Af', cell: (run) => requestedBy(run) },
  { head: 'Status', cell: (run) => labels.runStatus[run.status] },
  { head: 'Ordrer', number: true, cell: (run) => showNumber(run.orders) },
  { head: 'Borgere', number: true, cell: (run) => showNumber(run.citizens) },
  { head: 'Par', number: true, cell: (run) => showNumber(run.pairs) },
  { head: 'Forslag', number: true, cell: (run) => showNumber(run.matchesSoFar) },
  { head: 'Tid', number: true, cell: (run) => showDuration(run.durationMs) },
];

function RunNow({ view, formKey }: { view: View; formKey: string }) {
  return (
    <form method="post" action={paths.runs}>
      <FormToken view={view} />
      <input type="hidden" name="noegle" value={formKey} />
      <button type="submit" class="button button-primary">
        Kør match nu
      </button>
    </form>
  );
}

export function RunPage({ view, run }: { view: View; run: RunView }) {
  return (
    <Layout view={view} title={`Matchkørsel ${run.id}`} aside={<a href={paths.runs}>Alle kørsler</a>}>
      <RunProgress run={run} />
    </Layout>
  );
}

/** Asks for itself each second until the run is over; the answer then has nothing more to ask for. */
export function RunProgress({ run }: { run: RunView }) {
  const over = isOver(run.status);
  const polling = over
    ? {}
    : { 'hx-get': paths.runProgress(run.id), 'hx-trigger': 'every 1s', 'hx-swap': 'outerHTML' };
  return (
    <div id="fremdrift" {...polling}>
      {run.error && (
        <p class="note note-bad" role="alert">
          {run.error}
        </p>
      )}
      <p role="status">{stateInWords(run)}</p>
      {!over && (
        <p>
          <progress aria-label="Ordrer beregnet" max={Math.max(1, run.orders)} value={run.ordersDone} />{' '}
          <a href={paths.run(run.id)}>Opdatér</a>
        </p>
      )}
      <RunFacts run={run} />
    </div>
  );
}

function stateInWords(run: RunView): string {
  const done = `${showNumber(run.ordersDone)} af ${showNumber(run.orders)} ordrer er beregnet`;
  if (run.status === 'fejlet') return `Fejlet. ${done}.`;
  if (run.status === 'faerdig') return `Færdig på ${showDuration(run.durationMs)}. ${done}.`;
  if (!run.snapshotSha) return 'Gør ordrer og borgere klar …';
  return run.status === 'planlagt' ? 'Venter på køen …' : `Kører. ${done}.`;
}

function RunFacts({ run }: { run: RunView }) {
  const facts: [string, string][] = [
    ['Bestilt', `${showInstant(run.plannedAt)} af ${requestedBy(run)}`],
    ['Ordrer', showNumber(run.orders)],
    ['Borgere', showNumber(run.citizens)],
    ['Par sammenlignet', showNumber(run.pairs)],
    ['Forslag', showNumber(run.matchesSoFar)],
    ['Forsøg', showNumber(run.fence)],
    ['Øjebliksbillede', run.snapshotSha ? run.snapshotSha.slice(0, 12) : '–'],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

function requestedBy(run: RunView): string {
  return run.requestedByName ?? (run.runKey.startsWith('nat:') ? 'natkørslen' : 'kommandolinjen');
}
