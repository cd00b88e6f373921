import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { RECORD_KINDS, type RecordKind } from '../../db/schema/firm-records.ts';
import { firmHead } from '../companies/head.ts';
import { formKeyOf } from '../contacts/form.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { isTicked } from '../persons/person-check.ts';
import { personsAt } from '../persons/queries.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { FieldsSchema, idOf, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import {
  addRecord,
  completeFollowUp,
  correctRecord,
  endRecord,
  type RecordAnswer,
  withdrawRecord,
} from './change.ts';
import { blankRecordForm, failedRecordForm, formOfRecord, readRecordForm } from './form.ts';
import { RECORD_SPECS } from './kinds.ts';
import { NewRecordPage, RecordPage, RecordsPage } from './pages.tsx';
import { earlierVersions, findRecord, recordsAt } from './queries.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const KindParams = Type.Object({ pNumber: Type.String(), kind: Type.String() });
const RecordParams = Type.Object({ id: Type.String() });

interface RecordForms {
  form?: FormState;
  endForm?: FormState;
  withdrawForm?: FormState;
}

export function recordRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.records(':pNumber'),
    { config: readers, schema: { params: FirmParams } },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const records = recordsAt(db, firm.pNumber);
      return reply.page(RecordsPage({ view: request.view(reply), firm, records, mayEdit: mayEdit(request) }));
    },
  );

  app.get(
    paths.newRecord(':pNumber', ':kind'),
    { config: writers, schema: { params: KindParams } },
    async (request, reply) => {
      const kind = oneOf(RECORD_KINDS, request.params.kind);
      if (!kind) return sendProblem(request, reply, NOT_FOUND);
      return showNew(request, reply, { pNumber: idOf(request.params.pNumber), kind });
    },
  );

  app.post(
    paths.newRecord(':pNumber', ':kind'),
    { config: writers, schema: { params: KindParams, body: FieldsSchema } },
    async (request, reply) => {
      const kind = oneOf(RECORD_KINDS, request.params.kind);
      if (!kind) return sendProblem(request, reply, NOT_FOUND);
      const fields = request.body;
      const pNumber = idOf(request.params.pNumber);
      const entry = {
        pNumber,
        kind,
        draft: readRecordForm(fields),
        formKey: formKeyOf(fields),
        ticked: isTicked(fields),
      };
      const answer = addRecord(db, entry, doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.records(pNumber), 'optegnelse-gemt'), 303);
      if (answer.outcome !== 'refused') return sendProblem(request, reply, NOT_FOUND);
      reply.code(422);
      return showNew(request, reply, { pNumber, kind, form: failedRecordForm(fields, answer.errors) });
    },
  );

  app.get(paths.record(':id'), { config: readers, schema: { params: RecordParams } }, (request, reply) =>
    showRecord(request, reply, idOf(request.params.id)),
  );

  app.post(
    paths.record(':id'),
    { config: writers, schema: { params: RecordParams, body: FieldsSchema } },
    async (request, reply) => {
      const fields = request.body;
      const change = {
        id: idOf(request.params.id),
        draft: readRecordForm(fields),
        reason: reasonOf(request.body),
        ticked: isTicked(fields),
      };
      const answer = correctRecord(db, change, doing(request));
      if (answer.outcome === 'stale') {
        const standing = findRecord(db, change.id);
        if (!standing || standing.withdrawnAt !== null) return sendProblem(request, reply, STALE);
        reply.code(409);
        const form = { ...failedRecordForm(fields, []), saved: formOfRecord(standing).values };
        return showRecord(request, reply, standing.id, { form });
      }
      return afterChange(request, reply, change.id, answer, 'optegnelse-rettet', (errors) => ({
        form: failedRecordForm(fields, errors),
      }));
    },
  );

  app.post(
    paths.recordEnded(':id'),
    { config: writers, schema: { params: RecordParams, body: FieldsSchema } },
    async (request, reply) => {
      const fields = request.body;
      const change = {
        id: idOf(request.params.id),
        untilDate: textOf(fields, 'til'),
        reason: reasonOf(fields),
      };
      const answer = endRecord(db, change, doing(request));
      return afterChange(request, reply, change.id, answer, 'optegnelse-ophoert', (errors) => ({
        endForm: failedRecordForm(fields, errors),
      }));
    },
  );

  app.post(
    paths.recordWithdrawn(':id'),
    { config: writers, schema: { params: RecordParams, body: FieldsSchema } },
    async (request, reply) => {
      const fields = request.body;
      const change = { id: idOf(request.params.id), reason: reasonOf(fields) };
      const answer = withdrawRecord(db, change, doing(request));
      return afterChange(request, reply, change.id, answer, 'optegnelse-trukket', (errors) => ({
        withdrawForm: failedRecordForm(fields, errors),
      }));
    },
  );

  app.post(
    paths.recordFollowUpDone(':id'),
    { config: writers, schema: { params: RecordParams, body: FieldsSchema } },
    async (request, reply) => {
      const answer = completeFollowUp(db, idOf(request.params.id), doing(request));
      if (answer.outcome !== 'saved') return sendProblem(request, reply, NOT_FOUND);
      const places = [paths.home, paths.records(answer.pNumber)];
      const back = oneOf(places, textOf(request.body, 'til')) ?? paths.company(answer.pNumber);
      return reply.redirect(withMessage(back, 'opfoelgning-klaret'), 303);
    },
  );

  function showNew(
    request: FastifyRequest,
    reply: FastifyReply,
    { pNumber, kind, form }: { pNumber: number; kind: RecordKind; form?: FormState },
  ) {
    const firm = firmHead(db, pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(
      NewRecordPage({
        view: request.view(reply),
        firm,
        spec: RECORD_SPECS[kind],
        persons: personsAt(db, pNumber),
        form: form ?? blankRecordForm(kind, today()),
        formKey: formKeyOf(form?.values ?? {}),
      }),
    );
  }

  function afterChange(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    answer: RecordAnswer,
    message: string,
    formsOf: (errors: Extract<RecordAnswer, { outcome: 'refused' }>['errors']) => RecordForms,
  ) {
    switch (answer.outcome) {
      case 'saved':
        return reply.redirect(withMessage(paths.records(answer.pNumber), message), 303);
      case 'stale':
        return sendProblem(request, reply, STALE);
      case 'unknown':
        return sendProblem(request, reply, NOT_FOUND);
      case 'refused':
        reply.code(422);
        return showRecord(request, reply, id, formsOf(answer.errors));
    }
  }

  function showRecord(request: FastifyRequest, reply: FastifyReply, id: number, forms: RecordForms = {}) {
    const record = findRecord(db, id);
    const firm = record && firmHead(db, record.pNumber, today());
    if (!record || !firm) return sendProblem(request, reply, NOT_FOUND);
    if (record.id !== id) return reply.redirect(paths.record(record.id), 303);
    return reply.page(
      RecordPage({
        view: request.view(reply),
        firm,
        record,
        earlier: earlierVersions(db, record),
        persons: personsAt(db, record.pNumber),
        form: forms.form ?? formOfRecord(record),
        endForm: forms.endForm ?? { values: { til: today() }, errors: [] },
        withdrawForm: forms.withdrawForm ?? EMPTY_FORM,
        mayEdit: mayEdit(request),
      }),
    );
  }

  function mayEdit(request: FastifyRequest): boolean {
    const { roles } = actorOf(request);
    return roles.includes('konsulent') || roles.includes('leder');
  }

  function reasonOf(fields: Parameters<typeof textOf>[0]): string | null {
    return cleanText(textOf(fields, 'begrundelse'));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
