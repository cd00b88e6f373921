import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { matchRow, matchRun, matchStanding } from '../db/schema/matching.ts';
import { user } from '../db/schema/users.ts';
import { newMatches } from '../server/matching/news.ts';
import { forgetPlaces, readPlaces } from '../server/matching/places.ts';
import { showNumber } from '../server/ui/table.tsx';
import { addUser, openTestApp, signIn } from './app.ts';
import { now, openTown, openTownLike, runOnce, type Town } from './night-run-town.ts';
import { readsIn } from './reads.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A town after its first night: half the citizens are Sara's, half Bent's of her team; the orders are Karl's. */
async function openNight() {
  const town = await openTownLike('why-not-pages', makeNight);
  const { db } = town;
  const { app } = await openTestApp(now().toISOString(), town);
  const idOf = (username: string) => db.select().from(user).where(eq(user.username, username)).get()?.id ?? 0;
  return { town, db, app, runId: 1, sara: idOf('sara'), karl: idOf('karl') };
}

async function makeNight(): Promise<Town> {
  const town = openTown({ orders: 24, citizens: 60 });
  const { db } = town;
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Team Syd');
  const bent = await addUser(db, 'bent', ['sagsbehandler'], 'Team Syd');
  await addUser(db, 'fremmed', ['sagsbehandler'], 'Team Nord');
  const karl = await addUser(db, 'karl', ['konsulent']);
  await addUser(db, 'anden', ['konsulent']);
  await addUser(db, 'leder', ['leder']);
  db.update(citizen).set({ caseworkerUserId: sara, nameFolded: 'x' }).run();
  const bents = db.select({ id: citizen.id }).from(citizen).all();
  for (const { id } of bents.filter((each) => each.id % 2 === 0)) {
    db.update(citizen).set({ caseworkerUserId: bent }).where(eq(citizen.id, id)).run();
  }
  db.update(citizen).set({ protectedAddress: true }).where(eq(citizen.id, 4)).run();
  db.update(jobOrder).set({ ownerUserId: karl }).run();
  await runOnce(town, { key: 'nat:2026-11-22' });
  return town;
}

const rowsOf = (body: string) => [...body.matchAll(/href="\/borgere\/(\d+)"/g)].map(([, id]) => Number(id));

test('sagsbehandleren ser egne og teamets borgere uden forslag, og visningen bliver logget', async () => {
  const { db, app, sara } = await openNight();
  const standing = db.select().from(matchStanding).where(eq(matchStanding.subject, 'borger')).all();
  const ids = standing.flatMap(({ citizenId }) => citizenId ?? []);
  expect(ids).toContain(4);
  const browser = await signIn(app, 'sara');
  const mine = await browser.get('/hvorfor-ikke/borgere');
  expect(new Set(rowsOf(mine.body))).toEqual(new Set(ids.filter((id) => id % 2 === 1)));
  const read = readsIn(db).filter(({ userId }) => userId === sara);
  expect(new Set(read.map((row) => row.citizenId))).toEqual(new Set(ids.filter((id) => id % 2 === 1)));

  // Bent's protected citizen exists for Bent alone, in the list and in the counts.
  const team = await browser.get('/hvorfor-ikke/borgere?vis=team');
  expect(new Set(rowsOf(team.body))).toEqual(new Set(ids.filter((id) => id !== 4)));
  expect(team.body).toContain(`${ids.length - 1} i alt.`);
  expect(team.body).not.toContain('Beskyttet');
  const own = await (await signIn(app, 'bent')).get('/hvorfor-ikke/borgere?regel=maa_ikke_deles');
  expect(rowsOf(own.body)).toContain(4);
  expect(own.body).toContain('Beskyttet adresse, eller ikke spurgt:');
  const other = await (await signIn(app, 'fremmed')).get('/hvorfor-ikke/borgere?vis=team');
  expect(rowsOf(other.body)).toEqual([]);
});

test('en gruppe kan vælges; en ukendt regel og side gør ingen skade', async () => {
  const { db, app } = await openNight();
  const hidden = db.select().from(matchStanding).where(eq(matchStanding.rule, 'maa_ikke_deles')).all();
  const browser = await signIn(app, 'bent');
  const page = (await browser.get('/hvorfor-ikke/borgere?regel=maa_ikke_deles')).body;
  const own = hidden.flatMap(({ citizenId }) => citizenId ?? []).filter((id) => id % 2 === 0);
  expect(new Set(rowsOf(page))).toEqual(new Set(own));
  expect(page).toContain('Må ikke deles');
  for (const query of ['regel=findes-ikke', 'side=0', 'side=99999', 'vis=alle', 'regel=%27%3B']) {
    expect((await browser.get(`/hvorfor-ikke/borgere?${query}`)).status).toBe(200);
  }
});

test('lederen ser tal og ingen navne; konsulenten sine egne ordrer', async () => {
  const { db, app } = await openNight();
  const leader = await signIn(app, 'leder');
  const standing = db.select().from(matchStanding).all();
  const people = await leader.get('/hvorfor-ikke/borgere');
  const count = standing.filter(({ subject }) => subject === 'borger').length;
  expect(people.body).toContain(`${count} i alt.`);
  expect(people.body).not.toMatch(/Hemmelig|\/borgere\/\d/);
  const orders = standing.filter(({ subject }) => subject === 'ordre');
  const counted = await leader.get('/hvorfor-ikke/ordrer');
  expect(counted.body).not.toMatch(/\/jobordrer\/\d/);
  const karl = (await (await signIn(app, 'karl')).get('/hvorfor-ikke/ordrer')).body;
  const links = [...karl.matchAll(/\/jobordrer\/(\d+)\/forslag/g)].map(([, id]) => Number(id));
  expect(new Set(links)).toEqual(new Set(orders.map(({ jobOrderId }) => jobOrderId)));
  const other = (await (await signIn(app, 'anden')).get('/hvorfor-ikke/ordrer')).body;
  expect(other).not.toMatch(/\/jobordrer\/\d+\/forslag/);
  expect((await (await signIn(app, 'karl')).get('/hvorfor-ikke/borgere')).status).toBe(403);
  expect((await (await signIn(app, 'sara')).get('/hvorfor-ikke/ordrer')).status).toBe(403);
});

test('kørslens side fortæller om eftersyn, versioner, nyt og de lister, man må se', async () => {
  const { db, app, runId } = await openNight();
  const page = (await (await signIn(app, 'karl')).get(`/matchkoersler/${runId}`)).body;
  const run = db.select().from(matchRun).where(eq(matchRun.id, runId)).get();
  expect(page).toContain('✓ Efterset uden fejl: 20 af 24 ordrer er beregnet igen');
  for (const version of [run?.resultSha, run?.taxonomyVersion, run?.weightsVersion]) {
    expect(page).toContain((version ?? '?').slice(0, 12));
  }
  expect(page).toContain(`${run?.newMatches} nye siden kørslen før`);
  expect(page).toContain('Navn karl');
  expect(page).toContain(`/matchkoersler/${runId}/ordrer/1"`);
  const leader = (await (await signIn(app, 'leder')).get(`/matchkoersler/${runId}`)).body;
  expect(leader).not.toContain(`/matchkoersler/${runId}/ordrer/`);

  const audit = { orders: 24, rescored: 20, rows: 9, differing: 1, broken: 2, changed: 0, named: [7] };
  db.update(matchRun).set({ audit }).run();
  const loud = (await (await signIn(app, 'leder')).get(`/matchkoersler/${runId}`)).body;
  expect(loud).toMatch(/role="alert".*✕ Eftersynet fandt fejl\..*Ordrer: 7/s);
});

test('nattens liste står, som den var, med grunde, under samme adgang som listen nu', async () => {
  const { db, app, runId, karl } = await openNight();
  const [row] = db.select().from(matchRow).where(eq(matchRow.rank, 1)).all();
  if (!row) throw new Error('no row');
  const url = `/matchkoersler/${runId}/ordrer/${row.jobOrderId}`;
  const browser = await signIn(app, 'karl');
  const before = (await browser.get(url)).body;
  db.update(jobOrder).set({ title: 'Noget helt andet' }).where(eq(jobOrder.id, row.jobOrderId)).run();
  db.update(citizen).set({ hoursMin: 40, hoursMax: 48 }).run();
  const after = (await browser.get(url)).body;
  expect(after).toContain('Nattens liste: Noget helt andet');
  const listOf = (body: string) => body.slice(body.indexOf('<ol'), body.indexOf('</ol>'));
  expect(listOf(after)).toBe(listOf(before));
  expect(listOf(after)).toMatch(/✓ <\/span>Passer/);
  expect(listOf(after)).toMatch(/Havde |beslægtet|passede til/);
  expect(listOf(after)).toContain(`<strong>${showNumber(row.score)}</strong> point`);
  const shown = db.select().from(matchRow).where(eq(matchRow.jobOrderId, row.jobOrderId)).all();
  const read = readsIn(db).filter(({ userId }) => userId === karl);
  expect(read.length).toBe(2 * shown.length);
  expect(read[0]).toMatchObject({ purpose: 'forslagsliste', jobOrderId: row.jobOrderId });

  expect((await (await signIn(app, 'anden')).get(url)).status).toBe(404);
  expect((await (await signIn(app, 'leder')).get(url)).status).toBe(403);
  expect((await browser.get(`/matchkoersler/99/ordrer/${row.jobOrderId}`)).status).toBe(404);
  const stranger = (await (await signIn(app, 'fremmed')).get(url)).body;
  expect(stranger).toContain('Borger hos en kollega');
  expect(stranger).not.toContain('Hemmelig');

  // A snapshot that is gone takes the reasons with it, not the points.
  db.update(matchRun)
    .set({ snapshotSha: 'e'.repeat(64) })
    .run();
  const bare = (await browser.get(url)).body;
  expect(bare).toContain('Begrundelserne kan ikke læses');
  expect(bare).toContain(`<strong>${showNumber(row.score)}</strong> point`);
});

test('Min dag samler nattens nye forslag efter virksomhed, også efter en kørsel midt på dagen', async () => {
  const { town, db, app, karl } = await openNight();
  const fresh = (userId: number) =>
    newMatches(db, userId, '2026-11-24').firms.flatMap(({ orders }) => orders.map((order) => order.fresh));
  const sum = (counts: number[]) => counts.reduce((all, each) => all + each, 0);
  const first = db.select().from(matchRow).all().length;
  expect(sum(fresh(karl))).toBe(first);
  await runOnce(town, { key: 'nat:2026-11-23', now: new Date('2026-11-23T00:00:00Z') });
  expect(fresh(karl)).toEqual([]);
  const [shy] = db.select().from(citizen).where(eq(citizen.mayBeShared, false)).all();
  db.update(citizen)
    .set({ mayBeShared: true })
    .where(eq(citizen.id, shy?.id ?? 0))
    .run();
  await runOnce(town, { key: 'nat:2026-11-24', now: new Date('2026-11-24T00:00:00Z') });
  const news = sum(fresh(karl));
  expect(news).toBeGreaterThan(0);
  await runOnce(town, { key: 'nu:middag', now: new Date('2026-11-24T11:00:00Z') });
  expect(db.select().from(matchRun).all().at(-1)?.newMatches).toBe(0);
  expect(sum(fresh(karl))).toBe(news);
  const day = (await (await signIn(app, 'karl')).get('/')).body;
  expect(day).toMatch(/\d+ nye?<\/span>/);
});

test('den, der er slettet, er ikke længere blandt de nye', async () => {
  const { db, karl } = await openNight();
  const fresh = () => newMatches(db, karl, '2026-11-24').firms.flatMap(({ orders }) => orders);
  const sum = () => fresh().reduce((all, order) => all + order.fresh, 0);
  const rows = db.select().from(matchRow).all();
  expect(sum()).toBe(rows.length);
  const place = rows[0]?.place ?? 0;
  const gone = readPlaces(db.select().from(matchRun).get()?.citizenPlaces ?? null)[place] ?? 0;
  db.transaction((tx) => forgetPlaces(tx, new Set([gone])), { behavior: 'immediate' });
  expect(sum()).toBe(rows.filter((row) => row.place !== place).length);
});
