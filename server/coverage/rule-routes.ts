import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { readSettings } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isIsoDate, quarterOf } from '../ui/dates.ts';
import { FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { countingFor, coverageFrom, coverageLists } from './queries.ts';
import { ALL_KNOWN } from './question.ts';
import { formOf, readRuleForm } from './rule-form.ts';
import { NewRulePage } from './rule-form-page.tsx';
import { RulesPage } from './rule-pages.tsx';
import { addRule, type RuleDraft, ruleById, ruleFor, ruleVersions } from './rule-queries.ts';
import { lengthsOf } from './rules.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const editors = { access: ['administrator'] as const };
const Params = Type.Object({ id: Type.String() });

/** What counts: the rule in force on a date, its history, and (administrator) a new version from a date. */
export function coverageRuleRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.coverageRules,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const asked = textOf(request.query, 'dato');
      const date = isIsoDate(asked) ? asked : today();
      return showRule(request, reply, ruleFor(db, { to: date, asOf: ALL_KNOWN }).id, date);
    },
  );

  app.get(paths.newCoverageRule, { config: editors }, async (request, reply) => {
    const values = formOf(ruleFor(db, { to: quarterOf(today()).to, asOf: ALL_KNOWN }), today());
    return reply.page(NewRulePage({ view: request.view(reply), form: { values, errors: [] } }));
  });

  app.get(
    paths.coverageRule(':id'),
    { config: readers, schema: { params: Params } },
    async (request, reply) => showRule(request, reply, idOf(request.params.id)),
  );

  app.post(
    paths.coverageRules,
    { config: editors, schema: { body: FieldsSchema } },
    async (request, reply) => {
      const { draft, errors } = readRuleForm(request.body, today());
      const form = { values: request.body, errors };
      if (!draft) return reply.code(422).page(NewRulePage({ view: request.view(reply), form }));
      if (textOf(request.body, 'handling') !== 'gem') {
        return reply.page(NewRulePage({ view: request.view(reply), form, effect: effectOf(draft) }));
      }
      const id = addRule(db, draft, { actor: actorOf(request), at: now().toISOString() });
      return reply.redirect(withMessage(paths.coverageRule(id), 'regel-gemt'), 303);
    },
  );

  function showRule(request: FastifyRequest, reply: FastifyReply, id: number, date?: string) {
    const rule = ruleById(db, id);
    const versions = ruleVersions(db);
    const version = versions.find((each) => each.id === id);
    if (!rule || !version) return sendProblem(request, reply, NOT_FOUND);
    const inForce = ruleFor(db, { to: today(), asOf: ALL_KNOWN }).id;
    return reply.page(RulesPage({ view: request.view(reply), rule, version, versions, inForce, date }));
  }

  /** This quarter's figures by the rule that stands and by the new one. */
  function effectOf(draft: RuleDraft) {
    const { from, to, name } = quarterOf(today());
    const question = { from, to, asOf: ALL_KNOWN };
    const unit = readSettings(db).coverageUnit;
    const standing = countingFor(db, question);
    const drafted = { ...standing, rule: { id: 0, version: 'den nye', ...draft } };
    const by = (counting: typeof standing) =>
      coverageFrom(lengthsOf(coverageLists(db, question, { unit, counting })), { question, unit, counting });
    return { quarterName: name, holds: draft.validFrom <= to, before: by(standing), after: by(drafted) };
  }
}
