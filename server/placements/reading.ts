import type { FastifyRequest } from 'fastify';
import { logReads } from '../citizens/reads.ts';
import type { AppContext } from '../context.ts';
import { actorOf } from '../plugins/session.ts';
import { type DuePlacements, duePlacements } from './due.ts';
import { type PlacementView, placementsOf } from './queries.ts';

const READERS = ['konsulent', 'sagsbehandler', 'leder'];

/** Placements for another feature's page, with a row in the log for every citizen whose name is shown. */
export function placementReader({ db, now, today }: Pick<AppContext, 'db' | 'now' | 'today'>) {
  return { placementsFor, dueFor, logShown };

  function placementsFor(
    request: FastifyRequest,
    of: { citizenId: number } | { jobOrderId: number } | { pNumber: number },
  ): PlacementView[] {
    const viewer = actorOf(request);
    if (!viewer.roles.some((role) => READERS.includes(role))) return [];
    const rows = placementsOf(db, of, { viewer, today: today() });
    logShown(request, rows.slice(0, SHOWN));
    return rows;
  }

  function dueFor(request: FastifyRequest): DuePlacements {
    const due = duePlacements(db, { viewer: actorOf(request), today: today() });
    logShown(request, due.rows);
    return due;
  }

  function logShown(request: FastifyRequest, rows: readonly Pick<PlacementView, 'shown'>[]): void {
    const ids = rows.flatMap(({ shown }) => shown?.citizenId ?? []);
    logReads(request, { db, now }, ids, { purpose: 'forloeb' });
  }
}

/** So many stand on another feature's page; the rest on the list. */
export const SHOWN = 6;
