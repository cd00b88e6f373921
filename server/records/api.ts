import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { RECORD_KINDS } from '../../db/schema/firm-records.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { FirmParams, IdParams } from '../api/fields.ts';
import { compareKeys, cutTo, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { firmHead } from '../companies/head.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import {
  addRecord,
  completeFollowUp,
  correctRecord,
  endRecord,
  type RecordAnswer,
  withdrawRecord,
} from './change.ts';
import { earlierVersions, type FirmRecord, findRecord, recordsAt } from './queries.ts';
import { ChangedRecord, Ending, NewRecord, Record, toDraft, Withdrawal } from './record-schema.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const tags = ['Aftaler og tilstande'];
const ListQuery = Type.Object(
  { kind: Type.Optional(Type.Enum([...RECORD_KINDS])), ...pageQuery },
  { additionalProperties: false },
);
const latestFirst = {
  keyOf: ({ fromDate, id }: FirmRecord): Key => [fromDate, id],
  compare: (a: Key, b: Key) => compareKeys(b, a),
};

/** What is agreed with and noted about a firm, for machines: one shape for every kind. */
export function recordApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/records'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Virksomhedens aftaler, planer, advarsler og tilstande, de seneste først',
        params: FirmParams,
        querystring: ListQuery,
        response: { 200: pageOf(Record) },
      },
    },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const { kind, ...range } = request.query;
      const records = recordsAt(db, firm.pNumber).filter((record) => !kind || record.kind === kind);
      return pageOfRecords(records, range, kind ?? 'alle');
    },
  );

  app.post(
    paths.api('companies/:pNumber/records'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Opret en aftale, plan, advarsel eller tilstand; felter, som slagsen ikke har, gemmes ikke',
        params: FirmParams,
        body: NewRecord,
        response: { 201: Record },
      },
    },
    async (request, reply) => {
      const { kind, key = randomUUID(), ...body } = request.body;
      const pNumber = idOf(request.params.pNumber);
      const entry = {
        pNumber,
        kind,
        draft: toDraft(kind, body),
        formKey: key,
        ticked: body.noPersonInformation,
      };
      return answer(request, reply.code(201), addRecord(db, entry, doing(request)));
    },
  );

  app.get(
    paths.api('records/:id'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'Udgaven, som gælder, uanset hvilken udgaves id der spørges med',
        params: IdParams,
        response: { 200: Record },
      },
    },
    async (request, reply) => {
      const record = findRecord(db, idOf(request.params.id));
      return record ? sendTagged(request, reply, record) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('records/:id'),
    {
      config: { ...writers, tagged: true, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Ret med en begrundelse; svaret er den nye udgave med nyt id, den gamle bevares',
        params: IdParams,
        body: ChangedRecord,
        response: { 200: Record },
      },
    },
    async (request, reply) => {
      const record = findRecord(db, idOf(request.params.id));
      if (!record) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, record);
      if (refusal) return sendProblem(request, reply, refusal);
      const { reason, ...body } = request.body;
      const { noPersonInformation: ticked } = body;
      const draft = toDraft(record.kind, body);
      const change = { id: record.id, draft, reason: cleanText(reason), ticked };
      return answer(request, reply, correctRecord(db, change, doing(request)));
    },
  );

  app.post(
    paths.api('records/:id/ending'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Lad den ophøre fra en dag med en begrundelse',
        params: IdParams,
        body: Ending,
        response: { 200: Record },
      },
    },
    async (request, reply) => {
      const { untilDate, reason } = request.body;
      const change = { id: idOf(request.params.id), untilDate, reason: cleanText(reason) };
      return answer(request, reply, endRecord(db, change, doing(request)));
    },
  );

  app.post(
    paths.api('records/:id/withdrawal'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Træk den tilbage: den har aldrig gjaldt',
        params: IdParams,
        body: Withdrawal,
        response: { 200: Record },
      },
    },
    async (request, reply) => {
      const change = { id: idOf(request.params.id), reason: cleanText(request.body.reason) };
      return answer(request, reply, withdrawRecord(db, change, doing(request)));
    },
  );

  app.post(
    paths.api('records/:id/follow-up-completion'),
    {
      config: { ...writers, problems: [404] },
      schema: { tags, summary: 'Opfølgningen er klaret', params: IdParams, response: { 200: Record } },
    },
    async (request, reply) =>
      answer(request, reply, completeFollowUp(db, idOf(request.params.id), doing(request))),
  );

  app.get(
    paths.api('records/:id/versions'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Alle udgaver, den gældende først',
        params: IdParams,
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Record) },
      },
    },
    async (request, reply) => {
      const record = findRecord(db, idOf(request.params.id));
      if (!record) return sendProblem(request, reply, NOT_FOUND);
      const versions = [record, ...earlierVersions(db, record)];
      const paging = readPaging(request.query, { sort: 'udgaver', parts: 1 });
      const keyOf = ({ id }: FirmRecord) => [-id];
      const shown = cutTo(versions, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (version) => version, total: versions.length });
    },
  );

  function pageOfRecords(records: FirmRecord[], range: { limit?: number; cursor?: string }, sort: string) {
    const paging = readPaging(range, { sort, parts: 2 });
    const shown = cutTo(records, paging, latestFirst);
    const { keyOf } = latestFirst;
    return toPage(shown, paging, { keyOf, toItem: (record) => record, total: records.length });
  }

  function answer(request: FastifyRequest, reply: FastifyReply, result: RecordAnswer) {
    switch (result.outcome) {
      case 'stale':
        return sendProblem(request, reply, STALE);
      case 'refused':
        return sendProblem(request, reply, {
          status: 422,
          title: 'Det kan ikke gemmes',
          errors: result.errors,
        });
      case 'unknown':
        return sendProblem(request, reply, NOT_FOUND);
      case 'saved': {
        const record = findRecord(db, result.id);
        return record ? reply.send(record) : sendProblem(request, reply, NOT_FOUND);
      }
    }
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
