import { Type } from 'typebox';
import { CONTACT_KINDS, CONTACT_OUTCOMES } from '../../db/schema/contacts.ts';
import { FIRM_BARS, ORDER_TYPES } from '../../workers/matching/types.ts';
import { FirmParams, orNull, Text } from '../api/fields.ts';
import { findPUnit, openOrdersAt } from '../companies/queries.ts';
import { openStepsAt } from '../contacts/next-steps.ts';
import { colleaguesLately } from '../contacts/peace.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { Record } from '../records/record-schema.ts';
import { isCurrent } from '../records/rules.ts';
import { idOf } from '../ui/fields.ts';
import { lastTalks, peopleWeKnow } from './queries.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const Brief = Type.Object({
  pNumber: Type.Integer(),
  cvr: Type.Integer(),
  name: Text,
  companyName: orNull(Text),
  streetAddress: orNull(Text),
  postcode: orNull(Text),
  city: orNull(Text),
  phone: orNull(Text),
  email: orNull(Text),
  ownerName: orNull(Text),
  bar: orNull(Type.Enum([...FIRM_BARS])),
  persons: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Text,
      role: orNull(Text),
      phone: orNull(Text),
      email: orNull(Text),
    }),
  ),
  people: Type.Array(
    Type.Object({ name: orNull(Text), lastDate: orNull(Text), talks: Type.Integer({ minimum: 1 }) }),
  ),
  talks: Type.Array(
    Type.Object({
      contactDate: Text,
      kind: Type.Enum([...CONTACT_KINDS]),
      outcome: Type.Enum([...CONTACT_OUTCOMES]),
      topic: orNull(Text),
      note: orNull(Text),
      contactPerson: orNull(Text),
      byName: orNull(Text),
    }),
  ),
  steps: Type.Array(
    Type.Object({
      id: Type.Integer(),
      nextStep: orNull(Text),
      nextStepDate: orNull(Text),
      byName: orNull(Text),
    }),
  ),
  records: Type.Array(Record),
  orders: Type.Array(
    Type.Object({
      id: Type.Integer(),
      title: Text,
      type: Type.Enum([...ORDER_TYPES]),
      positions: Type.Integer({ minimum: 1 }),
      deadline: orNull(Text),
    }),
  ),
  colleagues: Type.Array(
    Type.Object({
      contactDate: Text,
      kind: Type.Enum([...CONTACT_KINDS]),
      outcome: Type.Enum([...CONTACT_OUTCOMES]),
      topic: orNull(Text),
      byName: orNull(Text),
      otherPlace: orNull(Text),
    }),
  ),
});

/** The sheet to read before a visit, for machines. An administrator sees no orders, as on the page. */
export function briefApi(app: App, { db, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/brief'),
    {
      config: { ...config, problems: [404] },
      schema: {
        tags: ['Virksomheder'],
        summary: 'Besøgsarket: hvem, hvad der sidst blev sagt, hvad der er lovet, og hvad der er åbent',
        params: FirmParams,
        response: { 200: Brief },
      },
    },
    async (request, reply) => {
      const { roles, userId } = actorOf(request);
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const { pNumber } = firm;
      const seesOrders = roles.some((role) => role !== 'administrator');
      return reply.send({
        ...firm,
        companyName: firm.company.name,
        persons: firm.persons.filter(({ leftOn }) => leftOn === null),
        people: peopleWeKnow(db, pNumber),
        talks: lastTalks(db, pNumber).map((talk) => ({
          ...talk,
          byName: talk.byName ?? talk.consultantName,
        })),
        steps: openStepsAt(db, pNumber),
        records: firm.records.filter((record) => isCurrent(record, today())),
        orders: seesOrders ? openOrdersAt(db, pNumber, today()) : [],
        colleagues: colleaguesLately(db, { pNumber, userId, today: today() }),
      });
    },
  );
}
