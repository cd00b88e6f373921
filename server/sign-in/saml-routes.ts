import { createHash, randomBytes } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import { Type } from 'typebox';
import type { Db } from '../../db/client.ts';
import { signInStep, usedAssertion } from '../../db/schema/users.ts';
import type { App, AppContext } from '../context.ts';
import { ownPath } from '../own-path.ts';
import { paths } from '../paths.ts';
import { withMessage } from '../ui/messages.ts';
import { admitPerson, openFor, refuseSignIn, sealAtIssuer } from './entering.ts';
import { findIdentity } from './identity.ts';
import type { Accepted, SamlProvider } from './saml.ts';
import { endSessions } from './sessions.ts';
import { beginStep, endStep, openStep, stepAwaiting } from './steps.ts';

const Wanted = Type.Object({ til: Type.Optional(Type.String({ maxLength: 2000 })) });
const Answer = Type.Object({
  SAMLResponse: Type.String({ maxLength: 300_000 }),
  RelayState: Type.Optional(Type.String({ maxLength: 2000 })),
});
const SignOut = Type.Record(Type.String(), Type.String({ maxLength: 20_000 }));

/** Sign-in at the municipality by SAML 2.0; no routes, nor its libraries in memory, unless it is set up. */
export async function samlRoutes(app: App, context: AppContext): Promise<SamlProvider | undefined> {
  const { db, now, secureCookies, config } = context;
  const { saml: settings, roleMap } = config.signIn;
  if (!settings) return undefined;
  const { createSaml, LevelTooLow } = await import('./saml.ts');
  const saml = createSaml(settings, { publicUrl: config.publicUrl, roleMap });

  app.get(paths.samlMetadata, { config: { access: 'public' } }, async (_request, reply) =>
    reply.type('application/samlmetadata+xml').send(saml.metadata()),
  );

  app.get(
    paths.signInSaml,
    { config: { access: 'public' }, schema: { querystring: Wanted } },
    async (request, reply) => {
      const state = `_${randomBytes(20).toString('hex')}`;
      const begun = { kind: 'saml' as const, state, wanted: ownPath(request.query.til) };
      beginStep(db, reply, begun, { now: now(), secureCookies });
      return reply.redirect(await saml.signInUrl(state), 303);
    },
  );

  // The one form that comes from another site: no cookie of ours is with it, so the signed request id must be one of ours.
  app.post(
    paths.samlAnswer,
    {
      config: { access: 'public', withoutFormToken: true, fromElsewhere: true },
      schema: { body: Answer },
    },
    async (request, reply) => {
      const isOpen = (id: string) => stepAwaiting(db, id, 'saml', now()) !== undefined;
      let accepted: Accepted;
      try {
        accepted = await saml.accept(request.body.SAMLResponse, { now: now(), isOpen });
      } catch (error) {
        request.log.warn({ err: error }, 'an assertion was refused');
        return refuseSignIn(request, reply, error instanceof LevelTooLow ? 'level' : 'refused');
      }
      const step = stepAwaiting(db, accepted.requestId, 'saml', now());
      if (!step || step.userId !== null || !useOnce(db, settings.idp, accepted, now()))
        return refuseSignIn(request, reply, 'refused');
      const admission = await admitPerson(context, accepted.person);
      if (!admission.ok) return refuseSignIn(request, reply, admission.reason);
      const { userId } = admission;
      const atIssuer = sealAtIssuer(config.formKey, userId, accepted.session);
      db.update(signInStep).set({ userId, atIssuer }).where(eq(signInStep.idHash, step.idHash)).run();
      return reply.redirect(paths.samlEnd, 303);
    },
  );

  // Our own page again, with the cookie: only the browser that asked is let in by the answer.
  app.get(paths.samlEnd, { config: { access: 'public' } }, async (request, reply) => {
    const step = openStep(db, request, 'saml', { now: now(), secureCookies });
    if (!step || step.userId === null || !endStep(db, step.idHash, now()))
      return refuseSignIn(request, reply, 'expired');
    openFor(context, reply, { userId: step.userId, method: 'saml', atIssuer: step.atIssuer });
    return reply.redirect(step.wanted, 303);
  });

  app.get(
    paths.samlSignOut,
    { config: { access: 'public' }, schema: { querystring: SignOut } },
    async (request, reply) => {
      const raw = request.url.slice(request.url.indexOf('?') + 1);
      try {
        const profile = await saml.readSignOut(request.query, raw);
        if (!profile) return reply.redirect(withMessage(paths.signIn, 'logget-ud'), 303);
        const known = findIdentity(db, { issuer: settings.idp, subject: profile.nameID });
        if (known) endSessions(db, known.userId, { at: now().toISOString(), by: null });
        return reply.redirect(await saml.signOutAnswer(profile, request.query.RelayState ?? ''), 303);
      } catch (error) {
        request.log.warn({ err: error }, 'a sign-out of the identity provider was refused');
        return refuseSignIn(request, reply, 'refused');
      }
    },
  );
  return saml;
}

/** False for an assertion that has been here before. */
function useOnce(db: Db, idp: string, { assertionId, expiresAt }: Accepted, now: Date): boolean {
  const idHash = createHash('sha256').update(`${idp}\n${assertionId}`).digest('hex');
  return db.transaction(
    (tx) => {
      tx.delete(usedAssertion).where(lt(usedAssertion.expiresAt, now.toISOString())).run();
      return tx.insert(usedAssertion).values({ idHash, expiresAt }).onConflictDoNothing().run().changes === 1;
    },
    { behavior: 'immediate' },
  );
}
