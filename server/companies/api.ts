import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
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
import { FIRM_SORTS, listPUnits, SIZE_CLASSES } from './list.ts';
import { findPUnit, recordHeadcount, setOwner } from './queries.ts';
import { FirmPageSchema, FirmSchema, TimelineSchema } from './schemas.ts';
import { SILENCES } from './silence.ts';
import { timelineOf } from './timeline.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const konsulents = { access: ['konsulent'] as const };

const Params = Type.Object({ pNumber: Type.String() });
const Page = Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' }));
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
    page: Page,
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

/** The same firms for machines: the rules and rights of the pages. */
export function companyApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies'),
    {
      config: readers,
      schema: {
        querystring: ListQuery,
        response: { 200: FirmPageSchema },
        summary: 'Virksomheder, 50 ad gangen',
      },
    },
    async (request) => {
      const { owner, ceased, sort = 'navn', page = '1', ...plain } = request.query;
      const ownerUserId = owner === 'me' ? actorOf(request).userId : undefined;
      const filters = { ...plain, ownerUserId, ceased: ceased === 'true' };
      return listPUnits(db, filters, { page: Number(page), sort, question: thisQuarter() });
    },
  );

  app.get(
    paths.api('companies/:pNumber'),
    { config: readers, schema: { params: Params, response: { 200: FirmSchema }, summary: 'En virksomhed' } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const firm = findPUnit(db, pNumber, today());
      const [row] = firmRows(db, [pNumber], thisQuarter());
      if (!firm || !row) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({
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
      config: readers,
      schema: {
        params: Params,
        querystring: Type.Object({ page: Page }, { additionalProperties: false }),
        response: { 200: TimelineSchema },
        summary: 'Kontakter, oplyste ansattetal og jobordrer, nyeste først',
      },
    },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      return reply.send(timelineOf(db, firm.pNumber, Number(request.query.page ?? '1')));
    },
  );

  app.post(
    paths.api('companies/:pNumber/headcounts'),
    {
      config: konsulents,
      schema: { params: Params, body: Headcount, summary: 'Antal ansatte, som oplyst til en konsulent' },
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
      return reply.code(201).send();
    },
  );

  app.put(
    paths.api('companies/:pNumber/owner'),
    {
      config: konsulents,
      schema: { params: Params, body: Owner, summary: 'Bliv ansvarlig for virksomheden, eller slip den' },
    },
    async (request, reply) => {
      const owner = request.body.me ? actorOf(request).userId : null;
      const changed = setOwner(db, idOf(request.params.pNumber), owner, doing(request));
      return changed ? reply.code(204).send() : sendProblem(request, reply, NOT_FOUND);
    },
  );

  function thisQuarter() {
    return { from: quarterOf(today()).from, to: today(), asOf: ALL_KNOWN };
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
