import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { WRONG_CODE as WRONG } from './code-words.ts';
import { placeOf } from './device.ts';
import { FactorPage, RecoveryCodesPage, SetUpPage } from './factor-pages.tsx';
import {
  beginFactor,
  checkCode,
  confirmFactor,
  factorState,
  factorToSetUp,
  hasFactor,
  renewRecoveryCodes,
  resetFactor,
} from './second-factor.ts';

const config = { access: 'signed-in' as const, withoutSecondFactor: true };
const ALREADY = { status: 409, title: 'Engangskoder er allerede slået til' };

/** A user's own second factor. */
export function factorRoutes(app: App, { db, now, secureCookies, config: { formKey } }: AppContext): void {
  app.get(paths.ownFactor, { config }, async (request, reply) =>
    reply.page(page(request, reply, EMPTY_FORM)),
  );

  app.post(paths.ownFactor, { config }, async (request, reply) => {
    const { userId } = actorOf(request);
    if (hasFactor(db, userId)) return sendProblem(request, reply, ALREADY);
    beginFactor(db, { userId, at: now().toISOString(), formKey });
    return reply.redirect(paths.ownFactor, 303);
  });

  app.post(paths.ownFactorConfirmed, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const { userId } = actorOf(request);
    if (hasFactor(db, userId)) return sendProblem(request, reply, ALREADY);
    const code = textOf(request.body, 'kode');
    const codes = confirmFactor(db, { userId, code, now: now(), formKey });
    if (!codes)
      return reply
        .code(422)
        .page(page(request, reply, wrongCode('Koden passer ikke. Skriv den, appen viser nu.')));
    return reply.page(RecoveryCodesPage({ view: request.view(reply), codes }));
  });

  app.post(paths.ownRecoveryCodes, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const refused = check(request, actor, textOf(request.body, 'kode'));
    if (refused) return reply.code(422).page(page(request, reply, refused));
    const codes = renewRecoveryCodes(db, actor.userId, now().toISOString());
    return reply.page(RecoveryCodesPage({ view: request.view(reply), codes }));
  });

  app.post(paths.ownFactorRemoved, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const refused = check(request, actor, textOf(request.body, 'kode'));
    if (refused) return reply.code(422).page(page(request, reply, refused));
    resetFactor(db, actor.userId, { at: now().toISOString(), by: actor.userId });
    return reply.redirect(withMessage(paths.ownFactor, 'engangskode-fjernet'), 303);
  });

  type Request = Parameters<typeof actorOf>[0];

  function page(request: Request, reply: Parameters<Request['view']>[0], form: FormState) {
    const { userId, username } = actorOf(request);
    const toSetUp = factorToSetUp(db, { userId, username, formKey });
    const view = request.view(reply);
    if (toSetUp) return SetUpPage({ view, form, toSetUp });
    return FactorPage({
      view,
      form,
      state: factorState(db, { userId, formKey }),
      demanded: request.lacksSecondFactor,
    });
  }

  /** A code again before anything is changed: the one at the screen may not be the one who signed in. */
  function check(request: Request, { userId, username }: Actor, code: string): FormState | undefined {
    const place = placeOf(request, { username, formKey, secureCookies });
    const answer = checkCode(db, { ...place, userId, username, code, now: now(), formKey });
    if (answer.ok) return undefined;
    return wrongCode(
      answer.reason === 'wait' ? 'For mange forsøg. Vent lidt, og prøv igen.' : WRONG[answer.reason],
    );
  }
}

function wrongCode(reason: string): FormState {
  return { values: {}, errors: [{ field: 'kode', reason }] };
}
