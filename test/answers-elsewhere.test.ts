import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { asc, eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { projectRoot } from '../db/files.ts';
import { citizen } from '../db/schema/citizens.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { answersElsewhere } from '../server/matching/answers-elsewhere.ts';
import { answersHere } from '../server/matching/citizen-answers.ts';
import { standingThread } from '../workers/standing-thread.ts';
import { testEngine } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { openTown } from './night-run-town.ts';

const today = '2026-11-22';
const taxonomy = path.join(projectRoot, 'workers', 'matching', 'taxonomy');

/** The same town asked on this thread and on one of its own, and the threads that were started. */
function openBoth() {
  const { db, files } = openTown({ orders: 30, citizens: 25 });
  const started: Worker[] = [];
  const seen = (thread: Worker) => void started.push(thread);
  process.on('worker', seen);
  const elsewhere = answersElsewhere({ database: files.database, taxonomy, today });
  onTestFinished(async () => {
    process.off('worker', seen);
    await elsewhere.close();
  });
  const here = answersHere({ db, engine: testEngine, isOver: () => false });
  return { db, here, elsewhere, started };
}

function idsIn(db: Db): number[] {
  const rows = db.select({ id: citizen.id }).from(citizen).orderBy(asc(citizen.id)).all();
  return rows.map(({ id }) => id);
}

const question = (citizenId: number) => ({ citizenId, today, viewerId: 1 });

test('a thread of its own answers everything as the thread that asks would', async () => {
  const { db, here, elsewhere, started } = openBoth();
  elsewhere.makeReady();
  const kinds = new Set<string>();
  // The last is nobody.
  for (const id of [...idsIn(db), 999_999]) {
    const slice = { ...question(id), page: 1, pageSize: 5 };
    const suggestions = await elsewhere.suggestions(slice);
    expect(suggestions).toEqual(await here.suggestions(slice));
    expect(await elsewhere.matches(slice)).toEqual(await here.matches(slice));
    const missing = await elsewhere.missing(question(id));
    expect(missing).toEqual(await here.missing(question(id)));
    const [first] = missing.openings;
    const { kind, text } = first ?? { kind: '', text: '' };
    const opening = await elsewhere.opening({ ...slice, kind, text });
    expect(opening).toEqual(await here.opening({ ...slice, kind, text }));
    expect(opening?.opening.count).toBe(first?.count);
    if (suggestions.ranked > 0) kinds.add('match');
    if (suggestions.standing) kinds.add('none');
    if (opening) kinds.add('opening');
  }
  expect([...kinds].sort()).toEqual(['match', 'none', 'opening']);
  expect(started).toHaveLength(1);
});

test('what is saved is in the next answer', async () => {
  const { db, elsewhere } = openBoth();
  const [id = 0] = idsIn(db);
  const { openOrders } = await elsewhere.missing(question(id));
  const [order] = db.select().from(jobOrder).where(eq(jobOrder.status, 'under_behandling')).all();
  db.update(jobOrder)
    .set({ status: 'inaktiveret' })
    .where(eq(jobOrder.id, order?.id ?? 0))
    .run();
  expect((await elsewhere.missing(question(id))).openOrders).toBe(openOrders - 1);
});

test('a thread that dies fails those who wait, and the next question has a new one', async () => {
  const { db, here, elsewhere, started } = openBoth();
  const [id = 0] = idsIn(db);
  const begun = once(process, 'worker');
  const waiting = Promise.allSettled([1, 2, 3].map(() => elsewhere.missing(question(id))));
  // While it begins: ended in the midst of a query it might take the test with it.
  const [thread]: Worker[] = await begun;
  await thread?.terminate();
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await elsewhere.missing(question(id))).toEqual(await here.missing(question(id)));
  expect(started).toHaveLength(2);
});

test('what goes wrong with one question is that one’s', async () => {
  const { db, elsewhere, started } = openBoth();
  const [id = 0] = idsIn(db);
  db.$client.exec('ALTER TABLE citizen_term RENAME TO away');
  await expect(elsewhere.missing(question(id))).rejects.toThrow('citizen_term');
  db.$client.exec('ALTER TABLE away RENAME TO citizen_term');
  expect((await elsewhere.missing(question(id))).openOrders).toBeGreaterThan(0);
  expect(started).toHaveLength(1);
});

test('closed, it has ended by itself and answers nobody', async () => {
  const { db, elsewhere, started } = openBoth();
  const [id = 0] = idsIn(db);
  await elsewhere.missing(question(id));
  await elsewhere.close();
  expect(started.map(({ threadId }) => threadId)).toEqual([-1]);
  await expect(elsewhere.missing(question(id))).rejects.toThrow('lukker');
});

test('closed while it loads its program, however long that takes, it is ended', async () => {
  const file = path.join(temporaryFolder(), 'forever.mjs');
  writeFileSync(file, 'for (;;);');
  const thread = standingThread(file, null, 'silence');
  const begun = once(process, 'worker');
  const waiting = thread.ask('anything');
  await begun;
  const [answer] = await Promise.allSettled([waiting, thread.close()]);
  expect(answer).toMatchObject({ status: 'rejected', reason: { message: 'silence' } });
});
