import { eq, sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen, logPerson, type ReadPurpose, type ReadRelation } from '../../db/schema/citizens.ts';
import type { AppContext } from '../context.ts';
import { ownershipOf } from '../job-orders/ownership.ts';
import { appendReads } from '../log/append.ts';
import { raiseOnBurst } from '../log/burst.ts';
import { logNumberOf } from '../log/person.ts';
import { actorOf } from '../plugins/session.ts';
import { can, type Viewer } from '../rights.ts';
import { localDate } from '../ui/dates.ts';

export interface Reading {
  purpose: ReadPurpose;
  /** the order whose list showed them */
  jobOrderId?: number;
}

/**
 * One row per person and answer, before the answer is sent: nobody is seen without a trace, and a trace that cannot be
 * written is an answer that is not given. Of several parts of a page that show the same person, the first one counts.
 */
export function logReads(
  request: FastifyRequest,
  { db, now }: Pick<AppContext, 'db' | 'now'>,
  citizenIds: Iterable<number>,
  { purpose, jobOrderId }: Reading,
): void {
  const viewer = actorOf(request);
  const logged = loggedFor(request);
  const ids = [...new Set(citizenIds)].filter((id) => !logged.has(id));
  if (ids.length === 0) return;
  const instant = now();
  const at = instant.toISOString();
  const inOrder = holdsOrder(db, viewer, jobOrderId, localDate(instant));
  const write = db.$client.transaction(() => {
    const contents = ids.map((id) => {
      const { number, caseworkerUserId } = findPerson(db, id);
      const relation = relationOf(viewer, caseworkerUserId, inOrder);
      return { person: number, userId: viewer.userId, at, purpose, jobOrderId: jobOrderId ?? null, relation };
    });
    appendReads(db.$client, contents);
    if (contents.some(({ relation }) => relation === 'ingen')) raiseOnBurst(db, viewer.userId, instant);
  });
  write.immediate();
  for (const id of ids) logged.add(id);
}

/** Who has been logged for an answer that is still being made. */
const loggedFor = (() => {
  const kept = new WeakMap<FastifyRequest, Set<number>>();
  return (request: FastifyRequest) => {
    const known = kept.get(request) ?? new Set<number>();
    kept.set(request, known);
    return known;
  };
})();

/** Only a sagsbehandler sees citizens outside own cases and own orders; whoever else does looks after the log itself. */
function relationOf(viewer: Viewer, caseworkerUserId: number | null, inOrder: boolean): ReadRelation {
  if (caseworkerUserId === viewer.userId) return 'sag';
  if (inOrder) return 'ordre';
  const worksWithFirms = viewer.roles.includes('konsulent') && !viewer.roles.includes('sagsbehandler');
  return worksWithFirms ? 'ordre' : 'ingen';
}

function holdsOrder(db: Db, viewer: Viewer, jobOrderId: number | undefined, today: string): boolean {
  if (jobOrderId === undefined || !viewer.roles.includes('konsulent')) return false;
  const order = ownershipOf(db, jobOrderId, today);
  return order !== undefined && can(viewer, 'work on board', order);
}

function findPerson(db: Db, citizenId: number): { number: number; caseworkerUserId: number | null } {
  const found = personAsked(db).get({ citizenId });
  if (!found) throw new Error('Somebody was shown who is no citizen');
  const { number, caseworkerUserId } = found;
  return { number: number ?? logNumberOf(db, citizenId), caseworkerUserId };
}

const personAsked = preparedOnce((db: Db) =>
  db
    .select({ number: logPerson.number, caseworkerUserId: citizen.caseworkerUserId })
    .from(citizen)
    .leftJoin(logPerson, eq(logPerson.citizenId, citizen.id))
    .where(eq(citizen.id, sql.placeholder('citizenId')))
    .prepare(),
);
