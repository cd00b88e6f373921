import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { dataFiles } from '../db/files.ts';
import { matchRun } from '../db/schema/matching.ts';
import { heartbeat } from '../db/schema/settings.ts';
import { startWatchdog } from '../server/matching/watchdog.ts';
import { openQueueBackend } from '../workers/backend.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';
import { FIRST_START, log } from './night-run-town.ts';
import { putReadyQueue } from './ready-queue.ts';
import { until } from './redis.ts';

interface Ready {
  status: string;
  scheduler: { lastTick: string | null; silent: boolean };
}

test(
  'a scheduler that stops is seen: the light turns, and turns back when it is started again',
  async () => {
    const { app, db, clock, folder } = await openTestApp('2026-11-22T09:00:00Z');
    await addUser(db, 'kim', ['administrator']);
    const front = async () => (await (await signIn(app, 'kim')).get('/')).body;
    const ready = async () => (await stranger(app).get('/readyz')).data<Ready>();
    expect(await front()).toContain('Tavs');
    expect((await ready()).scheduler).toEqual({ lastTick: null, silent: true });

    const queue = dataFiles(folder).queue;
    await putReadyQueue(queue);
    const backend = await openQueueBackend({
      queueUrl: undefined,
      folder: queue,
      prefix: 'samtlige',
      log,
    });
    onTestFinished(() => backend.close());
    const start = () => startWatchdog({ db, backend, now: () => clock.now, log, nightly: true });
    const ticked = () => until(() => db.select().from(heartbeat).get()?.at === clock.now.toISOString());

    const first = start();
    await ticked();
    expect(await front()).toContain('I gang');
    expect((await ready()).scheduler).toEqual({ lastTick: '2026-11-22T09:00:00.000Z', silent: false });
    await first.stop();

    clock.now = new Date('2026-11-22T09:04:59Z');
    expect((await ready()).scheduler.silent).toBe(false);
    clock.now = new Date('2026-11-22T09:05:01Z');
    const silent = await front();
    expect(silent).toContain('Tavs');
    expect(silent).toContain('Natkørsler og påmindelser kommer ikke af sig selv');
    // Pages serve without it: the machine's watchman has nothing to restart.
    expect(await ready()).toMatchObject({ status: 'ok', scheduler: { silent: true } });

    const again = start();
    await ticked();
    expect(await front()).toContain('I gang');
    await again.stop();

    db.update(matchRun).set({ status: 'fejlet' }).where(eq(matchRun.runKey, 'nat:2026-11-22')).run();
    expect(await front()).toContain('seneste natkørsel fejlede');
  },
  FIRST_START * 2,
);
