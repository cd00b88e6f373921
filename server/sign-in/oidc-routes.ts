import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { ownPath } from '../own-path.ts';
import { paths } from '../paths.ts';
import { enter, refuseSignIn } from './entering.ts';
import type { Oidc } from './oidc.ts';
import { beginStep, endStep, openStep } from './steps.ts';

const Wanted = Type.Object({ til: Type.Optional(Type.String({ maxLength: 2000 })) });

/** Sign-in at the municipality by OpenID Connect; no routes, nor its library in memory, unless it is set up. */
export async function oidcRoutes(app: App, context: AppContext): Promise<Oidc | undefined> {
  const { db, now, secureCookies, config } = context;
  const { oidc: settings, roleMap } = config.signIn;
  if (!settings) return undefined;
  const { createOidc } = await import('./oidc.ts');
  const oidc = createOidc(settings, { publicUrl: config.publicUrl, roleMap });

  app.get(
    paths.signInOidc,
    { config: { access: 'public' }, schema: { querystring: Wanted } },
    async (request, reply) => {
      const wanted = ownPath(request.query.til);
      try {
        const { url, ...begun } = await oidc.begin();
        beginStep(db, reply, { kind: 'oidc', wanted, ...begun }, { now: now(), secureCookies });
        return reply.redirect(url, 303);
      } catch (error) {
        request.log.warn({ err: error }, 'the issuer cannot be reached');
        return refuseSignIn(request, reply, 'unreachable');
      }
    },
  );

  app.get(paths.oidcAnswer, { config: { access: 'public' } }, async (request, reply) => {
    const step = openStep(db, request, 'oidc', { now: now(), secureCookies });
    const { state, nonce, codeVerifier } = step ?? {};
    if (!step || !state || !nonce || !codeVerifier || !endStep(db, step.idHash, now()))
      return refuseSignIn(request, reply, 'expired');
    try {
      const answer = new URL(request.url, config.publicUrl);
      const { person, idToken } = await oidc.finish(answer, { state, nonce, codeVerifier });
      return await enter(context, request, reply, {
        person,
        method: 'oidc',
        atIssuer: { idToken },
        wanted: step.wanted,
      });
    } catch (error) {
      request.log.warn({ err: error }, 'an answer of the issuer was refused');
      return refuseSignIn(request, reply, 'refused');
    }
  });
  return oidc;
}
