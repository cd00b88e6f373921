import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { CONFIDENCES, RULE_KINDS, type RuleKind } from '../../db/schema/legal-rules.ts';
import { atFields, Created, DateText, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, STALE } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import type { Fields } from '../ui/fields.ts';
import { addRule, correctRule } from './changes.ts';
import { CONTENTS } from './contents.ts';
import { findRule, type RuleVersion, ruleHistory, rulesInForce } from './history.ts';
import { legalRules } from './queries.ts';
import { readAbout, readRuleForm } from './rule-form.ts';
import { fieldsOf } from './shape-form.ts';

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
const { kind: _kind, subject: _subject, ...versionFields } = ruleFields;
const typedFields = { ...versionFields, sentence: FreeText, source: FreeText };
const NewRule = Type.Object(
  {
    ...typedFields,
    kind: ruleFields.kind,
    subject: FreeText,
    changeReason: orNull(FreeText),
    retroactive: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const Correction = Type.Object({ ...typedFields, changeReason: FreeText }, { additionalProperties: false });
const RulesQuery = Type.Object(
  { date: Type.Optional(DateText), ...pageQuery },
  { additionalProperties: false },
);
/** The fields of the form by the names that a program knows them by. */
const NAMES = {
  fra: 'fromDate',
  til: 'untilDate',
  saetning: 'sentence',
  kilde: 'source',
  begrundelse: 'changeReason',
  sikkerhed: 'confidence',
  emne: 'subject',
};

/** The law for machines: what is in force on a day, every version of a rule, a new one and a corrected one. */
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

  app.get(
    paths.api('legal-rules/:id/versions'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Alle udgaver, der har været af reglen, også rettede, de nyeste først',
        params: IdParams,
        response: { 200: Type.Object({ items: Type.Array(LegalRule) }) },
      },
    },
    async (request, reply) => {
      const rule = findRule(db, idOf(request.params.id));
      if (!rule) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({ items: ruleHistory(db, rule) });
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
      const { kind, subject, retroactive = false } = request.body;
      const about = readAbout({ art: kind, emne: subject });
      if (!about) return sendProblem(request, reply, NO_SUBJECT);
      const fields = { ...typedIn(request.body, about.kind), ...(retroactive ? { tilbage: 'ja' } : {}) };
      const read = readVersion(request.body.content, fields, about, undefined);
      if (!read.draft) return sendProblem(request, reply, refused(read.errors));
      const id = addRule(db, read.draft, doing(request));
      return typeof id === 'number' ? reply.code(201).send({ id }) : sendProblem(request, reply, STALE);
    },
  );

  app.post(
    paths.api('legal-rules/:id/corrections'),
    {
      config: { ...editors, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Ret en udgave, fx dens sidste dag, eller at den er ophævet; den gamle bevares',
        params: IdParams,
        body: Correction,
        response: { 201: Created },
      },
    },
    async (request, reply) => {
      const rule = findRule(db, idOf(request.params.id));
      if (!rule) return sendProblem(request, reply, NOT_FOUND);
      if (rule.supersededAt !== null) return sendProblem(request, reply, STALE);
      const fields = typedIn(request.body, rule.kind);
      const read = readVersion(request.body.content, fields, rule, rule);
      if (!read.draft) return sendProblem(request, reply, refused(read.errors));
      const id = correctRule(db, rule.id, read.draft, doing(request));
      return typeof id === 'number' ? reply.code(201).send({ id }) : sendProblem(request, reply, STALE);
    },
  );

  /** By the form's own checks; a program sends the content whole, so it must have its kind's shape first. */
  function readVersion(
    content: unknown,
    fields: Fields,
    about: { kind: RuleKind; subject: string },
    corrected: RuleVersion | undefined,
  ) {
    if (content !== null && !Value.Check(CONTENTS[about.kind], content)) return { errors: [NO_SHAPE] };
    return readRuleForm(fields, about, { rules: legalRules(db), today: today(), corrected });
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

/** What a program sent, as the form would have been filled in. */
function typedIn(body: Static<typeof Correction> | Static<typeof NewRule>, kind: RuleKind): Fields {
  const { fromDate, untilDate, sentence, source, confidence, changeReason, content } = body;
  const shape = CONTENTS[kind];
  const filled =
    content === null
      ? { ukendt: 'ja' }
      : Value.Check(shape, content)
        ? fieldsOf(shape, content, 'indhold')
        : {};
  return {
    fra: fromDate,
    til: untilDate && isIsoDate(untilDate) ? addDays(untilDate, -1) : (untilDate ?? ''),
    saetning: sentence,
    kilde: source,
    sikkerhed: confidence,
    begrundelse: changeReason ?? '',
    ...filled,
  };
}

function refused(errors: readonly FieldError[]) {
  return { status: 422, title: 'Reglen kan ikke gemmes', errors: atFields(errors.map(toContent), NAMES) };
}

/** A program sends the content whole, and is told so of any part of it. */
function toContent({ field, reason }: FieldError): FieldError {
  return { field: field.startsWith('indhold') ? 'content' : field, reason };
}

const NO_SHAPE: FieldError = {
  field: 'content',
  reason: 'Indholdet har ikke artens form: se en gældende regel af arten.',
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
