import { monitorEventLoopDelay } from 'node:perf_hooks';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { destroyLogNumber } from '../server/log/person.ts';
import { shortlistOf } from '../server/matching/live.ts';
import { peopleReady } from '../server/matching/people.ts';
import { addUser, openTestApp, signIn, testEngine } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;
const TODAY = '2026-11-22';

function addMany(db: Db, from: number, count: number, skill: string): string[] {
  return db.transaction(() =>
    Array.from({ length: count }, (_, at) => {
      const citizenKey = `M${from + at}`;
      const terms = [
        { text: at % 10 === 0 ? skill : 'Rengøring' },
        { text: `ord nummer ${from + at}` },
        { text: 'B', kind: 'koerekort' as const },
      ];
      addCitizen(db, { citizenKey, name: `Navn ${from + at}`, terms });
      return citizenKey;
    }),
  );
}

function idOf(db: Db, citizenKey: string): number {
  const found = db.select({ id: citizen.id }).from(citizen).where(eq(citizen.citizenKey, citizenKey)).get();
  return found?.id ?? 0;
}

async function openOrder() {
  const opened = await openTestApp();
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  addMany(db, 0, 300, 'Kok');
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.post('/jobordrer', {
    ...ORDER_FORM,
    virksomhed: String(P),
    titel: 'Svejser',
    krav: 'Svejsning',
    oensker: '',
    certifikater: '',
    koerekort: '',
    sprog: '',
  });
  const id = Number(/\d+/.exec(made.location ?? '')?.[0]);
  const shortlist = async () => {
    const { body } = await hanne.get(`/api/v1/job-orders/${id}/shortlist`);
    return JSON.parse(body) as { citizens: number; rows: { citizen: { key: string }; score: number }[] };
  };
  return { ...opened, id, shortlist };
}

/** The same list from everyone read anew, as a script makes it. */
function fromScratch(db: Db, id: number) {
  const engine = { ...testEngine(), concepts: new Map(testEngine().concepts) };
  const found = shortlistOf(db, engine, { id }, { today: TODAY });
  return found?.rows.map(({ citizen: person, score }) => [person.citizenKey, score]);
}

test('after an import of a thousand citizens the list has them at once, and nobody else waits for it', async () => {
  const { db, id, shortlist } = await openOrder();
  const before = await shortlist();
  expect(before.citizens).toBe(300);
  const added = new Set(addMany(db, 1_000, 1_000, 'Svejsning'));

  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const after = await shortlist();
  lag.disable();
  console.log(`longest wait of others while the list was made: ${Math.round(lag.max / 1e6)} ms`);

  expect(after.citizens).toBe(1_300);
  expect(after.rows.every(({ citizen: { key } }) => added.has(key))).toBe(true);
  const listed = after.rows.map(({ citizen: { key }, score }) => [key, score]);
  expect(listed).toEqual(fromScratch(db, id));

  // An edit and an erasure on top of the imported ones.
  const [first = '', second = ''] = after.rows.map(({ citizen: { key } }) => key);
  for (const key of [first, second]) {
    db.update(citizen)
      .set({ version: sql`${citizen.version} + 1` })
      .where(eq(citizen.citizenKey, key))
      .run();
    db.delete(citizenTerm)
      .where(eq(citizenTerm.citizenId, idOf(db, key)))
      .run();
  }
  destroyLogNumber(db, idOf(db, second));
  db.delete(citizen).where(eq(citizen.citizenKey, second)).run();
  const edited = await shortlist();
  expect(edited.citizens).toBe(1_299);
  const left = edited.rows.map(({ citizen: { key } }) => key);
  expect(left).not.toContain(first);
  expect(left).not.toContain(second);
});

test('more than can be kept apart, and a new day, are read anew; whoever asks meanwhile gets the right list', async () => {
  const { db, id, shortlist } = await openOrder();
  await shortlist();
  addMany(db, 1_000, 5_200, 'Svejsning');
  const ready = peopleReady(db, testEngine(), TODAY);
  const atOnce = shortlistOf(db, testEngine(), { id }, { today: TODAY });
  await ready;
  const after = await shortlist();
  expect(after.citizens).toBe(5_500);
  expect(atOnce?.rows.map((row) => row.citizen.citizenKey)).toEqual(after.rows.map((row) => row.citizen.key));
  await peopleReady(db, testEngine(), '2026-11-23');
  expect(shortlistOf(db, testEngine(), { id }, { today: '2026-11-23' })?.citizens).toBe(5_500);
});
