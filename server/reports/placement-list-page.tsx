import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FileLinks } from './file-links.tsx';
import { type Period, periodName, periodQuery } from './period.tsx';
import { PLACEMENT_FIGURE_TEXTS } from './placement-page.tsx';
import { measureName, type ReportedPlacement } from './placement-queries.ts';
import { measureOf, type PlacementFigure } from './placement-rules.ts';
import { REPORT_PAGE_SIZE } from './report-lists.ts';

interface PlacementReportListProps {
  view: View;
  period: Period;
  figure: PlacementFigure;
  /** the lines of a breakdown that the list is of, in words */
  lineNames: readonly string[];
  rows: readonly ReportedPlacement[];
  page: number;
}

/** The placements behind a figure, to the last one, without saying who is placed. */
export function PlacementReportListPage(props: PlacementReportListProps) {
  const { view, period, figure, lineNames, rows, page } = props;
  const title = PLACEMENT_FIGURE_TEXTS[figure];
  return (
    <Layout
      view={view}
      title={title}
      aside={<FileLinks url={view.url} file={(type) => paths.placementReportFile(figure, type)} />}
    >
      <p class="muted">
        {showNumber(rows.length)} forløb{lineNames.length > 0 && ` (${lineNames.join(', ')})`} i{' '}
        {periodName(period)}. <a href={`${paths.placementReport}?${periodQuery(period)}`}>Til opgørelsen</a>
      </p>
      <Table
        caption={title}
        url={view.url}
        rows={rows.slice((page - 1) * REPORT_PAGE_SIZE, page * REPORT_PAGE_SIZE)}
        empty="Ingen forløb."
        columns={[
          { head: 'Forløb', cell: (row) => <a href={paths.placement(row.id)}>{row.jobFunction}</a> },
          { head: 'Virksomhed', cell: (row) => <a href={paths.company(row.pNumber)}>{row.firmName}</a> },
          { head: 'Ordning', cell: (row) => measureName(measureOf(row)) },
          { head: 'Start', cell: (row) => showDate(row.startsOn) },
          { head: 'Slut', cell: (row) => showDate(row.endedOn ?? row.endsOn) },
          { head: 'Timer/uge før', number: true, cell: (row) => hours(row.hoursBefore) },
          { head: 'Timer/uge nu', number: true, cell: (row) => hours(row.hoursAfter) },
          { head: 'Ophør', cell: (row) => (row.ended ? labels.placementEnd[row.ended] : '–') },
          { head: 'Ordinære timer', cell: (row) => ordinary(row) },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={REPORT_PAGE_SIZE} total={rows.length} />
    </Layout>
  );
}

function hours(value: number | null): string {
  return value === null ? '–' : showHour(value);
}

function ordinary({ ended, becameOrdinary }: ReportedPlacement): string {
  if (ended === null) return '–';
  return labels.yesNo[becameOrdinary === null ? '' : becameOrdinary ? 'ja' : 'nej'];
}

export const PLACEMENT_FILE_COLUMNS: FileColumn<ReportedPlacement>[] = [
  { head: 'Forløb', type: 'number', cell: (row) => row.id },
  { head: 'Funktion', type: 'text', cell: (row) => row.jobFunction },
  { head: 'Ordning', type: 'text', cell: (row) => measureName(measureOf(row)) },
  { head: 'Virksomhed', type: 'text', cell: (row) => row.firmName },
  { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
  { head: 'CVR', type: 'number', cell: (row) => row.cvr },
  { head: 'Start', type: 'date', cell: (row) => row.startsOn },
  { head: 'Aftalt slut', type: 'date', cell: (row) => row.endsOn },
  { head: 'Ophørt', type: 'date', cell: (row) => row.endedOn },
  { head: 'Ophør', type: 'text', cell: (row) => row.ended && labels.placementEnd[row.ended] },
  { head: 'Ordinære timer', type: 'text', cell: ordinary },
  { head: 'Timer om ugen før', type: 'number', cell: (row) => row.hoursBefore },
  { head: 'Timer om ugen nu', type: 'number', cell: (row) => row.hoursAfter },
];
