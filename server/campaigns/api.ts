import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CAMPAIGN_KINDS, MEMBER_STATES } from '../../db/schema/campaigns.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { atFields, Count, DateText, FormKey, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { fieldsOfQuery, filterQuery } from '../companies/filters.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { firmsOfFilter } from './filter.ts';
import {
  answersOf,
  type CampaignRow,
  createCampaign,
  findCampaign,
  findMember,
  listCampaigns,
  listMembers,
  type Member,
  nextToCall,
  saveAnswer,
  setEnded,
} from './queries.ts';
import { checkAnswer, checkCampaign } from './rules.ts';

const config = { access: ['konsulent', 'leder'] as const };
const tags = ['Kampagner'];
const MemberParams = Type.Object({ ...IdParams.properties, pNumber: Type.String({ maxLength: 20 }) });
const Campaign = Type.Object({
  id: Type.Integer(),
  name: Text,
  kind: Type.Enum([...CAMPAIGN_KINDS]),
  createdAt: Text,
  createdByName: Text,
  endedAt: orNull(Text),
  progress: Type.Object(Object.fromEntries(MEMBER_STATES.map((state) => [state, Count]))),
});
const ApiMember = Type.Object({
  pNumber: Type.Integer(),
  name: Text,
  city: orNull(Text),
  phone: orNull(Text),
  position: Type.Integer({ minimum: 1 }),
  state: Type.Enum([...MEMBER_STATES]),
  stateDate: orNull(Text),
  note: orNull(Text),
});
const Answer = Type.Object({
  state: Type.Enum([...MEMBER_STATES]),
  stateDate: orNull(Text),
  note: orNull(Text),
  answeredAt: Text,
  byName: Text,
});
const NewCampaign = Type.Object(
  {
    name: FreeText,
    kind: Type.Enum([...CAMPAIGN_KINDS]),
    query: Type.String({
      maxLength: 2000,
      description: 'Virksomhedslistens filtre, som de står i adressen; listen laves én gang for alle.',
      examples: ['stoerrelse=i_maal&branche=43'],
    }),
    key: FormKey,
  },
  { additionalProperties: false },
);
const Ended = Type.Object({ ended: Type.Boolean() }, { additionalProperties: false });
const NewAnswer = Type.Object(
  {
    state: Type.Enum([...MEMBER_STATES]),
    callAgain: Type.Optional(orNull(DateText)),
    note: Type.Optional(orNull(FreeText)),
  },
  { additionalProperties: false },
);
const MemberQuery = Type.Object(
  { state: Type.Optional(Type.Enum([...MEMBER_STATES])), ...pageQuery },
  { additionalProperties: false },
);
const FIELDS = { navn: 'name', slags: 'kind', filter: 'query', tilstand: 'state', dato: 'callAgain' };

/** Lists of firms to call, for machines. */
export function campaignApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('campaigns'),
    {
      config,
      schema: {
        tags,
        summary: 'Kampagner, de åbne først, hver med hvor langt den er',
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Campaign) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'aabne', parts: 3 });
      const { rows, total } = listCampaigns(db, paging);
      return toPage(rows, paging, { keyOf: readKey, toItem: toApi, total });
    },
  );

  app.post(
    paths.api('campaigns'),
    {
      config: { ...config, problems: [422] },
      schema: {
        tags,
        summary: 'Lav en kampagne af de virksomheder, et filter finder i dag',
        body: NewCampaign,
        response: { 201: Campaign },
      },
    },
    async (request, reply) => {
      const { query, key = randomUUID(), ...body } = request.body;
      const filter = filterQuery(fieldsOfQuery(query));
      const pNumbers = firmsOfFilter(db, filter, { actor: actorOf(request), now: now() });
      const { name, kind, errors } = checkCampaign(
        { name: cleanText(body.name), kind: body.kind },
        pNumbers.length,
      );
      if (!name || !kind || errors.length > 0)
        return refuse(request, reply, 'Kampagnen kan ikke oprettes', errors);
      const id = createCampaign(db, { name, kind, pNumbers, formKey: key }, doing(request));
      const made = findCampaign(db, id);
      return made ? reply.code(201).send(toApi(made)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('campaigns/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: { tags, summary: 'En kampagne', params: IdParams, response: { 200: Campaign } },
    },
    async (request, reply) => {
      const campaign = findCampaign(db, idOf(request.params.id));
      return campaign ? sendTagged(request, reply, toApi(campaign)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.patch(
    paths.api('campaigns/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'Afslut kampagnen, eller åbn den igen',
        params: IdParams,
        body: Ended,
        response: { 200: Campaign },
      },
    },
    async (request, reply) => {
      const campaign = findCampaign(db, idOf(request.params.id));
      if (!campaign) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, toApi(campaign));
      if (refusal) return sendProblem(request, reply, refusal);
      setEnded(db, campaign.id, request.body.ended, doing(request));
      const changed = findCampaign(db, campaign.id);
      return changed ? reply.send(toApi(changed)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('campaigns/:id/next'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags,
        summary: 'Hvem der skal ringes til nu; pNumber null: der er ikke flere i dag',
        params: IdParams,
        response: { 200: Type.Object({ pNumber: orNull(Type.Integer()) }) },
      },
    },
    async (request, reply) => {
      const campaign = findCampaign(db, idOf(request.params.id));
      if (!campaign) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({ pNumber: nextToCall(db, campaign.id, today()) ?? null });
    },
  );

  app.get(
    paths.api('campaigns/:id/members'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags,
        summary: 'Kampagnens virksomheder i den rækkefølge, der ringes',
        params: IdParams,
        querystring: MemberQuery,
        response: { 200: pageOf(ApiMember) },
      },
    },
    async (request, reply) => {
      const campaign = findCampaign(db, idOf(request.params.id));
      if (!campaign) return sendProblem(request, reply, NOT_FOUND);
      const { state, ...range } = request.query;
      const paging = readPaging(range, { sort: state ?? 'alle', parts: 1 });
      const { rows, total } = listMembers(db, campaign.id, { state, slice: paging });
      const keyOf = ({ position }: Member) => [position];
      return toPage(rows, paging, { keyOf, toItem: (member) => member, total });
    },
  );

  app.get(
    paths.api('campaigns/:id/members/:pNumber'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'En virksomhed i kampagnen, og hvad den sidst svarede',
        params: MemberParams,
        response: { 200: ApiMember },
      },
    },
    async (request, reply) => {
      const member = memberOf(request.params);
      return member ? sendTagged(request, reply, member) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('campaigns/:id/members/:pNumber'),
    {
      config: { ...config, tagged: true, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Virksomhedens svar; de tidligere bevares',
        params: MemberParams,
        body: NewAnswer,
        response: { 200: ApiMember },
      },
    },
    async (request, reply) => {
      const member = memberOf(request.params);
      if (!member) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, member);
      if (refusal) return sendProblem(request, reply, refusal);
      const { state, callAgain, note } = request.body;
      const draft = { state, callAgain: callAgain ?? '', note: cleanText(note) };
      const { answer, errors } = checkAnswer(draft, today());
      if (!answer) return refuse(request, reply, 'Svaret kan ikke gemmes', errors);
      const entry = { id: idOf(request.params.id), pNumber: member.pNumber, answer };
      if (!saveAnswer(db, entry, doing(request))) return sendProblem(request, reply, STALE);
      const saved = memberOf(request.params);
      return saved ? reply.send(saved) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('campaigns/:id/members/:pNumber/answers'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags,
        summary: 'Hvad virksomheden har svaret, det nyeste først',
        params: MemberParams,
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Answer) },
      },
    },
    async (request, reply) => {
      const member = memberOf(request.params);
      if (!member) return sendProblem(request, reply, NOT_FOUND);
      const paging = readPaging(request.query, { sort: 'svar', parts: 1 });
      const rows = answersOf(db, idOf(request.params.id), member.pNumber, paging);
      return toPage(rows, paging, { keyOf: ({ id }) => [id], toItem: (row) => row });
    },
  );

  function memberOf(params: { id: string; pNumber: string }): Member | undefined {
    return findMember(db, idOf(params.id), idOf(params.pNumber));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function toApi(row: CampaignRow) {
  const { id, name, kind, createdAt, createdByName, endedAt } = row;
  const progress = Object.fromEntries(MEMBER_STATES.map((state) => [state, row.progress[state] ?? 0]));
  return { id, name, kind, createdAt, createdByName, endedAt, progress };
}

function refuse(
  request: FastifyRequest,
  reply: Parameters<typeof sendProblem>[1],
  title: string,
  errors: Parameters<typeof atFields>[0],
) {
  return sendProblem(request, reply, { status: 422, title, errors: atFields(errors, FIELDS) });
}
