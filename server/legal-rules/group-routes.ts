import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import { addTargetGroup, endTargetGroup } from './group-changes.ts';
import { readGroupEnd, readGroupForm } from './group-form.ts';
import { GroupPage, GroupsPage, keptEnd, NewGroupPage } from './group-pages.tsx';
import { citizensByGroup, legalRules } from './queries.ts';
import { groupWithDates, type TargetGroup } from './target-groups.ts';

const readers = { access: 'signed-in' as const };
const editors = { access: ['administrator'] as const };
const Params = Type.Object({ code: Type.String({ maxLength: 60 }) });

/** The target groups: new ones from a day, old ones to a day, and which follows which. */
export function targetGroupRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.targetGroups,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const asked = textOf(request.query, 'dato');
      const date = isIsoDate(asked) ? asked : undefined;
      const { groups } = legalRules(db);
      return reply.page(
        GroupsPage({ view: request.view(reply), groups, date, citizens: citizensByGroup(db) }),
      );
    },
  );

  app.get(paths.newTargetGroup, { config: editors }, async (request, reply) =>
    showNew(request, reply, EMPTY_FORM),
  );

  app.post(
    paths.targetGroups,
    { config: editors, schema: { body: FieldsSchema } },
    async (request, reply) => {
      const { draft, errors } = readGroupForm(request.body, legalRules(db).groups);
      if (!draft) return showNew(request, reply.code(422), { values: request.body, errors });
      const doing = { actor: actorOf(request), at: now().toISOString() };
      if (addTargetGroup(db, draft, doing) === 'taken') return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.targetGroups, 'maalgruppe-gemt'), 303);
    },
  );

  app.get(
    paths.targetGroup(':code'),
    { config: editors, schema: { params: Params } },
    async (request, reply) => {
      const group = find(request.params.code);
      if (!group) return sendProblem(request, reply, NOT_FOUND);
      return showGroup(request, reply, { group, form: { values: keptEnd(group), errors: [] } });
    },
  );

  app.post(
    paths.targetGroupEnded(':code'),
    { config: editors, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const group = find(request.params.code);
      if (!group) return sendProblem(request, reply, NOT_FOUND);
      const { groups } = legalRules(db);
      const { draft, errors } = readGroupEnd(request.body, group, { groups, today: today() });
      if (!draft) {
        return showGroup(request, reply.code(422), { group, form: { values: request.body, errors } });
      }
      if (isOvertaken(request.body, keptEnd(group))) {
        const form = { values: request.body, errors: [], saved: keptEnd(group) };
        return showGroup(request, reply.code(409), { group, form });
      }
      endTargetGroup(db, group.code, draft, { actor: actorOf(request), at: now().toISOString() });
      return reply.redirect(withMessage(paths.targetGroups, 'maalgruppe-ophoer'), 303);
    },
  );

  function find(code: string): TargetGroup | undefined {
    return legalRules(db).groups.find((group) => group.code === code);
  }

  function options(but?: string): [string, string][] {
    return legalRules(db)
      .groups.filter(({ code }) => code !== but)
      .map((group) => [group.code, groupWithDates(group, today())]);
  }

  function showNew(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    return reply.page(NewGroupPage({ view: request.view(reply), form, groups: options() }));
  }

  function showGroup(
    request: FastifyRequest,
    reply: FastifyReply,
    { group, form }: { group: TargetGroup; form: FormState },
  ) {
    return reply.page(GroupPage({ view: request.view(reply), form, group, groups: options(group.code) }));
  }
}
