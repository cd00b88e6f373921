import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { IdParams, Nothing, orNull } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { completeNextStep, nextSteps } from './next-steps.ts';
import { type ContactAnswer, correctContact, logContact } from './queries.ts';
import { type ContactDraft, cleanText } from './rules.ts';
import { reinstateContact, withdrawContact } from './withdraw.ts';

const writers = { access: ['konsulent', 'sagsbehandler'] as const };

const Text = Type.Optional(orNull(Type.String({ maxLength: 20_000 })));
const draftFields = {
  contactDate: Type.String({ maxLength: 10 }),
  kind: Type.String({ maxLength: 20, description: 'art i import-format: telefon, besoeg, …' }),
  direction: Type.String({ maxLength: 3, description: 'ud, ind' }),
  outcome: Type.String({ maxLength: 20, description: 'udfald: opnaaet, senere, …' }),
  topic: Text,
  offer: Text,
  contactPerson: Text,
  note: Text,
  nextStep: Text,
  nextStepDate: Type.Optional(orNull(Type.String({ maxLength: 10 }))),
  noPersonInformation: Type.Optional(Type.Boolean()),
};
const NewContact = Type.Object(
  {
    ...draftFields,
    /** sent again after a broken connection, the same key gives the same contact */
    key: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
  },
  { additionalProperties: false },
);
const Correction = Type.Object(
  { ...draftFields, reason: Type.String({ maxLength: 20_000 }) },
  { additionalProperties: false },
);
const Saved = Type.Object({ id: Type.Integer(), pNumber: Type.Integer() });
const Step = Type.Object({
  id: Type.Integer(),
  pNumber: Type.Integer(),
  name: Type.String(),
  phone: orNull(Type.String()),
  nextStep: orNull(Type.String()),
  nextStepDate: Type.String(),
  contactPerson: orNull(Type.String()),
  contactDate: Type.String(),
  takenOverFrom: orNull(Type.String()),
});
const Steps = Type.Object({
  total: Type.Integer(),
  rows: Type.Array(Step),
});
const NextSteps = Type.Object({ overdue: Steps, today: Steps, later: Steps });

/** The same contacts for machines: the rules and rights of the pages. */
export function contactApi(app: App, { db, now, today }: AppContext): void {
  app.post(
    paths.api('companies/:pNumber/contacts'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        params: Type.Object({ pNumber: Type.String() }),
        body: NewContact,
        response: { 201: Saved },
        tags: ['Kontakter'],
        summary: 'Log en kontakt',
      },
    },
    async (request, reply) => {
      const { key = null, ...body } = request.body;
      const entry = {
        pNumber: idOf(request.params.pNumber),
        draft: toDraft(body),
        formKey: key,
        ticked: body.noPersonInformation,
      };
      return answer(request, reply, logContact(db, entry, doing(request)));
    },
  );

  app.post(
    paths.api('contacts/:id/corrections'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        params: Type.Object({ id: Type.String() }),
        body: Correction,
        response: { 201: Saved },
        tags: ['Kontakter'],
        summary: 'Ret en kontakt; den gamle udgave bevares',
      },
    },
    async (request, reply) => {
      const { reason, ...body } = request.body;
      const { noPersonInformation: ticked } = body;
      const id = idOf(request.params.id);
      const correction = { id, draft: toDraft(body), reason: cleanText(reason), ticked };
      return answer(request, reply, correctContact(db, correction, doing(request)));
    },
  );

  app.post(
    paths.api('contacts/:id/withdrawal'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        params: IdParams,
        body: Type.Object({ reason: Type.String({ maxLength: 20_000 }) }, { additionalProperties: false }),
        response: { 201: Saved },
        tags: ['Kontakter'],
        summary: 'Træk en kontakt tilbage, som aldrig fandt sted; tidligere opgørelser ændres ikke',
      },
    },
    async (request, reply) => {
      const withdrawal = { id: idOf(request.params.id), reason: cleanText(request.body.reason) };
      return answer(request, reply, withdrawContact(db, withdrawal, doing(request)));
    },
  );

  app.post(
    paths.api('contacts/:id/reinstatement'),
    {
      config: { ...writers, problems: [404, 409] },
      schema: {
        params: IdParams,
        response: { 201: Saved },
        tags: ['Kontakter'],
        summary: 'Fortryd, at en kontakt blev trukket tilbage; svaret er den nye udgave',
      },
    },
    async (request, reply) =>
      answer(request, reply, reinstateContact(db, idOf(request.params.id), doing(request))),
  );

  app.get(
    paths.api('next-steps'),
    {
      config: writers,
      schema: {
        response: { 200: NextSteps },
        tags: ['Kontakter'],
        summary: 'Dine næste skridt: overskredet, i dag, senere',
      },
    },
    async (request) => nextSteps(db, actorOf(request).userId, today()),
  );

  app.post(
    paths.api('contacts/:id/next-step-completion'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        params: IdParams,
        response: { 204: Nothing },
        tags: ['Kontakter'],
        summary: 'Næste skridt er klaret',
      },
    },
    async (request, reply) => {
      const done = completeNextStep(db, idOf(request.params.id), doing(request));
      return done ? reply.code(204).send(null) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, result: ContactAnswer) {
  switch (result.outcome) {
    case 'saved':
      return reply.code(201).send({ id: result.id, pNumber: result.pNumber });
    case 'unknown':
      return sendProblem(request, reply, NOT_FOUND);
    case 'stale':
      return sendProblem(request, reply, STALE);
    case 'refused':
      return sendProblem(request, reply, {
        status: 422,
        title: 'Kontakten kan ikke gemmes',
        errors: result.errors,
      });
  }
}

type DraftBody = Omit<Static<typeof NewContact>, 'key'>;

function toDraft(body: DraftBody): ContactDraft {
  return {
    contactDate: body.contactDate,
    kind: body.kind,
    direction: body.direction,
    outcome: body.outcome,
    topic: cleanText(body.topic),
    offer: cleanText(body.offer),
    contactPerson: cleanText(body.contactPerson),
    note: cleanText(body.note),
    nextStep: cleanText(body.nextStep),
    nextStepDate: body.nextStepDate || null,
  };
}
