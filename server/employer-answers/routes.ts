import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { EMPLOYER_ANSWERS } from '../../db/schema/order-work.ts';
import { formKeyOf } from '../contacts/form.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findOrder, type OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { isTicked, TICK } from '../persons/person-check.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { can } from '../rights.ts';
import { type Fields, FieldsSchema, idOf, oneOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { GivenAnswerPage, NewAnswerPage } from './pages.tsx';
import { type AnswerDraft, answerEmployer, answersTo } from './queries.ts';
import { draftText } from './words.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const Params = Type.Object({ id: Type.String() });
const AnswerParams = Type.Object({ id: Type.String(), answerId: Type.String() });

/** The rules' names and the form's. */
const FORM_FIELDS: Readonly<Record<string, string>> = {
  text: 'tekst',
  kind: 'art',
  outcome: 'udfald',
  contactPerson: 'person',
  noPersonInformation: TICK,
};

/** Løfteuret: the employer hears something in time, also when nobody fits. */
export function employerAnswerRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.newEmployerAnswer(':id'),
    { config: writers, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const answer = oneOf(EMPLOYER_ANSWERS, textOf(request.query, 'svar')) ?? 'paa_vej';
      const view = request.view(reply);
      const { unitName, municipalityName } = view;
      const { name } = actorOf(request);
      const tekst = draftText(answer, { title: details.order.title, name, unitName, municipalityName });
      const values = { svar: answer, tekst, art: 'mail', udfald: 'opnaaet' };
      return show(request, reply, details, { values, errors: [] }, randomUUID());
    },
  );

  app.post(
    paths.newEmployerAnswer(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const formKey = formKeyOf(request.body);
      const { order } = details;
      const given = { order, draft: readAnswer(request.body), formKey };
      const doing = { actor: actorOf(request), at: now().toISOString() };
      const answer = answerEmployer(db, given, doing);
      if ('id' in answer) {
        const page = given.draft.text ? paths.employerAnswer(order.id, answer.id) : paths.jobOrder(order.id);
        return reply.redirect(withMessage(page, 'svar-gemt'), 303);
      }
      const errors = answer.errors.map(({ field, reason }) => ({
        field: FORM_FIELDS[field] ?? field,
        reason,
      }));
      return show(request, reply.code(422), details, { values: request.body, errors }, formKey);
    },
  );

  app.get(
    paths.employerAnswer(':id', ':answerId'),
    { config: readers, schema: { params: AnswerParams } },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      const given = details && answersTo(db, details.order.id).find(isId(idOf(request.params.answerId)));
      if (!details || !given) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(GivenAnswerPage({ view: request.view(reply), details, given }));
    },
  );

  function findOwn(request: FastifyRequest, id: string): OrderDetails | undefined {
    const details = findOrder(db, idOf(id), today());
    return details && can(actorOf(request), 'change order', details) ? details : undefined;
  }
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  details: OrderDetails,
  form: FormState,
  formKey: string,
) {
  return reply.page(NewAnswerPage({ view: request.view(reply), details, form, formKey }));
}

function readAnswer(fields: Fields): AnswerDraft {
  return {
    answer: oneOf(EMPLOYER_ANSWERS, textOf(fields, 'svar')) ?? 'paa_vej',
    text: cleanText(textOf(fields, 'tekst').replaceAll('\r\n', '\n')),
    contact: {
      kind: textOf(fields, 'art'),
      outcome: textOf(fields, 'udfald'),
      contactPerson: cleanText(textOf(fields, 'person')),
    },
    ticked: isTicked(fields),
  };
}

function isId(wanted: number) {
  return ({ id }: { id: number }) => id === wanted;
}
