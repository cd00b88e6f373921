import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { matchOrderResult, matchRow, matchRun } from '../db/schema/matching.ts';
import { latestChange } from '../server/citizens/changed-since.ts';
import { endAttempt, isWhole, MOST_ATTEMPTS } from '../server/matching/attempts.ts';
import { commitOrders, commitShard } from '../server/matching/commit.ts';
import { addWork, ordersOfAttempt, unsentWork } from '../server/matching/outbox.ts';
import { forgetPlaces, withoutErased, writePlaces } from '../server/matching/places.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { showDuration } from '../server/matching/run-text.ts';
import { shardsOf } from '../server/matching/shards.ts';
import { requestNightRunIfDue } from '../server/matching/watchdog.ts';
import { repackResult } from '../workers/matching/engine.ts';
import type { Attempt } from '../workers/queues.ts';
import { toShardResult } from '../workers/shard-result.ts';
import { fillTown, resultOf, whoStands } from './night-run-town.ts';

const SHA = 'a'.repeat(64);
const AT = '2026-11-22T09:00:00.000Z';
/** which citizen stands where in the snapshot */
const PLACES = [4, 2, 5, 1, 3];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A run of the three orders 1, 2 and 3, as it is when the queue has it. */
function openRun(): { db: Db; runId: number } {
  const db = openTestDb();
  fillTown(db, { orders: 3, citizens: 5 });
  const { id: runId } = requestRun(db, { runKey: 'nu:x', requestedBy: null, now: new Date(AT) });
  const citizenPlaces = writePlaces(Uint32Array.from(PLACES));
  db.update(matchRun).set({ status: 'koerer', snapshotSha: SHA, orders: 3, citizenPlaces }).run();
  addWork(db, 'match-score', { runId, fence: 1, orderIds: [1, 2, 3] }, AT);
  return { db, runId };
}

function result(orderId: number, citizenIds: number[]) {
  return resultOf(orderId, citizenIds, PLACES);
}

function commitOrder(db: Db, attempt: Attempt, order: ReturnType<typeof result>, at: string) {
  return commitOrders(db, attempt, [order], at)[0];
}

function counts(db: Db) {
  return {
    orders: db.$client.prepare('SELECT count(*) FROM match_order_result').pluck().get(),
    rows: db.$client.prepare('SELECT count(*) FROM match_row').pluck().get(),
  };
}

test('det samme resultat to gange bliver gemt én gang', () => {
  const { db, runId } = openRun();
  const attempt = { runId, snapshotSha: SHA, fence: 1 };
  expect(commitOrder(db, attempt, result(1, [3, 1, 2]), AT)).toBe('gemt');
  expect(commitOrder(db, attempt, result(1, [4, 5]), AT)).toBe('gentaget');
  expect(counts(db)).toEqual({ orders: 1, rows: 3 });
  expect(
    db
      .select()
      .from(matchRow)
      .all()
      .map((row) => [row.rank, whoStands(db, row), row.score]),
  ).toEqual([
    [1, 3, 900],
    [2, 1, 899],
    [3, 2, 898],
  ]);
  expect(db.select().from(matchOrderResult).all()).toMatchObject([
    { rows: 3, excludedCounts: { timer: 2 }, resultSha: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
});

test('et resultat fra et opgivet forsøg, et andet øjebliksbillede eller en færdig kørsel bliver afvist', () => {
  const { db, runId } = openRun();
  const attempt = { runId, snapshotSha: SHA, fence: 1 };
  endAttempt(db, attempt, new Date(AT));
  expect(findRun(db, runId)?.fence).toBe(2);
  expect(commitOrder(db, attempt, result(1, [1]), AT)).toBe('for sent');
  expect(commitOrder(db, { ...attempt, fence: 3 }, result(1, [1]), AT)).toBe('for sent');
  expect(commitOrder(db, { ...attempt, fence: 2, snapshotSha: 'b'.repeat(64) }, result(1, [1]), AT)).toBe(
    'for sent',
  );
  expect(commitOrder(db, { ...attempt, runId: 99 }, result(1, [1]), AT)).toBe('for sent');
  for (const orderId of [1, 2, 3]) commitOrder(db, { ...attempt, fence: 2 }, result(orderId, [1]), AT);
  endAttempt(db, { ...attempt, fence: 2 }, new Date(AT));
  expect(findRun(db, runId)).toMatchObject({ status: 'faerdig', matches: 3, error: null });
  expect(commitOrder(db, { ...attempt, fence: 2 }, result(1, [1]), AT)).toBe('for sent');
  expect(counts(db)).toEqual({ orders: 3, rows: 3 });
});

test('en ordre eller borger, der er slettet siden planen, standser ikke kørslen', () => {
  const { db, runId } = openRun();
  const attempt = { runId, snapshotSha: SHA, fence: 1 };
  db.$client.exec(
    'DELETE FROM job_order_requirement WHERE job_order_id = 2; DELETE FROM job_order WHERE id = 2',
  );
  db.delete(citizenTerm).where(eq(citizenTerm.citizenId, 4)).run();
  db.delete(citizen).where(eq(citizen.id, 4)).run();
  forgetPlaces(db, new Set([4]));
  expect(commitOrder(db, attempt, result(1, [3, 4, 5]), AT)).toBe('gemt');
  expect(commitOrder(db, attempt, result(2, [1]), AT)).toBe('ordren er slettet');
  expect(commitOrder(db, attempt, result(3, []), AT)).toBe('gemt');
  endAttempt(db, attempt, new Date(AT));
  const rows = db.select().from(matchRow).all();
  expect(rows.map((row) => [row.rank, whoStands(db, row)])).toEqual([
    [1, 3],
    [2, 0],
    [3, 5],
  ]);
  expect(findRun(db, runId)).toMatchObject({ status: 'faerdig', matches: 3 });
});

test('hvem der bliver slettet, mens øjebliksbilledet bliver lavet, står ikke i nøglen, og afløseren heller ikke', () => {
  const { db } = openRun();
  const before = { seq: latestChange(db), at: AT };
  db.update(citizen).set({ postcode: '2600' }).where(eq(citizen.id, 1)).run();
  const [last] = db.select().from(citizen).where(eq(citizen.id, 5)).all();
  if (!last) throw new Error('no citizen');
  for (const id of [4, 5]) {
    db.delete(citizenTerm).where(eq(citizenTerm.citizenId, id)).run();
    db.delete(citizen).where(eq(citizen.id, id)).run();
  }
  const createdAt = '2026-11-22T09:00:01.000Z';
  db.insert(citizen)
    .values({ ...last, citizenKey: 'B-ny', createdAt })
    .run();
  expect([...withoutErased(db, Uint32Array.from(PLACES), before)]).toEqual([0, 2, 0, 1, 3]);
});

test('ordrer bliver gemt nogle ad gangen, og hver af dem én gang, også når der bliver stoppet imellem', () => {
  const { db, runId } = openRun();
  const attempt = { runId, snapshotSha: SHA, fence: 1 };
  const all = [result(1, [3, 1]), result(2, [2]), result(3, [5, 4, 1])];
  const goesOn = () => false;
  expect(commitOrders(db, attempt, all, AT, goesOn)).toEqual(['gemt']);
  expect(counts(db)).toEqual({ orders: 1, rows: 2 });
  expect(isWhole(db, attempt)).toBe(false);
  expect(commitOrders(db, attempt, all.slice(1), AT, goesOn)).toEqual(['gemt']);
  // The server was killed here, and the queue brings the shard again.
  expect(commitOrders(db, attempt, all, AT)).toEqual(['gentaget', 'gentaget', 'gemt']);
  expect(counts(db)).toEqual({ orders: 3, rows: 6 });
  expect(isWhole(db, attempt)).toBe(true);
  expect(isWhole(db, { ...attempt, fence: 2 })).toBe(false);
});

test('nye forslag tælles, når en ordre gemmes: dem, der ikke stod på dens liste i kørslen før', () => {
  const { db, runId } = openRun();
  const attempt = { runId, snapshotSha: SHA, fence: 1 };
  commitOrders(db, attempt, [result(1, [3, 1]), result(2, [2]), result(3, [5, 4, 1])], AT);
  endAttempt(db, attempt, new Date(AT));
  // The next run finds one of the six again.
  const { id } = requestRun(db, { runKey: 'nu:y', requestedBy: null, now: new Date(AT) });
  const citizenPlaces = writePlaces(Uint32Array.from(PLACES));
  const facts = { status: 'koerer' as const, snapshotSha: SHA, orders: 3, citizenPlaces };
  db.update(matchRun).set(facts).where(eq(matchRun.id, id)).run();
  addWork(db, 'match-score', { runId: id, fence: 1, orderIds: [1, 2, 3] }, AT);
  const next = { ...attempt, runId: id };
  commitOrders(db, next, [result(1, [3, 2]), result(2, [1]), result(3, [])], AT);
  expect(findRun(db, id)?.newMatches).toBeNull();
  endAttempt(db, next, new Date(AT));
  expect([findRun(db, runId)?.newMatches, findRun(db, id)?.newMatches]).toEqual([6, 2]);
  const told =
    'SELECT run_id, group_concat(new_rows ORDER BY job_order_id) FROM match_order_result GROUP BY run_id';
  expect(db.$client.prepare(told).raw().all()).toEqual([
    [runId, '2,1,3'],
    [id, '1,1,0'],
  ]);
});

test('et uforståeligt svar fra en regner bliver ikke gemt', async () => {
  const { db, runId } = openRun();
  const bytes = repackResult(result(1, [1]));
  const shard = toShardResult({ runId, snapshotSha: SHA, fence: 1 }, bytes);
  const cut = Buffer.from(bytes.subarray(0, -1)).toString('base64');
  const errors: string[] = [];
  const options = { now: () => new Date(AT), log: { ...log, error: (line: string) => errors.push(line) } };
  for (const bad of [null, 'x', {}, { ...shard, results: cut }, { ...shard, results: 1 }]) {
    await commitShard(db, bad, options);
  }
  expect(errors).toHaveLength(5);
  expect(counts(db)).toEqual({ orders: 0, rows: 0 });
  await commitShard(db, shard, options);
  expect(counts(db)).toEqual({ orders: 1, rows: 1 });
});

test('kun det, der mangler, bliver bestilt igen, og tre forsøg uden nyt er nok', () => {
  const { db, runId } = openRun();
  commitOrder(db, { runId, snapshotSha: SHA, fence: 1 }, result(2, [1]), AT);
  for (let fence = 1; fence <= MOST_ATTEMPTS; fence += 1) {
    endAttempt(db, { runId, snapshotSha: SHA, fence }, new Date(AT));
    expect(findRun(db, runId)).toMatchObject({ status: 'koerer', fence: fence + 1 });
    expect(ordersOfAttempt(db, runId, fence + 1)).toEqual([1, 3]);
  }
  endAttempt(db, { runId, snapshotSha: SHA, fence: MOST_ATTEMPTS + 1 }, new Date(AT));
  expect(findRun(db, runId)).toMatchObject({
    status: 'fejlet',
    matches: 1,
    error: expect.stringContaining('2 af 3 ordrer mangler: O-1, O-3.'),
  });
});

test('den samme nøgle giver den samme kørsel og den samme ene opgave', () => {
  const db = openTestDb();
  const ask = () => requestRun(db, { runKey: 'nat:2026-11-22', requestedBy: null, now: new Date(AT) });
  expect(ask()).toEqual({ id: 1, isNew: true });
  for (let again = 0; again < 20; again += 1) expect(ask()).toEqual({ id: 1, isNew: false });
  expect(unsentWork(db)).toHaveLength(1);
});

test.each([
  ['vintertid begynder', '2026-10-24T20:00:00Z', ['nat:2026-10-24', 'nat:2026-10-25', 'nat:2026-10-26']],
  ['sommertid begynder', '2027-03-27T20:00:00Z', ['nat:2027-03-27', 'nat:2027-03-28', 'nat:2027-03-29']],
  ['skudåret', '2028-02-28T20:00:00Z', ['nat:2028-02-28', 'nat:2028-02-29', 'nat:2028-03-01']],
  ['årsskiftet', '2026-12-31T20:00:00Z', ['nat:2026-12-31', 'nat:2027-01-01', 'nat:2027-01-02']],
])('%s: én kørsel hver nat, fra kl. 01.05, også når uret stilles en time tilbage', (_name, start, keys) => {
  const db = openTestDb();
  const starts = new Map<string, string>();
  const from = Date.parse(start);
  const look = (minute: number) => {
    const now = new Date(from + minute * 60_000);
    requestNightRunIfDue(db, now);
    const newest = db.select().from(matchRun).all().at(-1);
    if (newest && !starts.has(newest.runKey)) starts.set(newest.runKey, localTime(now));
  };
  for (let minute = 0; minute < 36 * 60; minute += 1) {
    look(minute);
    // Each hour the machine's clock falls an hour behind and is put right again.
    if (minute % 60 === 59) look(minute - 60);
  }
  expect(
    db
      .select()
      .from(matchRun)
      .all()
      .map((run) => run.runKey),
  ).toEqual(keys);
  expect([...starts.values()].slice(1)).toEqual(['01:05', '01:05']);
});

test('varigheden bliver aldrig negativ', () => {
  const { db, runId } = openRun();
  for (const orderId of [1, 2, 3])
    commitOrder(db, { runId, snapshotSha: SHA, fence: 1 }, result(orderId, []), AT);
  endAttempt(db, { runId, snapshotSha: SHA, fence: 1 }, new Date(Date.parse(AT) - 3_600_000));
  expect(findRun(db, runId)).toMatchObject({ status: 'faerdig', durationMs: 0 });
});

test.each([
  [0, 1, []],
  [7, 1, [7]],
  [25, 1, [10, 10, 5]],
  [3, 2, [1, 1, 1]],
  [4001, 2, [...Array.from({ length: 190 }, () => 21), 11]],
])('%i ordrer i forsøg %i bliver delt i %j', (orders, fence, sizes) => {
  const orderIds = Array.from({ length: orders }, (_, index) => index);
  const shards = shardsOf(orderIds, fence);
  expect(shards.map((shard) => shard.length)).toEqual(sizes);
  expect(shards.flat()).toEqual(orderIds);
});

test.each([
  [null, '–'],
  [850, '850 ms'],
  [4210, '4,2 s'],
  [59_990, '60 s'],
  [200_900, '3 min. 20 s'],
])('%s ms er %s', (ms, expected) => {
  expect(showDuration(ms)).toBe(expected);
});

function localTime(instant: Date): string {
  return instant.toLocaleTimeString('en-GB', {
    timeZone: 'Europe/Copenhagen',
    hour: '2-digit',
    minute: '2-digit',
  });
}
