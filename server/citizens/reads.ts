import { eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { citizen, logPerson, type ReadPurpose, type ReadRelation } from '../../db/schema/citizens.ts';
import type { App, AppContext } from '../context.ts';
import { ownershipOf } from '../job-orders/ownership.ts';
import { appendReads } from '../log/append.ts';
import { raiseOnBurst } from '../log/burst.ts';
import { logNumberOf } from '../log/person.ts';
import { writeTogether } from '../log/write-together.ts';
import { actorOf } from '../plugins/session.ts';
import { ShownIsGone } from '../problems.ts';
import { can, type Viewer } from '../rights.ts';
import { localDate } from '../ui/dates.ts';

export interface Reading {
  purpose: ReadPurpose;
  /** the order whose list showed them */
  jobOrderId?: number;
}

/** Whom an answer shows, and why it was asked for. */
export interface Seen {
  citizenIds: number[];
  reading: Reading;
}

/** Is told whom an answer shows by a program that does not write: whoever sends the answer logs it. */
export type TellOfReads = (request: FastifyRequest, seen: Seen) => void;

declare module 'fastify' {
  interface FastifyRequest {
    tellOfReads: TellOfReads | null;
  }
}

/** No answer leaves before those whom it shows stand in the log; what cannot be logged is an answer that is not given. */
export function registerReads(app: App, tell?: TellOfReads): void {
  app.decorateRequest('tellOfReads', tell ?? null);
  app.addHook('onSend', async (request) => {
    readsOf(request).sending = true;
    await readsWritten(request);
  });
}

/** For an answer that tells of the log, and so of itself. */
export async function readsWritten(request: FastifyRequest): Promise<void> {
  await Promise.all(readsOf(request).unwritten.splice(0));
}

/**
 * One row per person and answer: nobody is seen without a trace. The answer waits for it in `registerReads`; of a file that
 * is being sent already, each part waits for its own, and what is looked at in a transaction is logged in it. Of several
 * parts of a page that show the same person, the first one counts.
 */
export function logReads(
  request: FastifyRequest,
  { db, now }: Pick<AppContext, 'db' | 'now'>,
  citizenIds: Iterable<number>,
  { purpose, jobOrderId }: Reading,
): void {
  const reads = readsOf(request);
  const ids = [...new Set(citizenIds)].filter((id) => !reads.logged.has(id));
  if (ids.length === 0) return;
  if (request.tellOfReads) {
    const reading = jobOrderId === undefined ? { purpose } : { purpose, jobOrderId };
    request.tellOfReads(request, { citizenIds: ids, reading });
    for (const id of ids) reads.logged.add(id);
    return;
  }
  const viewer = actorOf(request);
  const instant = now();
  const at = instant.toISOString();
  const inOrder = holdsOrder(db, viewer, jobOrderId, localDate(instant));
  const write = () => {
    const contents = findPersons(db, ids).map(({ number, caseworkerUserId }) => {
      const relation = relationOf(viewer, caseworkerUserId, inOrder);
      return { person: number, userId: viewer.userId, at, purpose, jobOrderId: jobOrderId ?? null, relation };
    });
    appendReads(db.$client, contents);
    if (contents.some(({ relation }) => relation === 'ingen')) raiseOnBurst(db, viewer.userId, instant);
  };
  if (reads.sending || db.$client.inTransaction) db.$client.transaction(write).immediate();
  else reads.unwritten.push(keptFor(writeTogether(db, write)));
  // What was refused is not logged: whoever asks again within the same answer is written then.
  for (const id of ids) reads.logged.add(id);
}

/** An answer may be a while in the making: what was refused is told when it is sent, and is no error that nobody heeds. */
function keptFor(written: Promise<void>): Promise<void> {
  written.catch(() => undefined);
  return written;
}

/** Whom an answer that is still being made shows. */
interface Reads {
  logged: Set<number>;
  /** those of them whose rows are on their way to the log */
  unwritten: Promise<void>[];
  /** its first bytes may have left */
  sending: boolean;
}

const readsOf = (() => {
  const kept = new WeakMap<FastifyRequest, Reads>();
  return (request: FastifyRequest): Reads => {
    const known = kept.get(request) ?? { logged: new Set<number>(), unwritten: [], sending: false };
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

/** In the given order: the log tells in which one they stood. */
function findPersons(db: Db, ids: readonly number[]): { number: number; caseworkerUserId: number | null }[] {
  const found = personsAsked(db).all({ ids: JSON.stringify(ids) });
  const byId = new Map(found.map((person) => [person.id, person]));
  return ids.map((id) => {
    const person = byId.get(id);
    if (!person) throw new ShownIsGone('Somebody was shown who is no citizen');
    return {
      number: person.number ?? logNumberOf(db, id),
      caseworkerUserId: person.caseworkerUserId,
    };
  });
}

const personsAsked = preparedOnce((db: Db) =>
  db
    .select({ id: citizen.id, number: logPerson.number, caseworkerUserId: citizen.caseworkerUserId })
    .from(citizen)
    .leftJoin(logPerson, eq(logPerson.citizenId, citizen.id))
    .where(isAmong(citizen.id, 'ids'))
    .prepare(),
);
