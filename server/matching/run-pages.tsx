import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Facts } from '../ui/facts.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { isOver, type newByOwner, type ordersOfRun, type RunView } from './run-queries.ts';
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
  { head: 'Forslag', number: true, cell: (run) => showNumber(run.matches ?? run.matchesSoFar) },
  { head: 'Nye', number: true, cell: (run) => (run.newMatches === null ? '–' : showNumber(run.newMatches)) },
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

interface RunPageProps {
  view: View;
  run: RunView;
  news: ReturnType<typeof newByOwner>;
  /** the viewer's and the team's, for those who have orders */
  orders: ReturnType<typeof ordersOfRun> | null;
  page: number;
  pageSize: number;
}

export function RunPage({ view, run, news, orders, page, pageSize }: RunPageProps) {
  return (
    <Layout view={view} title={`Matchkørsel ${run.id}`} aside={<a href={paths.runs}>Alle kørsler</a>}>
      <RunProgress run={run} />
      {run.status === 'faerdig' && (
        <>
          <section aria-labelledby="eftersyn">
            <h2 id="eftersyn">Eftersyn</h2>
            <AuditNote run={run} />
            <WhyNotLinks view={view} />
          </section>
          <News run={run} news={news} />
        </>
      )}
      {orders && orders.total > 0 && (
        <section aria-labelledby="nattens-lister">
          <h2 id="nattens-lister">Listerne, som de stod</h2>
          <Table
            caption="Dine og teamets ordrer i kørslen"
            url={view.url}
            rows={orders.rows}
            empty=""
            columns={[
              { head: 'Ordre', cell: (row) => <a href={paths.runOrder(run.id, row.id)}>{row.title}</a> },
              { head: 'Virksomhed', cell: (row) => row.firmName },
              { head: 'Type', cell: (row) => labels.orderType[row.type] },
              { head: 'Ansvarlig', cell: (row) => row.ownerName ?? 'Ingen' },
              { head: 'Forslag', number: true, cell: (row) => showNumber(row.rows) },
              { head: 'Nye', number: true, cell: (row) => showNumber(row.fresh) },
            ]}
          />
          <Paging url={view.url} page={page} pageSize={pageSize} total={orders.total} />
        </section>
      )}
    </Layout>
  );
}

/** What the look over the run found: said with a sign and in words, and loudly when something is wrong. */
function AuditNote({ run: { audit, listsKept } }: { run: RunView }) {
  if (!audit) {
    return (
      <p class="note note-warn">? Kørslen er ikke efterset endnu. Det sker lige efter, den er færdig.</p>
    );
  }
  const looked = `${showNumber(audit.rescored)} af ${showNumber(audit.orders)} ordrer er beregnet igen, og ${showNumber(audit.rows)} forslag er holdt op mod de ufravigelige krav`;
  const changed =
    audit.changed > 0
      ? ` ${showNumber(audit.changed)} forslag bryder et krav nu, fordi oplysninger er rettet, efter øjebliksbilledet blev taget.`
      : '';
  if (audit.differing + audit.broken > 0) {
    return (
      <div class="note note-bad" role="alert">
        <p>
          <strong>✕ Eftersynet fandt fejl.</strong> {looked}. I {showNumber(audit.differing)} ordrer står der
          noget andet, end beregningen giver, og {showNumber(audit.broken)} forslag bryder et ufravigeligt
          krav. Brug ikke listerne fra kørslen, og kontakt driften.{changed}
        </p>
        <p>Ordrer: {audit.named.join(', ')}</p>
      </div>
    );
  }
  return (
    <p class="note note-done">
      ✓ Efterset uden fejl: {looked}.{changed}
      {!listsKept && ' Listerne er slettet igen, fordi kørslen er for gammel.'}
    </p>
  );
}

function WhyNotLinks({ view }: { view: View }) {
  const roles = view.actor?.roles ?? [];
  const seesOrders = roles.includes('konsulent') || roles.includes('leder');
  const seesCitizens = roles.includes('sagsbehandler') || roles.includes('leder');
  if (!seesOrders && !seesCitizens) return null;
  return (
    <p>
      Hvorfor ikke? {seesOrders && <a href={paths.whyNotOrders}>Ordrer uden kandidater</a>}
      {seesOrders && seesCitizens && ' · '}
      {seesCitizens && <a href={paths.whyNotCitizens}>Borgere uden forslag</a>}
    </p>
  );
}

function News({ run, news }: { run: RunView; news: RunPageProps['news'] }) {
  if (news.length === 0) return null;
  return (
    <section aria-labelledby="nyt">
      <h2 id="nyt">{showNumber(run.newMatches ?? 0)} nye siden kørslen før</h2>
      <ul class="rows">
        {news.map(({ ownerName, fresh }) => (
          <li class="row-line">
            <span>{ownerName ?? 'Ingen ansvarlig'}</span>
            <span class="mark mark-good">
              {showNumber(fresh)} {fresh === 1 ? 'ny' : 'nye'}
            </span>
          </li>
        ))}
      </ul>
    </section>
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
          <a id="opdater" href={paths.run(run.id)}>
            Opdatér
          </a>
        </p>
      )}
      <RunFacts run={run} />
    </div>
  );
}

function stateInWords(run: RunView): string {
  const done = `${showNumber(run.listsKept ? run.ordersDone : run.orders)} af ${showNumber(run.orders)} ordrer er beregnet`;
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
    ['Forslag', showNumber(run.matches ?? run.matchesSoFar)],
    ['Nye siden kørslen før', run.newMatches === null ? '–' : showNumber(run.newMatches)],
    ['Forsøg', showNumber(run.fence)],
    ['Øjebliksbillede', short(run.snapshotSha)],
    ['Resultatets hash', short(run.resultSha)],
    ['Regnemotor', run.engineVersion],
    ['Ordsamling', short(run.taxonomyVersion)],
    ['Pointvægte', short(run.weightsVersion)],
  ];
  return <Facts of={facts} />;
}

function short(hash: string | null): string {
  return hash?.slice(0, 12) ?? '–';
}

function requestedBy(run: RunView): string {
  return run.requestedByName ?? (run.runKey.startsWith('nat:') ? 'natkørslen' : 'kommandolinjen');
}
