import { IMPORT_KINDS, type ImportKind } from '../../db/schema/imports.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { ImportReport } from './run-import.ts';
import type { UndoReport } from './undo/begin-undo.ts';
import { KeptRows, UndoUnderWay } from './undo/pages.tsx';
import type { Upload } from './uploads.ts';

const SHOWN_REJECTIONS = 200;

export interface ImportRow {
  id: number;
  kind: ImportKind;
  fileName: string;
  importedAt: string;
  importedByName: string | null;
  created: number;
  updated: number;
  unchanged: number;
  undoneAt: string | null;
  givenUpBecause: string | null;
  /** of a large file that is being written */
  rowsDone: number | null;
  rowsInAll: number | null;
  /** of an import that is being undone */
  undoRowsDone: number | null;
  undoRowsInAll: number | null;
  takenBackBecause: string | null;
}

interface ImportListProps {
  view: View;
  form: FormState;
  imports: { rows: ImportRow[]; total: number; page: number; pageSize: number };
}

export function ImportListPage({ view, form, imports }: ImportListProps) {
  return (
    <Layout view={view} title="Import">
      <div class="panels">
        <form class="panel" method="post" action={paths.imports} encType="multipart/form-data">
          <h2>Ny import</h2>
          <FormToken view={view} />
          <ErrorSummary form={form} />
          <Select
            form={form}
            name="slags"
            label="Hvad er i filen?"
            options={IMPORT_KINDS.map((kind) => [kind, labels.importKind[kind]])}
          />
          <div class="form-group">
            <label class="form-label" for="felt-fil">
              Fil
            </label>
            <span class="form-hint" id="hjaelp-fil">
              CVR’s egne poster (JSON), ESCO’s og adresseregistrets egne filer, CSV eller JSON Lines; gerne
              gzip. Filen prøves først, og intet gemmes, før du har set resultatet. En liste fra et andet
              system må have sine egne overskrifter.
            </span>
            <input
              class="form-input"
              id="felt-fil"
              type="file"
              name="fil"
              required
              aria-describedby="hjaelp-fil"
            />
          </div>
          <button type="submit" class="button button-primary">
            Prøv filen
          </button>
        </form>
      </div>
      <h2>Tidligere importer</h2>
      <Table
        caption="Tidligere importer"
        url={view.url}
        rows={imports.rows}
        empty="Der er ikke importeret noget endnu."
        columns={[
          {
            head: 'Tidspunkt',
            cell: (row) => <a href={paths.import(row.id)}>{showInstant(row.importedAt)}</a>,
          },
          { head: 'Slags', cell: (row) => labels.importKind[row.kind] },
          { head: 'Fil', cell: (row) => row.fileName },
          { head: 'Af', cell: (row) => row.importedByName ?? 'Kommandolinjen' },
          { head: 'Nye', number: true, cell: (row) => showNumber(row.created) },
          { head: 'Ændrede', number: true, cell: (row) => showNumber(row.updated) },
          { head: 'Uændrede', number: true, cell: (row) => showNumber(row.unchanged) },
          {
            head: 'Status',
            cell: (row) => <ImportMark row={row} />,
          },
        ]}
      />
      <Paging url={view.url} page={imports.page} pageSize={imports.pageSize} total={imports.total} />
    </Layout>
  );
}

/** How an import stands, in a word. */
export function ImportMark({
  row,
}: {
  row: Pick<ImportRow, 'undoneAt' | 'givenUpBecause'> & {
    rowsDone?: number | null;
    undoRowsDone?: number | null;
  };
}) {
  if (row.givenUpBecause) return <span class="mark mark-bad">✗ Taget tilbage</span>;
  if (row.undoneAt) return <span class="mark">↩ Fortrudt</span>;
  if (typeof row.undoRowsDone === 'number') return <span class="mark mark-info">… Fortrydes</span>;
  if (typeof row.rowsDone === 'number') return <span class="mark mark-info">… I gang</span>;
  return <span class="mark mark-good">✓ Gældende</span>;
}

/** Follows a file on its way in; asks again every second while something is under way. */
export function UploadPage({ view, upload }: { view: View; upload: Upload }) {
  const { state } = upload;
  const busy = state.step === 'proever' || state.step === 'gemmer';
  const poll = busy
    ? {
        'hx-get': paths.upload(upload.id),
        'hx-trigger': 'every 1s',
        'hx-select': '#tilstand',
        'hx-swap': 'outerHTML',
      }
    : {};
  return (
    <Layout view={view} title={`${labels.importKind[upload.kind]}: ${upload.fileName}`}>
      <div id="tilstand" aria-live="polite" {...poll}>
        {busy && (
          <p class="note">
            {BUSY[state.phase]} … {showNumber(state.rows)} rækker.{' '}
            <a id="opdater" href={view.url}>
              Opdatér
            </a>
          </p>
        )}
        {state.step === 'fejlet' && (
          <p class="note note-bad">Importen mislykkedes: {state.reason}. Intet er gemt.</p>
        )}
        {state.step === 'standset' && <p class="note note-warn">! {state.reason}.</p>}
        {state.step === 'klar' && <Preview view={view} upload={upload} report={state.report} />}
        {state.step === 'faerdig' && <Result report={state.report} />}
      </div>
    </Layout>
  );
}

const BUSY = { laeser: 'Læser filen', proever: 'Prøver filen', gemmer: 'Gemmer' };

function Preview({ view, upload, report }: { view: View; upload: Upload; report: ImportReport }) {
  const nothing = report.created + report.updated === 0;
  return (
    <>
      {report.rejectedCount > 0 ? <Rejections report={report} /> : <Counts report={report} />}
      <Ignored report={report} />
      <PassedOver report={report} />
      <Masked report={report} />
      {report.endsInCell && (
        <p class="note note-warn">
          ! Filens sidste linje slutter uden linjeskift. Se efter, om filen er hel.
        </p>
      )}
      {report.rejectedCount === 0 && nothing && (
        <p class="note">Alt i filen er her i forvejen. Der er intet at gemme.</p>
      )}
      <div class="button-row">
        {report.rejectedCount === 0 && !nothing && (
          <form method="post" action={paths.uploadCarriedOut(upload.id)}>
            <FormToken view={view} />
            <button type="submit" class="button button-primary">
              Gennemfør importen
            </button>
          </form>
        )}
        {upload.columns && (
          <a class="button" href={paths.uploadColumns(upload.id)}>
            Ret kolonnerne
          </a>
        )}
        <form method="post" action={paths.uploadGivenUp(upload.id)}>
          <FormToken view={view} />
          <button type="submit" class="button">
            {report.rejectedCount > 0 || nothing ? 'Tilbage' : 'Fortryd'}
          </button>
        </form>
      </div>
    </>
  );
}

function Result({ report }: { report: ImportReport }) {
  return (
    <>
      {report.rejectedCount > 0 ? (
        <Rejections report={report} />
      ) : (
        <p class="note note-done">✓ Importen er gennemført.</p>
      )}
      {report.rejectedCount === 0 && <Counts report={report} />}
      <p class="button-row">
        {report.importId && (
          <a class="button" href={paths.import(report.importId)}>
            Se importen
          </a>
        )}
        <a class="button" href={paths.imports}>
          Til alle importer
        </a>
      </p>
    </>
  );
}

function Counts({ report }: { report: Pick<ImportReport, 'created' | 'updated' | 'unchanged'> }) {
  return (
    <div class="figures">
      <div class="figure">
        <b>{showNumber(report.created)}</b>
        <span>nye</span>
      </div>
      <div class="figure">
        <b>{showNumber(report.updated)}</b>
        <span>ændrede</span>
      </div>
      <div class="figure">
        <b>{showNumber(report.unchanged)}</b>
        <span>uændrede</span>
      </div>
    </div>
  );
}

function PassedOver({ report: { passedOver } }: { report: ImportReport }) {
  if (passedOver === 0) return null;
  return (
    <p class="muted">
      {showNumber(passedOver)}{' '}
      {passedOver === 1 ? 'række er sprunget over, fordi den' : 'rækker er sprunget over, fordi de'} ikke
      vedrører os: adresser i andre postnumre end virksomhedernes, og det, der er udgået.
    </p>
  );
}

function Masked({ report: { masked } }: { report: ImportReport }) {
  if (masked === 0) return null;
  return (
    <p>
      {masked === 1 ? 'I én tekst' : `I ${showNumber(masked)} tekster`} stod noget, der ligner et CPR-nummer.
      Det er dækket med prikker og gemmes ikke.
    </p>
  );
}

function Rejections({ report }: { report: ImportReport }) {
  return (
    <>
      <p class="note note-bad" role="alert">
        <strong>Filen kan ikke importeres: {showNumber(report.rejectedCount)} fejl.</strong> En fil importeres
        helt eller slet ikke, så intet er gemt.
      </p>
      <Table
        caption="Fejl i filen"
        url=""
        rows={report.rejected.slice(0, SHOWN_REJECTIONS)}
        empty=""
        columns={[
          { head: 'Linje', number: true, cell: (row) => showNumber(row.line) },
          { head: 'Felt', cell: (row) => row.field || 'Filen' },
          { head: 'Hvad er galt', cell: (row) => row.reason },
        ]}
      />
      {report.rejectedCount > SHOWN_REJECTIONS && <p class="muted">De første {SHOWN_REJECTIONS} er vist.</p>}
    </>
  );
}

function Ignored({ report }: { report: ImportReport }) {
  if (report.ignored.length === 0) return null;
  return <p class="note note-warn">Kolonner, som springes over: {report.ignored.join(', ')}</p>;
}

interface ImportProps {
  view: View;
  row: ImportRow;
  /** somebody has asked for it to be undone, and it waits */
  isUndoAskedFor: boolean;
  /** what its undo has left */
  undone: Pick<UndoReport, 'kept' | 'keptCount'> | undefined;
}

export function ImportPage({ view, row, isUndoAskedFor, undone }: ImportProps) {
  return (
    <Layout view={view} title={`${labels.importKind[row.kind]}: ${row.fileName}`}>
      <p>
        Importeret {showInstant(row.importedAt)} af {row.importedByName ?? 'kommandolinjen'}.
      </p>
      <Counts report={row} />
      {row.kind === 'virksomheder' && (
        <p>
          <a href={`${paths.registerChanges}?siden=import-${row.id}`}>
            Se, hvad registret siger nu og ikke sagde før
          </a>
        </p>
      )}
      {isUndoAskedFor || row.undoRowsDone !== null ? (
        <UndoUnderWay view={view} row={row} />
      ) : (
        <div id="tilstand">
          <HowItStands view={view} row={row} />
          {undone && <KeptRows report={undone} />}
        </div>
      )}
    </Layout>
  );
}

function HowItStands({ view, row }: { view: View; row: ImportRow }) {
  const { undoneAt, givenUpBecause, rowsDone, rowsInAll } = row;
  if (undoneAt && givenUpBecause)
    return (
      <p class="note note-bad">
        Taget tilbage {showInstant(undoneAt)}: {givenUpBecause}.
      </p>
    );
  if (undoneAt) return <p class="note">↩ Fortrudt {showInstant(undoneAt)}.</p>;
  if (rowsDone !== null && rowsInAll !== null)
    return (
      <p class="note">
        I gang: {showNumber(rowsDone)} af {showNumber(rowsInAll)} rækker er skrevet. Den kan fortrydes, når
        den er færdig. <a href={view.url}>Opdatér</a>
      </p>
    );
  return (
    <form method="post" action={paths.importUndo(row.id)}>
      <FormToken view={view} />
      <p>Rækker, som nogen har rettet siden, bliver stående.</p>
      <button type="submit" class="button">
        Fortryd importen
      </button>
    </form>
  );
}
