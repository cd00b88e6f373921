import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { RULE_KINDS, type RuleKind } from '../../db/schema/legal-rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { endOfLocalDate, isIsoDate } from '../ui/dates.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { addRule, correctRule } from './changes.ts';
import { effectOn } from './effect.ts';
import { comingChanges, findRule, type RuleVersion, ruleHistory, rulesInForce } from './history.ts';
import { legalRules, rulesKnownAt } from './queries.ts';
import { formOf, readAbout, readRuleForm } from './rule-form.ts';
import { RuleFormPage } from './rule-form-page.tsx';
import { RulePage } from './rule-page.tsx';
import { ruleOn } from './rules.ts';
import { RulesPage } from './rules-page.tsx';
import { groupWithDates } from './target-groups.ts';

const readers = { access: 'signed-in' as const };
const editors = { access: ['administrator'] as const };
const Params = Type.Object({ id: Type.String() });

/** The law as it is in force on a date: everybody reads it, an administrator writes it. */
export function legalRuleRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.legalRules,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const [asked, known] = [textOf(request.query, 'dato'), textOf(request.query, 'kendt')];
      const date = isIsoDate(asked) ? asked : today();
      const knownOn = isIsoDate(known) ? known : undefined;
      const rules = knownOn ? rulesKnownAt(db, endOfLocalDate(knownOn)) : legalRules(db);
      const kind = oneOf(RULE_KINDS, textOf(request.query, 'art'));
      const shown = {
        date,
        knownOn,
        kind,
        inForce: rulesInForce(rules, date),
        coming: comingChanges(rules, date),
      };
      return reply.page(RulesPage({ view: request.view(reply), ...shown }));
    },
  );

  app.get(
    paths.newLegalRule,
    { config: editors, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const about = readAbout(request.query);
      if (!about) return sendProblem(request, reply, NOT_FOUND);
      const rules = legalRules(db);
      const standing = ruleOn(rules, about.kind, about.subject, today());
      const values = standing ? { ...formOf(standing, { fromDate: '' }), til: '' } : { art: about.kind };
      const repealed = { ukendt: 'ja', saetning: 'Reglen er ophævet.', kilde: '', sikkerhed: '' };
      const typed = textOf(request.query, 'ophaev') === 'ja' ? { ...values, ...repealed } : values;
      return showForm(request, reply, { about, form: { values: typed, errors: [] } });
    },
  );

  app.post(paths.legalRules, { config: editors, schema: { body: FieldsSchema } }, async (request, reply) => {
    const about = readAbout(request.body);
    if (!about) return sendProblem(request, reply, NOT_FOUND);
    return save(request, reply, { about, fields: request.body });
  });

  app.get(paths.legalRule(':id'), { config: readers, schema: { params: Params } }, async (request, reply) => {
    const rule = findRule(db, idOf(request.params.id));
    if (!rule) return sendProblem(request, reply, NOT_FOUND);
    const { groups } = legalRules(db);
    return reply.page(RulePage({ view: request.view(reply), rule, history: ruleHistory(db, rule), groups }));
  });

  app.get(
    paths.correctLegalRule(':id'),
    { config: editors, schema: { params: Params } },
    async (request, reply) => {
      const rule = findRule(db, idOf(request.params.id));
      if (!rule) return sendProblem(request, reply, NOT_FOUND);
      if (rule.supersededAt !== null) return sendProblem(request, reply, STALE);
      const values = formOf(rule, { fromDate: rule.fromDate });
      return showForm(request, reply, { about: rule, corrected: rule, form: { values, errors: [] } });
    },
  );

  app.post(
    paths.correctLegalRule(':id'),
    { config: editors, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const rule = findRule(db, idOf(request.params.id));
      if (!rule) return sendProblem(request, reply, NOT_FOUND);
      if (rule.supersededAt !== null) return sendProblem(request, reply, STALE);
      return save(request, reply, { about: rule, corrected: rule, fields: request.body });
    },
  );

  interface About {
    about: { kind: RuleKind; subject: string };
    corrected?: RuleVersion;
  }

  function save(
    request: FastifyRequest,
    reply: FastifyReply,
    { about, corrected, fields }: About & { fields: Fields },
  ) {
    const rules = legalRules(db);
    const { draft, errors } = readRuleForm(fields, about, { rules, today: today(), corrected });
    const form = { values: fields, errors };
    const asked = { about, form, ...(corrected ? { corrected } : {}) };
    if (!draft) return showForm(request, reply.code(422), asked);
    if (textOf(fields, 'handling') !== 'gem') {
      const effect = effectOn(db, rules, { draft, replacesId: corrected?.id ?? null, today: today() });
      return showForm(request, reply, { ...asked, tried: { effect } });
    }
    const doing = { actor: actorOf(request), at: now().toISOString() };
    const id = corrected ? correctRule(db, corrected.id, draft, doing) : addRule(db, draft, doing);
    if (typeof id !== 'number') return sendProblem(request, reply, STALE);
    return reply.redirect(withMessage(paths.legalRule(id), 'regel-gemt'), 303);
  }

  function showForm(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      about,
      corrected,
      form,
      tried,
    }: About & { form: FormState; tried?: Parameters<typeof RuleFormPage>[0]['tried'] },
  ) {
    const groups = legalRules(db).groups.map((group): [string, string] => [
      group.code,
      groupWithDates(group, today()),
    ]);
    const shown = { view: request.view(reply), form, about, corrected, groups };
    return reply.page(RuleFormPage({ ...shown, ...(tried ? { tried } : {}) }));
  }
}
