import { readSettings } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { HalfYearPage } from './half-year-page.tsx';
import { halfYearFigures } from './half-year-queries.ts';
import { halfYearBefore, halfYearOf, halfYearWith } from './half-years.ts';

/** The half-year page for the committee; without `halvaar` the one that runs. */
export function halfYearRoutes(app: App, { db, today }: AppContext): void {
  app.get(
    paths.halfYear,
    { config: { access: ['leder'] as const }, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const text = textOf(request.query, 'halvaar');
      const halfYear = text === '' ? halfYearWith(today()) : halfYearOf(text);
      if (!halfYear || halfYear.from > today()) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(
        HalfYearPage({
          view: request.view(reply),
          halfYear,
          municipality: readSettings(db).municipalityName,
          now: halfYearFigures(db, halfYear, today()),
          before: halfYearFigures(db, halfYearBefore(halfYear), today()),
        }),
      );
    },
  );
}
