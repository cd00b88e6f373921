import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CONFIDENCES } from '../../db/schema/legal-rules.ts';
import { atFields, DateText, FreeText, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, STALE } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { addTargetGroup, endTargetGroup } from './group-changes.ts';
import { readGroupEnd, readGroupForm } from './group-form.ts';
import { legalRules } from './queries.ts';
import { groupsOn, type TargetGroup } from './target-groups.ts';

const readers = { access: 'signed-in' as const };
const editors = { access: ['administrator'] as const };
const tags = ['Regler'];
const CodeParams = Type.Object({ code: Type.String({ maxLength: 60 }) });
const GroupsQuery = Type.Object(
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
const NewGroup = Type.Object(
  {
    code: FreeText,
    number: orNull(FreeText),
    label: FreeText,
    fromDate: DateText,
    source: FreeText,
    confidence: Type.Enum([...CONFIDENCES]),
    follows: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }),
  },
  { additionalProperties: false },
);
const Ending = Type.Object(
  { untilDate: orNull(DateText), successors: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }) },
  { additionalProperties: false },
);
/** The fields of the forms by the names that a program knows them by. */
const NAMES = {
  kode: 'code',
  nummer: 'number',
  navn: 'label',
  fra: 'fromDate',
  kilde: 'source',
  sikkerhed: 'confidence',
  afloeser: 'follows',
  sidste: 'untilDate',
  afloesere: 'successors',
};

/** The target groups for machines: the case system's codes, when each exists, and which follow which after a reform. */
export function targetGroupApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('target-groups'),
    {
      config: { ...readers, problems: [422] },
      schema: {
        tags,
        summary: 'Målgrupperne, der findes den dag',
        querystring: GroupsQuery,
        response: { 200: pageOf(Group) },
      },
    },
    async (request, reply) => {
      const { date = today(), ...range } = request.query;
      if (!isIsoDate(date)) return sendProblem(request, reply, NO_DATE);
      const groups = groupsOn(legalRules(db).groups, date).sort((a, b) => (a.code < b.code ? -1 : 1));
      const paging = readPaging(range, { sort: date, parts: 1 });
      const keyOf = ({ code }: { code: string }) => [code];
      return toPage(cutTo(groups, paging, { keyOf }), paging, { keyOf, toItem, total: groups.length });
    },
  );

  app.get(
    paths.api('target-groups/:code'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'En målgruppe med dem, der afløser den',
        params: CodeParams,
        response: { 200: Group },
      },
    },
    async (request, reply) => {
      const group = find(request.params.code);
      return group ? reply.send(toItem(group)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.post(
    paths.api('target-groups'),
    {
      config: { ...editors, problems: [409, 422] },
      schema: {
        tags,
        summary: 'En ny målgruppe fra en dag; dem, den afløser, ophører dagen før',
        body: NewGroup,
        response: { 201: Group },
      },
    },
    async (request, reply) => {
      const { code, number, label, fromDate, source, confidence, follows } = request.body;
      const fields = {
        kode: code,
        nummer: number ?? '',
        navn: label,
        fra: fromDate,
        kilde: source,
        sikkerhed: confidence,
        afloeser: follows,
      };
      const { draft, errors } = readGroupForm(fields, legalRules(db).groups);
      if (!draft) return sendProblem(request, reply, refused(errors));
      if (addTargetGroup(db, draft, doing(request)) === 'taken') return sendProblem(request, reply, STALE);
      const group = find(draft.code);
      return group ? reply.code(201).send(toItem(group)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.post(
    paths.api('target-groups/:code/ending'),
    {
      config: { ...editors, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Hvornår en målgruppe ophører, og hvilke der afløser den; igen retter det',
        params: CodeParams,
        body: Ending,
        response: { 200: Group },
      },
    },
    async (request, reply) => {
      const group = find(request.params.code);
      if (!group) return sendProblem(request, reply, NOT_FOUND);
      const { untilDate, successors } = request.body;
      const lastDay = untilDate && isIsoDate(untilDate) ? addDays(untilDate, -1) : (untilDate ?? '');
      const { groups } = legalRules(db);
      const fields = { sidste: lastDay, afloesere: successors };
      const { draft, errors } = readGroupEnd(fields, group, { groups, today: today() });
      if (!draft) return sendProblem(request, reply, refused(errors));
      endTargetGroup(db, group.code, draft, doing(request));
      return reply.send(toItem(find(group.code) ?? group));
    },
  );

  function find(code: string): TargetGroup | undefined {
    return legalRules(db).groups.find((group) => group.code === code);
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function toItem(group: TargetGroup) {
  return { ...group, successors: [...group.successors] };
}

function refused(errors: readonly FieldError[]) {
  return { status: 422, title: 'Målgruppen kan ikke gemmes', errors: atFields(errors, NAMES) };
}

const NO_DATE = {
  status: 422,
  title: 'Datoen findes ikke',
  errors: [{ field: 'date', reason: 'Skriv en dato som ÅÅÅÅ-MM-DD.' }],
};
