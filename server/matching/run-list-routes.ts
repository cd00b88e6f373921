import { Type } from 'typebox';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { nightListOf } from './run-list.ts';
import { NightListPage } from './run-list-page.tsx';
import { findRun } from './run-queries.ts';
import { shortlistReader } from './shortlist-reading.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String(), orderId: Type.String() });

/** An order's list as a run left it, for those who may see the list as it is now; every person shown is logged. */
export function runListRoutes(app: App, context: AppContext): void {
  const { db, now, today, engine, config: settings } = context;
  const { findAllowed } = shortlistReader(context);

  app.get(
    paths.runOrder(':id', ':orderId'),
    { config, schema: { params: Params } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.orderId);
      if (!details) return reply;
      const viewer = actorOf(request);
      const run = findRun(db, idOf(request.params.id));
      const from = run && { run, orderId: details.order.id, snapshots: settings.files.snapshots };
      const viewing = { viewer, ownership: details, today: today() };
      const list = from && (await nightListOf(db, engine(), from, viewing));
      if (!run || !list) return sendProblem(request, reply, NOT_FOUND);
      logReads(
        request,
        { db, now },
        list.rows.flatMap(({ person }) => person?.citizenId ?? []),
        { purpose: 'forslagsliste', jobOrderId: details.order.id },
      );
      return reply.page(NightListPage({ view: request.view(reply), run, details, list }));
    },
  );
}
