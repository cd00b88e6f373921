import { type Static, Type } from 'typebox';
import { ORDER_TYPES } from '../../db/schema/job-orders.ts';
import { SET_ASIDE_REASONS } from '../../db/schema/matching.ts';
import type { App, AppContext } from '../context.ts';
import { invalidPeriod, periodErrors, readPeriod } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { quarterOf } from '../ui/dates.ts';
import { FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { countByReason, countByType, ordersBehind } from './set-aside-counts.ts';
import { SetAsideReportPage } from './set-aside-report-page.tsx';
import { POINTED_AT } from './set-aside-rules.ts';

const config = { access: ['konsulent', 'leder'] as const };
const IsoDate = Type.Optional(Type.String({ maxLength: 10, description: 'ISO-dato; ellers dette kvartal' }));
const Query = Type.Object(
  {
    from: IsoDate,
    to: IsoDate,
    type: Type.Optional(Type.Enum([...ORDER_TYPES])),
  },
  { additionalProperties: false },
);
/** Per reason: how many stand, on how many orders, and the hard rules it points at; no citizen is named. */
const Counts = Type.Object({
  from: Type.String(),
  to: Type.String(),
  total: Type.Integer(),
  reasons: Type.Array(
    Type.Object({
      reason: Type.Enum([...SET_ASIDE_REASONS]),
      count: Type.Integer(),
      orders: Type.Integer(),
      rules: Type.Array(Type.String()),
      byType: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
});

/** Reasons counted so that people can mend rules. Nothing here changes a ranking. */
export function setAsideReportRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.setAsides, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const { from, to, errors } = readPeriod(request.query, today());
    const type = oneOf(ORDER_TYPES, textOf(request.query, 'type')) ?? null;
    const question = { from, to, type };
    const reason = oneOf(SET_ASIDE_REASONS, textOf(request.query, 'grund'));
    if (errors.length > 0) reply.code(400);
    return reply.page(
      SetAsideReportPage({
        view: request.view(reply),
        question,
        form: { values: { fra: from, til: to, ...request.query }, errors },
        reasons: countByReason(db, question),
        types: countByType(db, question),
        opened: reason ? { reason, orders: ordersBehind(db, question, reason) } : null,
      }),
    );
  });

  app.get(
    paths.api('set-asides/counts'),
    {
      config,
      schema: {
        querystring: Query,
        response: { 200: Counts },
        tags: ['Match'],
        summary: 'Fravalg talt efter grund, regel og ordretype i en periode',
      },
    },
    async (request, reply) => {
      const question = toQuestion(request.query);
      const errors = periodErrors(
        { ...question, asOfDate: today() },
        { from: 'from', to: 'to', asOfDate: '' },
      );
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const types = countByType(db, question);
      const reasons = countByReason(db, question).map((row) => ({
        ...row,
        rules: POINTED_AT[row.reason].rules,
        byType: Object.fromEntries(
          types.filter(({ reason }) => reason === row.reason).map(({ type, count }) => [type, count]),
        ),
      }));
      const total = reasons.reduce((sum, { count }) => sum + count, 0);
      return reply.send({ from: question.from, to: question.to, total, reasons });
    },
  );

  function toQuestion({ from, to, type }: Static<typeof Query>) {
    const quarter = quarterOf(today());
    return { from: from ?? quarter.from, to: to ?? quarter.to, type: type ?? null };
  }
}
