import { paths } from '../../paths.ts';
import { showInstant } from '../../ui/dates.ts';
import { Layout } from '../../ui/layout.tsx';
import { showNumber, Table } from '../../ui/table.tsx';
import type { View } from '../../view.ts';
import { isMistake } from '../queries.ts';
import type { UndoReport } from './begin-undo.ts';

const SHOWN = 200;

interface UndoneProps {
  view: View;
  row: { fileName: string; importedAt: string };
  report: UndoReport;
}

export function UndonePage({ view, row, report }: UndoneProps) {
  return (
    <Layout view={view} title="Importen er fortrudt">
      <p>
        {row.fileName}, importeret {showInstant(row.importedAt)}.
      </p>
      <KeptRows report={report} />
      <p class="button-row">
        <a class="button" href={paths.imports}>
          Til alle importer
        </a>
      </p>
    </Layout>
  );
}

/** What an undo has left, and why. */
export function KeptRows({
  report: { kept, keptCount },
}: {
  report: Pick<UndoReport, 'kept' | 'keptCount'>;
}) {
  if (keptCount === 0) return null;
  return (
    <>
      <p class="note note-warn">{showNumber(keptCount)} rækker blev stående:</p>
      <Table
        caption="Rækker, der blev stående"
        url=""
        rows={kept.slice(0, SHOWN)}
        empty=""
        columns={[
          { head: 'Række', cell: (item) => item.what },
          { head: 'Hvorfor', cell: (item) => item.reason },
        ]}
      />
      {kept.some(isMistake) && (
        <p class="note note-bad">
          Fejlen er programmets, ikke filens. Ret de rækker i hånden, og send linjen »undo failed« fra
          serverens log til dem, der passer programmet.
        </p>
      )}
      {keptCount > SHOWN && <p class="muted">De første {SHOWN} er vist.</p>}
    </>
  );
}

interface UnderWayProps {
  view: View;
  row: {
    undoRowsDone: number | null;
    undoRowsInAll: number | null;
    /** a large file that was refused in the midst: why */
    takenBackBecause: string | null;
  };
}

/** Follows an undo on its way; asks again every second. */
export function UndoUnderWay({ view, row }: UnderWayProps) {
  const { undoRowsDone, undoRowsInAll, takenBackBecause } = row;
  const poll = {
    'hx-get': view.url,
    'hx-trigger': 'every 1s',
    'hx-select': '#tilstand',
    'hx-swap': 'outerHTML',
  };
  return (
    <div id="tilstand" aria-live="polite" {...poll}>
      {takenBackBecause && <p class="note note-bad">Importen tages tilbage: {takenBackBecause}.</p>}
      <p class="note">
        {undoRowsDone !== null && undoRowsInAll !== null
          ? `Fortrydes: ${showNumber(undoRowsDone)} af ${showNumber(undoRowsInAll)} rækker er gennemgået.`
          : 'Importen fortrydes, når det er dens tur.'}{' '}
        <a id="opdater" href={view.url}>
          Opdatér
        </a>
      </p>
    </div>
  );
}
