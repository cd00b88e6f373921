import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { invalidPeriod, readPeriod } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType, spreadsheet } from '../ui/spreadsheet.ts';
import { ORDER_FILE_COLUMNS, OrderReportListPage } from './order-list-page.tsx';
import { OrderReportPage } from './order-page.tsx';
import { lineOf, ordersBehind, orderTrend, reportedOrders, tallyOrders } from './order-queries.ts';
import { ORDER_FIGURES, ORDER_GROUPINGS } from './order-rules.ts';

const config = { access: ['konsulent', 'leder', 'sagsbehandler'] as const };
const Params = Type.Object({ figure: Type.String() });
const PAGE_SIZE = 50;

/** Orders of the quarter as STAR's measure of jobordrer asks for them, as far as they are recorded here. */
export function orderReportRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.orderReport, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const { from, to, errors } = readPeriod(request.query, today());
    if (errors.length > 0) reply.code(400);
    const by = oneOf(ORDER_GROUPINGS, textOf(request.query, 'fordel')) ?? 'type';
    const orders = reportedOrders(db, { from, to }, today());
    const values = errors.length > 0 ? request.query : { fra: from, til: to };
    return reply.page(
      OrderReportPage({
        view: request.view(reply),
        period: { from, to, form: { values, errors } },
        by,
        ...tallyOrders(orders, by),
        trend: orderTrend(db, [to, today()].sort()[0] ?? to),
        imported: ordersBehind(orders, 'modtaget').filter(({ imported }) => imported).length,
      }),
    );
  });

  app.get(
    paths.orderReportList(':figure'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const { from, to, errors } = readPeriod(request.query, today());
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const found = behind(request.params.figure, request.query);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const { figure, line, rows } = found;
      const lineName = line && rows[0] && lineOf(rows[0], line.by)[1];
      const page = pageOf(request.query);
      const view = request.view(reply);
      return reply.page(
        OrderReportListPage({
          view,
          period: { from, to },
          figure,
          lineName,
          rows,
          page,
          pageSize: PAGE_SIZE,
        }),
      );
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.orderReportFile(':figure', type),
      { config, schema: { params: Params, querystring: FieldsSchema } },
      async (request, reply) => {
        const { from, to, errors } = readPeriod(request.query, today());
        if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
        const found = behind(request.params.figure, request.query);
        if (!found) return sendProblem(request, reply, NOT_FOUND);
        const name = `jobordrer-${found.figure}-${from}-${to}.${type}`;
        return reply
          .type(FILE_TYPES[type])
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(Readable.from(spreadsheet(type, ORDER_FILE_COLUMNS, [found.rows])));
      },
    );
  }

  function behind(slug: string, query: Fields) {
    const figure = oneOf(ORDER_FIGURES, slug);
    if (!figure) return undefined;
    const by = oneOf(ORDER_GROUPINGS, textOf(query, 'gruppe'));
    const value = textOf(query, 'vaerdi');
    const line = by && value ? { by, value } : undefined;
    const { from, to } = readPeriod(query, today());
    return { figure, line, rows: ordersBehind(reportedOrders(db, { from, to }, today()), figure, line) };
  }
}
