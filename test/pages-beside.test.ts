import { writeFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDb } from '../db/client.ts';
import { buildApp } from '../server/app.ts';
import { letFirmsIn, setFirmsAside } from '../server/coverage/firm-changes.ts';
import { LONG_PAGES, PAGES_BESIDE } from '../server/page-thread/pages.ts';
import { type PageAnswer, pagesBeside } from '../server/page-thread/pages-beside.ts';
import { localDate } from '../server/ui/dates.ts';
import { testEngine } from './app.ts';
import { ask, sameEachTime } from './asking.ts';
import { readsIn } from './reads.ts';
import { addressOf, CANARY, openWholeTown, P, WHO, type Who } from './whole-town.ts';

/** The town of every page, the same in memory and on disk, and the thread that makes pages of the latter. */
async function openBoth() {
  const town = await openWholeTown();
  // The thread has the clock of the machine.
  town.clock.now = new Date();
  const now = town.clock.now.toISOString();
  town.db.$client.prepare('UPDATE session SET created_at = ?, last_seen_at = ?').run(now, now);
  const { config } = town;
  writeFileSync(config.files.database, town.db.$client.serialize());
  const disk = openDb(config.files.database);
  const threads: Worker[] = [];
  const seen = (thread: Worker) => void threads.push(thread);
  process.on('worker', seen);
  const errors: unknown[] = [];
  const pages = pagesBeside({
    db: disk,
    config: { ...config, formKey: config.formKey ?? Buffer.alloc(32) },
    today: () => localDate(town.clock.now),
    onError: (error) => void errors.push(error),
  });
  onTestFinished(async () => {
    process.off('worker', seen);
    await pages.close();
    disk.$client.close();
  });
  const beside = (url: string, who: Who, most = 2) =>
    pages.answer({ url, headers: { cookie: town.keys[who].cookie }, remoteAddress: '10.0.0.1' }, most);
  const ready = () => vi.waitUntil(() => beside('/', 'konsulent'), { timeout: 50_000, interval: 50 });
  return { ...town, disk, pages, threads, errors, beside, ready };
}

test('en side, der laves ved siden af, er den samme side, og siger, hvem den viser', async () => {
  const town = await openBoth();
  const { app, db, disk, keys, beside, pages, routes } = town;
  const made = new Set([...PAGES_BESIDE, ...LONG_PAGES]);
  const asked = routes.filter(({ method, url }) => method === 'GET' && made.has(url));
  expect(asked.map(({ url }) => url).sort()).toEqual([...made].sort());
  expect(beside('/', 'konsulent')).toBeUndefined();
  pages.makeReady();
  await town.ready();
  const before = readsIn(disk).length;
  for (const route of asked) {
    const url = addressOf(route, town);
    for (const who of WHO) {
      const logged = readsIn(db).length;
      const here = await ask(app, { method: 'GET', url }, { keys: keys[who] });
      const there = await beside(url, who);
      const seen = readsIn(db)
        .slice(logged)
        .map(({ citizenId, purpose }) => `${purpose} ${citizenId}`);
      expect([url, who, shownBy(there)]).toEqual([
        url,
        who,
        {
          status: here.statusCode,
          type: here.headers['content-type'],
          body: sameEachTime(here.body),
          seen,
        },
      ]);
    }
  }
  // Whoever sends the page writes them.
  expect(readsIn(disk)).toHaveLength(before);
}, 120_000);

function shownBy(answer: PageAnswer | undefined) {
  const body = sameEachTime(Buffer.from(answer?.body ?? []).toString());
  const seen = (answer?.seen ?? []).flatMap(({ citizenIds, reading }) =>
    citizenIds.map((id) => `${reading.purpose} ${id}`),
  );
  return { status: answer?.status, type: answer?.headers['content-type'], body, seen };
}

test('hvad der gemmes, står på den næste side; mens en stor fil skrives, og når to venter, laves siden, hvor der spørges', async () => {
  const { disk, beside, pages, ready } = await openBoth();
  pages.makeReady();
  await ready();
  const listed = async () => Buffer.from((await beside('/virksomheder', 'konsulent'))?.body ?? []).toString();
  expect(await listed()).toContain('Lagerfirmaet 1 Ærø');
  const rename = disk.$client.prepare('UPDATE p_unit SET name = ? WHERE p_number = ?');
  rename.run('Ørnereden', P);
  expect(await listed()).toContain('Ørnereden');

  setFirmsAside(disk, () => rename.run('Ålegården', P));
  expect(beside('/virksomheder', 'konsulent')).toBeUndefined();
  letFirmsIn(disk);
  expect(beside('/virksomheder', 'konsulent')).toBeUndefined();
  await ready();
  expect(await listed()).toContain('Ålegården');

  const several = [2, 2, 2, 3, 3].map((most) => beside('/', 'konsulent', most));
  expect(several.map((answer) => answer !== undefined)).toEqual([true, true, false, true, false]);
  expect((await Promise.all(several)).map((answer) => answer?.status ?? 0)).toEqual([200, 200, 0, 200, 0]);
  expect((await beside('/', 'konsulent'))?.status).toBe(200);
});

/** A server on the town's disk that has the thread beside it, and what it would have passed on. */
async function openServer() {
  const town = await openBoth();
  const { config, disk, pages, threads, clock, keys } = town;
  const { answer } = pages;
  const passedOn = vi.spyOn(pages, 'answer');
  const app = await buildApp({
    db: disk,
    config: { ...config, formKey: config.formKey ?? Buffer.alloc(32), requestsPerMinute: 5 },
    now: () => clock.now,
    engine: testEngine,
    busyAfterMs: 0,
    pagesBeside: pages,
  });
  onTestFinished(() => app.close());
  const get = (url: string, who: Who) => app.inject({ url, headers: { cookie: keys[who].cookie } });
  /** Two at once: the second would wait. */
  const getTwice = (url: string, who: Who) => Promise.all([get(url, who), get(url, who)]);
  const dieOnceAsked = () =>
    passedOn.mockImplementationOnce((...asked) => {
      const there = answer(...asked);
      void threads.at(-1)?.terminate();
      return there;
    });
  pages.makeReady();
  await town.ready();
  passedOn.mockClear();
  return { ...town, passedOn, get, getTwice, dieOnceAsked };
}

test('den side, der ellers måtte vente, sendes videre, når den er talt og må ses; søgninger laver serveren selv', async () => {
  const { passedOn, get, getTwice, disk } = await openServer();
  const ofCanary = () => readsIn(disk).filter(({ citizenId }) => citizenId === CANARY.known.id).length;
  const before = ofCanary();
  const looks = () => ofCanary() - before;
  expect((await get('/virksomheder', 'konsulent')).statusCode).toBe(200);
  expect(passedOn).not.toHaveBeenCalled();
  const [here, there] = await getTwice('/virksomheder', 'konsulent');
  expect(passedOn).toHaveBeenCalledTimes(1);
  expect([here, there].map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['2', '2']);
  for (const { headers, body } of [here, there])
    expect(headers['content-security-policy']).toContain(/nonce="([^"]+)"/.exec(body)?.[1]);
  expect(sameEachTime(there.body)).toBe(sameEachTime(here.body));
  expect((await get('/borgere', 'konsulent')).statusCode).toBe(403);
  const unknown = await getTwice('/virksomheder', 'anonym');
  expect(unknown.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
  expect((await get('/virksomheder', 'konsulent')).statusCode).toBe(200);
  const tooMany = await getTwice('/virksomheder', 'konsulent');
  expect(tooMany.map(({ statusCode }) => statusCode)).toEqual([429, 429]);
  expect(passedOn).toHaveBeenCalledTimes(1);

  // The names that are searched are kept in memory, and forgotten with whoever is erased.
  const shown = async (url: string) =>
    (await getTwice(url, 'sagsbehandler')).filter(({ body }) => body.includes(CANARY.known.surname)).length;
  expect(await shown('/borgere?q=asta&vis=team')).toBe(2);
  expect(passedOn).toHaveBeenCalledTimes(1);
  expect(await shown('/borgere?q=&vis=team')).toBe(2);
  expect(passedOn).toHaveBeenCalledTimes(2);
  // Each is in the log once, whoever made it.
  expect(looks()).toBe(4);
});

test('en rapport laves i tråden, også når ingen venter; kan den ikke, laver serveren den selv', async () => {
  const { passedOn, get, dieOnceAsked, errors, ready } = await openServer();
  const report = (await get('/rapporter/jobordrer', 'leder')).body;
  expect(report).toContain('Jobordrer');
  expect(passedOn).toHaveBeenCalledTimes(1);
  expect((await get('/rapporter/jobordrer', 'anonym')).statusCode).toBe(303);
  expect(passedOn).toHaveBeenCalledTimes(1);
  await ready();
  dieOnceAsked();
  expect(sameEachTime((await get('/rapporter/jobordrer', 'leder')).body)).toBe(sameEachTime(report));
  expect(errors).toHaveLength(1);
});

test('hvad en død tråd slap, laver serveren selv', async () => {
  const { getTwice, dieOnceAsked, errors, beside } = await openServer();
  dieOnceAsked();
  const answers = await getTwice('/jobordrer', 'leder');
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(errors).toHaveLength(1);
  expect(beside('/jobordrer', 'leder')).toBeUndefined();
  const again = await getTwice('/jobordrer', 'leder');
  expect(again.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(errors).toHaveLength(1);
});

test('en server, der standser, mens tråden læser sit program, melder ingen fejl', async () => {
  const { pages, threads, errors } = await openBoth();
  pages.makeReady();
  await vi.waitUntil(() => threads.length > 0);
  await pages.close();
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1]);
  expect(errors).toEqual([]);
});
