import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OWN_FIELDS, REGISTER_CHANGES } from '../../db/schema/firm-work.ts';
import { Created, DateText, IdParams, Nothing, orNull, Text } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { findPUnit } from '../companies/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import {
  CHANGE_STEPS,
  type MarkedChange,
  markChange,
  readBaseline,
  registerChanges,
  withNames,
} from './changes.ts';
import { currentValue, keepApart, type MergeAnswer, type MergeChoices, mergeFirms } from './merge.ts';
import { DUPLICATE_PARTS, likelyDuplicates, standingMerges } from './merge-queries.ts';
import { undoMerge } from './merge-undo.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const tags = ['Registret'];
const ListQuery = Type.Object(pageQuery, { additionalProperties: false });
const ChangeQuery = Type.Object(
  {
    since: Type.Optional(Type.String({ pattern: '^(import-[0-9]{1,9}|forrige|kvartal)$' })),
    change: Type.Optional(Type.Enum([...REGISTER_CHANGES])),
    handled: Type.Optional(Type.Enum(['true', 'false'])),
    ...pageQuery,
  },
  { additionalProperties: false },
);
const Stretch = orNull(
  Type.Object({
    validFrom: Text,
    validTo: orNull(Text),
    minCount: orNull(Type.Integer()),
    maxCount: orNull(Type.Integer()),
  }),
);
const Change = Type.Object({
  pNumber: Type.Integer(),
  name: Text,
  city: orNull(Text),
  ownerUserId: orNull(Type.Integer()),
  ownerName: orNull(Text),
  change: Type.Enum([...REGISTER_CHANGES]),
  changedOn: Text,
  before: Stretch,
  after: Stretch,
  takenBy: orNull(Type.Integer()),
  takenByName: orNull(Text),
  handledAt: orNull(Text),
});
const Mark = Type.Object(
  {
    pNumber: Type.Integer({ minimum: 1 }),
    change: Type.Enum([...REGISTER_CHANGES]),
    changedOn: DateText,
    step: Type.Enum([...CHANGE_STEPS]),
  },
  { additionalProperties: false },
);
const Duplicate = Type.Object({
  first: Type.Integer(),
  firstName: Text,
  second: Type.Integer(),
  secondName: Text,
  address: orNull(Text),
  reason: Type.Enum(['samme_navn_og_adresse', 'samme_cvr_og_adresse', 'samme_cvr_i_haanden']),
});
const Pair = Type.Object({ first: Type.Integer(), second: Type.Integer() }, { additionalProperties: false });
const Merge = Type.Object({
  id: Type.Integer(),
  keptPNumber: Type.Integer(),
  keptName: Text,
  mergedPNumber: Type.Integer(),
  mergedName: Text,
  mergedAt: Text,
  byName: Text,
});
const NewMerge = Type.Object(
  {
    kept: Type.Integer(),
    merged: Type.Integer(),
    takeFromMerged: Type.Optional(
      Type.Array(Type.Enum([...OWN_FIELDS, 'ansvarlig']), { uniqueItems: true, maxItems: 5 }),
    ),
  },
  { additionalProperties: false },
);

/** What the register says anew, likely duplicates and merges, for machines. */
export function registerApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('register-changes'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Hvad registret siger nu, som det ikke sagde før, det seneste først',
        querystring: ChangeQuery,
        response: { 200: pageOf(Change) },
      },
    },
    async (request) => {
      const { since = 'kvartal', change, handled = 'false', ...range } = request.query;
      const found = registerChanges(db, readBaseline(db, since, today()), today()).filter(
        (row) => (!change || row.change === change) && (row.handledAt !== null) === (handled === 'true'),
      );
      const paging = readPaging(range, { sort: since, parts: 2 });
      const keyOf = ({ changedOn, pNumber }: MarkedChange): Key => [-dayKey(changedOn), pNumber];
      const shown = cutTo(found, paging, { keyOf });
      const rows = withNames(db, shown);
      return toPage(rows, paging, { keyOf, toItem: (row) => row, total: found.length });
    },
  );

  app.post(
    paths.api('register-changes/marks'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'Tag en ændring på dig, slip den, meld den klar, eller åbn den igen',
        body: Mark,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { step, ...key } = request.body;
      if (!markChange(db, key, step, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      return reply.code(204).send(null);
    },
  );

  app.get(
    paths.api('duplicates'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Par af arbejdssteder, som ligner ét',
        querystring: ListQuery,
        response: { 200: pageOf(Duplicate) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'navn', parts: DUPLICATE_PARTS });
      const { rows, total } = likelyDuplicates(db, { slice: paging, today: today() });
      return toPage(rows, paging, { keyOf: ({ key }) => key, toItem: (row) => row, total });
    },
  );

  app.post(
    paths.api('duplicates/kept-apart'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'De to er ikke ét: foreslå dem ikke igen',
        body: Pair,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { first, second } = request.body;
      if (!keepApart(db, first, second, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      return reply.code(204).send(null);
    },
  );

  app.get(
    paths.api('merges'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Sammenlægninger, som gælder, de seneste først',
        querystring: ListQuery,
        response: { 200: pageOf(Merge) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'seneste', parts: 1 });
      const rows = standingMerges(db, paging);
      return toPage(rows, paging, { keyOf: ({ id }) => [id], toItem: (row) => row });
    },
  );

  app.post(
    paths.api('merges'),
    {
      config: { ...writers, problems: [404, 409] },
      schema: {
        tags,
        summary:
          'Læg to arbejdssteder sammen; takeFromMerged er det, der skal følge med fra det, som skjules',
        body: NewMerge,
        response: { 201: Created },
      },
    },
    async (request, reply) => {
      const { takeFromMerged = [], ...numbers } = request.body;
      const kept = findPUnit(db, numbers.kept, today());
      const merged = findPUnit(db, numbers.merged, today());
      if (!kept || !merged) return sendProblem(request, reply, NOT_FOUND);
      const values: MergeChoices['values'] = {};
      for (const field of OWN_FIELDS) {
        const value = takeFromMerged.includes(field) ? currentValue(merged, field) : null;
        if (value !== null) values[field] = value;
      }
      const { ownerUserId } = takeFromMerged.includes('ansvarlig') ? merged : kept;
      const answer = mergeFirms(db, { ...numbers, choices: { values, ownerUserId } }, doing(request));
      if (answer.outcome !== 'merged') return refuse(request, reply, answer);
      return reply.code(201).send({ id: answer.id });
    },
  );

  app.post(
    paths.api('merges/:id/undo'),
    {
      config: { ...writers, problems: [404, 409] },
      schema: {
        tags,
        summary: 'Fortryd en sammenlægning: begge står igen, som de gjorde',
        params: IdParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const answer = undoMerge(db, idOf(request.params.id), doing(request));
      return answer.outcome === 'merged' ? reply.code(204).send(null) : refuse(request, reply, answer);
    },
  );

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function refuse(
  request: FastifyRequest,
  reply: Parameters<typeof sendProblem>[1],
  answer: Exclude<MergeAnswer, { outcome: 'merged' }>,
) {
  if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
  return sendProblem(request, reply, {
    status: 409,
    title: 'Kan ikke lade sig gøre nu',
    detail: answer.reason,
  });
}
