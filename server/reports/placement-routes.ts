import type { App, AppContext } from '../context.ts';
import { readPeriod } from '../coverage/question.ts';
import { paths } from '../paths.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { PLACEMENT_FILE_COLUMNS, PlacementReportListPage } from './placement-list-page.tsx';
import { PlacementReportPage } from './placement-page.tsx';
import {
  begunByGroup,
  groupNames,
  MEASURES,
  measureName,
  placementsBehind,
  placementTrend,
  reportedPlacements,
  tallyPlacements,
} from './placement-queries.ts';
import { PLACEMENT_FIGURES, type PlacementGrouping } from './placement-rules.ts';
import { reportListRoutes } from './report-lists.ts';

const config = { access: ['konsulent', 'leder'] as const };

/** Placements of the quarter: småjob, løntilskud, praktik and fleksjob by target group, and what came of them. */
export function placementReportRoutes(app: App, context: AppContext): void {
  const { db, today } = context;

  app.get(
    paths.placementReport,
    { config, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { from, to, errors } = readPeriod(request.query, today());
      if (errors.length > 0) reply.code(400);
      const rows = reportedPlacements(db, { from, to }, today());
      const values = errors.length > 0 ? request.query : { fra: from, til: to };
      return reply.page(
        PlacementReportPage({
          view: request.view(reply),
          period: { from, to, form: { values, errors } },
          ...tallyPlacements(rows),
          groups: begunByGroup(db, rows),
          trend: placementTrend(db, [to, today()].sort()[0] ?? to, today()),
          mayOpenGroups: request.actor?.roles.includes('leder') ?? false,
        }),
      );
    },
  );

  reportListRoutes(app, context, {
    access: config.access,
    list: paths.placementReportList,
    file: paths.placementReportFile,
    fileName: 'forloeb',
    columns: PLACEMENT_FILE_COLUMNS,
    find({ figure: slug, query, period, roles }) {
      const figure = oneOf(PLACEMENT_FIGURES, slug);
      const lines = linesOf(query);
      // Which group a citizen is in is not for everybody who knows of the placement.
      if (!figure || (lines.some(({ by }) => by === 'maalgruppe') && !roles.includes('leder')))
        return undefined;
      const rows = placementsBehind(reportedPlacements(db, period, today()), figure, lines);
      return { figure, rows, lineNames: lines.map(({ name }) => name) };
    },
    page: ({ view, period, found, page }) => PlacementReportListPage({ view, period, ...found, page }),
  });

  function linesOf(query: Fields): { by: PlacementGrouping; value: string; name: string }[] {
    const measure = oneOf(MEASURES, textOf(query, 'ordning'));
    const group = textOf(query, 'maalgruppe');
    return [
      ...(measure ? [{ by: 'ordning' as const, value: measure, name: measureName(measure) }] : []),
      ...(group
        ? [{ by: 'maalgruppe' as const, value: group, name: groupNames(db).get(group) ?? group }]
        : []),
    ];
  }
}
