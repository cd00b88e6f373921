import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { LEAD_ENDS } from '../../db/schema/order-work.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { DateText, FirmParams, FormKey, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { firmHead } from '../companies/head.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { editLead, endLead, type LeadAnswer, recordLead } from './changes.ts';
import { findLead, LEAD_KEY_PARTS, LEAD_OWNERS, LEAD_STATES, listLeads } from './queries.ts';
import { GIVEN_ENDS, type LeadDraft } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const tags = ['Muligheder'];
const draftFields = {
  title: FreeText,
  note: orNull(FreeText),
  type: orNull(Type.Enum([...ORDER_TYPES])),
  positions: orNull(Type.Integer()),
  weeklyHours: orNull(Type.Number()),
  likelyFrom: orNull(DateText),
  followUpOn: DateText,
  noPersonInformation: Type.Optional(Type.Boolean()),
  textChecked: Type.Optional(Type.Boolean()),
};
const NewLead = Type.Object(
  { ...draftFields, contactId: Type.Optional(orNull(Type.Integer())), key: FormKey },
  { additionalProperties: false },
);
const ChangedLead = Type.Object(draftFields, { additionalProperties: false });
const LeadEnd = Type.Object(
  { ended: Type.Enum([...GIVEN_ENDS]), version: Type.Integer() },
  { additionalProperties: false },
);
const Lead = Type.Object({
  id: Type.Integer(),
  pNumber: Type.Integer(),
  firmName: Text,
  title: Text,
  note: orNull(Text),
  type: orNull(Type.Enum([...ORDER_TYPES])),
  positions: orNull(Type.Integer()),
  weeklyHours: orNull(Type.Number()),
  likelyFrom: orNull(Text),
  followUpOn: Text,
  ownerUserId: orNull(Type.Integer()),
  ownerName: orNull(Text),
  jobOrderId: orNull(Type.Integer()),
  ended: orNull(Type.Enum([...LEAD_ENDS])),
  endedAt: orNull(Text),
  version: Type.Integer(),
  createdAt: Text,
});
const ListQuery = Type.Object(
  {
    owner: Type.Optional(Type.Enum([...LEAD_OWNERS])),
    state: Type.Optional(Type.Enum([...LEAD_STATES])),
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** The same leads for machines: the rules of the pages. */
export function leadApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('leads'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Muligheder: de åbne efter opfølgning, de afsluttede med de seneste først',
        querystring: ListQuery,
        response: { 200: pageOf(Lead) },
      },
    },
    async (request) => {
      const { owner = 'alle', state = 'aabne', ...range } = request.query;
      const slice = readPaging(range, { sort: `${owner} ${state}`, parts: LEAD_KEY_PARTS });
      const { rows, total } = listLeads(db, { owner, state }, { viewer: actorOf(request), slice });
      return toPage(rows, slice, { keyOf: readKey, toItem: (row) => row, total });
    },
  );

  app.post(
    paths.api('companies/:pNumber/leads'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Notér en mulighed hos virksomheden; den bliver din',
        params: FirmParams,
        body: NewLead,
        response: { 201: Lead },
      },
    },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const { contactId = null, key = randomUUID(), ...body } = request.body;
      const entry = {
        pNumber: firm.pNumber,
        contactId,
        draft: toDraft(body),
        formKey: key,
        ...ticksOf(body),
      };
      return answer(request, reply.code(201), recordLead(db, entry, doing(request)));
    },
  );

  app.get(
    paths.api('leads/:id'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: { tags, summary: 'En mulighed', params: IdParams, response: { 200: Lead } },
    },
    async (request, reply) => {
      const found = findLead(db, idOf(request.params.id));
      return found ? sendTagged(request, reply, found) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('leads/:id'),
    {
      config: { ...writers, tagged: true, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Ret en åben mulighed',
        params: IdParams,
        body: ChangedLead,
        response: { 200: Lead },
      },
    },
    async (request, reply) => {
      const found = findLead(db, idOf(request.params.id));
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, found);
      if (refusal) return sendProblem(request, reply, refusal);
      const entry = { draft: toDraft(request.body), version: found.version, ...ticksOf(request.body) };
      return answer(request, reply, editLead(db, found, entry, doing(request)));
    },
  );

  app.post(
    paths.api('leads/:id/end'),
    {
      config: { ...writers, problems: [404, 409] },
      schema: {
        tags,
        summary: 'Afslut en mulighed, der ikke blev til noget',
        params: IdParams,
        body: LeadEnd,
        response: { 200: Lead },
      },
    },
    async (request, reply) => {
      const found = findLead(db, idOf(request.params.id));
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      return answer(request, reply, endLead(db, found.id, request.body, doing(request)));
    },
  );

  function answer(request: FastifyRequest, reply: FastifyReply, given: LeadAnswer) {
    if (given === 'stale') return sendProblem(request, reply, STALE);
    if ('errors' in given)
      return sendProblem(request, reply, {
        status: 422,
        title: 'Muligheden kan ikke gemmes',
        errors: given.errors,
      });
    const saved = findLead(db, given.id);
    return saved ? reply.send(saved) : sendProblem(request, reply, NOT_FOUND);
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

type Body = Static<typeof ChangedLead>;

function ticksOf({ noPersonInformation = false, textChecked = false }: Body) {
  return { ticked: noPersonInformation, textTicked: textChecked };
}

function toDraft({ noPersonInformation: _ticked, textChecked: _seen, ...body }: Body): LeadDraft {
  return { ...body, title: (cleanText(body.title) ?? '').replaceAll('\n', ' '), note: cleanText(body.note) };
}
