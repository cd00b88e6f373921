import { Type } from 'typebox';
import { Nothing } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { endSession, startSession } from '../plugins/session.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { findUser, signIn } from './queries.ts';
import { SignInPage } from './sign-in-page.tsx';

const Credentials = Type.Object(
  {
    brugernavn: Type.String({ maxLength: 100 }),
    adgangskode: Type.String({ maxLength: 200 }),
    til: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);
const ApiCredentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
const Me = Type.Object({ username: Type.String(), name: Type.String(), roles: Type.Array(Type.String()) });

const REFUSALS = {
  wrong: 'Brugernavn eller adgangskode er forkert.',
  wait: 'For mange forsøg. Vent et kvarter, eller bed en administrator om en ny adgangskode.',
};

export function signInRoutes(app: App, { db, now, secureCookies }: AppContext): void {
  app.get(paths.signIn, { config: { access: 'public' } }, async (request, reply) => {
    if (request.actor) return reply.redirect(paths.home, 303);
    const { til } = request.query as { til?: string };
    return reply.page(SignInPage({ view: request.view(reply), form: EMPTY_FORM, wanted: til ?? '' }));
  });

  app.post(
    paths.signIn,
    { config: { access: 'public', withoutFormToken: true }, schema: { body: Credentials } },
    async (request, reply) => {
      const { brugernavn, adgangskode, til } = request.body;
      const answer = await signIn(db, {
        username: brugernavn,
        password: adgangskode,
        address: request.ip,
        now: now(),
      });
      if (answer.ok) {
        startSession(db, reply, { userId: answer.userId, now: now(), secureCookies });
        return reply.redirect(ownPath(til), 303);
      }
      const form = {
        values: { brugernavn },
        errors: [{ field: 'brugernavn', reason: REFUSALS[answer.reason] }],
      };
      reply.code(answer.reason === 'wait' ? 429 : 401);
      return reply.page(SignInPage({ view: request.view(reply), form, wanted: til ?? '' }));
    },
  );

  app.post(paths.signOut, { config: { access: 'signed-in' } }, async (request, reply) => {
    endSession(db, request, reply, { now: now(), secureCookies });
    return reply.redirect(withMessage(paths.signIn, 'logget-ud'), 303);
  });

  app.post(
    paths.api('session'),
    {
      config: { access: 'public', problems: [401] },
      schema: {
        body: ApiCredentials,
        response: { 201: Me },
        tags: ['Log ind'],
        summary: 'Log ind; sætter en cookie',
      },
    },
    async (request, reply) => {
      const { username, password } = request.body;
      const answer = await signIn(db, { username, password, address: request.ip, now: now() });
      if (!answer.ok) {
        return sendProblem(request, reply, {
          status: answer.reason === 'wait' ? 429 : 401,
          title: REFUSALS[answer.reason],
        });
      }
      startSession(db, reply, { userId: answer.userId, now: now(), secureCookies });
      const found = findUser(db, answer.userId);
      return reply.code(201).send({ username, name: found?.name ?? '', roles: found?.roles ?? [] });
    },
  );

  app.get(
    paths.api('session'),
    {
      config: { access: 'signed-in' },
      schema: { response: { 200: Me }, tags: ['Log ind'], summary: 'Hvem er logget ind' },
    },
    async (request) => ({
      username: request.actor?.username ?? '',
      name: request.actor?.name ?? '',
      roles: request.actor?.roles ?? [],
    }),
  );

  app.delete(
    paths.api('session'),
    {
      config: { access: 'signed-in' },
      schema: { response: { 204: Nothing }, tags: ['Log ind'], summary: 'Log ud' },
    },
    async (request, reply) => {
      endSession(db, request, reply, { now: now(), secureCookies });
      return reply.code(204).send(null);
    },
  );
}

const HERE = 'http://here.invalid';

/**
 * Only a path of our own, as a browser reads it: `//evil.example` and `/\evil.example` are addresses elsewhere, and so is
 * either with a tab in it, which browsers leave out.
 */
function ownPath(wanted: string | undefined): string {
  const url = wanted?.startsWith('/') ? URL.parse(wanted, HERE) : null;
  const isOurs = url?.origin === HERE && !url.pathname.startsWith('//');
  return isOurs ? `${url.pathname}${url.search}` : paths.home;
}
