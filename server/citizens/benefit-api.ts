import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { atFields, Created, DateText, FreeText, Nothing, orNull, Text } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import {
  benefitHistoryOf,
  type PeriodAnswer,
  type WrittenPeriod,
  withdrawPeriod,
  writePeriod,
} from './benefit-periods.ts';
import { citizenOpener } from './opening.ts';

const config = { access: ['sagsbehandler'] as const };
const tags = ['Borgere'];
const Params = Type.Object({ id: Type.String({ maxLength: 20 }) });
const PeriodParams = Type.Object({
  id: Type.String({ maxLength: 20 }),
  periodId: Type.String({ maxLength: 20 }),
});
const Period = Type.Object({
  id: Type.Integer(),
  targetGroup: Text,
  fromDate: Text,
  untilDate: orNull(Text),
  recordedAt: Text,
  recordedByName: orNull(Text),
  supersededAt: orNull(Text),
  supersededByName: orNull(Text),
  supersededReason: orNull(Text),
});
const periodFields = { targetGroup: FreeText, fromDate: DateText, untilDate: orNull(DateText) };
const PeriodsQuery = Type.Object(pageQuery, { additionalProperties: false });
const NewPeriod = Type.Object(periodFields, { additionalProperties: false });
const Correction = Type.Object({ ...periodFields, reason: FreeText }, { additionalProperties: false });
const Withdrawal = Type.Object({ reason: FreeText }, { additionalProperties: false });
const NAMES = { maalgruppe: 'targetGroup', fra: 'fromDate', til: 'untilDate', begrundelse: 'reason' };

const latestFirst = ({ fromDate, id }: WrittenPeriod): Key => [-dayKey(fromDate), -id];

/** A citizen's stretches on benefit for machines: the page's rules, and each reading logged. */
export function benefitApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findAllowed, findOwn, log } = citizenOpener(context);

  app.get(
    paths.api('citizens/:id/benefit-periods'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags,
        summary: 'Borgerens perioder på ydelse, også rettede; visningen logges',
        params: Params,
        querystring: PeriodsQuery,
        response: { 200: pageOf(Period) },
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'api');
      const periods = benefitHistoryOf(db, details.citizen.id);
      const slice = readPaging(request.query, { sort: 'seneste', parts: 2 });
      const rows = cutTo(periods, slice, { keyOf: latestFirst });
      return toPage(rows, slice, { keyOf: latestFirst, toItem: (row) => row, total: periods.length });
    },
  );

  app.post(
    paths.api('citizens/:id/benefit-periods'),
    {
      config: { ...config, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Skriv en periode på ydelse',
        params: Params,
        body: NewPeriod,
        response: { 201: Created },
      },
    },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const change = { citizenId: details.citizen.id, corrects: null, fields: fieldsOf(request.body) };
      const id = settled(request, reply, writePeriod(db, change, doing(request)));
      return id === undefined ? reply : reply.code(201).send({ id });
    },
  );

  app.post(
    paths.api('citizens/:id/benefit-periods/:periodId/corrections'),
    {
      config: { ...config, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Ret en periode på ydelse; den gamle bevares',
        params: PeriodParams,
        body: Correction,
        response: { 201: Created },
      },
    },
    async (request, reply) => {
      const found = findPeriod(request, request.params);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const fields = { ...fieldsOf(request.body), begrundelse: request.body.reason };
      const change = { citizenId: found.citizenId, corrects: found.id, fields };
      const id = settled(request, reply, writePeriod(db, change, doing(request)));
      return id === undefined ? reply : reply.code(201).send({ id });
    },
  );

  app.post(
    paths.api('citizens/:id/benefit-periods/:periodId/withdrawal'),
    {
      config: { ...config, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Træk en periode på ydelse tilbage; den bevares',
        params: PeriodParams,
        body: Withdrawal,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const found = findPeriod(request, request.params);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const fields = { begrundelse: request.body.reason };
      const answer = withdrawPeriod(db, { ...found, fields }, doing(request));
      return settled(request, reply, answer) === undefined ? reply : reply.code(204).send(null);
    },
  );

  /** One that was replaced is found too, and then stale. */
  function findPeriod(request: FastifyRequest, params: { id: string; periodId: string }) {
    const details = findOwn(request, params.id);
    const id = idOf(params.periodId);
    const known = details && benefitHistoryOf(db, details.citizen.id).some((each) => each.id === id);
    return known ? { citizenId: details.citizen.id, id } : undefined;
  }

  /** The new period's id; undefined: the answer has been sent. */
  function settled(request: FastifyRequest, reply: FastifyReply, answer: PeriodAnswer) {
    if (answer === 'stale') {
      sendProblem(request, reply, STALE);
      return undefined;
    }
    if ('errors' in answer) {
      const errors = atFields(answer.errors, NAMES);
      sendProblem(request, reply, { status: 422, title: 'Perioden kan ikke gemmes', errors });
      return undefined;
    }
    return answer.id ?? 0;
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId, today: today() };
  }
}

function fieldsOf(period: { targetGroup: string; fromDate: string; untilDate: string | null }) {
  const { targetGroup, fromDate, untilDate } = period;
  const til = untilDate && isIsoDate(untilDate) ? addDays(untilDate, -1) : (untilDate ?? '');
  return { maalgruppe: targetGroup, fra: fromDate, til };
}
