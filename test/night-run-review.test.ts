import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { and, eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { matchOrderResult, matchRow, matchRun, matchStanding, outbox } from '../db/schema/matching.ts';
import { changeSetting, LEAST_RUN_LOG_DAYS } from '../server/admin/queries.ts';
import { attentionCounts } from '../server/citizens/attention.ts';
import { sampleOf } from '../server/matching/audit.ts';
import { forgetPlaces } from '../server/matching/places.ts';
import { isTrue, ReplayRefused, replayRun } from '../server/matching/replay.ts';
import { reviewRun } from '../server/matching/review.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { snapshotFile } from '../server/matching/snapshot-file.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { localDate } from '../server/ui/dates.ts';
import { snapshotSha } from '../workers/matching/engine.ts';
import { addUser } from './app.ts';
import { addFirm } from './job-orders-builders.ts';
import { log, now, openTown, openTownLike, runOnce, said, type Town, whoStands } from './night-run-town.ts';
import { draftOf } from './placement-builders.ts';

vi.setConfig({ testTimeout: 120_000 });

const SMALL = { orders: 24, citizens: 60 };
const DAY = 86_400_000;

/** A town after one run: by day, or the night's with its key. */
async function openTownAfterRun(key?: string): Promise<Town & { runId: number }> {
  const town = await openTownLike(`night-run-review ${key}`, async () => {
    const made = openTown(SMALL);
    await runOnce(made, { key });
    return made;
  });
  return { ...town, runId: 1 };
}

test('en kørsel bliver efterset, og hver borger står på en liste eller får ét svar', async () => {
  const { db, runId } = await openTownAfterRun();
  const rows = db.select().from(matchRow).all();
  expect(findRun(db, runId)).toMatchObject({
    status: 'faerdig',
    resultSha: expect.stringMatching(/^[0-9a-f]{64}$/),
    newMatches: rows.length,
    audit: { orders: 24, rescored: 20, differing: 0, broken: 0, changed: 0, named: [] },
  });
  expect(findRun(db, runId)?.audit?.rows).toBeGreaterThan(20);
  const listed = new Set(rows.map((row) => whoStands(db, row)));
  const standing = db.select().from(matchStanding).all();
  const answered = standing.flatMap(({ citizenId }) => citizenId ?? []);
  expect([...listed, ...answered].sort((a, b) => a - b)).toEqual(
    db
      .select({ id: citizen.id })
      .from(citizen)
      .orderBy(citizen.id)
      .all()
      .map(({ id }) => id),
  );
  const empty = db.select().from(matchOrderResult).where(eq(matchOrderResult.rows, 0)).all();
  expect(standing.flatMap(({ jobOrderId }) => jobOrderId ?? []).sort((a, b) => a - b)).toEqual(
    empty.map(({ jobOrderId }) => jobOrderId),
  );
  for (const { answer, rule } of standing) {
    expect(answer.length, rule).toBeGreaterThan(30);
    expect(answer).not.toMatch(/Hemmelig|undefined|NaN/);
  }
});

test('næste kørsel siger, hvad der er nyt, og afløser svarene', async () => {
  const town = await openTownAfterRun();
  const { db } = town;
  const hidden = db.select().from(citizen).where(eq(citizen.mayBeShared, false)).all()[0];
  db.update(citizen)
    .set({ mayBeShared: true })
    .where(eq(citizen.id, hidden?.id ?? 0))
    .run();
  const second = await runOnce(town, { now: new Date(now().getTime() + DAY) });
  const fresh = db.select().from(matchRow).where(eq(matchRow.isNew, true)).all();
  const ofSecond = fresh.filter(({ runId }) => runId === second);
  expect(new Set(ofSecond.map((row) => whoStands(db, row)))).toEqual(new Set([hidden?.id]));
  expect(findRun(db, second)?.newMatches).toBe(ofSecond.length);
  const runs = db.selectDistinct({ runId: matchStanding.runId }).from(matchStanding).all();
  expect(runs).toEqual([{ runId: second }]);
});

test('hvem natten ikke fandt noget til, huskes fra nat til nat; om dagen og for ordrer tæller kun de nyeste svar', async () => {
  const town = await openTownAfterRun('nat:2026-11-22');
  const { db } = town;
  const at = (days: number) => new Date(now().getTime() + days * DAY);
  const night = (days: number) => runOnce(town, { key: `nat:${localDate(at(days))}`, now: at(days) });
  const nights = [town.runId, await night(1)];
  const byDay = await runOnce(town, { now: at(1.2) });
  const rows = db.select().from(matchStanding).all();
  const runsOf = (subject: 'borger' | 'ordre') =>
    [...new Set(rows.filter((row) => row.subject === subject).map(({ runId }) => runId))].sort();
  expect(runsOf('borger')).toEqual([...nights, byDay]);
  expect(runsOf('ordre')).toEqual([byDay]);
  const viewer = { userId: 1, teamId: null, roles: ['leder' as const] };
  const question = { scope: 'tal' as const, viewer, today: localDate(at(1)), weeks: 4 };
  const unmatched = rows.filter(({ runId, subject }) => runId === nights[1] && subject === 'borger');
  expect(unmatched.length).toBeGreaterThan(0);
  expect((await attentionCounts(db, question))['uden-forslag']).toBe(unmatched.length);
});

test('eftersynet ser en liste, nogen har rettet i, og et brudt krav; en ny oplysning er ingen fejl', async () => {
  const { db, files, runId } = await openTownAfterRun();
  const review = () => {
    const stopping = new AbortController().signal;
    return reviewRun(db, { runId, files, now, log, stopping });
  };
  const [row] = db.select().from(matchRow).where(eq(matchRow.rank, 1)).all();
  if (!row) throw new Error('no row');
  const first = whoStands(db, row);
  const updatedAt = '2026-11-22T09:30:00.000Z';
  db.update(citizen).set({ mayBeShared: false }).where(eq(citizen.id, first)).run();
  await review();
  const broken = findRun(db, runId)?.audit;
  expect(broken?.broken).toBeGreaterThan(0);
  expect(broken).toMatchObject({ differing: 0, changed: 0 });
  db.update(citizen).set({ updatedAt }).where(eq(citizen.id, first)).run();
  await review();
  expect(findRun(db, runId)?.audit).toMatchObject({ broken: 0, changed: broken?.broken });

  // Whoever is placed after the snapshot was free in it.
  const second = db
    .select()
    .from(matchRow)
    .where(and(eq(matchRow.jobOrderId, row.jobOrderId), eq(matchRow.rank, 2)))
    .get();
  if (!second) throw new Error('no second row');
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  const pNumber = 1_020_000_001;
  addFirm(db, { pNumber, name: 'Bo Bygger ApS' });
  const place = { citizenId: whoStands(db, second), pNumber, type: 'ordinaer', weeklyHours: 37 } as const;
  const draft = draftOf({ ...place, startsOn: '2026-11-22', endsOn: null, overrideReason: 'Aftalt.' });
  const placed = db.transaction((tx) => startPlacement(tx, draft, { at: updatedAt, by: hanne }));
  expect(placed.errors).toBeUndefined();
  await review();
  const later = findRun(db, runId)?.audit;
  expect(later?.broken).toBe(0);
  expect(later?.changed).toBeGreaterThan(broken?.broken ?? 0);

  db.update(matchRow).set({ score: 1 }).where(eq(matchRow.rank, 2)).run();
  await review();
  const audit = findRun(db, runId)?.audit;
  expect(audit?.differing).toBeGreaterThan(10);
  expect(audit?.named).toHaveLength(5);
  expect(said.at(-1)).toContain(`eftersynet af kørsel ${runId} fandt fejl`);
});

test('stikprøven er mindst 20, spredt, og altid den samme', () => {
  const ids = Array.from({ length: 5000 }, (_, at) => at + 1);
  const sample = sampleOf(ids, 'ab'.repeat(32));
  expect(new Set(sample).size).toBe(50);
  expect(sampleOf(ids, 'ab'.repeat(32))).toEqual(sample);
  expect(sampleOf(ids, 'ac'.repeat(32))).not.toEqual(sample);
  expect(sampleOf(ids.slice(0, 7), 'ff'.repeat(32))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(sampleOf([], 'ff'.repeat(32))).toEqual([]);
});

test('en kørsel kan gentages byte for byte, og en forskel bliver nævnt ved navn', async () => {
  const { db, files, runId } = await openTownAfterRun('nat:2026-11-22');
  const same = await replayRun(db, String(runId), files.snapshots);
  expect(same).toMatchObject({ method: 'ranket', orders: 24, same: 24, differing: [], resultShaSame: true });
  expect(await replayRun(db, 'nat:2026-11-22', files.snapshots)).toMatchObject({ runId, same: 24 });
  expect(isTrue(same)).toBe(true);

  // Edits since, also erased citizens, do not matter: the snapshot is what it was.
  const { citizenPlaces } = findRun(db, runId) ?? {};
  db.update(jobOrder).set({ title: 'Kok' }).run();
  expect(isTrue(await replayRun(db, String(runId), files.snapshots))).toBe(true);
  expect(citizenPlaces?.length).toBe(60 * 4);

  db.update(matchOrderResult)
    .set({ resultSha: 'f'.repeat(64) })
    .where(eq(matchOrderResult.jobOrderId, 7))
    .run();
  const other = await replayRun(db, String(runId), files.snapshots);
  expect(other).toMatchObject({ same: 23, differing: ['O-7'], resultShaSame: false });
  expect(isTrue(other)).toBe(false);
});

test('en anden regnemotors kørsel bliver holdt mod det gemte', async () => {
  const town = await openTownAfterRun();
  const { db, files, runId } = town;
  makeForeign(town, runId);
  const kept = await replayRun(db, String(runId), files.snapshots);
  expect(kept).toMatchObject({ method: 'lager', same: 24, differing: [], unverifiable: 0 });
  expect(kept.engine.run).not.toBe(kept.engine.now);

  const [row] = db.select().from(matchRow).where(eq(matchRow.jobOrderId, 3)).all();
  if (!row) throw new Error('order 3 has no rows');
  const isRow = and(eq(matchRow.jobOrderId, 3), eq(matchRow.rank, row.rank));
  db.update(matchRow)
    .set({ score: row.score + 1 })
    .where(isRow)
    .run();
  expect((await replayRun(db, String(runId), files.snapshots)).differing).toEqual(['O-3']);

  // Erased: nobody stands there, and the list can be held against its hash all the same.
  db.update(matchRow).set({ score: row.score }).where(isRow).run();
  forgetPlaces(db, new Set([whoStands(db, row)]));
  expect(whoStands(db, row)).toBe(0);
  const erased = await replayRun(db, String(runId), files.snapshots);
  expect(erased).toMatchObject({ differing: [], unverifiable: 0, same: 24 });

  // In a list of before migration 0005 the row went with the citizen: nothing can be said of that one.
  db.delete(matchRow).where(isRow).run();
  const older = await replayRun(db, String(runId), files.snapshots);
  expect(older).toMatchObject({ differing: [], unverifiable: 1, same: 23 });
});

test('det, der ikke kan gentages, får én klar linje', async () => {
  const town = openTown({ orders: 2, citizens: 3 });
  const { db, files } = town;
  const runId = await runOnce(town);
  const unfinished = requestRun(db, { runKey: 'nu:venter', requestedBy: null, now: now() }).id;
  const refusal = (key: string) =>
    replayRun(db, key, files.snapshots).then(
      () => 'gentaget',
      (error) => (error instanceof ReplayRefused ? error.message : String(error)),
    );
  expect(await refusal('99')).toBe('Der er ingen kørsel 99');
  expect(await refusal('nat:1999-01-01')).toBe('Der er ingen kørsel nat:1999-01-01');
  expect(await refusal('nu:venter')).toBe(`Kørsel ${unfinished} er ikke færdig endnu`);
  db.update(matchRun).set({ status: 'fejlet', error: 'Opgivet.' }).where(eq(matchRun.id, unfinished)).run();
  expect(await refusal('nu:venter')).toBe(`Kørsel ${unfinished} fejlede og har intet at gentage: Opgivet.`);
  const file = snapshotFile(files.snapshots, findRun(db, runId)?.snapshotSha ?? '');
  writeFileSync(file, 'x');
  expect(await refusal(String(runId))).toBe(`Øjebliksbilledet til kørsel ${runId} er beskadiget`);
  db.update(matchRun)
    .set({ snapshotSha: 'e'.repeat(64) })
    .where(eq(matchRun.id, runId))
    .run();
  expect(await refusal(String(runId))).toBe(`Øjebliksbilledet til kørsel ${runId} mangler i datamappen`);
});

test('efter et halvt år er kun kørslens egen række tilbage', async () => {
  const town = await openTownAfterRun();
  const { db, files, runId: old } = town;
  // Whatever somebody has written: nothing is deleted before half a year is over.
  changeSetting(db, 'runLogDays', 30, { at: now().toISOString(), by: null });
  const file = snapshotFile(files.snapshots, findRun(db, old)?.snapshotSha ?? '');
  const before = findRun(db, old);
  const almost = new Date(now().getTime() + (LEAST_RUN_LOG_DAYS - 1) * DAY);
  await runOnce(town, { now: almost });
  expect(await db.$count(matchRow, eq(matchRow.runId, old))).toBeGreaterThan(0);
  expect(existsSync(file)).toBe(true);

  const recent = await runOnce(town, { now: new Date(now().getTime() + (LEAST_RUN_LOG_DAYS + 1) * DAY) });
  expect(await db.$count(matchRow, eq(matchRow.runId, old))).toBe(0);
  expect(await db.$count(matchOrderResult, eq(matchOrderResult.runId, old))).toBe(0);
  expect(existsSync(file)).toBe(false);
  expect(findRun(db, old)).toEqual({ ...before, citizenPlaces: null });
  expect(await db.$count(matchOrderResult, eq(matchOrderResult.runId, recent))).toBe(24);
  const oldest = db.select({ at: outbox.createdAt }).from(outbox).orderBy(outbox.createdAt).limit(1).get();
  expect(oldest?.at).toBe(almost.toISOString());
  await expect(replayRun(db, String(old), files.snapshots)).rejects.toThrow(
    `Øjebliksbilledet til kørsel ${old} er slettet, fordi kørslen er for gammel`,
  );
});

/** The run's snapshot as if an earlier engine had made it. */
function makeForeign({ db, files }: Town, runId: number): void {
  const file = snapshotFile(files.snapshots, findRun(db, runId)?.snapshotSha ?? '');
  const bytes = readFileSync(file);
  const at = bytes.indexOf('"engine":"') + '"engine":"'.length;
  bytes[at] = '?'.charCodeAt(0);
  const sha = snapshotSha(bytes);
  writeFileSync(path.join(files.snapshots, `${sha}.snap`), bytes);
  db.update(matchRun).set({ snapshotSha: sha }).where(eq(matchRun.id, runId)).run();
}
