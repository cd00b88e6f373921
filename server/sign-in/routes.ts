import { Type } from 'typebox';
import { Nothing } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { ownPath } from '../own-path.ts';
import { paths } from '../paths.ts';
import { endSession, startSession } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { findUser, foldUsername } from '../users/queries.ts';
import { WRONG_CODE } from './code-words.ts';
import { placeOf, rememberDevice } from './device.ts';
import { CodePage, SignInPage } from './pages.tsx';
import { checkPassword } from './password.ts';
import { checkCode } from './second-factor.ts';
import { beginStep, endStep, openStep } from './steps.ts';

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
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  { additionalProperties: false },
);
const Code = Type.Object({ kode: Type.String({ maxLength: 40 }) }, { additionalProperties: false });
const Me = Type.Object({ username: Type.String(), name: Type.String(), roles: Type.Array(Type.String()) });

type Refused = { reason: 'wrong' | 'unreadable' } | { reason: 'wait'; waitMs: number };

export function signInRoutes(app: App, { db, now, secureCookies, config }: AppContext): void {
  const { formKey, signIn } = config;
  const offers = (['saml', 'oidc'] as const).filter((offer) => signIn[offer] !== undefined);

  app.get(paths.signIn, { config: { access: 'public' } }, async (request, reply) => {
    if (request.actor) return reply.redirect(paths.home, 303);
    const { til = '', ikke } = request.query as { til?: string; ikke?: string };
    const page = {
      view: request.view(reply),
      form: EMPTY_FORM,
      wanted: til,
      notKept: ikke === 'gemt',
      offers,
    };
    return reply.page(SignInPage(page));
  });

  app.post(
    paths.signIn,
    { config: { access: 'public', withoutFormToken: true }, schema: { body: Credentials } },
    async (request, reply) => {
      const { brugernavn, adgangskode, til } = request.body;
      const place = placeOf(request, { username: foldUsername(brugernavn), formKey, secureCookies });
      const answer = await checkPassword(db, {
        ...place,
        username: brugernavn,
        password: adgangskode,
        now: now(),
      });
      if (answer.ok && answer.needsCode) {
        const begun = { kind: 'engangskode' as const, userId: answer.userId, wanted: ownPath(til) };
        beginStep(db, reply, begun, { now: now(), secureCookies });
        return reply.redirect(paths.signInCode, 303);
      }
      if (answer.ok) {
        begin(reply, { id: answer.userId, username: answer.username });
        return reply.redirect(ownPath(til), 303);
      }
      const reason = refusal(answer, 'Brugernavn eller adgangskode er forkert.');
      const form = { values: { brugernavn }, errors: [{ field: 'brugernavn', reason }] };
      reply.code(answer.reason === 'wait' ? 429 : 401);
      return reply.page(SignInPage({ view: request.view(reply), form, wanted: til ?? '', offers }));
    },
  );

  app.get(paths.signInCode, { config: { access: 'public' } }, async (request, reply) => {
    if (!openStep(db, request, 'engangskode', { now: now(), secureCookies }))
      return reply.redirect(paths.signIn, 303);
    return reply.page(CodePage({ view: request.view(reply), form: EMPTY_FORM }));
  });

  app.post(
    paths.signInCode,
    { config: { access: 'public', withoutFormToken: true }, schema: { body: Code } },
    async (request, reply) => {
      const step = openStep(db, request, 'engangskode', { now: now(), secureCookies });
      const user = step?.userId ? findUser(db, step.userId) : undefined;
      if (!step || !user || user.disabledAt !== null) return reply.redirect(paths.signIn, 303);
      const { id: userId, username } = user;
      const place = placeOf(request, { username, formKey, secureCookies });
      const code = request.body.kode;
      const answer = checkCode(db, { ...place, userId, username, code, now: now(), formKey });
      if (!answer.ok) {
        const errors: FieldError[] = [{ field: 'kode', reason: refusal(answer, WRONG_CODE.wrong) }];
        reply.code(answer.reason === 'wait' ? 429 : 401);
        return reply.page(CodePage({ view: request.view(reply), form: { values: {}, errors } }));
      }
      if (!endStep(db, step.idHash, now())) return reply.redirect(paths.signIn, 303);
      begin(reply, user);
      return reply.redirect(step.wanted, 303);
    },
  );

  app.post(
    paths.api('session'),
    {
      config: { access: 'public', problems: [401] },
      schema: {
        body: ApiCredentials,
        response: { 201: Me },
        tags: ['Log ind'],
        summary: 'Log ind; sætter en cookie. code: engangskode, når brugeren har slået det til',
      },
    },
    async (request, reply) => {
      const { password, code } = request.body;
      const username = foldUsername(request.body.username);
      const place = placeOf(request, { username, formKey, secureCookies });
      const answer = await checkPassword(db, { ...place, username, password, now: now() });
      if (!answer.ok) {
        const title = refusal(answer, 'Brugernavn eller adgangskode er forkert.');
        return sendProblem(request, reply, { status: answer.reason === 'wait' ? 429 : 401, title });
      }
      const { userId } = answer;
      if (answer.needsCode) {
        if (code === undefined)
          return sendProblem(request, reply, { status: 401, title: 'Skriv også engangskoden' });
        const checked = checkCode(db, { ...place, userId, username, code, now: now(), formKey });
        if (!checked.ok) {
          const status = checked.reason === 'wait' ? 429 : 401;
          return sendProblem(request, reply, { status, title: refusal(checked, WRONG_CODE.wrong) });
        }
      }
      begin(reply, { id: userId, username });
      const found = findUser(db, userId);
      return reply.code(201).send({ username, name: found?.name ?? '', roles: found?.roles ?? [] });
    },
  );

  app.get(
    paths.api('session'),
    {
      config: { access: 'signed-in', withoutSecondFactor: true },
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
      config: { access: 'signed-in', withoutSecondFactor: true },
      schema: { response: { 204: Nothing }, tags: ['Log ind'], summary: 'Log ud' },
    },
    async (request, reply) => {
      endSession(db, request, reply, { now: now(), secureCookies });
      return reply.code(204).send(null);
    },
  );

  function begin(reply: Parameters<typeof startSession>[1], user: { id: number; username: string }) {
    startSession(db, reply, {
      userId: user.id,
      method: 'adgangskode',
      atIssuer: null,
      now: now(),
      secureCookies,
    });
    rememberDevice(reply, { username: user.username, formKey, secureCookies });
  }
}

function refusal(answer: Refused, wrong: string): string {
  if (answer.reason !== 'wait') return answer.reason === 'wrong' ? wrong : WRONG_CODE.unreadable;
  const minutes = Math.ceil(answer.waitMs / 60_000);
  return `For mange forsøg. Prøv igen om ${minutes === 1 ? 'et minut' : `${minutes} minutter`}.`;
}
