import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { citizenOpener } from '../citizens/opening.ts';
import type { CitizenDetails } from '../citizens/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { eraseCitizen, hindrancesOf } from './erase.ts';
import { mustWait, readErasure } from './erasure-form.ts';
import { ErasurePage } from './erasure-pages.tsx';
import { mentionsOf } from './mentions.ts';
import { previewErasure } from './what-goes.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** »Slet borger«: what will go is shown first, and what is done cannot be undone. */
export function erasureRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findHolder, log } = citizenOpener(context);

  app.get(paths.citizenErasure(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findHolder(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    return showPreview(request, reply, details, EMPTY_FORM);
  });

  app.post(
    paths.citizenErasure(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const busy = mustWait(db);
      if (busy) return sendProblem(request, reply, busy);
      const { reason, errors } = readErasure(request.body);
      if (errors.length > 0 || !reason || hindrancesOf(db, details.citizen.id, today()).length > 0) {
        reply.code(errors.length > 0 ? 422 : 409);
        return showPreview(request, reply, details, { values: request.body, errors });
      }
      const erasing = { reason, at: now().toISOString(), by: actorOf(request).userId };
      eraseCitizen(db, context.config.files, details.citizen.id, erasing);
      return reply.redirect(withMessage(paths.citizens, 'borger-slettet'), 303);
    },
  );

  function showPreview(
    request: FastifyRequest,
    reply: FastifyReply,
    details: CitizenDetails,
    form: FormState,
  ) {
    const { citizen } = details;
    log(request, [citizen], 'borgerside');
    return reply.page(
      ErasurePage({
        view: request.view(reply),
        citizen,
        going: previewErasure(db.$client, citizen.id),
        mentions: mentionsOf(db.$client, citizen.name),
        hindrances: hindrancesOf(db, citizen.id, today()),
        form,
      }),
    );
  }
}
