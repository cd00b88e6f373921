import { Type } from 'typebox';
import { latestMerbeskaeftigelse } from '../capacity/figures.ts';
import { capacityOf } from '../capacity/queries.ts';
import { findPUnit, openOrdersAt } from '../companies/queries.ts';
import { openStepsAt } from '../contacts/next-steps.ts';
import { colleaguesLately } from '../contacts/peace.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { placementReader } from '../placements/reading.ts';
import { isActive } from '../placements/rules.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { BriefPage } from './pages.tsx';
import { candidateCounts, lastTalks, peopleWeKnow } from './queries.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const Params = Type.Object({ pNumber: Type.String() });

/** The sheet to read before a visit. */
export function briefRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const { placementsFor } = placementReader(context);
  app.get(paths.visitBrief(':pNumber'), { config, schema: { params: Params } }, async (request, reply) => {
    const { roles, userId } = actorOf(request);
    const firm = findPUnit(db, idOf(request.params.pNumber), today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const { pNumber } = firm;
    const orders = openOrdersAt(db, pNumber, today());
    const works = roles.includes('konsulent') || roles.includes('sagsbehandler');
    return reply.page(
      BriefPage({
        view: request.view(reply),
        firm,
        people: peopleWeKnow(db, pNumber),
        talks: lastTalks(db, pNumber),
        steps: openStepsAt(db, pNumber),
        orders,
        candidates: candidateCounts(
          db,
          orders.map(({ id }) => id),
        ),
        capacity: capacityOf(db, pNumber, today()),
        merbeskaeftigelse: latestMerbeskaeftigelse(db, firm.cvr),
        placements: placementsFor(request, { pNumber }).filter(({ status }) => isActive(status)),
        colleagues: colleaguesLately(db, { pNumber, userId, today: today() }),
        rights: { log: works, seeOrders: works || roles.includes('leder'), seeCandidates: works },
      }),
    );
  });
}
