import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { matchOrderResult, matchRow, matchStanding } from '../db/schema/matching.ts';
import { fillTown } from '../scripts/demo/fill.ts';
import { readConfig } from '../server/config.ts';
import { findRun } from '../server/matching/run-queries.ts';
import { now, openTown, runOnce, whoStands } from './night-run-town.ts';

test('i demobyen står hver borger på mindst én liste eller i netop én gruppe, og hver tom ordre har ét svar', {
  timeout: 240_000,
}, async () => {
  const town = openTown(null);
  const { db, files } = town;
  const key = () => randomBytes(32).toString('hex');
  const config = readConfig({ DATA_DIR: files.root, CPR_KEY: key(), CPR_INDEX_KEY: key(), FORM_KEY: key() });
  expect(await fillTown(config, db, { seed: 165, now })).toBeUndefined();
  const runId = await runOnce(town);
  expect(findRun(db, runId)?.audit).toMatchObject({ rescored: 20, differing: 0, broken: 0, changed: 0 });

  const listed = new Set(
    db
      .select()
      .from(matchRow)
      .all()
      .map((row) => whoStands(db, row)),
  );
  const standing = db.select().from(matchStanding).all();
  const answered = standing.flatMap(({ citizenId }) => citizenId ?? []);
  const everyone = db
    .select({ id: citizen.id })
    .from(citizen)
    .orderBy(citizen.id)
    .all()
    .map(({ id }) => id);
  expect(everyone.length).toBeGreaterThan(2500);
  expect([...listed, ...answered].sort((a, b) => a - b)).toEqual(everyone);
  const empty = db
    .select()
    .from(matchOrderResult)
    .all()
    .filter(({ rows }) => rows === 0);
  expect(standing.flatMap(({ jobOrderId }) => jobOrderId ?? []).sort((a, b) => a - b)).toEqual(
    empty.map(({ jobOrderId }) => jobOrderId).sort((a, b) => a - b),
  );
  expect(new Set(standing.map(({ rule }) => rule)).size).toBeGreaterThan(6);
});
