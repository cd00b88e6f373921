import type { FastifyRequest } from 'fastify';
import { filterErrors, filterQuery, readFilters } from '../companies/filters.ts';
import { firmRows } from '../companies/firm-rows.ts';
import { silences } from '../companies/silence.ts';
import { openStepsAt } from '../contacts/next-steps.ts';
import type { App, AppContext } from '../context.ts';
import { liveAnswer } from '../coverage/live.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, pageOf, textOf } from '../ui/fields.ts';
import { teamOf } from '../users/queries.ts';
import { viewsFor } from '../views/views.ts';
import { housesPath } from './backdrop.ts';
import type { Chosen } from './card.tsx';
import { MapPage, WithoutHousePage } from './map-page.tsx';
import { hasHouses, placesOfFirms, placesReady } from './places.ts';
import { drawnIn, firmNames, firmsOnMap, firmsWithoutHouse, lookAround, phonesOf } from './queries.ts';
import { readViewport } from './viewport.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const PAGE_SIZE = 25;

export function mapRoutes(app: App, { db, today }: AppContext): void {
  const preHandler = () => placesReady(db);

  app.get(
    paths.map,
    { config, preHandler, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const question = thisQuarter();
      const actor = actorOf(request);
      const filters = readFilters(request.query, { ...actor, teamId: teamOf(db, actor.userId) });
      const onMap = firmsOnMap(db, filters, question);
      const port = readViewport(request.query) ?? lookAround(db, onMap.firms, question);
      const { inView, marks, names } = drawnIn(onMap.firms, port);
      const page = pageOf(request.query);
      const shown = inView.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
      const alone = marks.flatMap(({ firms }) => (firms.length === 1 ? (firms[0]?.pNumber ?? []) : []));
      return reply.page(
        MapPage({
          view: request.view(reply),
          onMap,
          form: { values: request.query, errors: filterErrors(request.query, today()) },
          views: viewsFor(db, actor.userId),
          port,
          houses: housesPath(db, port),
          names,
          marks,
          firmNames: firmNames(db, alone),
          chosen: idOf(textOf(request.query, 'valgt')),
          query: filterQuery(request.query),
          quarterName: question.name,
          limit: ruleFor(db, question).moreThanEmployees,
          table: {
            rows: firmRows(
              db,
              shown.map(({ firm }) => firm.pNumber),
              question,
            ),
            total: inView.length,
            page,
            pageSize: PAGE_SIZE,
          },
          silenceOf: silences(liveAnswer(db, question), question),
          card: chosenFirm(request),
          mayLog: mayLog(request),
          mayRoute: mayLog(request) || actor.roles.includes('leder'),
        }),
      );
    },
  );

  app.get(
    paths.withoutHouse,
    { config, preHandler, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const question = thisQuarter();
      const page = pageOf(request.query);
      const found = firmsWithoutHouse(db, question);
      const shown = new Map(
        found
          .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
          .map(({ pNumber, precision }) => [pNumber, precision] as const),
      );
      const rows = firmRows(db, [...shown.keys()], question).map((row) => ({
        ...row,
        precision: shown.get(row.pNumber) ?? ('ukendt' as const),
      }));
      const hasRegister = hasHouses(db);
      return reply.page(
        WithoutHousePage({
          view: request.view(reply),
          rows,
          total: found.length,
          page,
          pageSize: PAGE_SIZE,
          hasRegister,
        }),
      );
    },
  );

  function chosenFirm(request: FastifyRequest<{ Querystring: Fields }>): Chosen | undefined {
    const question = thisQuarter();
    const pNumber = idOf(textOf(request.query, 'valgt'));
    const [row] = firmRows(db, [pNumber], question);
    return (
      row && {
        row,
        phone: phonesOf(db, [pNumber]).get(pNumber) ?? null,
        steps: openStepsAt(db, pNumber),
        silence: silences(liveAnswer(db, question), question)(pNumber),
        precision: placesOfFirms(db).get(pNumber)?.precision ?? 'ukendt',
      }
    );
  }

  function thisQuarter() {
    const { from, name } = quarterOf(today());
    return { from, to: today(), asOf: ALL_KNOWN, name };
  }
}

function mayLog(request: FastifyRequest): boolean {
  const { roles } = actorOf(request);
  return roles.includes('konsulent') || roles.includes('sagsbehandler');
}
