import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { INFORMED_WAYS } from '../../db/schema/contact-persons.ts';
import { firmHead } from '../companies/head.ts';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import { keptPerson, PersonPage, PersonsPage } from './pages.tsx';
import { addPerson, editPerson, findPerson, informPerson, personsAt, versionsOfPerson } from './queries.ts';
import { readPersonForm } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'sagsbehandler'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const PersonParams = Type.Object({ id: Type.String() });

export function personRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.persons(':pNumber'), { config: readers, schema: { params: FirmParams } }, (request, reply) =>
    showPersons(request, reply, idOf(request.params.pNumber)),
  );

  app.post(
    paths.persons(':pNumber'),
    { config: writers, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const entry = { pNumber, draft: readPersonForm(request.body), formKey: formKeyOf(request.body) };
      const answer = addPerson(db, entry, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        return showPersons(request, reply, pNumber, { values: request.body, errors: answer.errors });
      }
      return reply.redirect(withMessage(paths.persons(pNumber), 'person-gemt'), 303);
    },
  );

  app.get(
    paths.person(':id'),
    { config: writers, schema: { params: PersonParams } },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      return showPerson(request, reply, person, { values: keptPerson(person), errors: [] });
    },
  );

  app.post(
    paths.person(':id'),
    { config: writers, schema: { params: PersonParams, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const standing = findPerson(db, id);
      if (standing && isOvertaken(request.body, keptPerson(standing))) {
        reply.code(409);
        const form = { values: request.body, errors: [], saved: keptPerson(standing) };
        return showPerson(request, reply, standing, form);
      }
      const answer = editPerson(db, { id, draft: readPersonForm(request.body) }, doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.persons(answer.pNumber), 'person-rettet'), 303);
      const person = findPerson(db, id);
      if (answer.outcome === 'unknown' || !person) return sendProblem(request, reply, NOT_FOUND);
      reply.code(422);
      return showPerson(request, reply, person, { values: request.body, errors: answer.errors });
    },
  );

  app.post(
    paths.personInformed(':id'),
    { config: writers, schema: { params: PersonParams, body: FieldsSchema } },
    async (request, reply) => {
      const way = oneOf(INFORMED_WAYS, textOf(request.body, 'hvordan'));
      const answer = way && informPerson(db, idOf(request.params.id), way, doing(request));
      if (answer?.outcome !== 'saved') return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.persons(answer.pNumber), 'person-oplyst'), 303);
    },
  );

  function showPersons(request: FastifyRequest, reply: FastifyReply, pNumber: number, form?: FormState) {
    const firm = firmHead(db, pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const { roles } = actorOf(request);
    return reply.page(
      PersonsPage({
        view: request.view(reply),
        firm,
        persons: personsAt(db, pNumber),
        form: form ?? EMPTY_FORM,
        formKey: formKeyOf(form?.values ?? {}),
        mayEdit: roles.includes('konsulent') || roles.includes('sagsbehandler'),
      }),
    );
  }

  function showPerson(
    request: FastifyRequest,
    reply: FastifyReply,
    person: NonNullable<ReturnType<typeof findPerson>>,
    form: FormState,
  ) {
    const firm = firmHead(db, person.pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const versions = versionsOfPerson(db, person.id);
    return reply.page(PersonPage({ view: request.view(reply), firm, person, versions, form }));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
