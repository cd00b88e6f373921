import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type CitizenDetails, findCitizen } from '../citizens/queries.ts';
import { shownKey } from '../citizens/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { can } from '../rights.ts';
import { FieldsSchema, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { CitizenCardsPage } from './citizen-cards-page.tsx';
import { CardListPage } from './list-page.tsx';
import { endCards } from './outcomes.ts';
import { cardReader } from './reading.ts';
import { failedStep } from './step-form.ts';
import { cardsOfCitizen, WAITS, waitingCards } from './waiting.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const owners = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** What waits for the viewer, over all orders; and all of one citizen's cards. */
export function cardListRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const reader = cardReader(context);

  app.get(paths.cards, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const wait = oneOf(WAITS, textOf(request.query, 'vis')) ?? 'svar';
    const page = pageOf(request.query);
    const { rows, total } = waitingCards(db, actorOf(request), { wait, today: today(), page });
    const cards = reader.shownOf(request, rows);
    reader.log(request, cards, 'tavle');
    return reply.page(CardListPage({ view: request.view(reply), wait, cards, page, total }));
  });

  app.get(
    paths.citizenCards(':id'),
    { config: owners, schema: { params: Params } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      return showCards(request, reply, details, EMPTY_FORM);
    },
  );

  app.post(
    paths.citizenCards(':id'),
    { config: owners, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const among = reader.shownOf(request, cardsOfCitizen(db, details.citizen.id, today()));
      const answer = endCards(db, { fields: request.body, among }, reader.doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.citizenCards(details.citizen.id), 'kort-afsluttet'), 303);
      reply.code(answer.outcome === 'stale' ? 409 : 422);
      return showCards(request, reply, details, failedStep(request.body, answer.errors));
    },
  );

  function findAllowed(request: FastifyRequest, id: string): CitizenDetails | undefined {
    const details = findCitizen(db, idOf(id), today());
    const allowed = details && can(actorOf(request), 'open citizen', details);
    return allowed ? details : undefined;
  }

  function showCards(
    request: FastifyRequest,
    reply: FastifyReply,
    { citizen }: CitizenDetails,
    form: FormState,
  ) {
    const cards = reader.shownOf(request, cardsOfCitizen(db, citizen.id, today()));
    reader.log(request, cards, 'borgerside');
    return reply.page(
      CitizenCardsPage({
        view: request.view(reply),
        citizen: { id: citizen.id, name: citizen.name ?? `borger ${shownKey(citizen.citizenKey)}` },
        cards,
        logs: reader.logsOf(cards),
        form,
      }),
    );
  }
}
