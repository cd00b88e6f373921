import { readFilters } from '../companies/filters.ts';
import { silences } from '../companies/silence.ts';
import type { App, AppContext } from '../context.ts';
import { liveAnswer } from '../coverage/live.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { housesPath } from '../map/backdrop.ts';
import { placesReady } from '../map/places.ts';
import { fitAround } from '../map/viewport.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, textOf } from '../ui/fields.ts';
import { teamOf } from '../users/queries.ts';
import { dayQuery, readDay } from './day.ts';
import { DayRoutePage } from './pages.tsx';
import { fillDay, missingFirms, roundOf, startOf } from './queries.ts';
import { MOST_STOPS } from './rules.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const USUAL_VISITS = 6;

/** A day of visits. It lives in its address: `foreslaa` fills it up and answers with the address of what came of it. */
export function dayRouteRoutes(app: App, { db, today }: AppContext): void {
  const preHandler = () => placesReady(db);

  app.get(
    paths.dayRoute,
    { config, preHandler, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { userId, roles } = actorOf(request);
      const { from, name } = quarterOf(today());
      const question = { from, to: today(), asOf: ALL_KNOWN };
      const day = readDay(request.query);
      const start = startOf(db, day);
      const filters = readFilters(request.query, { userId, teamId: teamOf(db, userId) });
      const errors = errorsOf(request.query, start !== undefined, day.start);
      const asked = textOf(request.query, 'foreslaa') !== '';
      if (asked && start && errors.length === 0) {
        const wanted = Number(textOf(request.query, 'antal')) || USUAL_VISITS;
        const filled = fillDay(db, day, { start, userId, question, filters, wanted });
        const shown = [request.query.vis ?? []].flat().map((vis) => `&vis=${encodeURIComponent(vis)}`);
        return reply.redirect(`${paths.dayRoute}?${dayQuery(filled)}${shown.join('')}`, 303);
      }
      const round = start && roundOf(db, day, { start, userId, question });
      const places = start && round ? [start.place, ...round.visits.map(({ place }) => place)] : [];
      const port = fitAround(places);
      if (errors.length > 0) reply.code(422);
      const missing = missingFirms(db, filters, question).filter(
        (pNumber) => !day.stops.includes(pNumber) && !day.declined.includes(pNumber),
      );
      const typed = {
        antal: String(Math.max(USUAL_VISITS, day.stops.length)),
        orden: day.asChosen ? 'valgt' : 'kortest',
        ...request.query,
      };
      return reply.page(
        DayRoutePage({
          view: request.view(reply),
          day,
          form: { values: typed, errors },
          start,
          round,
          missing: missing.length,
          quarterName: name,
          silenceOf: silences(liveAnswer(db, question), question),
          drawing: places.length > 1 ? { port, houses: housesPath(db, port) } : undefined,
          mayLog: roles.includes('konsulent') || roles.includes('sagsbehandler'),
        }),
      );
    },
  );
}

function errorsOf(query: Fields, hasStart: boolean, start: number): FieldError[] {
  const errors: FieldError[] = [];
  const typed = textOf(query, 'start');
  const visits = textOf(query, 'antal');
  if (typed !== '' && (start === 0 || !hasStart))
    errors.push({
      field: 'start',
      reason: 'Der er ingen virksomhed med det P-nummer, som vi kender stedet for.',
    });
  if (typed === '' && !hasStart)
    errors.push({
      field: 'start',
      reason:
        'Kontorets adresse er ikke kendt. Skriv et P-nummer, eller bed en administrator skrive adressen i Indstillinger.',
    });
  if (visits !== '' && !(Number(visits) >= 1 && Number(visits) <= MOST_STOPS))
    errors.push({ field: 'antal', reason: `Skriv et antal fra 1 til ${MOST_STOPS}.` });
  return errors;
}
