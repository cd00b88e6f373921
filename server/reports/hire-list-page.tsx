import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FileLinks } from './file-links.tsx';
import type { ReportedHire } from './hire-queries.ts';
import { type HireFigure, outcomeDate } from './hire-rules.ts';
import { HIRE_FIGURE_TEXTS } from './hire-section.tsx';
import { type Period, periodName, periodQuery } from './period.tsx';
import { REPORT_PAGE_SIZE } from './report-lists.ts';

interface HireListProps {
  view: View;
  period: Period;
  figure: HireFigure;
  lineName: string | undefined;
  rows: readonly ReportedHire[];
  page: number;
}

/** The times a citizen was shared behind a figure, without saying who. */
export function HireListPage({ view, period, figure, lineName, rows, page }: HireListProps) {
  const title = HIRE_FIGURE_TEXTS[figure];
  return (
    <Layout
      view={view}
      title={title}
      aside={<FileLinks url={view.url} file={(type) => paths.hireReportFile(figure, type)} />}
    >
      <p class="muted">
        {showNumber(rows.length)} {rows.length === 1 ? 'formidling' : 'formidlinger'}
        {lineName && ` (${lineName})`} i {periodName(period)}.{' '}
        <a href={`${paths.orderReport}?${periodQuery(period)}`}>Til opgørelsen</a>
      </p>
      <Table
        caption={title}
        url={view.url}
        rows={rows.slice((page - 1) * REPORT_PAGE_SIZE, page * REPORT_PAGE_SIZE)}
        empty="Ingen formidlinger."
        columns={[
          { head: 'Ordre', cell: (row) => <a href={paths.jobOrder(row.orderId)}>{row.title}</a> },
          {
            head: 'Virksomhed',
            cell: (row) =>
              row.pNumber === null ? row.firmName : <a href={paths.company(row.pNumber)}>{row.firmName}</a>,
          },
          { head: 'Type', cell: (row) => labels.orderType[row.type] },
          { head: 'Delt', cell: (row) => showDate(row.sharedOn) },
          { head: 'Begyndt', cell: (row) => showDate(row.startedOn) },
          { head: 'Udfald', cell: outcomeOf },
          { head: 'Kendt efter', cell: (row) => showDate(outcomeDate(row.sharedOn)) },
          { head: 'Ansvarlig', cell: (row) => row.ownerName ?? '–' },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={REPORT_PAGE_SIZE} total={rows.length} />
    </Layout>
  );
}

function outcomeOf({ figures }: ReportedHire): string {
  if (figures.includes('ansat')) return 'Ansat';
  if (figures.includes('tilbud')) return 'Begyndt i et tilbud';
  if (figures.includes('ukendte_ansat')) return 'Ansat, de 3 måneder er ikke gået';
  return figures.includes('ukendte') ? 'Ikke kendt endnu' : 'Ikke begyndt';
}

export const HIRE_FILE_COLUMNS: FileColumn<ReportedHire>[] = [
  { head: 'Ordre', type: 'number', cell: (row) => row.orderId },
  { head: 'Titel', type: 'text', cell: (row) => row.title },
  { head: 'Type', type: 'text', cell: (row) => labels.orderType[row.type] },
  { head: 'Virksomhed', type: 'text', cell: (row) => row.firmName },
  { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
  { head: 'CVR', type: 'number', cell: (row) => row.cvr },
  { head: 'Postnummer', type: 'text', cell: (row) => row.postcode },
  { head: 'Delt', type: 'date', cell: (row) => row.sharedOn },
  { head: 'Begyndt', type: 'date', cell: (row) => row.startedOn },
  { head: 'Udfald', type: 'text', cell: outcomeOf },
  { head: 'Kendt efter', type: 'date', cell: (row) => outcomeDate(row.sharedOn) },
  { head: 'Ansvarlig', type: 'text', cell: (row) => row.ownerName },
];
