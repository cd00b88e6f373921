import { and, count, desc, eq, gt, inArray, max } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { signInAttempt } from '../../db/schema/users.ts';
import type { Place } from './device.ts';

const MINUTE = 60_000;
const WINDOW_MS = 15 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;
const LOCK_MS = 60 * MINUTE;
const FAILURES_BEFORE_DELAY = 5;
const FAILURES_BEFORE_LOCK = 20;

export interface Attempt extends Place {
  now: Date;
}

/**
 * How many milliseconds the next attempt must wait. Five failures from one place mean a delay that doubles from half a
 * minute to a quarter of an hour; twenty lock the account for that place for an hour. An account that fails from many
 * places, or a place that fails for many accounts, waits as well, except on a device where the user is known.
 */
export function waitBefore(db: Db, { account: accountHash, address, known, now }: Attempt): number {
  const here = and(eq(signInAttempt.accountHash, accountHash), eq(signInAttempt.address, address));
  const dayAgo = iso(now, DAY_MS);
  const lastSuccess = db
    .select({ at: signInAttempt.at })
    .from(signInAttempt)
    .where(and(here, gt(signInAttempt.at, dayAgo), eq(signInAttempt.succeeded, true)))
    .orderBy(desc(signInAttempt.at))
    .limit(1)
    .get();
  const own = failures(db, here, lastSuccess?.at ?? dayAgo);
  if (own.count >= FAILURES_BEFORE_LOCK) return left(own.last, LOCK_MS, now);
  const delay = left(own.last, delayAfter(own.count), now);
  if (known || delay > 0) return delay;

  const windowStart = iso(now, WINDOW_MS);
  const account = failures(db, eq(signInAttempt.accountHash, accountHash), windowStart);
  const place = failures(db, eq(signInAttempt.address, address), windowStart);
  return Math.max(
    left(account.last, delayAfter(account.count), now),
    place.count >= FAILURES_BEFORE_LOCK ? left(place.last, WINDOW_MS, now) : 0,
  );
}

/** Counts as failed from the start: guesses sent at once are not told apart from those sent one by one. */
export function recordAttempt(db: Db, { account: accountHash, address, now }: Attempt): number {
  forgetOld(db, iso(now, DAY_MS));
  return db
    .insert(signInAttempt)
    .values({ accountHash, address, at: now.toISOString(), succeeded: false })
    .returning({ id: signInAttempt.id })
    .get().id;
}

/** Nobody looks further back than a day. More go than come, so that a flood of attempts is never read whole. */
function forgetOld(db: Db, before: string): void {
  const { id, at } = signInAttempt;
  const oldest = db.select({ id, at }).from(signInAttempt).orderBy(id).limit(50).all();
  const gone = oldest.flatMap((attempt) => (attempt.at < before ? [attempt.id] : []));
  if (gone.length > 0) db.delete(signInAttempt).where(inArray(id, gone)).run();
}

export function attemptSucceeded(db: Db, id: number): void {
  db.update(signInAttempt).set({ succeeded: true }).where(eq(signInAttempt.id, id)).run();
}

/** The password was right, and a code is asked for: the attempt is neither failed nor over. */
export function forgetAttempt(db: Db, id: number): void {
  db.delete(signInAttempt).where(eq(signInAttempt.id, id)).run();
}

function failures(db: Db, whose: ReturnType<typeof and>, since: string) {
  const found = db
    .select({ count: count(), last: max(signInAttempt.at) })
    .from(signInAttempt)
    .where(and(whose, gt(signInAttempt.at, since), eq(signInAttempt.succeeded, false)))
    .get();
  return { count: found?.count ?? 0, last: found?.last ?? null };
}

function delayAfter(failed: number): number {
  if (failed < FAILURES_BEFORE_DELAY) return 0;
  return Math.min(WINDOW_MS, (MINUTE / 2) * 2 ** (failed - FAILURES_BEFORE_DELAY));
}

function left(last: string | null, wait: number, now: Date): number {
  return last === null ? 0 : Math.max(0, Date.parse(last) + wait - now.getTime());
}

function iso(now: Date, before: number): string {
  return new Date(now.getTime() - before).toISOString();
}
