import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { CONTACT_KINDS, CONTACT_OUTCOMES } from '../../db/schema/contacts.ts';
import { EMPLOYER_ANSWERS } from '../../db/schema/order-work.ts';
import { FormKey, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findOrder } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { can } from '../rights.ts';
import { idOf } from '../ui/fields.ts';
import { answerEmployer, answersTo } from './queries.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const tags = ['Jobordrer'];
const Answer = Type.Object({
  id: Type.Integer(),
  answer: Type.Enum([...EMPLOYER_ANSWERS]),
  text: orNull(Text),
  answeredAt: Text,
  byName: Text,
  contactId: orNull(Type.Integer()),
});
const NewAnswer = Type.Object(
  {
    answer: Type.Enum([...EMPLOYER_ANSWERS]),
    text: orNull(FreeText),
    kind: Type.Enum([...CONTACT_KINDS]),
    outcome: Type.Enum([...CONTACT_OUTCOMES]),
    contactPerson: Type.Optional(orNull(FreeText)),
    noPersonInformation: Type.Optional(Type.Boolean()),
    key: FormKey,
  },
  { additionalProperties: false },
);

/** What the employer was told about an order, for machines. */
export function employerAnswerApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('job-orders/:id/answers'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Svar til virksomheden om ordren, de seneste først',
        params: IdParams,
        response: { 200: Type.Object({ items: Type.Array(Answer) }) },
      },
    },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({ items: answersTo(db, details.order.id) });
    },
  );

  app.post(
    paths.api('job-orders/:id/answers'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Svar virksomheden; svaret logges også som en kontakt',
        params: IdParams,
        body: NewAnswer,
        response: { 201: Answer },
      },
    },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      const actor = actorOf(request);
      if (!details || !can(actor, 'change order', details)) return sendProblem(request, reply, NOT_FOUND);
      const { answer, text, kind, outcome, contactPerson = null, key = randomUUID(), ...body } = request.body;
      const contact = { kind, outcome, contactPerson: cleanText(contactPerson) };
      const draft = { answer, text: cleanText(text), contact, ticked: body.noPersonInformation ?? false };
      const doing = { actor, at: now().toISOString() };
      const given = answerEmployer(db, { order: details.order, draft, formKey: key }, doing);
      if ('errors' in given)
        return sendProblem(request, reply, {
          status: 422,
          title: 'Svaret kan ikke gemmes',
          errors: given.errors,
        });
      const saved = answersTo(db, details.order.id).find(({ id }) => id === given.id);
      return saved ? reply.code(201).send(saved) : sendProblem(request, reply, NOT_FOUND);
    },
  );
}
