import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { orNull } from '../api/fields.ts';
import { cutTo, type Key, pageQuery, pageOf as pageSchema, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { groupLabel } from '../legal-rules/target-groups.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { CITIZEN_TABS, tabsOf } from '../rights.ts';
import { type Fields, FieldsSchema, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType, spreadsheetStream } from '../ui/spreadsheet.ts';
import {
  ATTENTION_LISTS,
  type Attention,
  type AttentionList,
  type AttentionRow,
  attentionCounts,
  attentionList,
  attentionRows,
} from './attention.ts';
import { AttentionListPage, AttentionPage, attentionColumns } from './attention-page.tsx';
import { citizenOpener } from './opening.ts';
import { PAGE_SIZE } from './queries.ts';
import { shownKey } from './rules.ts';
import { lastNights } from './without-suggestions.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ list: Type.String() });
/** Our own choice: how far ahead the list looks when nobody says, and at most. */
const WEEKS_AHEAD = 4;
const MOST_WEEKS = 52;

/** So many people are read and logged between two turns of everybody else. */
const A_TURN = 200;

const ApiAttentionRow = Type.Object({
  id: Type.Integer(),
  citizenKey: Type.String(),
  name: orNull(Type.String()),
  targetGroup: Type.String(),
  benefitSince: orNull(Type.String()),
  refusionStep: orNull(
    Type.Object({
      stepOn: Type.String(),
      fromPercent: Type.Number(),
      toPercent: Type.Number(),
      benefitWeek: Type.Integer(),
    }),
  ),
  standingAnswer: orNull(Type.String()),
  caseworkerName: orNull(Type.String()),
});
const ApiQuery = Type.Object(
  {
    tab: Type.Optional(Type.Enum([...CITIZEN_TABS])),
    weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_WEEKS })),
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** Borgere at se på: lists with a reason anybody can check; names for their sagsbehandlere, figures for the leder. */
export function attentionRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const { log } = citizenOpener(context);

  app.get(
    paths.citizenAttention,
    { config: { access: ['sagsbehandler', 'leder'] }, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { weeks, errors } = readWeeks(request.query);
      if (errors.length > 0) reply.code(400);
      const seesPeople = actorOf(request).roles.includes('sagsbehandler');
      const question = questionOf(request, request.query);
      const scope = seesPeople ? question.scope : 'tal';
      return reply.page(
        AttentionPage({
          view: request.view(reply),
          counts: await attentionCounts(db, { ...question, scope }),
          nights: lastNights(db).length,
          weeks,
          form: { values: { uger: textOf(request.query, 'uger') || String(weeks) }, errors },
          tabs: seesPeople ? { all: tabsOf(actorOf(request)), chosen: question.scope } : null,
        }),
      );
    },
  );

  app.get(
    paths.citizenAttentionList(':list'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const list = oneOf(ATTENTION_LISTS, request.params.list);
      if (!list) return sendProblem(request, reply, NOT_FOUND);
      const question = questionOf(request, request.query);
      const found = await attentionList(db, list, question);
      const page = pageOf(request.query);
      const slice = { page, pageSize: PAGE_SIZE };
      const rows = attentionRows(db, cutTo(found, slice, { keyOf: keyOf(list) }));
      log(request, rows, 'liste');
      return reply.page(
        AttentionListPage({
          view: request.view(reply),
          list,
          rows,
          total: found.length,
          page,
          pageSize: PAGE_SIZE,
          nights: lastNights(db).length,
          weeks: question.weeks,
          tabs: tabsOf(actorOf(request)),
          tab: question.scope,
          groupName: groupNames(),
        }),
      );
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.citizenAttentionFile(':list', type),
      { config, schema: { params: Params, querystring: FieldsSchema } },
      async (request, reply) => {
        const list = oneOf(ATTENTION_LISTS, request.params.list);
        if (!list) return sendProblem(request, reply, NOT_FOUND);
        const found = await attentionList(db, list, questionOf(request, request.query));
        const rows: AttentionRow[] = [];
        // A region's list has ten thousands of people, each with a row in the log before the file is made of them.
        for (let from = 0; from < found.length; from += A_TURN) {
          const some = attentionRows(db, found.slice(from, from + A_TURN));
          log(request, some, 'udtraek');
          rows.push(...some);
          await nextTurn();
        }
        return reply
          .type(FILE_TYPES[type])
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="borgere-${list}-${today()}.${type}"`)
          .send(spreadsheetStream(type, attentionColumns(today(), groupNames()), [rows]));
      },
    );
  }

  app.get(
    paths.api('citizens/attention/:list'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: Params,
        querystring: ApiQuery,
        response: { 200: pageSchema(ApiAttentionRow) },
        tags: ['Borgere'],
        summary: 'Borgere på en af listerne over dem, der bør ses på; hver visning logges',
      },
    },
    async (request, reply) => {
      const list = oneOf(ATTENTION_LISTS, request.params.list);
      if (!list) return sendProblem(request, reply, NOT_FOUND);
      const { tab = 'mine', weeks = WEEKS_AHEAD, limit, cursor } = request.query;
      const question = questionOf(request, { vis: tab, uger: String(weeks) });
      const slice = readPaging({ limit, cursor }, { sort: `${list} ${question.scope}`, parts: 2 });
      const found = await attentionList(db, list, question);
      const cut = attentionRows(db, cutTo(found, slice, { keyOf: keyOf(list) }));
      const answer = toPage(cut, slice, { keyOf: keyOf(list), toItem, total: found.length });
      log(request, answer.items, 'api');
      return answer;
    },
  );

  function questionOf(request: FastifyRequest, query: Fields) {
    const viewer = actorOf(request);
    const scope = tabsOf(viewer).find((tab) => tab === textOf(query, 'vis')) ?? 'mine';
    return { scope, viewer, today: today(), weeks: readWeeks(query).weeks };
  }

  function groupNames(): (code: string) => string {
    const { groups } = legalRules(db);
    return (code) => groupLabel(groups, code, today());
  }
}

/** In the order of attentionList. */
function keyOf(list: AttentionList): (row: Attention) => Key {
  return ({ id, since, step }) => [(list === 'refusion' ? step?.on : since) ?? '9999', id];
}

function readWeeks(query: Fields): { weeks: number; errors: FieldError[] } {
  const text = textOf(query, 'uger');
  if (text === '') return { weeks: WEEKS_AHEAD, errors: [] };
  const weeks = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (weeks >= 1 && weeks <= MOST_WEEKS) return { weeks, errors: [] };
  const reason = `Skriv et antal uger mellem 1 og ${MOST_WEEKS}.`;
  return { weeks: WEEKS_AHEAD, errors: [{ field: 'uger', reason }] };
}

function toItem({ since, step, answer, citizenKey, ...row }: AttentionRow) {
  return {
    ...row,
    citizenKey: shownKey(citizenKey),
    benefitSince: since,
    refusionStep: step && {
      stepOn: step.on,
      fromPercent: step.fromPercent,
      toPercent: step.toPercent,
      benefitWeek: step.week,
    },
    standingAnswer: answer,
  };
}
