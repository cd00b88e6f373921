import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { fieldsOfQuery, filterQuery, readFilters, readSort } from '../companies/filters.ts';
import { fittingFirms } from '../companies/list.ts';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { addDays, quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { konsulentChoices, teamOf } from '../users/queries.ts';
import {
  type BulkPreview,
  carryOutBulk,
  findBulkEdit,
  MOST_FIRMS,
  previewBulk,
  readBulkChange,
  undoBulk,
} from './bulk.ts';
import { BulkEditPage, BulkPage } from './bulk-page.tsx';

const config = { access: ['konsulent', 'leder'] as const };
const Params = Type.Object({ id: Type.String() });
const PROPOSED_DAYS = 90;

/** Owner, substitute or state of many firms at once: chosen on the list, shown, carried out, undone. */
export function bulkEditRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.bulkEdits, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const values = { fra: today(), til: addDays(today(), PROPOSED_DAYS) };
    return showBulk(request, reply, { fields: request.query, form: { values, errors: [] } });
  });

  app.post(paths.bulkEdits, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const fields = request.body;
    const pNumbers = chosenFirms(request, fields);
    const { change, errors } = readBulkChange(db, fields, today());
    if (!change || pNumbers.length === 0 || pNumbers.length > MOST_FIRMS) {
      reply.code(422);
      return showBulk(request, reply, { fields, form: { values: fields, errors } });
    }
    if (textOf(fields, 'trin') !== 'udfoer') {
      const preview = previewBulk(db, pNumbers, change);
      return showBulk(request, reply, { fields, form: { values: fields, errors: [] }, preview });
    }
    const id = carryOutBulk(db, { pNumbers, change, formKey: formKeyOf(fields) }, doing(request));
    return reply.redirect(withMessage(paths.bulkEdit(id), 'masseredigeret'), 303);
  });

  app.get(paths.bulkEdit(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const edit = findBulkEdit(db, idOf(request.params.id));
    if (!edit) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(BulkEditPage({ view: request.view(reply), edit, mayUndo: true }));
  });

  app.post(paths.bulkEditUndone(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const id = idOf(request.params.id);
    if (!undoBulk(db, id, doing(request))) return sendProblem(request, reply, NOT_FOUND);
    return reply.redirect(withMessage(paths.bulkEdit(id), 'masseredigering-fortrudt'), 303);
  });

  function showBulk(
    request: FastifyRequest,
    reply: FastifyReply,
    { fields, form, preview = null }: { fields: Fields; form: FormState; preview?: BulkPreview | null },
  ) {
    const total = chosenFirms(request, fields).length;
    const errors = [...form.errors];
    if (total === 0)
      errors.push({ field: 'handling', reason: 'Sæt hak ved mindst en virksomhed på listen.' });
    if (total > MOST_FIRMS)
      errors.push({ field: 'handling', reason: `Højst ${MOST_FIRMS} ad gangen: snævr filtrene ind.` });
    return reply.page(
      BulkPage({
        view: request.view(reply),
        form: { values: form.values, errors },
        formKey: formKeyOf(fields),
        konsulenter: konsulentChoices(db),
        total,
        all: isAll(fields),
        selected: isAll(fields) ? [] : selectedIn(fields),
        query: filterQuery(fieldsOfQuery(textOf(fields, 'filtre'))),
        preview,
      }),
    );
  }

  /** Those ticked, or all that fit the filters now. */
  function chosenFirms(request: FastifyRequest, fields: Fields): number[] {
    if (!isAll(fields)) return selectedIn(fields);
    const { userId } = actorOf(request);
    const query = fieldsOfQuery(textOf(fields, 'filtre'));
    const question = { from: quarterOf(today()).from, to: today(), asOf: ALL_KNOWN };
    const filters = readFilters(query, { userId, teamId: teamOf(db, userId) });
    return fittingFirms(db, filters, { sort: readSort(query), question });
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function isAll(fields: Fields): boolean {
  return textOf(fields, 'alle') === 'ja';
}

function selectedIn(fields: Fields): number[] {
  return [fields.valgt ?? []].flat().map(idOf).filter(Boolean);
}
