import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { withMessage } from '../ui/messages.ts';
import { openCensus } from './census.ts';
import { listTerms, pageOfDecisions, queryOf, readFilters, toDecisionRow, toRow } from './list.ts';
import { TermListPage } from './list-page.tsx';
import { PickPage } from './pick-page.tsx';
import { searchConcepts } from './picker.ts';
import { decidedKeys, decideTerm, findDecision, listDecisions, withdrawDecision } from './queries.ts';
import { DECIDERS, decisionOf, READERS } from './rules.ts';

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
    svar: Type.Enum(['ja', 'nej', 'ingen']),
    begreb: Type.Optional(Type.String({ maxLength: 300 })),
    liste: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
const Withdrawal = Type.Object({ liste: Type.Optional(Type.String({ maxLength: 1000 })) });

const GONE: Problem = {
  status: 404,
  title: 'Ordet er her ikke længere',
  detail: 'Ingen borger eller åben ordre bruger det mere, eller det er forstået i mellemtiden.',
};
const DECIDED: Problem = {
  status: 409,
  title: 'Ordet er allerede besluttet',
  detail:
    'En kollega har svaret i mellemtiden. Se det under Besluttede, og træk det tilbage, hvis det er forkert.',
};
const NOT_DECIDABLE: Problem = {
  status: 422,
  title: 'Der kan ikke svares på ordet',
  detail: 'Begrebet findes ikke, eller teksten er for lang eller ligner et CPR-nummer.',
};

/** The texts nobody understands, and what people say that they mean. */
export function termRoutes(app: App, context: AppContext): void {
  const { db, now, engine } = context;
  const census = openCensus({
    ...context,
    formKey: context.config.formKey,
    onError: (error) => app.log.error({ err: error }, 'the unknown words could not be counted'),
  });
  app.addHook('onClose', async () => census.close());

  app.get(paths.terms, { config: readers, schema: { querystring: ListQuery } }, async (request, reply) => {
    const { beslutning, ...query } = request.query;
    const filters = readFilters(query);
    const counted = await census.current();
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
      const term = (await census.current()).byRef.get(request.params.ref);
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
      const term = (await census.current()).byRef.get(request.params.ref);
      if (!term) return sendProblem(request, reply, GONE);
      const { svar, begreb, liste } = request.body;
      const decision = toRow(term).closed ? null : decisionOf(svar, begreb, term.reading, engine().concepts);
      if (!decision) return sendProblem(request, reply, NOT_DECIDABLE);
      const { text, key, spellings } = term;
      const made = decideTerm(db, { text, textKey: key, spellings, ...decision }, change(request));
      if (made === 'decided') return sendProblem(request, reply, DECIDED);
      census.lookAgain(term.key);
      return reply.redirect(`${listAddress(liste)}&beslutning=${made.id}`, 303);
    },
  );

  app.post(
    paths.termWithdrawal(':id'),
    { config: readers, schema: { params: Params, body: Withdrawal } },
    async (request, reply) => {
      const decision = findDecision(db, idOf(request.params.id));
      if (!decision) return sendProblem(request, reply, NOT_FOUND);
      const spellings = (await census.current()).byKey.get(decision.textKey)?.spellings ?? [];
      withdrawDecision(db, decision.id, spellings, change(request));
      census.lookAgain(decision.textKey);
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
