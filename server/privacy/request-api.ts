import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { REQUEST_KINDS, REQUEST_OUTCOMES } from '../../db/schema/privacy.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { atFields, DateText, FormKey, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { citizenOpener } from '../citizens/opening.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import {
  addRequest,
  answerRequest,
  extendRequest,
  findRequest,
  mayExtend,
  type OpenRequest,
  openRequests,
  type RightsRequest,
  readAnswer,
  readExtension,
  readNewRequest,
  requestsOf,
} from './requests.ts';

const config = { access: ['sagsbehandler'] as const };
const tags = ['Rettigheder'];

/** What a citizen asks of us, the last day to answer, and what came of it. */
const Asked = Type.Object({
  id: Type.Integer(),
  citizenId: Type.Integer(),
  citizenKey: Text,
  name: orNull(Type.String({ description: 'Borgerens navn.', examples: ['Anna Ærlig'] })),
  kind: Type.Enum([...REQUEST_KINDS]),
  receivedOn: Text,
  dueOn: Text,
  extendedReason: orNull(Text),
  outcome: orNull(Type.Enum([...REQUEST_OUTCOMES])),
  reason: orNull(Text),
  closedOn: orNull(Text),
});
const NewRequest = Type.Object(
  { kind: Type.Enum([...REQUEST_KINDS]), receivedOn: DateText, key: FormKey },
  { additionalProperties: false },
);
/** Either the answer, or why there is need of two months more. */
const Decision = Type.Object(
  {
    outcome: Type.Optional(Type.Enum([...REQUEST_OUTCOMES])),
    reason: Type.Optional(orNull(FreeText)),
    extendedReason: Type.Optional(FreeText),
  },
  { additionalProperties: false, minProperties: 1 },
);
const ListQuery = Type.Object(pageQuery, { additionalProperties: false });
const EITHER: FieldError[] = [
  { field: 'outcome', reason: 'Send enten outcome eller extendedReason, ikke begge.' },
];
const TOO_LATE: Problem = {
  status: 409,
  title: 'Fristen kan ikke forlænges',
  detail: 'Den kan forlænges én gang, og kun inden den er udløbet og henvendelsen besvaret.',
};

/** What citizens ask of us about their data, for machines: the pages' rules and rights, and each reading logged. */
export function requestApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findHolder, log } = citizenOpener(context);

  app.get(
    paths.api('rights-requests'),
    {
      config,
      schema: {
        tags,
        summary: 'Henvendelser, der venter på svar, den nærmeste frist først; hver borger, der vises, logges',
        querystring: ListQuery,
        response: { 200: pageOf(Asked) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'frist', parts: 2 });
      const open = openRequests(db, actorOf(request));
      const keyOf = ({ request: { dueOn, id } }: OpenRequest): Key => [dueOn, id];
      const rows = cutTo(open, paging, { keyOf });
      log(request, rows.slice(0, paging.limit), 'api');
      return toPage(rows, paging, { keyOf, toItem: (row) => toAsked(row.request, row), total: open.length });
    },
  );

  app.get(
    paths.api('citizens/:id/rights-requests'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags,
        summary: 'En borgers henvendelser, også besvarede, de nyeste først; visningen logges',
        params: IdParams,
        querystring: ListQuery,
        response: { 200: pageOf(Asked) },
      },
    },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const paging = readPaging(request.query, { sort: 'nyeste', parts: 2 });
      const all = requestsOf(db, details.citizen.id);
      const keyOf = ({ receivedOn, id }: RightsRequest): Key => [-dayKey(receivedOn), -id];
      log(request, [details.citizen], 'api');
      const toItem = (row: RightsRequest) => toAsked(row, details.citizen);
      return toPage(cutTo(all, paging, { keyOf }), paging, { keyOf, toItem, total: all.length });
    },
  );

  app.post(
    paths.api('citizens/:id/rights-requests'),
    {
      config: { ...config, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Notér en henvendelse; den får en måned',
        params: IdParams,
        body: NewRequest,
        response: { 201: Asked },
      },
    },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { kind, receivedOn, key: formKey = randomUUID() } = request.body;
      const { value, errors } = readNewRequest({ slags: kind, modtaget: receivedOn }, today());
      if (!value) return sendProblem(request, reply, invalid(errors));
      const citizenId = details.citizen.id;
      addRequest(db, { ...value, citizenId, formKey }, doing(request));
      const added = requestsOf(db, citizenId).find((one) => one.formKey === formKey);
      if (!added) return sendProblem(request, reply, STALE);
      log(request, [details.citizen], 'api');
      return reply.code(201).send(toAsked(added, details.citizen));
    },
  );

  app.get(
    paths.api('rights-requests/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'En henvendelse; visningen logges',
        params: IdParams,
        response: { 200: Asked },
      },
    },
    async (request, reply) => {
      const found = findAsked(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      log(request, [found.details.citizen], 'api');
      return sendTagged(request, reply, toAsked(found.asked, found.details.citizen));
    },
  );

  app.patch(
    paths.api('rights-requests/:id'),
    {
      config: { ...config, tagged: true, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Besvar en henvendelse, eller forlæng dens frist med to måneder og en begrundelse',
        params: IdParams,
        body: Decision,
        response: { 200: Asked },
      },
    },
    async (request, reply) => {
      const found = findAsked(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const refusal =
        whyNotMatched(request, toAsked(found.asked, found.details.citizen)) ?? decide(request, found.asked);
      if (refusal) return sendProblem(request, reply, refusal);
      const decided = findRequest(db, found.asked.id);
      if (!decided) return sendProblem(request, reply, NOT_FOUND);
      log(request, [found.details.citizen], 'api');
      return reply.send(toAsked(decided, found.details.citizen));
    },
  );

  /** Does what is asked, or tells why not. */
  function decide(
    request: FastifyRequest<{ Body: Static<typeof Decision> }>,
    asked: RightsRequest,
  ): Problem | undefined {
    const { outcome, reason, extendedReason } = request.body;
    if (extendedReason === undefined) {
      const answer = readAnswer({ svar: outcome ?? '', begrundelse: cleanText(reason) ?? '' });
      if (!answer.value) return invalid(answer.errors);
      return answerRequest(db, asked, answer.value, doing(request)) ? undefined : STALE;
    }
    if (outcome !== undefined) return invalid(EITHER);
    const extension = readExtension({ begrundelse: cleanText(extendedReason) ?? '' });
    if (extension.value === null)
      return invalid(atFields(extension.errors, { begrundelse: 'extendedReason' }));
    if (!mayExtend(asked, today())) return TOO_LATE;
    return extendRequest(db, asked, extension.value, doing(request)) ? undefined : STALE;
  }

  function findAsked(request: FastifyRequest, id: string) {
    const asked = findRequest(db, idOf(id));
    const details = asked && findHolder(request, String(asked.citizenId));
    return details && { details, asked };
  }

  function doing(request: FastifyRequest) {
    return { by: actorOf(request).userId, at: now().toISOString(), today: today() };
  }
}

const NAMES = { slags: 'kind', modtaget: 'receivedOn', svar: 'outcome', begrundelse: 'reason' };

function invalid(errors: readonly FieldError[]): Problem {
  return { status: 422, title: 'Henvendelsen kan ikke gemmes', errors: atFields(errors, NAMES) };
}

function toAsked(
  asked: RightsRequest,
  { citizenKey, name }: { citizenKey: string; name: string | null },
): Static<typeof Asked> {
  const { id, citizenId, kind, receivedOn, dueOn, extendedReason, outcome, reason, closedOn } = asked;
  const whose = { citizenId, citizenKey, name };
  return { id, ...whose, kind, receivedOn, dueOn, extendedReason, outcome, reason, closedOn };
}
