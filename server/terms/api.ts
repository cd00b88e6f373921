import { Type } from 'typebox';
import { CONCEPT_KINDS, TERM_DECISIONS } from '../../db/schema/taxonomy.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { TermDesk } from './desk.ts';
import { listTerms, PAGE_SIZE, pageOfDecisions, readFilters, TEXT_KINDS, toDecisionRow } from './list.ts';
import { searchConcepts } from './picker.ts';
import { decidedKeys, listDecisions } from './queries.ts';
import { ANSWERS, DECIDERS, READERS, TERM_TABS } from './rules.ts';

const readers = { access: READERS };
const deciders = { access: DECIDERS };

const text = Type.Optional(Type.String({ maxLength: 200 }));
const page = Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' }));
const kind = Type.Optional(Type.Enum([...TEXT_KINDS]));
const ListQuery = Type.Object(
  { tab: Type.Optional(Type.Enum(['ukendt', 'foreslaaet'])), kind, q: text, page },
  { additionalProperties: false },
);
const DecisionQuery = Type.Object(
  { withdrawn: Type.Optional(Type.Enum(['true', 'false'])), kind, q: text, page },
  { additionalProperties: false },
);
const Count = Type.Integer({ minimum: 0 });
const nullable = (type: Parameters<typeof Type.Union>[0][number]) => Type.Union([type, Type.Null()]);
const Terms = Type.Object({
  total: Count,
  page: Count,
  pageSize: Count,
  counts: Type.Object(Object.fromEntries(TERM_TABS.map((tab) => [tab, Count]))),
  unseen: Count,
  rows: Type.Array(
    Type.Object({
      ref: Type.String(),
      text: Type.String(),
      kinds: Type.Array(Type.String()),
      citizens: Count,
      orders: Count,
      suggestion: nullable(
        Type.Object({ conceptId: Type.String(), label: Type.String(), score: Type.Number() }),
      ),
      closed: nullable(Type.Enum(['cpr', 'lang'])),
    }),
  ),
});
const Decisions = Type.Object({
  total: Count,
  page: Count,
  pageSize: Count,
  rows: Type.Array(
    Type.Object({
      id: Type.Integer(),
      text: Type.String(),
      decision: Type.Enum([...TERM_DECISIONS]),
      conceptId: nullable(Type.String()),
      label: nullable(Type.String()),
      citizens: Count,
      orders: Count,
      decidedAt: Type.String(),
      decidedByName: Type.String(),
      withdrawnAt: nullable(Type.String()),
      withdrawnByName: nullable(Type.String()),
    }),
  ),
});
const Concepts = Type.Object({
  concepts: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.Enum([...CONCEPT_KINDS]),
      label: Type.String(),
      alias: nullable(Type.String()),
    }),
  ),
});
const Answer = Type.Object(
  {
    ref: Type.String({ maxLength: 40 }),
    answer: Type.Enum([...ANSWERS]),
    conceptId: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
);

/** The same words and answers for programs. */
export function termApi(app: App, { db, now, engine }: AppContext, desk: TermDesk): void {
  app.get(
    paths.api('terms'),
    {
      config: readers,
      schema: {
        querystring: ListQuery,
        response: { 200: Terms },
        summary: 'Ord, som ikke er forstået, 50 ad gangen; tal, aldrig personer',
      },
    },
    async (request) => {
      const { tab = 'foreslaaet', kind, q, page } = request.query;
      const filters = readFilters({ vis: tab, slags: kind, q, side: page });
      const counted = await desk.count();
      const found = listTerms(counted, decidedKeys(db), filters);
      return {
        ...found,
        page: filters.page,
        pageSize: PAGE_SIZE,
        unseen: counted.terms.length - counted.seen,
      };
    },
  );

  app.get(
    paths.api('concepts'),
    {
      config: readers,
      schema: {
        querystring: Type.Object({ q: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
        response: { 200: Concepts },
        summary: 'Begreber, hvis navn ligner, de bedste først',
      },
    },
    async (request) => ({ concepts: await searchConcepts(engine().concepts, request.query.q) }),
  );

  app.get(
    paths.api('term-decisions'),
    {
      config: readers,
      schema: { querystring: DecisionQuery, response: { 200: Decisions }, summary: 'Beslutninger om ord' },
    },
    async (request) => {
      const { withdrawn, kind, q, page } = request.query;
      const filters = readFilters({ slags: kind, q, side: page });
      const counted = await desk.count();
      const all = listDecisions(db, { withdrawn: withdrawn === 'true' });
      const { decisions, total } = pageOfDecisions(all, counted, filters);
      const { concepts } = engine();
      const rows = decisions.map((decision) => toDecisionRow(decision, counted, concepts));
      return { total, page: filters.page, pageSize: PAGE_SIZE, rows };
    },
  );

  app.post(
    paths.api('term-decisions'),
    {
      config: deciders,
      schema: {
        body: Answer,
        response: { 201: Type.Object({ id: Type.Integer() }) },
        summary: 'Sig, hvad et ord betyder: ja (det er begrebet), nej (ikke det), ingen (intet begreb)',
      },
    },
    async (request, reply) => {
      const { ref, answer, conceptId } = request.body;
      const by = { at: now().toISOString(), by: actorOf(request).userId };
      const made = await desk.answer({ ref, answer, conceptId }, by);
      return 'id' in made ? reply.code(201).send(made) : sendProblem(request, reply, made);
    },
  );

  app.post(
    `${paths.api('term-decisions')}/:id/withdrawal`,
    {
      config: readers,
      schema: {
        params: Type.Object({ id: Type.String() }),
        response: { 204: Type.Null() },
        summary: 'Træk en beslutning tilbage',
      },
    },
    async (request, reply) => {
      const by = { at: now().toISOString(), by: actorOf(request).userId };
      const problem = await desk.withdraw(idOf(request.params.id), by);
      return problem ? sendProblem(request, reply, problem) : reply.code(204).send(null);
    },
  );
}
