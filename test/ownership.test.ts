import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { jobOrder } from '../db/schema/job-orders.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';
import { addFirm } from './firms.ts';
import { addOrder } from './night-run-town.ts';

const P = 1_000_000_001;
const FIRM = `/virksomheder/${P}`;
const PROMISE = {
  art: 'telefon',
  retning: 'ud',
  udfald: 'opnaaet',
  dato: '2026-11-20',
  naeste_skridt: 'Ring om lageret',
  naeste_dato: '2026-11-21',
};

/** Bo has the firm, has promised it something and has an order there; Sara is not of his team. */
async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { db, app } = town;
  const ids = {
    bo: await addUser(db, 'bo', ['konsulent'], 'Øst'),
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Vest'),
    sara: await addUser(db, 'sara', ['konsulent'], 'Vest'),
    lea: await addUser(db, 'lea', ['leder'], 'Øst'),
    kim: await addUser(db, 'kim', ['administrator']),
  };
  addFirm(db, { cvr: 10_000_001, name: 'Ærø Køkken', fields: { ownerUserId: ids.bo } });
  addOrder(db, 1);
  db.update(jobOrder)
    .set({ title: 'Kok til køkkenet', pNumber: P, ownerUserId: ids.bo, deadline: '2026-11-25' })
    .where(eq(jobOrder.id, 1))
    .run();
  const bo = await signIn(app, 'bo');
  await bo.post(`${FIRM}/kontakter`, PROMISE);
  const kim = await signIn(app, 'kim');
  const see = async (username: string, url: string) => (await (await signIn(app, username)).get(url)).body;
  return { ...town, ids, bo, kim, see };
}

const SUBSTITUTE = { rolle: 'stedfortraeder', fra: '2026-11-22', ophoerer: '' };
const ORDERS = '/jobordrer?ansvarlig=mine';

test('hvad en fratrådt konsulent lovede og havde, står på stedfortræderens Min dag, i lister og i kalenderen', async () => {
  const { bo, kim, ids, see, app } = await openTown();
  await bo.post(`${FIRM}/tilknytninger`, { ...SUBSTITUTE, hvem: String(ids.hanne) });
  const before = await see('hanne', '/');
  expect(before).not.toContain('Ring om lageret');
  expect(before).not.toContain('Kok til køkkenet');
  expect(await see('bo', '/')).toContain('Ring om lageret');

  await kim.post(`/brugere/${ids.bo}/adgang`, { adgang: 'nej' });
  const hanne = await signIn(app, 'hanne');
  const day = (await hanne.get('/')).body;
  expect(day).toContain('Ring om lageret');
  expect(day).toContain('lovet af Navn bo');
  expect(day).toContain('Kok til køkkenet');
  expect((await hanne.get(ORDERS)).body).toContain('Kok til køkkenet');
  const made = await hanne.post('/mine-indstillinger/kalender', {});
  const address = new URL(/<code>(http[^<]+)<\/code>/.exec(made.body)?.[1] ?? '').pathname;
  const feed = (await stranger(app).get(address)).body;
  expect(feed).toContain('Ring om lageret');
  expect(feed).toContain('Kok til køkkenet');

  // Nobody else's, and in no list of what is nobody's.
  for (const url of ['/', ORDERS]) expect(await see('sara', url)).not.toContain('Kok til køkkenet');
  expect(await see('lea', '/kontakter/uden-ansvarlig')).not.toContain('Ring om lageret');

  await hanne.post('/kontakter/1/naeste-skridt-klaret', {});
  expect((await hanne.get('/')).body).not.toContain('Ring om lageret');
});

test('en ny ansvarlig går forud for stedfortræderen', async () => {
  const { bo, kim, ids, see, app } = await openTown();
  await bo.post(`${FIRM}/tilknytninger`, { ...SUBSTITUTE, hvem: String(ids.hanne) });
  await kim.post(`/brugere/${ids.bo}/adgang`, { adgang: 'nej' });
  const lea = await signIn(app, 'lea');
  await lea.post(`${FIRM}/ansvarlig`, { ansvarlig: String(ids.sara) });
  const day = await see('sara', '/');
  expect(day).toContain('Ring om lageret');
  expect(day).toContain('Kok til køkkenet');
  const hers = await see('hanne', '/');
  expect(hers).not.toContain('Ring om lageret');
  expect(hers).not.toContain('Kok til køkkenet');
  expect(await see('hanne', ORDERS)).not.toContain('Kok til køkkenet');
});

test('uden stedfortræder ser teamets leder, hvad der er blevet ingens, indtil nogen får virksomheden', async () => {
  const { kim, ids, see, app } = await openTown();
  expect(await see('lea', '/kontakter/uden-ansvarlig')).toContain('Alle aftaler har en ansvarlig.');
  await kim.post(`/brugere/${ids.bo}/adgang`, { adgang: 'nej' });
  const list = await see('lea', '/kontakter/uden-ansvarlig');
  expect(list).toContain('Ring om lageret');
  expect(list).toContain('Navn bo');
  expect(await see('lea', '/jobordrer?ansvarlig=ingen')).toContain('Kok til køkkenet');
  for (const who of ['hanne', 'sara']) expect(await see(who, '/')).not.toContain('Ring om lageret');

  const lea = await signIn(app, 'lea');
  await lea.post(`${FIRM}/ansvarlig`, { ansvarlig: String(ids.hanne) });
  expect(await see('lea', '/kontakter/uden-ansvarlig')).toContain('Alle aftaler har en ansvarlig.');
  expect(await see('lea', '/jobordrer?ansvarlig=ingen')).not.toContain('Kok til køkkenet');
  expect(await see('hanne', '/')).toContain('Ring om lageret');
});

test('en leder af et andet team ser sit eget først og alle, når der spørges', async () => {
  const { db, kim, ids, see } = await openTown();
  await addUser(db, 'lars', ['leder'], 'Vest');
  await kim.post(`/brugere/${ids.bo}/adgang`, { adgang: 'nej' });
  expect(await see('lars', '/kontakter/uden-ansvarlig')).not.toContain('Ring om lageret');
  expect(await see('lars', '/kontakter/uden-ansvarlig?vis=alle')).toContain('Ring om lageret');
  const hanne = await see('hanne', '/kontakter/uden-ansvarlig');
  expect(hanne).not.toContain('Ring om lageret');
});
