import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { Created, FirmParams, Nothing, orNull } from '../api/fields.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { idOf } from '../ui/fields.ts';
import { firmRows, REACHES } from './firm-rows.ts';
import { FIRM_KEY_PARTS, FIRM_SORTS, firmsAfter, SIZE_CLASSES } from './list.ts';
import { findPUnit, type PUnitDetail, recordHeadcount, setOwner } from './queries.ts';
import { FirmRowSchema, FirmSchema, TimelineEntrySchema } from './schemas.ts';
import { SILENCES } from './silence.ts';
import { HISTORY_KINDS, TIMELINE_PARTS, timelineOf } from './timeline.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const konsulents = { access: ['konsulent'] as const };

const IsoDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'ISO-dato' });
const ListQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100, description: 'navn, CVR- eller P-nummer' })),
    size: Type.Optional(Type.Enum([...SIZE_CLASSES])),
    reach: Type.Optional(Type.Enum([...REACHES])),
    silence: Type.Optional(Type.Enum([...SILENCES])),
    notContactedSince: Type.Optional(IsoDate),
    notVisitedSince: Type.Optional(IsoDate),
    branch: Type.Optional(Type.String({ maxLength: 100 })),
    owner: Type.Optional(Type.Literal('me')),
    ceased: Type.Optional(Type.Literal('true')),
    sort: Type.Optional(Type.Enum([...FIRM_SORTS])),
    ...pageQuery,
  },
  { additionalProperties: false },
);
const Headcount = Type.Object(
  {
    count: Type.Integer(),
    validFrom: Type.String({ maxLength: 10 }),
    note: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  },
  { additionalProperties: false },
);
const Owner = Type.Object({ me: Type.Boolean() }, { additionalProperties: false });
const FirmOwner = Type.Object({
  ownerUserId: orNull(Type.Integer()),
  ownerName: orNull(Type.String()),
});
const TimelineQuery = Type.Object(
  { kind: Type.Optional(Type.Enum([...HISTORY_KINDS])), ...pageQuery },
  { additionalProperties: false },
);

/** The same firms for machines: the rules and rights of the pages. */
export function companyApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies'),
    {
      config: readers,
      schema: {
        querystring: ListQuery,
        response: { 200: pageOf(FirmRowSchema) },
        tags: ['Virksomheder'],
        summary: 'Virksomheder, filtreret og sorteret',
      },
    },
    async (request) => {
      const { owner, ceased, sort = 'navn', limit, cursor, ...plain } = request.query;
      const ownerUserId = owner === 'me' ? actorOf(request).userId : undefined;
      const filters = { ...plain, ownerUserId, ceased: ceased === 'true' };
      const paging = readPaging({ limit, cursor }, { sort, parts: FIRM_KEY_PARTS });
      return firmsAfter(db, filters, { sort, question: thisQuarter(), paging });
    },
  );

  app.get(
    paths.api('companies/:pNumber'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        params: FirmParams,
        response: { 200: FirmSchema },
        tags: ['Virksomheder'],
        summary: 'En virksomhed',
      },
    },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const firm = findPUnit(db, pNumber, today());
      const [row] = firmRows(db, [pNumber], thisQuarter());
      if (!firm || !row) return sendProblem(request, reply, NOT_FOUND);
      return sendTagged(request, reply, {
        ...firm,
        ...row,
        companyName: firm.company.name,
        headcount: firm.headcount ?? null,
      });
    },
  );

  app.get(
    paths.api('companies/:pNumber/timeline'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        params: FirmParams,
        querystring: TimelineQuery,
        response: { 200: pageOf(TimelineEntrySchema) },
        tags: ['Virksomheder'],
        summary: 'Kontakter, ansattetal, jobordrer, aftaler og tilstande, nyeste først',
      },
    },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const { kind, ...range } = request.query;
      const paging = readPaging(range, { sort: `historik ${kind ?? ''}`, parts: TIMELINE_PARTS });
      const { entries, total } = timelineOf(db, firm.pNumber, { slice: paging, kind });
      return toPage(entries, paging, { keyOf: readKey, toItem: (entry) => entry, total });
    },
  );

  app.post(
    paths.api('companies/:pNumber/headcounts'),
    {
      config: { ...konsulents, problems: [404, 422] },
      schema: {
        params: FirmParams,
        body: Headcount,
        response: { 201: Created },
        tags: ['Virksomheder'],
        summary: 'Antal ansatte, som oplyst til en konsulent',
      },
    },
    async (request, reply) => {
      const { count, validFrom, note } = request.body;
      const draft = { count: String(count), validFrom, note: cleanText(note) };
      const answer = recordHeadcount(db, { pNumber: idOf(request.params.pNumber), draft }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const problem = { status: 422, title: 'Antallet kan ikke gemmes', errors: answer.errors };
        return sendProblem(request, reply, problem);
      }
      return reply.code(201).send({ id: answer.id });
    },
  );

  app.get(
    paths.api('companies/:pNumber/owner'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        params: FirmParams,
        response: { 200: FirmOwner },
        tags: ['Virksomheder'],
        summary: 'Hvem der er ansvarlig for virksomheden',
      },
    },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      return sendTagged(request, reply, ownerOf(firm));
    },
  );

  app.put(
    paths.api('companies/:pNumber/owner'),
    {
      config: { ...konsulents, tagged: true, problems: [404] },
      schema: {
        params: FirmParams,
        body: Owner,
        response: { 204: Nothing },
        tags: ['Virksomheder'],
        summary: 'Bliv ansvarlig for virksomheden, eller slip den',
      },
    },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, ownerOf(firm));
      if (refusal) return sendProblem(request, reply, refusal);
      setOwner(db, firm.pNumber, request.body.me ? actorOf(request).userId : null, doing(request));
      return reply.code(204).send(null);
    },
  );

  function thisQuarter() {
    return { from: quarterOf(today()).from, to: today(), asOf: ALL_KNOWN };
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function ownerOf({ ownerUserId, ownerName }: PUnitDetail) {
  return { ownerUserId, ownerName };
}
