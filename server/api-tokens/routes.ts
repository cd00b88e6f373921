import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { addDays } from '../ui/dates.ts';
import { FieldsSchema } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { hashPassword, listTeams } from '../users/queries.ts';
import { readTokenForm } from './form.ts';
import { NewTokenPage, TokenPage, TokensPage } from './pages.tsx';
import { createToken, listTokens, withdrawToken } from './tokens.ts';

const config = { access: ['administrator'] as const };
const Params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });
const USUAL_DAYS = 90;
const USUAL_A_MINUTE = '120';

/** Which programs may call the API, with what; an administrator gives and takes. */
export function apiTokenRoutes(app: App, { db, now, today, config: { publicUrl } }: AppContext): void {
  app.get(paths.apiTokens, { config }, async (request, reply) =>
    reply.page(TokensPage({ view: request.view(reply), tokens: listTokens(db), now: now().toISOString() })),
  );

  app.get(paths.newApiToken, { config }, async (request, reply) => {
    const values = { sidste_dag: addDays(today(), USUAL_DAYS), pr_minut: USUAL_A_MINUTE };
    const form = { values, errors: [] };
    return reply.page(NewTokenPage({ view: request.view(reply), form, teams: listTeams(db) }));
  });

  app.post(paths.apiTokens, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const { token: typed, errors } = readTokenForm(request.body, today());
    const made = errors.length === 0 ? await make(typed) : undefined;
    if (made !== undefined)
      return reply.page(TokenPage({ view: request.view(reply), name: typed.name, token: made, publicUrl }));
    if (errors.length === 0)
      errors.push({ field: 'navn', reason: 'Et program med det navn har allerede en nøgle.' });
    const form = { values: request.body, errors };
    return reply.code(422).page(NewTokenPage({ view: request.view(reply), form, teams: listTeams(db) }));

    async function make(token: typeof typed): Promise<string | undefined> {
      const unusableHash = await hashPassword(randomUUID());
      return createToken(db, token, { at: now().toISOString(), by: actorOf(request).userId, unusableHash });
    }
  });

  app.post(paths.apiTokenWithdrawn(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const change = { at: now().toISOString(), by: actorOf(request).userId };
    if (!withdrawToken(db, Number(request.params.id), change)) return sendProblem(request, reply, NOT_FOUND);
    return reply.redirect(withMessage(paths.apiTokens, 'noegle-trukket'), 303);
  });
}
