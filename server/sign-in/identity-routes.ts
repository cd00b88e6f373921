import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import type { SignInSettings } from '../sign-in-config.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { findUser } from '../users/queries.ts';
import { giveIdentity, identitiesOf, identitiesOfOthers, takeIdentity } from './identity.ts';
import { IdentitiesPage } from './identity-page.tsx';

const config = { access: ['administrator'] as const };
const Params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });
const LONGEST_SUBJECT = 255;

interface Identity {
  issuer: string;
  subject: string;
}

/** Who at the municipality's own sign-in a user is. */
export function identityRoutes(app: App, { db, now, config: { signIn } }: AppContext): void {
  const issuers = issuersOf(signIn);

  app.get(paths.userIdentities(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const user = findUser(db, Number(request.params.id));
    if (!user) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(IdentitiesPage({ view: request.view(reply), ...shown(user), form: EMPTY_FORM }));
  });

  app.post(
    paths.userIdentities(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const user = findUser(db, Number(request.params.id));
      if (!user) return sendProblem(request, reply, NOT_FOUND);
      const chosen = readIdentity(request.body, user.id);
      if ('errors' in chosen) {
        const form = { values: request.body, errors: chosen.errors };
        return reply.code(422).page(IdentitiesPage({ view: request.view(reply), ...shown(user), form }));
      }
      const change = { at: now().toISOString(), by: actorOf(request).userId };
      giveIdentity(db, { ...chosen, userId: user.id }, change);
      return reply.redirect(withMessage(paths.userIdentities(user.id), 'login-knyttet'), 303);
    },
  );

  app.post(
    paths.userIdentityRemoved(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const userId = Number(request.params.id);
      const identity = {
        issuer: textOf(request.body, 'udsteder'),
        subject: textOf(request.body, 'nummer'),
        userId,
      };
      const change = { at: now().toISOString(), by: actorOf(request).userId };
      if (!takeIdentity(db, identity, change)) return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.userIdentities(userId), 'login-fjernet'), 303);
    },
  );

  function shown(user: { id: number; name: string }) {
    return { user, issuers, identities: identitiesOf(db, user.id), others: identitiesOfOthers(db, user.id) };
  }

  /** One who has been here by the municipality's sign-in, or an issuer and its name for the person. */
  function readIdentity(fields: Fields, userId: number): Identity | { errors: FieldError[] } {
    const known = identitiesOfOthers(db, userId).find(
      (one) => `${one.issuer} ${one.subject}` === textOf(fields, 'kendt'),
    );
    if (known) return { issuer: known.issuer, subject: known.subject };
    const issuer = oneOf(issuers, textOf(fields, 'udsteder'));
    const subject = textOf(fields, 'nummer').normalize('NFC');
    const errors: FieldError[] = [];
    if (!issuer) errors.push({ field: 'udsteder', reason: 'Vælg, hvor brugeren logger ind.' });
    if (subject === '' || subject.length > LONGEST_SUBJECT)
      errors.push({
        field: 'nummer',
        reason: 'Skriv det, kommunens login kalder brugeren, på højst 255 tegn.',
      });
    return issuer && errors.length === 0 ? { issuer, subject } : { errors };
  }
}

function issuersOf({ oidc, saml }: SignInSettings): string[] {
  return [oidc?.issuer ?? [], saml?.idp ?? []].flat();
}
