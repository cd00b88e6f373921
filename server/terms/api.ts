import { Type } from 'typebox';
import { CONCEPT_KINDS, TERM_DECISIONS } from '../../db/schema/taxonomy.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { TermDesk } from './desk.ts';
import { decisionKey, listTerms, pageOfDecisions, readFilters, TEXT_KINDS, toDecisionRow } from './list.ts';
import { searchConcepts } from './picker.ts';
import { type Decision, decidedKeys, listDecisions } from './queries.ts';
import { ANSWERS, DECIDERS, READERS, TERM_TABS } from './rules.ts';

const readers = { access: READERS };
const deciders = { access: DECIDERS };

const text = Type.Optional(Type.String({ maxLength: 200 }));
const kind = Type.Optional(Type.Enum([...TEXT_KINDS]));
const ListQuery = Type.Object(
  { tab: Type.Optional(Type.Enum(['ukendt', 'foreslaaet'])), kind, q: text, ...pageQuery },
  { additionalProperties: false },
);
const DecisionQuery = Type.Object(
  { withdrawn: Type.Optional(Type.Enum(['true', 'false'])), kind, q: text, ...pageQuery },
  { additionalProperties: false },
);
const Count = Type.Integer({ minimum: 0 });
const nullable = (type: Parameters<typeof Type.Union>[0][number]) => Type.Union([type, Type.Null()]);
const ApiTerm = Type.Object({
  ref: Type.String(),
  text: Type.String(),
  kinds: Type.Array(Type.String()),
  citizens: Count,
  orders: Count,
  suggestion: nullable(Type.Object({ conceptId: Type.String(), label: Type.String(), score: Type.Number() })),
  closed: nullable(Type.Enum(['cpr', 'lang'])),
});
const Terms = Type.Object({
  ...pageOf(ApiTerm).properties,
  counts: Type.Object(Object.fromEntries(TERM_TABS.map((tab) => [tab, Count]))),
  unseen: Count,
});
const ApiDecision = Type.Object({
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
});
const Concept = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...CONCEPT_KINDS]),
  label: Type.String(),
  alias: nullable(Type.String()),
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
        tags: ['Ord'],
        summary: 'Ord, som ikke er forstået; tal, aldrig personer',
      },
    },
    async (request) => {
      const { tab = 'foreslaaet', kind, q, ...range } = request.query;
      const filters = readFilters({ vis: tab, slags: kind, q });
      const paging = readPaging(range, { sort: tab, parts: 2 });
      const counted = await desk.count();
      const { rows, total, counts } = listTerms(counted, decidedKeys(db), filters, paging);
      const page = toPage(rows, paging, { keyOf: ({ place }) => place, toItem: (row) => row, total });
      return { ...page, counts, unseen: counted.terms.length - counted.seen };
    },
  );

  app.get(
    paths.api('concepts'),
    {
      config: readers,
      schema: {
        querystring: Type.Object({ q: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
        response: { 200: Type.Object({ items: Type.Array(Concept), nextCursor: Type.Null() }) },
        tags: ['Ord'],
        summary: 'Begreber, hvis navn ligner, de bedste først',
      },
    },
    async (request) => ({
      items: await searchConcepts(engine().concepts, request.query.q),
      nextCursor: null,
    }),
  );

  app.get(
    paths.api('term-decisions'),
    {
      config: readers,
      schema: {
        querystring: DecisionQuery,
        response: { 200: pageOf(ApiDecision) },
        tags: ['Ord'],
        summary: 'Beslutninger om ord',
      },
    },
    async (request) => {
      const { withdrawn, kind, q, ...range } = request.query;
      const filters = readFilters({ slags: kind, q });
      const paging = readPaging(range, { sort: 'besluttet', parts: 2 });
      const counted = await desk.count();
      const all = listDecisions(db, { withdrawn: withdrawn === 'true' });
      const { decisions, total } = pageOfDecisions(all, counted, filters, paging);
      const { concepts } = engine();
      const toItem = (decision: Decision) => toDecisionRow(decision, counted, concepts);
      return toPage(decisions, paging, { keyOf: decisionKey, toItem, total });
    },
  );

  app.post(
    paths.api('term-decisions'),
    {
      config: { ...deciders, problems: [404, 409, 422] },
      schema: {
        body: Answer,
        response: { 201: Type.Object({ id: Type.Integer() }) },
        tags: ['Ord'],
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
      config: { ...readers, problems: [404, 409] },
      schema: {
        params: Type.Object({ id: Type.String() }),
        response: { 204: Type.Null() },
        tags: ['Ord'],
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
