import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isIsoDate, quarterBefore, quarterOf } from '../ui/dates.ts';
import { FieldsSchema, idOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { FILE_TYPES, type FileType, spreadsheetStream } from '../ui/spreadsheet.ts';
import { effectOfLateEntries, LATE_PAGE_SIZE, lateContacts, lateHeadcounts } from './late.ts';
import { LatePage } from './late-page.tsx';
import { RecomputedPage } from './recomputed-page.tsx';
import { FIGURE_SLUGS, FIGURES, type Figure } from './rules.ts';
import { sealFileColumns } from './seal-columns.ts';
import { SealsPage } from './seal-list-pages.tsx';
import { SealPage } from './seal-page.tsx';
import { findSeal, recompute, recomputeAndRecord, type Seal, sealQuarter, seals } from './seal-queries.ts';
import { SealedListPage } from './sealed-list-page.tsx';
import { inChunks, sealedPage, sealedRows } from './sealed-lists.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const sealers = { access: ['leder'] as const };
const checkers = { access: ['leder', 'administrator'] as const };
const Params = Type.Object({ id: Type.String() });
const ListParams = Type.Object({ id: Type.String(), figure: Type.String() });
const QUARTERS_OFFERED = 8;

/** Dækningsbeviser: seal a quarter, read it, print it, count it again, and see what was entered since. */
export function coverageSealRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.seals, { config: readers }, async (request, reply) => showSeals(request, reply));

  app.post(paths.seals, { config: sealers, schema: { body: FieldsSchema } }, async (request, reply) => {
    const from = textOf(request.body, 'fra') || today();
    if (!isIsoDate(from)) return showSeals(request, reply.code(422), 'Vælg det kvartal, der skal forsegles.');
    const answer = sealQuarter(db, quarterOf(from), doing(request));
    if (answer.outcome === 'refused') return showSeals(request, reply.code(422), answer.reason);
    const message = answer.outcome === 'sealed' ? 'kvartal-forseglet' : 'allerede-forseglet';
    return reply.redirect(withMessage(paths.seal(answer.id), message), 303);
  });

  app.get(paths.seal(':id'), { config: readers, schema: { params: Params } }, async (request, reply) => {
    const seal = findSeal(db, idOf(request.params.id));
    if (!seal) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(SealPage({ view: request.view(reply), seal }));
  });

  app.post(
    paths.sealRecomputed(':id'),
    { config: checkers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      const recomputed = recomputeAndRecord(db, seal, doing(request));
      if (!recomputed.same) request.log.error({ seal: seal.id }, 'a sealed quarter counts otherwise now');
      return reply.redirect(paths.sealRecomputed(seal.id), 303);
    },
  );

  // Read again, it is counted again; only the button writes in the log that somebody asked.
  app.get(
    paths.sealRecomputed(':id'),
    { config: checkers, schema: { params: Params } },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(RecomputedPage({ view: request.view(reply), seal, recomputed: recompute(db, seal) }));
    },
  );

  app.get(
    paths.sealLate(':id'),
    { config: readers, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      const slice = { page: pageOf(request.query), pageSize: LATE_PAGE_SIZE };
      return reply.page(
        LatePage({
          view: request.view(reply),
          seal,
          contacts: { ...lateContacts(db, seal, slice), ...slice },
          headcounts: lateHeadcounts(db, seal),
          effect: effectOfLateEntries(db, seal),
        }),
      );
    },
  );

  app.get(
    paths.sealList(':id', ':figure'),
    { config: readers, schema: { params: ListParams, querystring: FieldsSchema } },
    async (request, reply) => {
      const asked = askedList(request.params);
      if (!asked) return sendProblem(request, reply, NOT_FOUND);
      const found = sealedPage(db, asked.seal, asked.figure, pageOf(request.query));
      return reply.page(SealedListPage({ view: request.view(reply), ...asked, found }));
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.sealFile(':id', ':figure', type),
      { config: readers, schema: { params: ListParams } },
      async (request, reply) => {
        const asked = askedList(request.params);
        if (!asked) return sendProblem(request, reply, NOT_FOUND);
        const { seal, figure } = asked;
        const name = `daekningsbevis-${seal.fromDate}-${FIGURE_SLUGS[figure]}.${type}`;
        const chunks = inChunks(sealedRows(db, seal, figure));
        return reply
          .type(FILE_TYPES[type])
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(spreadsheetStream(type, sealFileColumns(seal), chunks));
      },
    );
  }

  function askedList(params: { id: string; figure: string }): { seal: Seal; figure: Figure } | undefined {
    const figure = FIGURES.find((each) => FIGURE_SLUGS[each] === params.figure);
    const seal = findSeal(db, idOf(params.id));
    return seal && figure && { seal, figure };
  }

  function showSeals(request: FastifyRequest, reply: FastifyReply, refusal?: string) {
    const made = seals(db);
    const open = quartersBefore(today()).filter(({ from }) => !made.some((seal) => seal.fromDate === from));
    return reply.page(SealsPage({ view: request.view(reply), seals: made, open, refusal }));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

/** The quarters that are over, the latest first. */
function quartersBefore(today: string) {
  const quarters = [quarterBefore(quarterOf(today))];
  while (quarters.length < QUARTERS_OFFERED)
    quarters.push(quarterBefore(quarters.at(-1) ?? quarterOf(today)));
  return quarters;
}
