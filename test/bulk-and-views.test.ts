import { expect, test } from 'vitest';
import { pUnit } from '../db/schema/companies.ts';
import { firmRecord } from '../db/schema/firm-records.ts';
import { bulkEdit } from '../db/schema/firm-work.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const KEY = '11111111-1111-4111-8111-111111111111';
const URL_OF_BULK = '/virksomheder/masseredigering';

async function openTown() {
  const opened = await openTestApp();
  const { db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    bo: await addUser(db, 'bo', ['konsulent'], 'Nord'),
    ida: await addUser(db, 'ida', ['konsulent'], 'Syd'),
  };
  for (let at = 1; at <= 4; at++)
    addFirm(db, {
      pNumber: 1_000_000_000 + at,
      name: `Firma ${at} ApS`,
      employees: at === 4 ? 60 : 7,
      fields: { ownerUserId: at === 1 ? ids.bo : null },
    });
  const hanne = await signIn(opened.app, 'hanne');
  const owners = () =>
    db
      .select()
      .from(pUnit)
      .all()
      .map(({ ownerUserId }) => ownerUserId);
  return { ...opened, ids, hanne, owners };
}

test('a new owner for the chosen: shown first, done once, and taken back except where somebody has changed it', async () => {
  const { db, ids, hanne, owners } = await openTown();
  const chosen = ['1000000001', '1000000002', '1000000003'];
  const open = await hanne.get(
    `${URL_OF_BULK}?alle=nej&filtre=&${chosen.map((p) => `valgt=${p}`).join('&')}`,
  );
  expect(open.body).toContain('3 virksomheder er valgt.');
  const fields = { handling: 'ansvarlig', hvem: String(ids.bo), valgt: chosen, formularnoegle: KEY };
  const preview = await hanne.post(URL_OF_BULK, { ...fields, trin: 'vis' });
  expect(preview.body).toContain('2 ændres, 1 springes over.');
  expect(preview.body).toContain('Firma 1 ApS: har allerede den ansvarlige');
  expect(owners()).toEqual([ids.bo, null, null, null]);

  for (let click = 0; click < 2; click++) {
    const done = await hanne.post(URL_OF_BULK, { ...fields, trin: 'udfoer' });
    expect(done.location).toBe('/masseredigeringer/1?besked=masseredigeret');
  }
  expect(owners()).toEqual([ids.bo, ids.bo, ids.bo, null]);
  expect(db.select().from(bulkEdit).all()).toHaveLength(1);
  await hanne.post('/virksomheder/1000000003/ansvarlig', { ansvarlig: 'mig' });
  await hanne.post('/masseredigeringer/1/fortrydelse', {});
  expect(owners()).toEqual([ids.bo, null, ids.hanne, null]);
  expect((await hanne.get('/masseredigeringer/1')).body).toContain('Fortrudt');
});

test('a state for all that fit the filters, with undo; those in a state already are skipped', async () => {
  const { db, hanne } = await openTown();
  const pause = { slags: 'senere', fra: '2026-11-22', til: '2027-03-01' };
  await hanne.post('/virksomheder/1000000001/aftaler/ny/ikke_nu', pause);
  const fields = {
    ...pause,
    handling: 'tilstand',
    alle: 'ja',
    filtre: 'stoerrelse=3-9',
    formularnoegle: KEY,
  };
  expect((await hanne.get(`${URL_OF_BULK}?alle=ja&filtre=stoerrelse%3D3-9`)).body).toContain(
    '3 virksomheder er valgt.',
  );
  expect((await hanne.post(URL_OF_BULK, { ...fields, slags: '', trin: 'vis' })).status).toBe(422);
  const preview = (await hanne.post(URL_OF_BULK, { ...fields, trin: 'vis' })).body;
  expect(preview).toContain('2 ændres, 1 springes over.');
  await hanne.post(URL_OF_BULK, { ...fields, trin: 'udfoer' });
  const standing = () =>
    db
      .select()
      .from(firmRecord)
      .all()
      .filter(({ withdrawnAt }) => withdrawnAt === null).length;
  expect(standing()).toBe(3);
  expect((await hanne.get('/virksomheder?tilstand=ikke_nu')).body).toContain('3 virksomheder.');
  await hanne.post('/masseredigeringer/1/fortrydelse', {});
  expect(standing()).toBe(1);
});

test('a substitute for many, ended by the undo; nothing chosen and nobody chosen are said at the field', async () => {
  const { app, ids, hanne } = await openTown();
  const fields = { handling: 'stedfortraeder', hvem: String(ids.ida), fra: '2026-11-22', til: '2026-12-22' };
  const nothing = await hanne.post(URL_OF_BULK, { ...fields, trin: 'vis' });
  expect([nothing.status, nothing.body.includes('Sæt hak ved mindst en')]).toEqual([422, true]);
  const nobody = await hanne.post(URL_OF_BULK, { ...fields, hvem: '', valgt: '1000000002', trin: 'vis' });
  expect([nobody.status, nobody.body.includes('Vælg en konsulent.')]).toEqual([422, true]);
  await hanne.post(URL_OF_BULK, { ...fields, valgt: ['1000000002', '1000000003'], trin: 'udfoer' });
  const ida = await signIn(app, 'ida');
  expect((await ida.get('/virksomheder?vis=mine')).body).toContain('2 virksomheder.');
  await hanne.post('/masseredigeringer/1/fortrydelse', {});
  expect((await ida.get('/virksomheder?vis=mine')).body).toContain('0 virksomheder.');
});

test('filters are kept under a name, shared with the team or all, renamed and deleted by whoever made them', async () => {
  const { app, hanne } = await openTown();
  const saved = await hanne.post('/visninger', {
    navn: 'Mellemstore',
    deles_med: 'team',
    filtre: 'stoerrelse=3-9&side=7&besked=x&ukendt=1',
  });
  expect(saved.location).toBe('/virksomheder?stoerrelse=3-9&besked=visning-gemt');
  const seenBy = async (username: string) => (await (await signIn(app, username)).get('/virksomheder')).body;
  expect(await seenBy('bo')).toContain('href="/virksomheder?stoerrelse=3-9"');
  expect(await seenBy('ida')).not.toContain('Mellemstore');
  expect((await hanne.get('/virksomheder?stoerrelse=3-9')).body).toContain('3 virksomheder.');

  await hanne.post('/visninger/1', { navn: 'Små og mellem', deles_med: 'alle' });
  expect(await seenBy('ida')).toContain('Små og mellem');
  const bo = await signIn(app, 'bo');
  expect((await bo.post('/visninger/1', { navn: 'Bos', deles_med: 'mig' })).status).toBe(404);
  expect((await bo.post('/visninger/1/sletning', {})).status).toBe(404);
  const blank = await hanne.post('/visninger', { navn: ' ', deles_med: 'mig', filtre: 'q=x' });
  expect([
    blank.status,
    blank.body.includes('Giv visningen et navn.'),
    blank.body.includes('value="q=x"'),
  ]).toEqual([422, true, true]);
  await hanne.post('/visninger', { navn: 'Anden', deles_med: 'mig', filtre: 'q=b' });
  const taken = await hanne.post('/visninger/2', { navn: 'Små og mellem', deles_med: 'mig' });
  expect([taken.status, taken.body.includes('allerede en visning af det navn')]).toEqual([422, true]);
  await hanne.post('/visninger/1/sletning', {});
  expect(await seenBy('ida')).not.toContain('Små og mellem');
});
