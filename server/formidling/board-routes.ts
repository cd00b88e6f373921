import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { listCitizens } from '../citizens/queries.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { type OrderDetails, takenPositions } from '../job-orders/queries.ts';
import { type Person, personFor, teamsOfUsers } from '../matching/candidates.ts';
import { readCitizen } from '../matching/market.ts';
import { caseworkerId, shortlistReader } from '../matching/shortlist-reading.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { can } from '../rights.ts';
import { type Fields, FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { FILE_TYPES, spreadsheetStream } from '../ui/spreadsheet.ts';
import { withQuery } from '../ui/table.tsx';
import { BoardPage } from './board-page.tsx';
import { putOnBoard } from './changes.ts';
import { closeFilled } from './close-order.ts';
import { LOG_COLUMNS, logRows } from './log-file.ts';
import { endCards } from './outcomes.ts';
import { cardsOfOrder } from './queries.ts';
import { cardReader } from './reading.ts';
import { failedStep } from './step-form.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const SEARCHED = 10;

/** The order's board: who is on it, several ended at once, and the order closed when it is filled. */
export function boardRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const { findAllowed } = shortlistReader(context);
  const reader = cardReader(context);

  app.get(
    paths.board(':id'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      return showBoard(request, reply, details, { text: textOf(request.query, 'borger'), form: EMPTY_FORM });
    },
  );

  app.post(
    paths.board(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const orderId = details.order.id;
      const person = findPerson(request, details, idOf(textOf(request.body, 'borger')));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      const comment = cleanText(textOf(request.body, 'kommentar'));
      const entry = { orderId, citizenId: person.citizenId, comment };
      const answer = putOnBoard(db, entry, reader.doing(request));
      if (answer.outcome === 'refused') {
        reply.code(409);
        const form = { values: {}, errors: [{ field: 'borger', reason: answer.reason }] };
        return showBoard(request, reply, details, { text: '', form });
      }
      return reply.redirect(withMessage(backFrom(request.body, orderId, person), 'paa-tavlen'), 303);
    },
  );

  app.post(
    paths.boardEnded(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const mine = reader.shownOf(request, cardsOfOrder(db, details.order.id, today()));
      const answer = endCards(db, { fields: request.body, among: mine }, reader.doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.board(details.order.id), 'kort-afsluttet'), 303);
      reply.code(answer.outcome === 'stale' ? 409 : 422);
      return showBoard(request, reply, details, { text: '', form: failedStep(request.body, answer.errors) });
    },
  );

  app.post(
    paths.boardClosed(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      if (!can(actorOf(request), 'change order', details)) return sendProblem(request, reply, NOT_FOUND);
      const mine = reader.shownOf(request, cardsOfOrder(db, details.order.id, today()));
      const answer = closeFilled(db, details, { fields: request.body, among: mine }, reader.doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.board(details.order.id), 'ordre-daekket'), 303);
      reply.code(answer.outcome === 'stale' ? 409 : 422);
      const form = { values: request.body, errors: answer.errors };
      return showBoard(request, reply, details, { text: '', form });
    },
  );

  app.get(paths.boardLog(':id', 'csv'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findAllowed(request, reply, request.params.id);
    if (!details) return reply;
    const { cards, rows } = logRows(db, details.order.id, {
      shown: (found) => reader.shownOf(request, found),
      today: today(),
    });
    reader.log(request, cards, 'udtraek');
    const name = `formidlingslog-${details.order.orderKey.replaceAll(/[^\w-]/g, '_')}.csv`;
    return reply
      .type(FILE_TYPES.csv)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(spreadsheetStream('csv', LOG_COLUMNS, [rows]));
  });

  /** Whom the viewer is not shown answers as one who does not exist. */
  function findPerson(request: FastifyRequest, details: OrderDetails, citizenId: number): Person | null {
    const found = readCitizen(db, citizenId, today());
    if (!found) return null;
    const viewer = actorOf(request);
    const person = personFor(viewer, details, found.row, teamsOfUsers(db));
    return person && (person.sight === 'full' || can(viewer, 'work on board', details)) ? person : null;
  }

  function showBoard(
    request: FastifyRequest,
    reply: FastifyReply,
    details: OrderDetails,
    { text, form }: { text: string; form: FormState },
  ) {
    const viewer = actorOf(request);
    const cards = reader.shownOf(request, cardsOfOrder(db, details.order.id, today()));
    reader.log(request, cards, 'tavle');
    return reply.page(
      BoardPage({
        view: request.view(reply),
        details,
        cards,
        logs: reader.logsOf(cards),
        taken: takenPositions(db, details.order.id),
        mayClose: can(viewer, 'change order', details),
        search:
          caseworkerId(viewer) === undefined ? null : { text, found: ownCitizens(request, details, text) },
        form,
      }),
    );
  }

  function ownCitizens(request: FastifyRequest, details: OrderDetails, text: string): Person[] {
    if (text === '') return [];
    const filters = { tab: 'team', text, sort: { by: 'navn', descending: false } } as const;
    const slice = { page: 1, pageSize: SEARCHED };
    const { rows } = listCitizens(db, filters, { viewer: actorOf(request), slice });
    return rows.flatMap(({ id }) => findPerson(request, details, id) ?? []);
  }
}

/** Back to where the button stood. */
function backFrom(fields: Fields, orderId: number, person: Person): string {
  switch (textOf(fields, 'til')) {
    case 'forslag':
      return paths.shortlist(orderId);
    case 'par':
      return paths.pair(orderId, person.citizenId);
    case 'borger': {
      const page = textOf(fields, 'side');
      const list = paths.citizenMatches(person.citizenId);
      return /^\d{1,2}$/.test(page) ? withQuery(list, { side: page }) : list;
    }
    default:
      return paths.board(orderId);
  }
}
