import { readdirSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { backupHealth } from '../server/backup/queries.ts';
import { runBackup, runDrill } from '../server/backup/runs.ts';
import { MOST_ATTEMPTS } from '../server/matching/attempts.ts';
import { startMatching } from '../server/matching/night-run.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { snapshotsInFolder } from '../server/matching/snapshot-file.ts';
import { openQueueBackend } from '../workers/backend.ts';
import { startScoreWorkers } from '../workers/score-workers.ts';
import { KEY, temporaryFolder } from './backup-town.ts';
import { FIRST_START, openTown, rightResults, savedResults, type Town } from './night-run-town.ts';
import { queueKinds, startRedis, until } from './redis.ts';
import { canMount, fillDatabase, fillUpDisk, smallDisk } from './small-disk.ts';

vi.setConfig({ testTimeout: 2 * FIRST_START });

const queueKind = queueKinds().at(-1);

/** A night's run of a town, ordered and on its way; `full` is how often the log has told of a full disk at this work. */
async function orderNight({ db, files }: Town) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const log = { info: say, warn: say, error: say };
  const redis = queueKind === 'redis' ? await startRedis() : undefined;
  if (redis) onTestFinished(() => redis.stop());
  const place = { queueUrl: redis?.url, folder: temporaryFolder(), prefix: 'samtlige', log };
  const backend = await openQueueBackend(place);
  const now = () => new Date('2026-11-22T09:00:00Z');
  const matching = startMatching({ db, backend, files, now, log, withScoreWorkers: false, nightly: false });
  onTestFinished(async () => {
    await matching.stop();
    await backend.close(2000);
  });
  const { id } = requestRun(db, { runKey: 'nat:2026-11-22', requestedBy: null, now: now() });
  return {
    id,
    status: () => findRun(db, id)?.status,
    full: (work: string) =>
      said.filter((line) => line.includes(work) && line.includes('Disken er fuld')).length,
    startWorkers: () => startScoreWorkers(backend, { snapshots: snapshotsInFolder(files.snapshots), log }),
  };
}

test('natkørslens resultater venter på plads, og kørslen bliver færdig og rigtig, når den kommer', async () => {
  const town = openTown({ orders: 12, citizens: 30 });
  const { db } = town;
  const { id, status, full, startWorkers } = await orderNight(town);
  await until(() => status() === 'koerer', FIRST_START);
  const { makeRoom } = fillDatabase(db.$client);
  startWorkers();
  await until(() => full('resultater') > 0, FIRST_START);
  expect(status()).toBe('koerer');
  makeRoom();
  await until(() => status() === 'faerdig', FIRST_START);
  expect(savedResults(db, id)).toEqual(rightResults(town, id));
  expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
});

describe.runIf(canMount())('en rigtig disk, der er fuld', () => {
  test('natkørslens øjebliksbillede venter på plads, ud over hvad der ellers prøves, og efterlader intet halvt', async () => {
    const town = openTown({ orders: 12, citizens: 30 });
    const disk = smallDisk(4);
    const { makeRoom } = fillUpDisk(disk, 8192);
    const files = { ...town.files, snapshots: disk };
    const { id, status, full, startWorkers } = await orderNight({ ...town, files });
    await until(() => full('match-plan') > MOST_ATTEMPTS, FIRST_START);
    expect([status(), readdirSync(disk)]).toEqual(['planlagt', ['fyld']]);
    makeRoom();
    startWorkers();
    await until(() => status() === 'faerdig', FIRST_START);
    expect(savedResults(town.db, id)).toEqual(rightResults({ ...town, files }, id));
  });

  test('den indbyggede kø åbner ikke uden plads til sig selv, siger det og lægger intet til side', async () => {
    const folder = smallDisk(24);
    const quiet = () => undefined;
    const log = { info: quiet, warn: quiet, error: quiet };
    const opening = openQueueBackend({ queueUrl: undefined, folder, prefix: 'samtlige', log });
    await expect(opening).rejects.toMatchObject({
      code: 'ENOSPC',
      message: expect.stringMatching(/^Der er 2\d MB ledigt i .*, og køen skal bruge 64$/),
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('pg'))).toEqual([]);
  });

  test('en kopi dertil siger det, efterlader intet, og den næste er hel', async () => {
    const town = openTown({ orders: 5, citizens: 200 });
    const { db } = town;
    const disk = smallDisk(24);
    const files = { ...town.files, backups: disk };
    const now = () => new Date('2026-11-29T03:30:00Z');
    const options = { db, files, key: KEY, now };
    const { makeRoom } = fillUpDisk(disk, 300_000);
    await expect(runBackup(options, 'nat')).rejects.toThrow('Disken er fuld');
    expect(readdirSync(disk)).toEqual(['fyld']);
    expect(backupHealth(db, { now: now(), key: KEY }).backup).toMatchObject({
      last: null,
      failed: { error: expect.stringContaining('Disken er fuld') },
      old: true,
    });
    makeRoom();
    await runBackup(options, 'nat');
    expect((await runDrill(options, 'nat')).problems).toEqual([]);
    expect(readdirSync(disk)).toHaveLength(1);
  });
});
