import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { CONFIDENCES, RULE_KINDS } from '../../db/schema/legal-rules.ts';
import { atFields, Created, DateText, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, STALE } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { addRule } from './changes.ts';
import { CONTENTS } from './contents.ts';
import { findRule, rulesInForce } from './history.ts';
import { legalRules } from './queries.ts';
import { readAbout, readRuleForm } from './rule-form.ts';
import { fieldsOf } from './shape-form.ts';
import { groupsOn } from './target-groups.ts';

const readers = { access: 'signed-in' as const };
const editors = { access: ['administrator'] as const };
const tags = ['Regler'];
const ruleFields = {
  kind: Type.Enum([...RULE_KINDS]),
  subject: Text,
  fromDate: Text,
  untilDate: orNull(Text),
  content: Type.Unknown(),
  sentence: Text,
  source: Text,
  confidence: Type.Enum([...CONFIDENCES]),
  changeReason: orNull(Text),
};
const LegalRule = Type.Object({
  id: Type.Integer(),
  ...ruleFields,
  recordedAt: Text,
  supersededAt: orNull(Text),
});
const NewRule = Type.Object(
  { ...ruleFields, subject: FreeText, sentence: FreeText, source: FreeText, changeReason: orNull(FreeText) },
  { additionalProperties: false },
);
const RulesQuery = Type.Object(
  { date: Type.Optional(DateText), ...pageQuery },
  { additionalProperties: false },
);
const Group = Type.Object({
  code: Text,
  number: orNull(Text),
  label: Text,
  fromDate: Text,
  untilDate: orNull(Text),
  successors: Type.Array(Text),
  source: Text,
  confidence: Type.Enum([...CONFIDENCES]),
});
/** The fields of the form by the names that a program knows them by. */
const NAMES = {
  fra: 'fromDate',
  til: 'untilDate',
  saetning: 'sentence',
  kilde: 'source',
  begrundelse: 'changeReason',
  emne: 'subject',
};

/** The law for machines: what is in force on a day, the target groups, and a new version of a rule. */
export function legalRuleApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('legal-rules'),
    {
      config: { ...readers, problems: [422] },
      schema: {
        tags,
        summary: 'Reglerne, der gælder den dag',
        querystring: RulesQuery,
        response: { 200: pageOf(LegalRule) },
      },
    },
    async (request, reply) => {
      const { date = today(), ...range } = request.query;
      if (!isIsoDate(date)) return sendProblem(request, reply, NO_DATE);
      const inForce = rulesInForce(legalRules(db), date).map(({ rule }) => rule);
      const rules = inForce.sort((a, b) => a.id - b.id);
      const paging = readPaging(range, { sort: date, parts: 1 });
      const keyOf = ({ id }: { id: number }) => [id];
      return toPage(cutTo(rules, paging, { keyOf }), paging, {
        keyOf,
        toItem: (rule) => rule,
        total: rules.length,
      });
    },
  );

  app.get(
    paths.api('legal-rules/:id'),
    {
      config: { ...readers, problems: [404] },
      schema: { tags, summary: 'En udgave af en regel', params: IdParams, response: { 200: LegalRule } },
    },
    async (request, reply) => {
      const rule = findRule(db, idOf(request.params.id));
      return rule ? reply.send(rule) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.post(
    paths.api('legal-rules'),
    {
      config: { ...editors, problems: [409, 422] },
      schema: {
        tags,
        summary: 'En ny udgave af en regel fra en dag',
        body: NewRule,
        response: { 201: Created },
      },
    },
    async (request, reply) => {
      const { kind, content, untilDate } = request.body;
      const about = readAbout({ art: kind, emne: request.body.subject });
      if (!about) return sendProblem(request, reply, NO_SUBJECT);
      if (content !== null && !Value.Check(CONTENTS[kind], content))
        return sendProblem(request, reply, NO_SHAPE);
      const fields = {
        fra: request.body.fromDate,
        til: untilDate && isIsoDate(untilDate) ? addDays(untilDate, -1) : (untilDate ?? ''),
        saetning: request.body.sentence,
        kilde: request.body.source,
        sikkerhed: request.body.confidence,
        begrundelse: request.body.changeReason ?? '',
        ...(content === null ? { ukendt: 'ja' } : fieldsOf(CONTENTS[kind], content, 'indhold')),
      };
      const reading = { rules: legalRules(db), today: today(), corrected: undefined };
      const { draft, errors } = readRuleForm(fields, about, reading);
      if (!draft) {
        const title = 'Reglen kan ikke gemmes';
        return sendProblem(request, reply, {
          status: 422,
          title,
          errors: atFields(errors.map(toContent), NAMES),
        });
      }
      const id = addRule(db, draft, { actor: actorOf(request), at: now().toISOString() });
      return id === 'taken' ? sendProblem(request, reply, STALE) : reply.code(201).send({ id });
    },
  );

  app.get(
    paths.api('target-groups'),
    {
      config: { ...readers, problems: [422] },
      schema: {
        tags,
        summary: 'Målgrupperne, der findes den dag',
        querystring: RulesQuery,
        response: { 200: pageOf(Group) },
      },
    },
    async (request, reply) => {
      const { date = today(), ...range } = request.query;
      if (!isIsoDate(date)) return sendProblem(request, reply, NO_DATE);
      const groups = groupsOn(legalRules(db).groups, date).sort((a, b) => (a.code < b.code ? -1 : 1));
      const paging = readPaging(range, { sort: date, parts: 1 });
      const keyOf = ({ code }: { code: string }) => [code];
      const toItem = (group: (typeof groups)[number]) => ({ ...group, successors: [...group.successors] });
      return toPage(cutTo(groups, paging, { keyOf }), paging, { keyOf, toItem, total: groups.length });
    },
  );
}

/** A program sends the content whole, and is told so of any part of it. */
function toContent({ field, reason }: FieldError): FieldError {
  return { field: field.startsWith('indhold') ? 'content' : field, reason };
}

const NO_SHAPE = {
  status: 422,
  title: 'Reglen kan ikke gemmes',
  errors: [{ field: 'content', reason: 'Indholdet har ikke artens form: se en gældende regel af arten.' }],
};
const NO_DATE = {
  status: 422,
  title: 'Datoen findes ikke',
  errors: [{ field: 'date', reason: 'Skriv en dato som ÅÅÅÅ-MM-DD.' }],
};
const NO_SUBJECT = {
  status: 422,
  title: 'Reglen kan ikke gemmes',
  errors: [{ field: 'subject', reason: 'Arten har ingen regel om det: se de gældende reglers subject.' }],
};
