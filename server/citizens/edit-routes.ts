import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { editCitizen, stateOf, undoEdit } from './edit.ts';
import { citizenFormValues, readCitizenForm } from './edit-form.ts';
import { EditCitizenPage } from './edit-page.tsx';
import { citizenOpener } from './opening.ts';
import type { CitizenDetails } from './queries.ts';
import { nameOrKey } from './rules.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** The citizen's facts and words, changed by the own sagsbehandler alone; never over somebody else's change. */
export function editCitizenRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findOwn, log } = citizenOpener(context);

  app.get(paths.editCitizen(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findOwn(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    const values = citizenFormValues(stateOf(details));
    return reply.page(formPage(request, reply, details, { values, errors: [] }));
  });

  app.post(
    paths.editCitizen(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { id } = details.citizen;
      const version = Number(textOf(request.body, 'version'));
      const { state, errors } = readCitizenForm(request.body, today());
      const typed = { values: request.body, errors };
      if (!state) return reply.code(422).page(formPage(request, reply, details, typed, version));
      const before = stateOf(details);
      if (editCitizen(db, { id, before, after: state, version }, doing(request)) === 'stale')
        return reply
          .code(409)
          .page(formPage(request, reply, details, { ...typed, saved: citizenFormValues(before) }));
      return reply.redirect(withMessage(paths.citizen(id), 'borger-rettet'), 303);
    },
  );

  app.post(
    paths.citizenEditUndone(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      if (undoEdit(db, details.citizen.id, doing(request)) === 'stale')
        return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.citizen(details.citizen.id), 'borger-fortrudt'), 303);
    },
  );

  /** `version`: as it was typed on; without it the present one. */
  function formPage(
    request: FastifyRequest,
    reply: Parameters<FastifyRequest['view']>[0],
    details: CitizenDetails,
    form: FormState,
    version = details.citizen.version,
  ) {
    log(request, [details.citizen], 'borgerside');
    const citizen = { id: details.citizen.id, name: nameOrKey(details.citizen), version };
    return EditCitizenPage({ view: request.view(reply), citizen, form });
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}
