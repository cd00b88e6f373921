import { readSettings } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, FieldsSchema } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { hashPassword, setPassword } from '../users/queries.ts';
import { placeOf } from './device.ts';
import { passwordFault } from './new-password.ts';
import { checkPassword } from './password.ts';
import { OwnPasswordPage } from './password-page.tsx';

const config = { access: 'signed-in' as const };

/** One's own local password. */
export function passwordRoutes(app: App, { db, now, secureCookies, config: { formKey } }: AppContext): void {
  app.get(paths.ownPassword, { config }, async (request, reply) =>
    reply.page(OwnPasswordPage({ view: request.view(reply), form: EMPTY_FORM })),
  );

  app.post(paths.ownPassword, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const [old, fresh, repeated] = ['nuvaerende', 'ny', 'gentaget'].map((name) => rawOf(request.body, name));
    const errors: FieldError[] = [];
    const fault = await passwordFault(fresh ?? '', { ...actor, ...readSettings(db) });
    if (fault) errors.push({ field: 'ny', reason: fault });
    else if (fresh === old) errors.push({ field: 'ny', reason: 'Den er den samme som den nuværende.' });
    else if (fresh !== repeated)
      errors.push({ field: 'gentaget', reason: 'De to nye adgangskoder er ikke ens.' });
    // Asked last, and counted as a sign-in: whoever sits at an open screen does not get to guess for free.
    if (errors.length === 0) errors.push(...(await oldIsWrong(request, old ?? '')));
    if (errors.length > 0)
      return reply
        .code(422)
        .page(OwnPasswordPage({ view: request.view(reply), form: { values: {}, errors } }));

    const passwordHash = await hashPassword(fresh ?? '');
    setPassword(db, actor.userId, passwordHash, {
      at: now().toISOString(),
      by: actor.userId,
      but: request.sessionHash,
    });
    return reply.redirect(withMessage(paths.own, 'adgangskode-skiftet'), 303);
  });

  async function oldIsWrong(request: Parameters<typeof actorOf>[0], password: string): Promise<FieldError[]> {
    const { username } = actorOf(request);
    const place = placeOf(request, { username, formKey, secureCookies });
    const answer = await checkPassword(db, { ...place, username, password, now: now() });
    if (answer.ok) return [];
    const reason =
      answer.reason === 'wait' ? 'For mange forsøg. Vent lidt, og prøv igen.' : 'Adgangskoden er forkert.';
    return [{ field: 'nuvaerende', reason }];
  }
}

/** As typed: a space at an end belongs to a password. */
function rawOf(fields: Fields, name: string): string {
  return [fields[name] ?? ''].flat()[0] ?? '';
}
