import { once } from 'node:events';
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDbReadOnly } from '../../db/client.ts';
import { dataFiles } from '../../db/files.ts';
import { backupRun } from '../../db/schema/backup.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { retentionRun } from '../../db/schema/privacy.ts';
import { addDays } from '../../scripts/demo/dates.ts';
import { localDate, quarterOf } from '../../server/ui/dates.ts';
import { cookieOf, openLiveFolder, startLive } from '../live-server.ts';
import { fillTown } from '../night-run-town.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

/** A local date whose night is tried, and how many hours local time is ahead of UTC before and after its three o'clock. */
interface Night {
  name: string;
  date: string;
  before: number;
  after: number;
}

const NIGHTS: Night[] = [
  { name: 'vintertid begynder', date: '2026-10-25', before: 2, after: 1 },
  { name: 'sommertid begynder', date: '2027-03-28', before: 1, after: 2 },
  { name: 'skuddagen', date: '2028-02-29', before: 1, after: 1 },
  { name: 'årsskiftet', date: '2027-01-01', before: 1, after: 1 },
];

/** What the clock is set to, and how long it then runs: the scheduler looks each half minute, backups each minute. */
function stepsOf({ date, before, after }: Night): { at: number; seconds: number }[] {
  const local = (day: string, time: string, ahead: number) =>
    Date.parse(`${day}T${time}Z`) - ahead * 3_600_000;
  const early = (time: string, seconds: number) => ({ at: local(date, time, before), seconds });
  const late = (time: string, seconds: number) => ({ at: local(date, time, after), seconds });
  return [
    { at: local(addDays(date, -1), '23:59:30', before), seconds: 40 },
    early('00:30:00', 35),
    // Set back an hour, over midnight.
    { at: local(addDays(date, -1), '23:30:00', before), seconds: 35 },
    early('01:04:50', 50),
    early('00:10:00', 35),
    // The hour that comes twice, or never.
    early('02:30:00', 35),
    late('02:30:00', 35),
    late('03:31:00', 130),
    late('02:45:00', 65),
    late('04:31:00', 70),
    late('12:00:00', 35),
    { at: local(addDays(date, 1), '01:06:00', after), seconds: 40 },
  ];
}

test.each(['pglite', 'redis'])(
  'nætter med et ur, der stilles, på et rigtigt program med %s',
  async (queue) => {
    await Promise.all(
      NIGHTS.map(async (night) => {
        const problems = await spendNight(night, queue);
        tell(`${queue}, ${night.name}: ${problems}`);
      }),
    );
  },
);

async function spendNight(night: Night, queue: string): Promise<string> {
  const live = await openLiveFolder(queue === 'pglite' ? { QUEUE_URL: '' } : {}, (db) =>
    fillTown(db, { orders: 20, citizens: 30 }),
  );
  const clock = path.join(live.folder, 'clock');
  const setTo = (at: number) =>
    writeFileSync(clock, `${at > Date.now() ? '+' : ''}${(at - Date.now()) / 1000}\n`);
  const [library = ''] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  expect(library, 'faketime').not.toBe('');
  const under = [
    'env',
    `LD_PRELOAD=${library}`,
    'FAKETIME_DONT_FAKE_MONOTONIC=1',
    'FAKETIME_NO_CACHE=1',
    `FAKETIME_TIMESTAMP_FILE=${clock}`,
  ];
  const steps = stepsOf(night);
  setTo(steps[0]?.at ?? 0);
  const { child, url } = await startLive(live, under, []);
  const hasQuarter = async (at: number) => {
    const answer = await fetch(`${url}/daekning`, { headers: { cookie: await cookieOf(url, 'kim') } });
    const { from } = quarterOf(localDate(new Date(at)));
    expect(await answer.text(), `${night.name} ${new Date(at).toISOString()}`).toContain(`value="${from}"`);
  };
  for (const { at, seconds } of steps) {
    setTo(at);
    await delay(1000);
    await hasQuarter(at + 1000);
    await delay((seconds - 1) * 1000);
    await hasQuarter(at + seconds * 1000);
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  return isRight(night, live.folder);
}

/** One run, backup, trial restore and retention a night, each on its local date, none of negative length. */
function isRight({ name, date }: Night, folder: string): string {
  const db = openDbReadOnly(dataFiles(folder).database);
  try {
    const runs = db.select().from(matchRun).orderBy(asc(matchRun.id)).all();
    const days = [addDays(date, -1), date, addDays(date, 1)];
    expect(
      runs.map(({ runKey, status }) => [runKey, status]),
      name,
    ).toEqual(days.map((day) => [`nat:${day}`, 'faerdig']));
    expect(
      runs.map(({ plannedAt }) => localDate(new Date(plannedAt))),
      name,
    ).toEqual(days);
    const backups = db.select().from(backupRun).orderBy(asc(backupRun.id)).all();
    expect(
      backups.map(({ kind, status, startedAt }) => [kind, status, localDate(new Date(startedAt))]),
      name,
    ).toEqual([
      ['kopi', 'faerdig', date],
      ['proeve', 'faerdig', date],
    ]);
    const retained = db.select().from(retentionRun).all();
    expect(
      retained.map(({ onDate, finishedAt }) => [onDate, finishedAt !== null]),
      name,
    ).toEqual([[date, true]]);
    const lengths = [...runs.map(({ durationMs }) => durationMs), ...backups.map(({ ms }) => ms)];
    for (const ms of lengths) expect(ms, name).toBeGreaterThanOrEqual(0);
    return `${runs.length} kørsler, ${lengths.map((ms) => `${ms} ms`).join(', ')}`;
  } finally {
    db.$client.close();
  }
}
