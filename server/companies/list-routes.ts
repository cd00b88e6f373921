import type { FastifyReply, FastifyRequest } from 'fastify';
import { render } from 'preact-render-to-string';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { withQuery } from '../ui/table.tsx';
import { konsulentChoices, teamOf } from '../users/queries.ts';
import { viewsFor } from '../views/views.ts';
import { type CellState, cellId, FactCell } from './fact-cell.tsx';
import { fieldsOfQuery, filterErrors, filterQuery, readFilters, readSort } from './filters.ts';
import { listPUnits } from './list.ts';
import {
  type FactValue,
  LIST_FACTS,
  type ListFact,
  listFacts,
  mayEditFact,
  readFactForm,
  setListFact,
} from './list-facts.ts';
import { FirmListPage, type ListCell } from './list-page.tsx';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const FactParams = Type.Object({ pNumber: Type.String(), fact: Type.String() });

/** The list of firms, and the facts that are set right in it. */
export function firmListRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.companies,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => showList(request, reply, request.query, cellOf(request.query)),
  );

  app.get(
    paths.listFact(':pNumber', ':fact'),
    { config: writers, schema: { params: FactParams, querystring: FieldsSchema } },
    async (request, reply) => {
      const cell = cellAt(request.params);
      if (!cell) return sendProblem(request, reply, NOT_FOUND);
      const open = textOf(request.query, 'vis') === 'aaben';
      return showCell(request, reply, cell, request.query, open ? { is: 'open' } : undefined);
    },
  );

  app.post(
    paths.listFact(':pNumber', ':fact'),
    { config: writers, schema: { params: FactParams, body: FieldsSchema } },
    async (request, reply) => {
      const cell = cellAt(request.params);
      if (!cell || !mayEditFact(cell.fact, actorOf(request))) return sendProblem(request, reply, NOT_FOUND);
      const draft = readFactForm(request.body);
      const doing = { actor: actorOf(request), at: now().toISOString() };
      const answer = setListFact(db, { ...cell, draft }, doing);
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'saved') return saved(request, reply, cell, answer.before);
      const error = answer.outcome === 'refused' ? answer.reason : staleReason(cell.fact, answer.standing);
      reply.code(answer.outcome === 'refused' ? 422 : 409);
      const state: CellState = { is: 'open', draft, error };
      if (inPlace(request)) return showCell(request, reply, cell, request.body, state);
      return showList(request, reply, listFields(request.body), { ...cell, state });
    },
  );

  function saved(
    request: FastifyRequest<{ Body: Fields }>,
    reply: FastifyReply,
    cell: Cell,
    before: FactValue,
  ) {
    if (inPlace(request)) return showCell(request, reply, cell, request.body, { is: 'saved', before });
    const back = withQuery(listUrlOf(listFields(request.body)), {
      rettet: `${cell.pNumber}-${cell.fact}`,
      foer: before.value,
      foer_kilde: before.source,
    });
    return reply.redirect(`${withMessage(back, 'fakta-gemt')}#${cellId(cell.pNumber, cell.fact)}`, 303);
  }

  function showCell(
    request: FastifyRequest,
    reply: FastifyReply,
    { pNumber, fact }: Cell,
    fields: Fields,
    state: CellState | undefined,
  ) {
    const facts = listFacts(db, [pNumber]).get(pNumber);
    if (!facts) return sendProblem(request, reply, NOT_FOUND);
    const cell = FactCell({
      view: request.view(reply),
      firm: { pNumber, name: facts.name },
      fact,
      now: facts[fact],
      listUrl: listUrlOf(listFields(fields)),
      mayEdit: mayEditFact(fact, actorOf(request)),
      konsulenter: konsulentChoices(db),
      state,
    });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(render(cell));
  }

  function showList(
    request: FastifyRequest,
    reply: FastifyReply,
    fields: Fields,
    cell: ListCell | undefined,
  ) {
    const { from, name } = quarterOf(today());
    const question = { from, to: today(), asOf: ALL_KNOWN };
    const actor = actorOf(request);
    const filters = readFilters(fields, { ...actor, teamId: teamOf(db, actor.userId) });
    const page = { page: pageOf(fields), sort: readSort(fields), question };
    const found = listPUnits(db, filters, page);
    const shown = found.rows.map(({ pNumber }) => pNumber);
    return reply.page(
      FirmListPage({
        view: { ...request.view(reply), url: listUrlOf(fields) },
        found,
        facts: listFacts(db, cell ? [...shown, cell.pNumber] : shown),
        cell,
        form: { values: fields, errors: filterErrors(fields, today()) },
        quarterName: name,
        limit: ruleFor(db, question).moreThanEmployees,
        konsulenter: konsulentChoices(db),
        views: viewsFor(db, actor.userId),
        query: filterQuery(fields),
        mayEdit: actor.roles.includes('konsulent') || actor.roles.includes('leder'),
        mayEditFact: (fact) => mayEditFact(fact, actor),
      }),
    );
  }
}

interface Cell {
  pNumber: number;
  fact: ListFact;
}

function cellAt(params: { pNumber: string; fact: string }): Cell | undefined {
  const fact = oneOf(LIST_FACTS, params.fact);
  return fact && { pNumber: idOf(params.pNumber), fact };
}

/** `ret=1000000001-telefon` opens a cell of the list; `rettet=` names the one that was saved, with what was before. */
function cellOf(query: Fields): ListCell | undefined {
  const [pNumber = '', name = ''] = (textOf(query, 'ret') || textOf(query, 'rettet')).split('-');
  const cell = cellAt({ pNumber, fact: name });
  if (!cell) return undefined;
  if (textOf(query, 'ret') !== '') return { ...cell, state: { is: 'open' } };
  const { source } = readFactForm({ kilde: query.foer_kilde });
  return { ...cell, state: { is: 'saved', before: { value: textOf(query, 'foer'), source } } };
}

/** Filters, order and page of the list that one came from. */
function listFields(fields: Fields): Fields {
  return fieldsOfQuery(textOf(fields, 'til').split('?')[1] ?? '');
}

function listUrlOf(fields: Fields): string {
  const page = pageOf(fields);
  return withQuery(`${paths.companies}?${filterQuery(fields)}`, { side: page > 1 ? String(page) : null });
}

function inPlace(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true';
}

function staleReason(fact: ListFact, standing: FactValue): string {
  const holds = standing.text === null ? 'Nu står der intet.' : `Nu gælder »${standing.text}«.`;
  return fact === 'naeste_skridt' && standing.value === ''
    ? 'Skridtet er klaret i mellemtiden.'
    : `En anden har rettet det i mellemtiden. ${holds} Gem igen, hvis din er den rigtige.`;
}
