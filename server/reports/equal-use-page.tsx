import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { type Column, showNumber, showShare, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import {
  ASKED_MEASURES,
  type AskedMeasure,
  type Cells,
  type ShownRow,
  type ShownTable,
} from './equal-use-rules.ts';
import { FileLinks } from './file-links.tsx';
import { type HalfYear, halfYearAfter, halfYearBefore } from './half-years.ts';

type Background = keyof typeof labels.background;

export interface EqualUseLine {
  groupName: string;
  measure: AskedMeasure;
  table: ShownTable<Background>;
}

interface EqualUseProps {
  view: View;
  halfYear: HalfYear;
  measure: AskedMeasure;
  smallestCell: number;
  lines: readonly EqualUseLine[];
}

/** Within each target group: how many of each background had the measure, and how many had not. */
export function EqualUsePage({ view, halfYear, measure, smallestCell, lines }: EqualUseProps) {
  return (
    <Layout
      view={view}
      title={`Lige brug af ordninger, ${halfYear.name}`}
      aside={
        <>
          <Neighbours view={view} halfYear={halfYear} />
          <FileLinks url={view.url} file={paths.equalUseFile} />
        </>
      }
    >
      <ul class="group-links" aria-label="Ordning">
        {ASKED_MEASURES.map((asked) => (
          <li>
            <a
              href={withQuery(view.url, { ordning: asked })}
              aria-current={asked === measure ? 'true' : undefined}
            >
              {labels.askedMeasure[asked]}
            </a>
          </li>
        ))}
      </ul>
      <Table
        caption={`${labels.askedMeasure[measure]}, andel af borgerne efter målgruppe og oprindelse`}
        url={view.url}
        rows={lines}
        empty="Der er ingen borgere i halvåret."
        columns={[
          { head: 'Målgruppe', cell: ({ groupName }) => groupName },
          ...backgroundColumns(),
          { head: 'Alle', number: true, cell: ({ table }) => <Shown cells={table.total} /> },
        ]}
      />
      <section class="panel">
        <h2 class="first">Sådan er der talt</h2>
        <p>
          Borgere efter den målgruppe, de var i på halvårets sidste dag. En borger tæller med, når et forløb
          løb på mindst én dag i halvåret; trukne forløb tæller ikke. Oprindelse er Danmarks Statistiks
          grupper, indlæst for sig; den kan ikke ses på nogen borger og kendes ikke af matchningen.
        </p>
        <p>
          Tal under {showNumber(smallestCell)} er skjult, også når alle eller ingen har haft ordningen. Flere
          kan være skjult, så de ikke kan regnes ud. Kun hele halvår, der er slut, kan ses. Hver visning
          skrives i loggen.
        </p>
        <p>
          En forskel er et spørgsmål, ikke et svar: grupperne kan være forskellige på andet end oprindelse.
        </p>
      </section>
    </Layout>
  );
}

function backgroundColumns(): Column<EqualUseLine>[] {
  return (Object.entries(labels.background) as [Background, string][]).map(([background, head]) => ({
    head,
    number: true,
    cell: ({ table }) => (
      <Shown cells={table.rows.find((row) => row.background === background)?.cells ?? null} />
    ),
  }));
}

function Shown({ cells }: { cells: Cells | null }) {
  if (cells === null) return <span class="muted">skjult</span>;
  const all = cells.yes + cells.no;
  if (all === 0) return <>–</>;
  return (
    <>
      {showShare(cells.yes / all)}{' '}
      <span class="muted nowrap">
        ({showNumber(cells.yes)} af {showNumber(all)})
      </span>
    </>
  );
}

function Neighbours({ view, halfYear }: { view: View; halfYear: HalfYear }) {
  const before = halfYearBefore(halfYear);
  const after = halfYearAfter(halfYear);
  return (
    <>
      <a class="button button-small" href={withQuery(view.url, { halvaar: before.key })}>
        ← {before.name}
      </a>
      {after.to < view.today && (
        <a class="button button-small" href={withQuery(view.url, { halvaar: after.key })}>
          {after.name} →
        </a>
      )}
    </>
  );
}

type EqualUseFileRow = Omit<EqualUseLine, 'table'> & ShownRow<Background>;

export const EQUAL_USE_FILE_COLUMNS: FileColumn<EqualUseFileRow>[] = [
  { head: 'Målgruppe', type: 'text', cell: ({ groupName }) => groupName },
  { head: 'Ordning', type: 'text', cell: ({ measure }) => labels.askedMeasure[measure] },
  { head: 'Oprindelse', type: 'text', cell: ({ background }) => labels.background[background] },
  { head: 'Har haft (tomt: skjult)', type: 'number', cell: ({ cells }) => cells?.yes ?? null },
  { head: 'Har ikke haft (tomt: skjult)', type: 'number', cell: ({ cells }) => cells?.no ?? null },
];
