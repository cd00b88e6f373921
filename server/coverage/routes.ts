import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { readSettings } from '../admin/queries.ts';
import { firmsLookedAfterBy } from '../companies/care.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType, spreadsheetStream } from '../ui/spreadsheet.ts';
import { fileColumns } from './file-columns.ts';
import { GROUPINGS, type Group } from './groups.ts';
import { CoverageListPage } from './list-page.tsx';
import { coverageList, coverageListChunks, LIST_SORTS } from './lists.ts';
import { liveAnswer } from './live.ts';
import { breakdownOf, liveFigures, namesOf, quarterPace, trendOf } from './live-figures.ts';
import { CoveragePage } from './pages.tsx';
import type { CoverageQuestion } from './queries.ts';
import { invalidPeriod, readPeriod, readUnit } from './question.ts';
import { ruleFor } from './rule-queries.ts';
import { FIGURE_SLUGS, FIGURES, type Figure } from './rules.ts';
import { sealIdOf } from './seal-queries.ts';

const config = { access: ['konsulent', 'leder', 'administrator'] as const };
const Params = Type.Object({ figure: Type.String() });
const LINES_SHOWN = 25;

export function coverageRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.coverage, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const period = readPeriod(request.query, today());
    if (period.errors.length > 0) reply.code(400);
    const { question } = period;
    const unit = unitOf(request.query);
    const { planPeriodFrom, planPeriodName } = readSettings(db);
    // A period from before the plan's is its own.
    const from = [planPeriodFrom, question.from].sort()[0] ?? question.from;
    const plan = { ...question, from };
    const runs = question.from <= today() && today() <= question.to;
    return reply.page(
      CoveragePage({
        view: request.view(reply),
        period,
        unit,
        figures: liveFigures(db, question, unit.asked),
        plan: { name: planPeriodName, figures: liveFigures(db, plan, unit.asked) },
        rule: ruleFor(db, question),
        pace: runs && isQuarter(question) ? quarterPace(db, question, unit.asked, today()) : null,
        trend: trendOf(db, question, unit.asked),
        breakdown: breakdownPage(request.query, question, unit.asked),
        sealId: sealIdOf(db, question),
      }),
    );
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
      const { group } = list;
      return reply.page(
        CoverageListPage({
          view: request.view(reply),
          period,
          unit: unitOf(request.query),
          figure,
          found,
          rule: ruleFor(db, period.question),
          onlyMine: list.among !== undefined,
          groupName: group && namesOf(db, group.by, liveAnswer(db, list.question).firms)(group.value),
          rights: { log: roles.includes('konsulent'), settle: roles.includes('konsulent') },
        }),
      );
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.coverageFile(':figure', type),
      { config, schema: { params: Params, querystring: FieldsSchema } },
      async (request, reply) => {
        const figure = figureOf(request.params.figure);
        if (!figure) return sendProblem(request, reply, NOT_FOUND);
        const { errors } = readPeriod(request.query, today());
        if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
        const list = listOf(request, request.query, figure);
        const { from, to } = list.question;
        const columns = fileColumns(ruleFor(db, list.question));
        return reply
          .type(FILE_TYPES[type])
          .header('cache-control', 'no-store')
          .header(
            'content-disposition',
            `attachment; filename="${FIGURE_SLUGS[figure]}-${from}-${to}.${type}"`,
          )
          .send(spreadsheetStream(type, columns, coverageListChunks(db, list)));
      },
    );
  }

  function listOf(request: FastifyRequest, query: Fields, figure: Figure) {
    return {
      question: readPeriod(query, today()).question,
      unit: unitOf(query).asked,
      figure,
      sort: oneOf(LIST_SORTS, textOf(query, 'sort')) ?? ('navn' as const),
      among:
        textOf(query, 'ansvarlig') === 'mig'
          ? firmsLookedAfterBy(db, actorOf(request).userId, today())
          : undefined,
      group: readGroup(query),
    };
  }

  function unitOf(query: Fields) {
    const setting = readSettings(db).coverageUnit;
    return { asked: readUnit(query, setting), setting };
  }

  function breakdownPage(query: Fields, question: CoverageQuestion, unit: CoverageUnit) {
    const by = oneOf(GROUPINGS, textOf(query, 'fordel')) ?? 'konsulent';
    const page = pageOf(query);
    const all = breakdownOf(db, question, unit, by);
    const lines = all.slice((page - 1) * LINES_SHOWN, page * LINES_SHOWN);
    return { by, lines, total: all.length, page, pageSize: LINES_SHOWN };
  }
}

function isQuarter({ from, to }: { from: string; to: string }): boolean {
  const quarter = quarterOf(from);
  return quarter.from === from && quarter.to === to;
}

/** Reads `gruppe` and `vaerdi`: one line of a breakdown. */
function readGroup(query: Fields): Group | undefined {
  const by = oneOf(GROUPINGS, textOf(query, 'gruppe'));
  const value = textOf(query, 'vaerdi');
  return by && value ? { by, value } : undefined;
}

function figureOf(slug: string): Figure | undefined {
  return FIGURES.find((figure) => FIGURE_SLUGS[figure] === slug);
}
