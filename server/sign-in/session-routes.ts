import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf, endSession } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { withMessage } from '../ui/messages.ts';
import { findUser } from '../users/queries.ts';
import { openAtIssuer } from './entering.ts';
import type { Oidc } from './oidc.ts';
import type { SamlProvider } from './saml.ts';
import { resetFactor } from './second-factor.ts';
import { SessionsPage, SignedOutPage } from './session-pages.tsx';
import { atIssuerOf, endSessions, openSessions } from './sessions.ts';

/** The municipality's own sign-in, where it is set up. */
interface Issuers {
  oidc: Oidc | undefined;
  saml: SamlProvider | undefined;
}

const own = { access: 'signed-in' as const, withoutSecondFactor: true };
const administrator = { access: ['administrator'] as const };
const Params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });

/** Where one is signed in, and the ways out: one's own, and an administrator's for others. */
export function sessionRoutes(
  app: App,
  { db, now, secureCookies, config }: AppContext,
  issuers: Issuers,
): void {
  app.get(paths.ownSessions, { config: own }, async (request, reply) => {
    const sessions = openSessions(db, actorOf(request).userId, now());
    return reply.page(SessionsPage({ view: request.view(reply), sessions, current: request.sessionHash }));
  });

  app.post(paths.signOut, { config: own }, async (request, reply) => {
    const elsewhere = await signOutUrl(request).catch((error) => {
      request.log.warn({ err: error }, 'no sign-out at the issuer');
      return undefined;
    });
    endSession(db, request, reply, { now: now(), secureCookies });
    if (!elsewhere) return reply.redirect(withMessage(paths.signIn, 'logget-ud'), 303);
    // A page of ours on the way: form-action 'self' stops a form that is answered by a redirect to another site.
    request.actor = null;
    reply.header('refresh', `0;url=${elsewhere}`);
    return reply.page(SignedOutPage({ view: request.view(reply), elsewhere }));
  });

  app.post(paths.ownSessionsEnded, { config: own }, async (request, reply) => {
    const { userId } = actorOf(request);
    endSessions(db, userId, { at: now().toISOString(), by: userId });
    endSession(db, request, reply, { now: now(), secureCookies });
    return reply.redirect(withMessage(paths.signIn, 'logget-ud-overalt'), 303);
  });

  app.post(
    paths.userSessionsEnded(':id'),
    { config: administrator, schema: { params: Params } },
    async (request, reply) => {
      const user = findUser(db, Number(request.params.id));
      if (!user) return sendProblem(request, reply, NOT_FOUND);
      endSessions(db, user.id, { at: now().toISOString(), by: actorOf(request).userId });
      return reply.redirect(withMessage(paths.user(user.id), 'logins-afsluttet'), 303);
    },
  );

  app.post(
    paths.userFactorReset(':id'),
    { config: administrator, schema: { params: Params } },
    async (request, reply) => {
      const user = findUser(db, Number(request.params.id));
      if (!user) return sendProblem(request, reply, NOT_FOUND);
      // Whoever has an administrator's open screen must not get rid of the code that guards it.
      if (user.id === actorOf(request).userId)
        return sendProblem(request, reply, {
          status: 409,
          title: 'Dine egne engangskoder slår du fra med en kode',
        });
      resetFactor(db, user.id, { at: now().toISOString(), by: actorOf(request).userId });
      return reply.redirect(withMessage(paths.user(user.id), 'engangskode-nulstillet'), 303);
    },
  );

  async function signOutUrl(request: FastifyRequest): Promise<string | undefined> {
    const sealed = request.sessionHash ? atIssuerOf(db, request.sessionHash) : null;
    if (!sealed) return undefined;
    const atIssuer = openAtIssuer(config.formKey, actorOf(request).userId, sealed);
    return 'idToken' in atIssuer
      ? issuers.oidc?.signOutUrl(atIssuer.idToken)
      : issuers.saml?.signOutUrl(atIssuer);
  }
}
