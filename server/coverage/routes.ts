import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { coverageCsv } from './csv.ts';
import { CoverageListPage } from './list-page.tsx';
import { coverageList, coverageListChunks, LIST_SORTS } from './lists.ts';
import { CoveragePage } from './pages.tsx';
import { coverageOf } from './queries.ts';
import { invalidPeriod, readPeriod } from './question.ts';
import { FIGURE_SLUGS, FIGURES, type Figure } from './rules.ts';

const config = { access: ['konsulent', 'leder', 'administrator'] as const };
const Params = Type.Object({ figure: Type.String() });

export function coverageRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.coverage, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const period = readPeriod(request.query, today());
    if (period.errors.length > 0) reply.code(400);
    const figures = coverageOf(db, period.question);
    return reply.page(CoveragePage({ view: request.view(reply), period, figures }));
  });

  app.get(
    paths.coverageList(':figure'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const figure = figureOf(request.params.figure);
      if (!figure) return sendProblem(request, reply, NOT_FOUND);
      const { roles } = actorOf(request);
      const period = readPeriod(request.query, today());
      if (period.errors.length > 0) return sendProblem(request, reply, invalidPeriod(period.errors));
      const list = listOf(request, request.query, figure);
      const found = coverageList(db, { ...list, page: pageOf(request.query) });
      return reply.page(
        CoverageListPage({
          view: request.view(reply),
          period,
          figure,
          found,
          onlyMine: list.ownerUserId !== undefined,
          rights: { log: roles.includes('konsulent'), settle: roles.includes('konsulent') },
        }),
      );
    },
  );

  app.get(
    paths.coverageFile(':figure'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const figure = figureOf(request.params.figure);
      if (!figure) return sendProblem(request, reply, NOT_FOUND);
      const { errors } = readPeriod(request.query, today());
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const list = listOf(request, request.query, figure);
      const { from, to } = list.question;
      return reply
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${FIGURE_SLUGS[figure]}-${from}-${to}.csv"`)
        .send(Readable.from(coverageCsv(coverageListChunks(db, list))));
    },
  );

  function listOf(request: FastifyRequest, query: Fields, figure: Figure) {
    return {
      question: readPeriod(query, today()).question,
      figure,
      sort: oneOf(LIST_SORTS, textOf(query, 'sort')) ?? ('navn' as const),
      ownerUserId: textOf(query, 'ansvarlig') === 'mig' ? actorOf(request).userId : undefined,
    };
  }
}

function figureOf(slug: string): Figure | undefined {
  return FIGURES.find((figure) => FIGURE_SLUGS[figure] === slug);
}
