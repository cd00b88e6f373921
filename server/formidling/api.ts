import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Created, IdParams, Nothing } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { findCitizen } from '../citizens/queries.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { personFor, teamsOfUsers } from '../matching/candidates.ts';
import { citizenIdOf, readCitizen } from '../matching/market.ts';
import { peopleReady } from '../matching/people.ts';
import { shortlistReader } from '../matching/shortlist-reading.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FORBIDDEN, NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { can } from '../rights.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import {
  ApiCard,
  ApiLogEntry,
  NewCard,
  NewStep,
  Outcomes,
  toApiCard,
  toApiEntry,
  toDraft,
} from './card-schema.ts';
import { putOnBoard, takeStep } from './changes.ts';
import { endThese } from './outcomes.ts';
import { anonymousProfile } from './profile.ts';
import { cardsOfOrder, readLog } from './queries.ts';
import { cardReader } from './reading.ts';
import type { ShownCard } from './rights.ts';
import { checkStep, stepRefusal } from './rules.ts';
import { cardsOfCitizen } from './waiting.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const owners = { access: ['sagsbehandler'] as const };
const PageQuery = Type.Object(pageQuery, { additionalProperties: false });
const tags = ['Formidling'];
const REFUSED: Problem = { status: 422, title: 'Skridtet kan ikke tages' };
const keyOf = ({ id }: { id: number }) => [-id] as const;

/** The same boards for machines: the rules and rights of the pages, each citizen shown is logged. */
export function formidlingApi(app: App, context: AppContext): void {
  const { db, engine, today } = context;
  const { findAllowed } = shortlistReader(context);
  const reader = cardReader(context);

  app.get(
    paths.api('job-orders/:id/formidlinger'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: IdParams,
        querystring: PageQuery,
        response: { 200: pageOf(ApiCard) },
        tags,
        summary: 'Hvem der står hvor på ordrens tavle, de nyeste først; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      return reply.send(sendCards(request, cardsOfOrder(db, details.order.id, today())));
    },
  );

  app.post(
    paths.api('job-orders/:id/formidlinger'),
    {
      config: { ...config, problems: [404, 409] },
      schema: {
        params: IdParams,
        body: NewCard,
        response: { 201: Created },
        tags,
        summary: 'Sæt en borger på ordrens tavle',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { citizenKey, comment } = request.body;
      const viewer = actorOf(request);
      const found = readCitizen(db, citizenIdOf(db, citizenKey), today());
      const person = found && personFor(viewer, details, found.row, teamsOfUsers(db));
      if (!person || (person.sight !== 'full' && !can(viewer, 'work on board', details)))
        return sendProblem(request, reply, NOT_FOUND);
      const entry = { orderId: details.order.id, citizenId: person.citizenId, comment: cleanText(comment) };
      const answer = putOnBoard(db, entry, reader.doing(request));
      if (answer.outcome === 'refused')
        return sendProblem(request, reply, {
          status: 409,
          title: 'Borgeren kan ikke sættes på tavlen',
          detail: answer.reason,
        });
      return reply.code(201).send({ id: answer.id });
    },
  );

  app.get(
    paths.api('formidlinger/:id'),
    {
      config: { ...config, problems: [404] },
      schema: { params: IdParams, response: { 200: ApiCard }, tags, summary: 'Et kort; visningen logges' },
    },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      reader.log(request, [shown], 'api');
      return reply.send(toApiCard(shown));
    },
  );

  app.post(
    paths.api('formidlinger/:id/steps'),
    {
      config: { ...config, problems: [404, 409, 422] },
      schema: {
        params: IdParams,
        body: NewStep,
        response: { 200: ApiCard },
        tags,
        summary: 'Tag et skridt på kortet; en start er en placering med kortets id',
      },
    },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      const { version, ...body } = request.body;
      const { checked, errors } = checkStep(toDraft(body), today());
      if (!checked) return sendProblem(request, reply, { ...REFUSED, errors });
      if (!stepRefusal(shown.card, checked.step) && !shown.steps.includes(checked.step))
        return sendProblem(request, reply, FORBIDDEN);
      const wanted = { id: shown.card.id, version, step: checked };
      const answer = takeStep(db, wanted, reader.doing(request));
      if (answer.outcome === 'stale') return sendProblem(request, reply, movedSince(shown));
      if (answer.outcome === 'refused')
        return sendProblem(request, reply, { ...REFUSED, errors: answer.errors });
      const moved = reader.findAllowed(request, reply, request.params.id);
      if (!moved) return reply;
      reader.log(request, [moved], 'api');
      return reply.send(toApiCard(moved));
    },
  );

  app.get(
    paths.api('formidlinger/:id/profile'),
    {
      config: { ...config, problems: [404] },
      preHandler: () => peopleReady(db, engine(), today()),
      schema: {
        params: IdParams,
        response: { 200: Type.Object({ lines: Type.Array(Type.String()), left: Type.Integer() }) },
        tags,
        summary: 'Den anonyme profil: hvilke af ordrens kriterier der er opfyldt',
      },
    },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      reader.log(request, [shown], 'api');
      const { order, card } = shown;
      const ids = { orderId: order.id, citizenId: card.citizenId };
      const profile = anonymousProfile(db, engine(), ids, today());
      return profile ? reply.send(profile) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('job-orders/:id/formidling-log'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: IdParams,
        querystring: PageQuery,
        response: { 200: pageOf(ApiLogEntry) },
        tags,
        summary: 'Formidlingslog for en ordre (§ 137), det nyeste først; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      return reply.send(sendLog(request, cardsOfOrder(db, details.order.id, today())));
    },
  );

  app.get(
    paths.api('citizens/:id/formidlinger'),
    {
      config: { ...owners, problems: [404] },
      schema: {
        params: IdParams,
        querystring: PageQuery,
        response: { 200: pageOf(ApiCard) },
        tags,
        summary: 'Hvilke ordrer en borger er eller har været formidlet til; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findCitizen(db, idOf(request.params.id), today());
      if (!details || !can(actorOf(request), 'open citizen', details))
        return sendProblem(request, reply, NOT_FOUND);
      return reply.send(sendCards(request, cardsOfCitizen(db, details.citizen.id, today())));
    },
  );

  app.post(
    paths.api('job-orders/:id/formidling-outcomes'),
    {
      config: { ...config, problems: [404, 409, 422] },
      schema: {
        params: IdParams,
        body: Outcomes,
        response: { 204: Nothing },
        tags,
        summary: 'Afslut flere af ordrens kort med samme grund, alle eller ingen',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const among = reader.shownOf(request, cardsOfOrder(db, details.order.id, today()));
      return endAll(request, reply, among);
    },
  );

  function endAll(
    request: FastifyRequest<{ Body: Static<typeof Outcomes> }>,
    reply: FastifyReply,
    among: readonly ShownCard[],
  ) {
    const { cards, ...body } = request.body;
    const { checked, errors } = checkStep(toDraft({ ...body, step: 'ej' }), today());
    if (!checked) return sendProblem(request, reply, { ...REFUSED, errors });
    const answer = endThese(db, { picked: cards, among, step: checked }, reader.doing(request));
    if (answer.outcome === 'saved') return reply.code(204).send(null);
    if (answer.outcome === 'refused')
      return sendProblem(request, reply, { ...REFUSED, errors: [...answer.errors] });
    return sendProblem(request, reply, { ...STALE, errors: [...answer.errors] });
  }

  function sendCards(
    request: FastifyRequest<{ Querystring: Static<typeof PageQuery> }>,
    rows: ReturnType<typeof cardsOfOrder>,
  ) {
    const slice = readPaging(request.query, { sort: 'nyeste', parts: 1 });
    const cards = reader.shownOf(request, rows).sort((a, b) => b.card.id - a.card.id);
    const byCard = ({ card }: ShownCard) => keyOf(card);
    const cut = cutTo(cards, slice, { keyOf: byCard });
    reader.log(request, cut.slice(0, slice.limit), 'api');
    return toPage(cut, slice, { keyOf: byCard, toItem: toApiCard, total: cards.length });
  }

  function sendLog(
    request: FastifyRequest<{ Querystring: Static<typeof PageQuery> }>,
    rows: ReturnType<typeof cardsOfOrder>,
  ) {
    const slice = readPaging(request.query, { sort: 'nyeste', parts: 1 });
    const cards = new Map(reader.shownOf(request, rows).map((shown) => [shown.card.id, shown]));
    const entries = readLog(db, [...cards.keys()]).flatMap((entry) => {
      const shown = cards.get(entry.formidlingId);
      return shown ? [{ entry, shown }] : [];
    });
    const byEntry = ({ entry }: { entry: { id: number } }) => keyOf(entry);
    const cut = cutTo(entries, slice, { keyOf: byEntry });
    reader.log(
      request,
      cut.slice(0, slice.limit).map(({ shown }) => shown),
      'api',
    );
    const toItem = ({ entry, shown }: (typeof entries)[number]) => toApiEntry(entry, shown);
    return toPage(cut, slice, { keyOf: byEntry, toItem, total: entries.length });
  }

  /** What somebody else did, in a sentence. */
  function movedSince({ card }: ShownCard): Problem {
    const [last] = readLog(db, [card.id], { limit: 1 });
    const what = last
      ? `${labels.formidlingEvent[last.event]} ${showInstant(last.at)} af ${last.byName ?? 'systemet'}. `
      : '';
    return { ...STALE, detail: `${what}${STALE.detail}` };
  }
}
