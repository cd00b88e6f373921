import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { firmHead } from '../companies/head.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { findPerson } from '../persons/queries.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { erasePerson } from './erase-person.ts';
import { mustWait, readErasure } from './erasure-form.ts';
import { mentionsOf } from './mentions.ts';
import { PersonErasurePage } from './person-pages.tsx';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** Somebody at a firm has the same right to be erased; the talks with them stay, without their name. */
export function personErasureRoutes(app: App, { db, now, today, config: { files } }: AppContext): void {
  app.get(paths.personErasure(':id'), { config, schema: { params: Params } }, async (request, reply) =>
    showPreview(request, reply, EMPTY_FORM),
  );

  app.post(
    paths.personErasure(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      const busy = mustWait(db);
      if (busy) return sendProblem(request, reply, busy);
      const { reason, errors } = readErasure(request.body);
      if (!reason || errors.length > 0) {
        reply.code(422);
        return showPreview(request, reply, { values: request.body, errors });
      }
      const erasing = { reason, at: now().toISOString(), by: actorOf(request).userId };
      erasePerson(db, files, person.id, erasing);
      return reply.redirect(withMessage(paths.persons(person.pNumber), 'person-slettet'), 303);
    },
  );

  function showPreview(
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    form: FormState,
  ) {
    const person = findPerson(db, idOf(request.params.id));
    const firm = person && firmHead(db, person.pNumber, today());
    if (!person || !firm) return sendProblem(request, reply, NOT_FOUND);
    const mentions = mentionsOf(db.$client, person.name);
    return reply.page(PersonErasurePage({ view: request.view(reply), firm, person, mentions, form }));
  }
}
