import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FileLinks } from './file-links.tsx';
import { FIGURE_TEXTS } from './order-page.tsx';
import type { ReportedOrder } from './order-queries.ts';
import type { OrderFigure } from './order-rules.ts';
import { type Period, periodName, periodQuery } from './period.tsx';
import { REPORT_PAGE_SIZE } from './report-lists.ts';

interface OrderReportListProps {
  view: View;
  period: Period;
  figure: OrderFigure;
  /** the line of a breakdown that the list is of */
  lineName: string | undefined;
  rows: readonly ReportedOrder[];
  page: number;
}

/** The orders behind a figure, to the last one. */
export function OrderReportListPage(props: OrderReportListProps) {
  const { view, period, figure, lineName, rows, page } = props;
  const positions = rows.reduce((sum, row) => sum + row.positions, 0);
  const back = `${paths.orderReport}?${periodQuery(period)}`;
  return (
    <Layout
      view={view}
      title={FIGURE_TEXTS[figure]}
      aside={<FileLinks url={view.url} file={(type) => paths.orderReportFile(figure, type)} />}
    >
      <p class="muted">
        {showNumber(rows.length)} {rows.length === 1 ? 'ordre' : 'ordrer'} med {showNumber(positions)}{' '}
        {positions === 1 ? 'plads' : 'pladser'}
        {lineName && ` (${lineName})`} i {periodName(period)}. <a href={back}>Til opgørelsen</a>
      </p>
      <Table
        caption={FIGURE_TEXTS[figure]}
        url={view.url}
        rows={rows.slice((page - 1) * REPORT_PAGE_SIZE, page * REPORT_PAGE_SIZE)}
        empty="Ingen ordrer."
        columns={[
          { head: 'Ordre', cell: (row) => <a href={paths.jobOrder(row.id)}>{row.title}</a> },
          {
            head: 'Virksomhed',
            cell: (row) =>
              row.pNumber === null ? row.firmName : <a href={paths.company(row.pNumber)}>{row.firmName}</a>,
          },
          { head: 'Type', cell: (row) => labels.orderType[row.type] },
          { head: 'Pladser', number: true, cell: (row) => showNumber(row.positions) },
          { head: 'Modtaget', cell: (row) => showDate(row.receivedOn) },
          { head: 'Status', cell: (row) => labels.orderStatus[row.statusAtEnd] },
          { head: 'Siden', cell: (row) => showDate(row.statusSince) },
          { head: 'Ansvarlig', cell: (row) => row.ownerName ?? '–' },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={REPORT_PAGE_SIZE} total={rows.length} />
    </Layout>
  );
}

export const ORDER_FILE_COLUMNS: FileColumn<ReportedOrder>[] = [
  { head: 'Ordrenummer', type: 'text', cell: (row) => row.orderKey },
  { head: 'Titel', type: 'text', cell: (row) => row.title },
  { head: 'Type', type: 'text', cell: (row) => labels.orderType[row.type] },
  { head: 'Pladser', type: 'number', cell: (row) => row.positions },
  { head: 'Virksomhed', type: 'text', cell: (row) => row.firmName },
  { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
  { head: 'CVR', type: 'number', cell: (row) => row.cvr },
  { head: 'Postnummer', type: 'text', cell: (row) => row.postcode },
  { head: 'Modtaget', type: 'date', cell: (row) => row.receivedOn },
  { head: 'Status ved slutningen', type: 'text', cell: (row) => labels.orderStatus[row.statusAtEnd] },
  { head: 'Status siden', type: 'date', cell: (row) => row.statusSince },
  { head: 'Ansvarlig', type: 'text', cell: (row) => row.ownerName },
];
