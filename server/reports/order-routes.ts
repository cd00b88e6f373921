import type { App, AppContext } from '../context.ts';
import { readPeriod } from '../coverage/question.ts';
import { paths } from '../paths.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { HIRE_FILE_COLUMNS, HireListPage } from './hire-list-page.tsx';
import { hiresBehind, reportedHires, tallyHires } from './hire-queries.ts';
import { HIRE_FIGURES } from './hire-rules.ts';
import { ReportIndexPage } from './index-page.tsx';
import { ORDER_FILE_COLUMNS, OrderReportListPage } from './order-list-page.tsx';
import { OrderReportPage } from './order-page.tsx';
import { lineOf, ordersBehind, orderTrend, reportedOrders, tallyOrders, waitsOf } from './order-queries.ts';
import { ORDER_FIGURES, ORDER_GROUPINGS } from './order-rules.ts';
import { reportListRoutes } from './report-lists.ts';

const config = { access: ['konsulent', 'leder', 'sagsbehandler'] as const };

/** Orders of the quarter as STAR's measure of jobordrer asks for them, as far as they are recorded here. */
export function orderReportRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  app.get(paths.reports, { config }, async (request, reply) =>
    reply.page(ReportIndexPage({ view: request.view(reply) })),
  );

  app.get(paths.orderReport, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const { from, to, errors } = readPeriod(request.query, today());
    if (errors.length > 0) reply.code(400);
    const by = oneOf(ORDER_GROUPINGS, textOf(request.query, 'fordel')) ?? 'type';
    const orders = reportedOrders(db, { from, to }, today());
    const hires = tallyHires(reportedHires(db, { from, to }, today()), by);
    const values = errors.length > 0 ? request.query : { fra: from, til: to };
    return reply.page(
      OrderReportPage({
        view: request.view(reply),
        period: { from, to, form: { values, errors } },
        by,
        ...tallyOrders(orders, by),
        trend: orderTrend(db, [to, today()].sort()[0] ?? to),
        hires: hires.total,
        hireLines: hires.lines,
        waits: waitsOf(orders),
        imported: ordersBehind(orders, 'modtaget').filter(({ imported }) => imported).length,
      }),
    );
  });

  reportListRoutes(app, context, {
    access: config.access,
    list: paths.orderReportList,
    file: paths.orderReportFile,
    fileName: 'jobordrer',
    columns: ORDER_FILE_COLUMNS,
    find({ figure: slug, query, period }) {
      const figure = oneOf(ORDER_FIGURES, slug);
      if (!figure) return undefined;
      const line = lineFrom(query);
      const rows = ordersBehind(reportedOrders(db, period, today()), figure, line);
      return { figure, rows, lineName: line && rows[0] && lineOf(rows[0], line.by)[1] };
    },
    page: ({ view, period, found, page }) => OrderReportListPage({ view, period, ...found, page }),
  });

  reportListRoutes(app, context, {
    access: config.access,
    list: paths.hireReportList,
    file: paths.hireReportFile,
    fileName: 'formidlinger',
    columns: HIRE_FILE_COLUMNS,
    find({ figure: slug, query, period }) {
      const figure = oneOf(HIRE_FIGURES, slug);
      if (!figure) return undefined;
      const line = lineFrom(query);
      const rows = hiresBehind(reportedHires(db, period, today()), figure, line);
      return { figure, rows, lineName: line && rows[0] && lineOf(rows[0], line.by)[1] };
    },
    page: ({ view, period, found, page }) => HireListPage({ view, period, ...found, page }),
  });

  function lineFrom(query: Fields) {
    const by = oneOf(ORDER_GROUPINGS, textOf(query, 'gruppe'));
    const value = textOf(query, 'vaerdi');
    return by && value ? { by, value } : undefined;
  }
}
