import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { citizenOpener } from '../citizens/opening.ts';
import type { CitizenDetails } from '../citizens/queries.ts';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { FieldsSchema, idOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { RequestListPage, RequestsPage } from './request-pages.tsx';
import {
  addRequest,
  answerRequest,
  extendRequest,
  mayExtend,
  openRequests,
  readAnswer,
  readExtension,
  readNewRequest,
  requestsOf,
} from './requests.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const RequestParams = Type.Object({ id: Type.String(), requestId: Type.String() });

/** What citizens ask of us about their data, with the day it must be answered. */
export function requestRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findHolder, log } = citizenOpener(context);

  app.get(paths.rightsRequests, { config }, async (request, reply) => {
    const rows = openRequests(db, actorOf(request));
    log(request, rows, 'liste');
    return reply.page(RequestListPage({ view: request.view(reply), rows }));
  });

  app.get(paths.citizenRequests(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findHolder(request, request.params.id);
    return details ? show(request, reply, details, {}) : sendProblem(request, reply, NOT_FOUND);
  });

  app.post(
    paths.citizenRequests(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { value, errors } = readNewRequest(request.body, today());
      if (!value) {
        reply.code(422);
        return show(request, reply, details, { added: { values: request.body, errors } });
      }
      const entry = { ...value, citizenId: details.citizen.id, formKey: formKeyOf(request.body) };
      addRequest(db, entry, doing(request));
      return done(reply, details, 'henvendelse-gemt');
    },
  );

  app.post(
    paths.citizenRequestAnswer(':id', ':requestId'),
    { config, schema: { params: RequestParams, body: FieldsSchema } },
    async (request, reply) => {
      const found = findRequest(request);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const { value, errors } = readAnswer(request.body);
      if (!value) return again(request, reply, found, errors);
      if (!answerRequest(db, found.asked, value, doing(request))) return sendProblem(request, reply, STALE);
      return done(reply, found.details, 'henvendelse-besvaret');
    },
  );

  app.post(
    paths.citizenRequestExtension(':id', ':requestId'),
    { config, schema: { params: RequestParams, body: FieldsSchema } },
    async (request, reply) => {
      const found = findRequest(request);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const { value, errors } = readExtension(request.body);
      if (value === null) return again(request, reply, found, errors);
      if (!mayExtend(found.asked, today()) || !extendRequest(db, found.asked, value, doing(request)))
        return sendProblem(request, reply, STALE);
      return done(reply, found.details, 'henvendelse-forlaenget');
    },
  );

  function findRequest(request: FastifyRequest<{ Params: { id: string; requestId: string } }>) {
    const details = findHolder(request, request.params.id);
    const id = idOf(request.params.requestId);
    const asked = details && requestsOf(db, details.citizen.id).find((one) => one.id === id);
    return asked && { details, asked };
  }

  type Found = NonNullable<ReturnType<typeof findRequest>>;

  function again(request: FastifyRequest, reply: FastifyReply, found: Found, errors: FormState['errors']) {
    reply.code(422);
    const values = request.body as FormState['values'];
    return show(request, reply, found.details, { answered: { values, errors, of: `h${found.asked.id}` } });
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { citizen }: CitizenDetails,
    {
      added = { ...EMPTY_FORM, values: { modtaget: today() } },
      answered,
    }: { added?: FormState; answered?: FormState },
  ) {
    log(request, [citizen], 'borgerside');
    const rows = requestsOf(db, citizen.id);
    const formKey = formKeyOf(added.values);
    return reply.page(RequestsPage({ view: request.view(reply), citizen, rows, added, answered, formKey }));
  }

  function done(reply: FastifyReply, { citizen }: CitizenDetails, message: string) {
    return reply.redirect(withMessage(paths.citizenRequests(citizen.id), message), 303);
  }

  function doing(request: FastifyRequest) {
    return { by: actorOf(request).userId, at: now().toISOString(), today: today() };
  }
}
