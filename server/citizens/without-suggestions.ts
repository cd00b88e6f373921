import { and, count, desc, eq, isNotNull, like, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { matchRun, matchStanding } from '../../db/schema/matching.ts';
import { numberList } from '../coverage/conditions.ts';
import { inTurns, type OneAtATime, oneAtATime } from '../turns.ts';

/** So many nights without a match make a citizen one to look at; before so many have been run, all there are. */
export const NIGHTS = 30;
/** So many people are asked about between two turns of everybody else. */
const A_TURN = 200;

interface Known {
  /** of which nights, and how many had no match in the last of them */
  of: string;
  ids: ReadonlySet<number>;
}

const byDb = new WeakMap<Db, { known?: Known; renewal: OneAtATime<void> }>();

/** The last night runs with whole standing answers, the latest first. */
export function lastNights(db: Db): number[] {
  return nightsAsked(db)
    .all()
    .map(({ id }) => id);
}

const nightsAsked = preparedOnce((db: Db) =>
  db
    .select({ id: matchRun.id })
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), isNotNull(matchRun.audit), like(matchRun.runKey, 'nat:%')))
    .orderBy(desc(matchRun.id))
    .limit(NIGHTS)
    .prepare(),
);

/**
 * Those whom not one of the nights brought a match: each has a standing answer of each of them. Found once a night, since a
 * region has ten thousands to ask of, and again when somebody has been erased: the answers go with the citizen.
 */
export async function withoutSuggestions(db: Db): Promise<ReadonlySet<number>> {
  const slot = byDb.get(db) ?? { renewal: oneAtATime() };
  byDb.set(db, slot);
  for (;;) {
    if (slot.known?.of === version(db, lastNights(db))) return slot.known.ids;
    await slot.renewal(renew);
    if (!db.$client.open) return new Set();
  }

  async function renew(): Promise<void> {
    slot.known = (await inTurns(everybody(db), () => !db.$client.open)) ?? slot.known;
  }
}

/** Answers of a night are written before it counts. After that they only go: with their citizen, or with a run half a year old. */
function version(db: Db, nights: readonly number[]): string {
  const unmatched = countAsked(db).get({ lastNight: nights[0] ?? 0 })?.unmatched ?? 0;
  return `${nights.join(' ')}: ${unmatched}`;
}

const countAsked = preparedOnce((db: Db) =>
  db.select({ unmatched: count() }).from(matchStanding).where(isOfLastNight()).prepare(),
);

/** From the last night's few, not from everybody; after a night that matched nobody they are everybody, so in steps. */
function* everybody(db: Db): Generator<void, Known> {
  const nights = lastNights(db);
  const of = version(db, nights);
  const asked = unmatchedAsked(db).get({ lastNight: nights[0] ?? 0 })?.ids ?? [];
  const every = { nights: JSON.stringify(nights), count: nights.length };
  const found = new Set<number>();
  for (let from = 0; from < asked.length; from += A_TURN) {
    yield;
    const ids = JSON.stringify(asked.slice(from, from + A_TURN));
    for (const id of everyNightAsked(db).get({ ids, ...every })?.ids ?? []) found.add(id);
  }
  return { of, ids: found };
}

const unmatchedAsked = preparedOnce((db: Db) =>
  db
    .select({ ids: numberList(matchStanding.citizenId) })
    .from(matchStanding)
    .where(isOfLastNight())
    .prepare(),
);

function isOfLastNight() {
  return and(eq(matchStanding.runId, sql.placeholder('lastNight')), eq(matchStanding.subject, 'borger'));
}

const everyNightAsked = preparedOnce((db: Db) => {
  const each = db
    .select({ citizenId: matchStanding.citizenId })
    .from(matchStanding)
    .where(and(isAmong(matchStanding.citizenId, 'ids'), isAmong(matchStanding.runId, 'nights')))
    .groupBy(matchStanding.citizenId)
    .having(eq(count(), sql.placeholder('count')))
    .as('each');
  return db
    .select({ ids: numberList(each.citizenId) })
    .from(each)
    .prepare();
});
