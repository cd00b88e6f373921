import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import { keptUser, NewUserPage, PasswordPage, UserListPage, UserPage } from './pages.tsx';
import {
  changeUser,
  createUser,
  findUser,
  findUserByUsername,
  hashPassword,
  listTeams,
  listUsers,
  setDisabled,
  setPassword,
} from './queries.ts';
import { readUserForm } from './rules.ts';

const config = { access: ['administrator'] as const };
const Fields = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]));
const Params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });
const UserSummary = Type.Object({
  id: Type.Integer(),
  username: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  teamName: Type.Union([Type.String(), Type.Null()]),
  disabledAt: Type.Union([Type.String(), Type.Null()]),
});

const USERNAME_TAKEN: Problem = { status: 409, title: 'Brugernavnet er taget' };

export function userRoutes(app: App, { db, now }: AppContext): void {
  app.get(paths.users, { config }, async (request, reply) =>
    reply.page(UserListPage({ view: request.view(reply), users: listUsers(db) })),
  );

  app.get(
    paths.api('users'),
    {
      config,
      schema: {
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(UserSummary) },
        tags: ['Brugere'],
        summary: 'Brugere med roller og team',
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'navn', parts: 2 });
      const users = listUsers(db);
      const keyOf = ({ name, id }: (typeof users)[number]) => [name, id];
      const shown = cutTo(users, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (row) => row, total: users.length });
    },
  );

  app.get(paths.newUser, { config }, async (request, reply) =>
    reply.page(NewUserPage({ view: request.view(reply), form: EMPTY_FORM, teams: listTeams(db) })),
  );

  app.post(paths.users, { config, schema: { body: Fields } }, async (request, reply) => {
    const { user, errors } = readUserForm(request.body);
    if (findUserByUsername(db, user.username))
      errors.push({ field: 'brugernavn', reason: 'Brugernavnet er taget.' });
    if (errors.length > 0) {
      const form = { values: request.body, errors };
      return reply.code(422).page(NewUserPage({ view: request.view(reply), form, teams: listTeams(db) }));
    }
    const { password, passwordHash } = await makePassword();
    // Somebody may have taken it while the password was hashed: a double click, or another administrator.
    if (findUserByUsername(db, user.username)) return sendProblem(request, reply, USERNAME_TAKEN);
    createUser(db, { ...user, passwordHash }, change(request));
    return reply.page(
      PasswordPage({ view: request.view(reply), name: user.name, username: user.username, password }),
    );
  });

  app.get(paths.user(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const user = findUser(db, Number(request.params.id));
    if (!user) return sendProblem(request, reply, NOT_FOUND);
    const form = { values: keptUser(user), errors: [] };
    return reply.page(UserPage({ view: request.view(reply), user, form, teams: listTeams(db) }));
  });

  app.post(
    paths.user(':id'),
    { config, schema: { params: Params, body: Fields } },
    async (request, reply) => {
      const user = findUser(db, Number(request.params.id));
      if (!user) return sendProblem(request, reply, NOT_FOUND);
      const { user: typed, errors } = readUserForm({ ...request.body, brugernavn: user.username });
      if (user.id === request.actor?.userId && !typed.roles.includes('administrator')) {
        errors.push({ field: 'roller', reason: 'Du kan ikke tage administratorrollen fra dig selv.' });
      }
      if (errors.length > 0) {
        const form = { values: request.body, errors };
        return reply
          .code(422)
          .page(UserPage({ view: request.view(reply), user, form, teams: listTeams(db) }));
      }
      if (isOvertaken(request.body, keptUser(user))) {
        const form = { values: request.body, errors: [], saved: keptUser(user) };
        return reply
          .code(409)
          .page(UserPage({ view: request.view(reply), user, form, teams: listTeams(db) }));
      }
      changeUser(db, user.id, typed, change(request));
      return reply.redirect(withMessage(paths.user(user.id), 'bruger-rettet'), 303);
    },
  );

  app.post(
    paths.userAccess(':id'),
    { config, schema: { params: Params, body: Fields } },
    async (request, reply) => {
      const user = findUser(db, Number(request.params.id));
      if (!user) return sendProblem(request, reply, NOT_FOUND);
      if (user.id === request.actor?.userId) {
        return sendProblem(request, reply, { status: 409, title: 'Du kan ikke lukke din egen adgang' });
      }
      setDisabled(db, user.id, request.body.adgang !== 'ja', change(request));
      return reply.redirect(withMessage(paths.user(user.id), 'bruger-rettet'), 303);
    },
  );

  app.post(paths.userPassword(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const user = findUser(db, Number(request.params.id));
    if (!user) return sendProblem(request, reply, NOT_FOUND);
    const { password, passwordHash } = await makePassword();
    setPassword(db, user.id, passwordHash, change(request));
    return reply.page(
      PasswordPage({ view: request.view(reply), name: user.name, username: user.username, password }),
    );
  });

  function change(request: { actor: { userId: number } | null }) {
    return { at: now().toISOString(), by: request.actor?.userId ?? null };
  }
}

async function makePassword() {
  const password = randomBytes(12).toString('base64url');
  return { password, passwordHash: await hashPassword(password) };
}
