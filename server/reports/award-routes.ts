import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, pageOf, textOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType } from '../ui/spreadsheet.ts';
import { AWARD_FILE_COLUMNS, AwardFirmPage, AwardPage } from './award-page.tsx';
import { awardFirms } from './award-queries.ts';
import { sendRows } from './report-lists.ts';

// The evidence tells of the citizens placed: a young one, one without Danish. That is not for everybody.
const config = { access: ['leder'] as const };
const Params = Type.Object({ cvr: Type.String() });
const FIRST_YEAR = 2000;

/** Virksomhedsprisen's seven criteria, counted for a year from what is written down. */
export function awardRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.award, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const { year, error } = yearOf(request.query, today());
    if (error) reply.code(400);
    const firms = awardFirms(db, year, today());
    const page = pageOf(request.query);
    return reply.page(AwardPage({ view: request.view(reply), year, error, firms, page }));
  });

  app.get(
    paths.awardFirm(':cvr'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const { year, error } = yearOf(request.query, today());
      const cvr = idOf(request.params.cvr);
      const firm = awardFirms(db, year, today()).find((found) => found.cvr === cvr);
      if (!firm || error) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(AwardFirmPage({ view: request.view(reply), year, firm }));
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.awardFile(type),
      { config, schema: { querystring: FieldsSchema } },
      async (request, reply) => {
        const { year, error } = yearOf(request.query, today());
        if (error) return sendProblem(request, reply, NOT_FOUND);
        const rows = awardFirms(db, year, today());
        return sendRows(reply, { type, name: `virksomhedspris-${year}`, columns: AWARD_FILE_COLUMNS, rows });
      },
    );
  }
}

/** Reads `aar`; without it this year. Anything that is no year up to this one is said so. */
function yearOf(fields: Fields, today: string): { year: number; error?: string } {
  const thisYear = Number(today.slice(0, 4));
  const text = textOf(fields, 'aar');
  const year = text === '' ? thisYear : idOf(text);
  if (year >= FIRST_YEAR && year <= thisYear) return { year };
  return {
    year: thisYear,
    error: `Året skal være fra ${FIRST_YEAR} til ${thisYear}. Her vises ${thisYear}.`,
  };
}
