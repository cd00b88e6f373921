import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OWN_FIELDS } from '../../db/schema/firm-work.ts';
import { findPUnit, type PUnitDetail } from '../companies/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { currentValue, keepApart, type MergeChoices, mergeFirms, whyNotMerge } from './merge.ts';
import { DuplicatesPage, MergePage } from './merge-pages.tsx';
import { belongingsOf, likelyDuplicates, PAGE_SIZE, standingMerges } from './merge-queries.ts';
import { undoMerge } from './merge-undo.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const Params = Type.Object({ pNumber: Type.String(), other: Type.String() });
const MergeParams = Type.Object({ id: Type.String() });

export function mergeRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.duplicates,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { roles } = actorOf(request);
      const slice = { page: pageOf(request.query), pageSize: PAGE_SIZE };
      return reply.page(
        DuplicatesPage({
          view: request.view(reply),
          found: { ...likelyDuplicates(db, { slice, today: today() }), ...slice },
          merges: standingMerges(db, { page: 1, pageSize: PAGE_SIZE }),
          mayMerge: roles.includes('konsulent') || roles.includes('leder'),
        }),
      );
    },
  );

  app.post(paths.keptApart, { config: writers, schema: { body: FieldsSchema } }, async (request, reply) => {
    const one = idOf(textOf(request.body, 'den_ene'));
    const other = idOf(textOf(request.body, 'den_anden'));
    if (!keepApart(db, one, other, doing(request))) return sendProblem(request, reply, NOT_FOUND);
    return reply.redirect(withMessage(paths.duplicates, 'adskilt'), 303);
  });

  app.get(
    paths.merge(':pNumber', ':other'),
    { config: writers, schema: { params: Params } },
    async (request, reply) => showMerge(request, reply, request.params),
  );

  app.post(
    paths.merge(':pNumber', ':other'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const kept = findPUnit(db, idOf(request.params.pNumber), today());
      const merged = findPUnit(db, idOf(request.params.other), today());
      if (!kept || !merged) return sendProblem(request, reply, NOT_FOUND);
      const choices = readChoices(request.body, kept, merged);
      const answer = mergeFirms(db, { kept: kept.pNumber, merged: merged.pNumber, choices }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        return showMerge(request, reply, request.params);
      }
      return reply.redirect(withMessage(paths.company(answer.keptPNumber), 'sammenlagt'), 303);
    },
  );

  app.post(
    paths.mergeUndone(':id'),
    { config: writers, schema: { params: MergeParams } },
    async (request, reply) => {
      const answer = undoMerge(db, idOf(request.params.id), doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused')
        return sendProblem(request, reply, {
          status: 409,
          title: 'Kan ikke fortrydes nu',
          detail: answer.reason,
        });
      return reply.redirect(withMessage(paths.company(answer.keptPNumber), 'sammenlaegning-fortrudt'), 303);
    },
  );

  function showMerge(
    request: FastifyRequest,
    reply: FastifyReply,
    params: { pNumber: string; other: string },
  ) {
    const kept = findPUnit(db, idOf(params.pNumber), today());
    const merged = findPUnit(db, idOf(params.other), today());
    if (!kept || !merged) return sendProblem(request, reply, NOT_FOUND);
    const refusal = whyNotMerge(db, kept.pNumber, merged.pNumber);
    if (refusal?.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
    const belongings = belongingsOf(db, merged.pNumber);
    const view = request.view(reply);
    return reply.page(MergePage({ view, kept, merged, belongings, refusal: refusal?.reason ?? null }));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

/** Only what was chosen from the firm that is hidden is written: the rest the kept one has already. */
function readChoices(fields: Fields, kept: PUnitDetail, merged: PUnitDetail): MergeChoices {
  const values: MergeChoices['values'] = {};
  for (const field of OWN_FIELDS) {
    const value = currentValue(merged, field);
    if (textOf(fields, `valg_${field}`) === 'lagt_ind' && value !== null) values[field] = value;
  }
  const other = textOf(fields, 'valg_ansvarlig') === 'lagt_ind';
  return { values, ownerUserId: other ? merged.ownerUserId : kept.ownerUserId };
}
