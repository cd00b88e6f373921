import { schedulerHealth } from '../admin/heartbeat.ts';
import { readSettings } from '../admin/queries.ts';
import { backupHealth } from '../backup/queries.ts';
import { notesFor } from '../colleagues/notes.ts';
import { nextSteps } from '../contacts/next-steps.ts';
import type { App, AppContext } from '../context.ts';
import { promisesToKeep } from '../employer-answers/queries.ts';
import { cardReader } from '../formidling/reading.ts';
import { leadsDue } from '../leads/queries.ts';
import { openAlarms } from '../log/control.ts';
import { newMatches } from '../matching/news.ts';
import { paths } from '../paths.ts';
import { placementReader } from '../placements/reading.ts';
import { dueRecords } from '../records/due.ts';
import { OperationsPage } from './operations-page.tsx';
import { DayPage } from './pages.tsx';
import { deadlinesNear, firmsToReach, lastRunAndImports } from './queries.ts';

/** The start page of the role one works in most: a jobformidler, who holds two, starts as konsulent. */
export function homeRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { dueOf } = cardReader(context);
  const { dueFor } = placementReader(context);
  app.get(paths.home, { config: { access: 'signed-in' } }, async (request, reply) => {
    const { roles = [], userId = 0 } = request.actor ?? {};
    if (roles.includes('konsulent')) {
      return reply.page(
        DayPage({
          view: request.view(reply),
          notes: notesFor(db, userId),
          steps: nextSteps(db, userId, today()),
          firms: firmsToReach(db, userId, today()),
          matches: newMatches(db, userId, today()),
          deadlines: deadlinesNear(db, userId, today()),
          leads: leadsDue(db, userId, today()),
          promises: promisesToKeep(db, userId, today()),
          now: now().toISOString(),
          cards: dueOf(request),
          placements: dueFor(request),
          due: dueRecords(db, userId, { today: today(), warningDays: readSettings(db).agreementWarningDays }),
        }),
      );
    }
    if (roles.includes('sagsbehandler')) return reply.redirect(paths.citizens, 303);
    if (roles.includes('leder')) return reply.redirect(paths.coverage, 303);
    return reply.page(
      OperationsPage({
        view: request.view(reply),
        ...lastRunAndImports(db),
        health: schedulerHealth(db, now()),
        backups: backupHealth(db, { now: now(), key: context.config.backupKey }),
        alarms: openAlarms(db),
      }),
    );
  });
}
