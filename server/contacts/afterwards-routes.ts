import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { leaveUsualStep, takeUsualStep } from './afterwards.ts';
import { findContact } from './queries.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** After logging: the usual next step, taken with one tap and taken back with another. */
export function afterwardsRoutes(app: App, { db, now }: AppContext): void {
  app.post(
    paths.usualStep(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const doing = { actor: actorOf(request), at: now().toISOString() };
      const text = textOf(request.body, 'skridt');
      const taken = takeUsualStep(db, id, text, doing);
      if (taken) return reply.redirect(withMessage(paths.company(taken.pNumber), 'skridt-taget'), 303);
      const old = findContact(db, id);
      if (!old || old.recordedBy !== doing.actor.userId) return sendProblem(request, reply, NOT_FOUND);
      // The second click of two: it has the step that was asked for.
      if (old.nextStep === text)
        return reply.redirect(withMessage(paths.company(old.pNumber), 'skridt-taget'), 303);
      return sendProblem(request, reply, STALE);
    },
  );

  app.post(
    paths.usualStepUndone(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const doing = { actor: actorOf(request), at: now().toISOString() };
      const left = leaveUsualStep(db, idOf(request.params.id), doing);
      if (!left) return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.company(left.pNumber), 'skridt-fortrudt'), 303);
    },
  );
}
