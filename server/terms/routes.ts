import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { withMessage } from '../ui/messages.ts';
import { termApi } from './api.ts';
import { GONE, NOT_DECIDABLE, openTermDesk } from './desk.ts';
import { listTerms, pageOfDecisions, queryOf, readFilters, toDecisionRow, toRow } from './list.ts';
import { TermListPage } from './list-page.tsx';
import { PickPage } from './pick-page.tsx';
import { searchConcepts } from './picker.ts';
import { decidedKeys, findDecision, listDecisions } from './queries.ts';
import { ANSWERS, DECIDERS, READERS } from './rules.ts';

const readers = { access: READERS };
const deciders = { access: DECIDERS };

const text = Type.Optional(Type.String({ maxLength: 200 }));
const filterFields = { vis: text, slags: text, q: text, trukne: text, side: text };
const ListQuery = Type.Object({ ...filterFields, beslutning: text });
const PickQuery = Type.Object({ ...filterFields, liste_q: text, soeg: text });
const TermParams = Type.Object({ ref: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) });
const Params = Type.Object({ id: Type.String() });
const Answer = Type.Object(
  {
    svar: Type.Enum([...ANSWERS]),
    begreb: Type.Optional(Type.String({ maxLength: 300 })),
    liste: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
const Withdrawal = Type.Object({ liste: Type.Optional(Type.String({ maxLength: 1000 })) });

/** The texts nobody understands, and what people say that they mean. */
export function termRoutes(app: App, context: AppContext): void {
  const { db, now, engine } = context;
  const desk = openTermDesk(app, context);
  termApi(app, context, desk);

  app.get(paths.terms, { config: readers, schema: { querystring: ListQuery } }, async (request, reply) => {
    const { beslutning, ...query } = request.query;
    const filters = readFilters(query);
    const counted = await desk.count();
    const { rows, counts, total } = listTerms(counted, decidedKeys(db), filters);
    const found =
      filters.tab === 'besluttet'
        ? pageOfDecisions(listDecisions(db, { withdrawn: filters.withdrawn }), counted, filters)
        : { decisions: [], total };
    const { concepts } = engine();
    const decided = beslutning ? findDecision(db, idOf(beslutning)) : undefined;
    return reply.page(
      TermListPage({
        view: request.view(reply),
        filters,
        counts,
        unseen: counted.terms.length - counted.seen,
        mayDecide: mayDecide(request),
        total: found.total,
        terms: rows,
        decisions: found.decisions.map((decision) => toDecisionRow(decision, counted, concepts)),
        decided: decided ? toDecisionRow(decided, counted, concepts) : null,
      }),
    );
  });

  app.get(
    paths.term(':ref'),
    { config: deciders, schema: { params: TermParams, querystring: PickQuery } },
    async (request, reply) => {
      const { soeg = '', liste_q, ...query } = request.query;
      const term = (await desk.count()).byRef.get(request.params.ref);
      if (!term) return sendProblem(request, reply, GONE);
      const row = toRow(term);
      if (row.closed) return sendProblem(request, reply, NOT_DECIDABLE);
      const searched = soeg.trim();
      return reply.page(
        PickPage({
          view: request.view(reply),
          row,
          query: queryOf(readFilters({ ...query, q: query.q ?? liste_q })),
          searched,
          hits: await searchConcepts(engine().concepts, searched || term.text, searched ? 12 : 6),
        }),
      );
    },
  );

  app.post(
    paths.termDecision(':ref'),
    { config: deciders, schema: { params: TermParams, body: Answer } },
    async (request, reply) => {
      const { svar, begreb, liste } = request.body;
      const given = { ref: request.params.ref, answer: svar, conceptId: begreb };
      const made = await desk.answer(given, change(request));
      if (!('id' in made)) return sendProblem(request, reply, made);
      return reply.redirect(`${listAddress(liste)}&beslutning=${made.id}`, 303);
    },
  );

  app.post(
    paths.termWithdrawal(':id'),
    { config: readers, schema: { params: Params, body: Withdrawal } },
    async (request, reply) => {
      const problem = await desk.withdraw(idOf(request.params.id), change(request));
      if (problem) return sendProblem(request, reply, problem);
      return reply.redirect(withMessage(listAddress(request.body.liste), 'beslutning-trukket'), 303);
    },
  );

  function mayDecide(request: FastifyRequest): boolean {
    return DECIDERS.some((role) => actorOf(request).roles.includes(role));
  }

  function change(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

/** The list with the filters of the form; nothing but filters we know is taken from it. */
function listAddress(query = ''): string {
  return `${paths.terms}?${queryOf(readFilters(Object.fromEntries(new URLSearchParams(query))))}`;
}
