import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { COVERAGE_UNITS, SEALED_REACHES, SEALED_SCOPES } from '../../db/schema/coverage.ts';
import { DateText, IdParams, orNull, Text } from '../api/fields.ts';
import { readKey } from '../api/keyset.ts';
import { cutTo, dayKey, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isIsoDate, quarterOf } from '../ui/dates.ts';
import { idOf } from '../ui/fields.ts';
import { Figures } from './coverage-schema.ts';
import { lateContacts } from './late.ts';
import { ruleById, ruleVersions } from './rule-queries.ts';
import { ruleSentence } from './rule-text.ts';
import { FIGURES } from './rules.ts';
import { findSeal, recomputeAndRecord, sealQuarter, seals } from './seal-queries.ts';
import { sealedPageAfter } from './sealed-lists.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const sealers = { access: ['leder'] as const };
const checkers = { access: ['leder', 'administrator'] as const };
const tags = ['Dækningsbeviser'];
const ListQuery = Type.Object(pageQuery, { additionalProperties: false });
const Seal = Type.Object({
  id: Type.Integer(),
  fromDate: Text,
  toDate: Text,
  unit: Type.Enum([...COVERAGE_UNITS]),
  knownAt: Text,
  sealedAt: Text,
  sealedByName: Text,
  figures: Figures,
  inputsSha256: Text,
  resultSha256: Text,
});
const NewSeal = Type.Object({ from: DateText }, { additionalProperties: false });
const SealedFirm = Type.Object({
  pNumber: Type.Integer(),
  cvr: Type.Integer(),
  name: Text,
  postcode: orNull(Text),
  minCount: orNull(Type.Integer()),
  maxCount: orNull(Type.Integer()),
  scope: Type.Enum([...SEALED_SCOPES]),
  reach: Type.Enum([...SEALED_REACHES]),
  contactId: orNull(Type.Integer()),
  contactDate: orNull(Text),
  places: Type.Integer({ minimum: 1 }),
});
const SealedQuery = Type.Object(
  { figure: Type.Enum(FIGURES), ...pageQuery },
  { additionalProperties: false },
);
const Recomputed = Type.Object({
  same: Type.Boolean(),
  figures: Figures,
  inputsSha256: Text,
  resultSha256: Text,
});
const LateContact = Type.Object({
  id: Type.Integer(),
  pNumber: Type.Integer(),
  name: Text,
  contactDate: Text,
  kind: Text,
  outcome: Text,
  recordedAt: Text,
  supersededAt: orNull(Text),
  replacesId: orNull(Type.Integer()),
  recordedByName: orNull(Text),
  what: Text,
});
const Rule = Type.Object({
  id: Type.Integer(),
  validFrom: Text,
  ruleText: Text,
  reason: Text,
  source: orNull(Text),
  recordedAt: Text,
  recordedByName: orNull(Text),
});

/** Sealed quarters and the dated rules that they were counted by, for machines. */
export function coverageSealApi(app: App, { db, now }: AppContext): void {
  app.get(
    paths.api('coverage/rules'),
    {
      config: readers,
      schema: {
        tags: ['Dækning'],
        summary: 'Udgaverne af, hvad der tæller, den nyeste først',
        querystring: ListQuery,
        response: { 200: pageOf(Rule) },
      },
    },
    async (request) => {
      const versions = ruleVersions(db);
      const paging = readPaging(request.query, { sort: 'nyeste', parts: 2 });
      const keyOf = ({ validFrom, id }: (typeof versions)[number]) => [-dayKey(validFrom), -id];
      const toItem = (version: (typeof versions)[number]) => {
        const rule = ruleById(db, version.id);
        return { ...version, ruleText: rule ? ruleSentence(rule) : '' };
      };
      return toPage(cutTo(versions, paging, { keyOf }), paging, { keyOf, toItem, total: versions.length });
    },
  );

  app.get(
    paths.api('seals'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Forseglede kvartaler, det seneste først',
        querystring: ListQuery,
        response: { 200: pageOf(Seal) },
      },
    },
    async (request) => {
      const made = seals(db);
      const paging = readPaging(request.query, { sort: 'seneste', parts: 1 });
      const keyOf = ({ fromDate }: (typeof made)[number]) => [-dayKey(fromDate)];
      const shown = cutTo(made, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (seal) => seal, total: made.length });
    },
  );

  app.post(
    paths.api('seals'),
    {
      config: { ...sealers, problems: [422] },
      schema: {
        tags,
        summary: 'Forsegl et kvartal, der er slut; er det forseglet, svares der med det bevis, der er',
        body: NewSeal,
        response: { 200: Seal, 201: Seal },
      },
    },
    async (request, reply) => {
      const { from } = request.body;
      const answer = isIsoDate(from)
        ? sealQuarter(db, quarterOf(from), doing(request))
        : { outcome: 'refused' as const, reason: 'Skriv kvartalets første dag som ÅÅÅÅ-MM-DD.' };
      if (answer.outcome === 'refused') {
        const errors = [{ field: 'from', reason: answer.reason }];
        return sendProblem(request, reply, { status: 422, title: 'Kvartalet kan ikke forsegles', errors });
      }
      const seal = findSeal(db, answer.id);
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      return reply.code(answer.outcome === 'sealed' ? 201 : 200).send(seal);
    },
  );

  app.get(
    paths.api('seals/:id'),
    {
      config: { ...readers, problems: [404] },
      schema: { tags, summary: 'Et dækningsbevis', params: IdParams, response: { 200: Seal } },
    },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      return seal ? reply.send(seal) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('seals/:id/companies'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Virksomhederne bag et tal, som de var ved forseglingen',
        params: IdParams,
        querystring: SealedQuery,
        response: { 200: pageOf(SealedFirm) },
      },
    },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      const { figure, ...range } = request.query;
      const paging = readPaging(range, { sort: figure, parts: 2 });
      return sealedPageAfter(db, seal, figure, paging);
    },
  );

  app.post(
    paths.api('seals/:id/recomputation'),
    {
      config: { ...checkers, problems: [404] },
      schema: {
        tags,
        summary: 'Genberegn beviset af rækkerne, som de var kendt dengang; svaret noteres',
        params: IdParams,
        response: { 200: Recomputed },
      },
    },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      const recomputed = recomputeAndRecord(db, seal, doing(request));
      if (!recomputed.same) request.log.error({ seal: seal.id }, 'a sealed quarter counts otherwise now');
      return reply.send(recomputed);
    },
  );

  app.get(
    paths.api('seals/:id/late-contacts'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Kontakter i kvartalet, som er indtastet eller rettet efter forseglingen, de seneste først',
        params: IdParams,
        querystring: ListQuery,
        response: { 200: pageOf(LateContact) },
      },
    },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      const paging = readPaging(request.query, { sort: 'sene', parts: 2 });
      const { rows, total } = lateContacts(db, seal, paging);
      return toPage(rows, paging, { keyOf: readKey, toItem: (row) => row, total });
    },
  );

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
