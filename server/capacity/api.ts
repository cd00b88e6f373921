import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { DateText, FirmParams, FreeText, orNull, Text } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findFirm } from '../job-orders/order-firms.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { latestMerbeskaeftigelse, recordMerbeskaeftigelse, recordStaff } from './figures.ts';
import { capacityOf, staffMonths } from './queries.ts';
import { writtenOut } from './words.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const tags = ['Kapacitet'];
const Capacity = Type.Object({
  writtenOut: Text,
  places: orNull(Type.Integer()),
  inUse: Type.Number(),
  fullTimeYears: orNull(Type.Number()),
  missingMonths: Type.Array(Text),
  running: Type.Array(
    Type.Object({
      type: Type.Enum([...ORDER_TYPES]),
      startsOn: Text,
      endsOn: orNull(Text),
      weeklyHours: orNull(Type.Number()),
      representativeSignedOn: orNull(Text),
    }),
  ),
  merbeskaeftigelse: orNull(
    Type.Object({
      askedOn: Text,
      latestYears: Type.Number(),
      averageYears: Type.Number(),
      vacated: Type.Boolean(),
      note: orNull(Text),
      byName: Text,
    }),
  ),
});
const Staff = Type.Object(
  {
    months: Type.Array(Type.Object({ month: DateText, fullTimeYears: Type.Number() }), {
      minItems: 1,
      maxItems: 60,
    }),
  },
  { additionalProperties: false },
);
const Asked = Type.Object(
  {
    askedOn: DateText,
    latestYears: Type.Number(),
    averageYears: Type.Number(),
    vacated: Type.Boolean(),
    note: Type.Optional(orNull(FreeText)),
  },
  { additionalProperties: false },
);

/** What a place of work can carry, for machines. */
export function capacityApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/capacity'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Hvor mange støttede arbejdsstedet kan have i dag, og hvem der er der, uden navne',
        params: FirmParams,
        response: { 200: Capacity },
      },
    },
    async (request, reply) => answer(request, reply, idOf(request.params.pNumber)),
  );

  app.post(
    paths.api('companies/:pNumber/ordinary-staff'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Ordinære årsværk måned for måned, som virksomheden siger det',
        params: FirmParams,
        body: Staff,
        response: { 200: Capacity },
      },
    },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      if (!findFirm(db, pNumber, today())) return sendProblem(request, reply, NOT_FOUND);
      const allowed = staffMonths(db, today());
      const { months } = request.body;
      const odd = months.findIndex(({ month }) => !allowed.includes(month));
      if (odd >= 0)
        return refuse(request, reply, [
          { field: `months.${odd}.month`, reason: `Vælg blandt ${allowed.join(', ')}.` },
        ]);
      const figures = months.map(({ month, fullTimeYears }) => ({ month, years: fullTimeYears }));
      const errors = recordStaff(db, { pNumber, figures }, doing(request));
      return errors.length > 0
        ? refuse(request, reply, errors.map(toApiField))
        : answer(request, reply, pNumber);
    },
  );

  app.post(
    paths.api('companies/:pNumber/merbeskaeftigelse'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Hvad en privat virksomhed (CVR) svarer om merbeskæftigelse',
        params: FirmParams,
        body: Asked,
        response: { 200: Capacity },
      },
    },
    async (request, reply) => {
      const firm = findFirm(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const draft = { ...request.body, note: cleanText(request.body.note) };
      const errors = recordMerbeskaeftigelse(db, { cvr: firm.cvr, draft, today: today() }, doing(request));
      return errors.length > 0 ? refuse(request, reply, errors) : answer(request, reply, firm.pNumber);
    },
  );

  function answer(request: FastifyRequest, reply: FastifyReply, pNumber: number) {
    const firm = findFirm(db, pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const capacity = capacityOf(db, firm.pNumber, today());
    const { places, inUse, staff, running } = capacity;
    return reply.send({
      writtenOut: writtenOut(capacity),
      places,
      inUse,
      fullTimeYears: staff?.years ?? null,
      missingMonths: staff?.missing ?? staffMonths(db, today()),
      running,
      merbeskaeftigelse: latestMerbeskaeftigelse(db, firm.cvr) ?? null,
    });
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function toApiField({ field, reason }: FieldError): FieldError {
  return { field: field.replace(/^figures\.(\d+)$/, 'months.$1.fullTimeYears'), reason };
}

function refuse(request: FastifyRequest, reply: FastifyReply, errors: FieldError[]) {
  return sendProblem(request, reply, { status: 422, title: 'Tallene kan ikke gemmes', errors });
}
