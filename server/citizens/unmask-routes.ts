import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { citizenOpener } from './opening.ts';
import { UNMASK_PURPOSES, unmaskCpr } from './unmask.ts';
import { ShownCprPage, UnmaskPage } from './unmask-pages.tsx';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

const NO_KEYS: Problem = {
  status: 503,
  title: 'CPR-numre kan ikke vises lige nu. Administratoren skal sætte nøglerne til dem.',
};

/** The whole CPR number, for the own sagsbehandler alone, one look at a time: in the answer to a form, never at an address. */
export function unmaskRoutes(app: App, context: AppContext): void {
  const { db, now } = context;
  const { findOwn, log } = citizenOpener(context);

  app.get(paths.citizenCpr(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findOwn(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    log(request, [details.citizen], 'borgerside');
    const { citizen, hasCpr } = details;
    return reply.page(UnmaskPage({ view: request.view(reply), citizen, hasCpr, form: EMPTY_FORM }));
  });

  app.post(
    paths.citizenCpr(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { citizen, hasCpr } = details;
      const purpose = oneOf(UNMASK_PURPOSES, textOf(request.body, 'formaal'));
      if (!purpose) {
        log(request, [citizen], 'borgerside');
        const errors = [{ field: 'formaal', reason: 'Vælg, hvad nummeret skal bruges til.' }];
        const form = { values: {}, errors };
        return reply.code(422).page(UnmaskPage({ view: request.view(reply), citizen, hasCpr, form }));
      }
      const keys = context.config.cprKeys;
      if (!keys) return sendProblem(request, reply, NO_KEYS);
      const cpr = unmaskCpr(db, citizen.id, {
        keys,
        purpose,
        at: now().toISOString(),
        userId: actorOf(request).userId,
        logRead: () => log(request, [citizen], 'cpr'),
      });
      if (cpr === null) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(ShownCprPage({ view: request.view(reply), citizen, cpr }));
    },
  );
}
