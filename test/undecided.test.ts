import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { headcount } from '../db/schema/companies.ts';
import { user } from '../db/schema/users.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { coverageOf } from '../server/coverage/queries.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

async function openTown() {
  const opened = await openTestApp();
  const { db } = opened;
  const hanneId = await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'bo', ['konsulent']);
  await addUser(db, 'lea', ['leder']);
  const names = ['Æbler ApS', 'Bolcher ApS', 'Cykler ApS'];
  const firms = names.map((name, at) =>
    addFirm(db, {
      pNumber: 1_000_000_001 + at,
      name,
      employees: 'ANTAL_2_4',
      fields: {
        postcode: at === 2 ? '2600' : '2620',
        ownerUserId: at === 0 ? hanneId : null,
        branchText: 'Butik',
      },
    }),
  );
  addFirm(db, { pNumber: 1_000_000_009, name: 'Kendt ApS', employees: 12 });
  const hanne = await signIn(opened.app, 'hanne');
  const figures = () =>
    db
      .select()
      .from(headcount)
      .all()
      .filter((row) => row.source === 'konsulent');
  const coverage = () =>
    coverageOf(db, { from: '2026-10-01', to: '2026-11-22', asOf: opened.clock.now.toISOString() });
  return { ...opened, hanne, firms, figures, coverage };
}

const LIST = '/virksomheder/uafklarede';

test('one tap settles a firm with the last talk as source, and one takes it back', async () => {
  const { clock, hanne, firms, figures, coverage } = await openTown();
  const [first = 0] = firms;
  const visit = { dato: '2026-11-12', art: 'besoeg', retning: 'ud', udfald: 'opnaaet' };
  await hanne.post(`/virksomheder/${first}/kontakter`, visit);
  const page = (await hanne.get(LIST)).body;
  expect(page).toContain('Oplyst ved besøg 12.11.2026');
  expect(page).not.toContain('Kendt ApS');
  expect(coverage()).toMatchObject({ inScope: 1, undecided: 3 });

  clock.now = new Date('2026-11-22T09:05:00Z');
  const settled = await hanne.post(`${LIST}/${first}`, {
    hurtigt_antal: '3',
    kilde: '1',
    til: `${LIST}?postnr=26`,
  });
  expect(settled.location).toBe(`${LIST}?postnr=26&fortryd=5&besked=antal-gemt`);
  expect(figures()).toMatchObject([
    { count: 3, validFrom: '2026-11-12', note: 'Oplyst ved besøg 12.11.2026' },
  ]);
  expect(coverage()).toMatchObject({ inScope: 2, undecided: 2 });
  expect((await hanne.get(settled.location ?? '')).body).toContain(`${LIST}/fortrydelse/5`);

  clock.now = new Date('2026-11-22T09:06:00Z');
  expect((await hanne.post(`${LIST}/fortrydelse/5`, { til: LIST })).location).toBe(
    `${LIST}?besked=afklaring-fortrudt`,
  );
  expect(coverage()).toMatchObject({ inScope: 1, undecided: 3 });
  expect(figures()[0]?.supersededAt).toBe('2026-11-22T09:06:00.000Z');
});

test('without a talk the source is today, and an odd number is refused with a reason', async () => {
  const { hanne, firms, figures } = await openTown();
  const [, second = 0] = firms;
  await hanne.post(`${LIST}/${second}`, { hurtigt_antal: '2', kilde: '' });
  expect(figures()).toMatchObject([{ count: 2, validFrom: '2026-11-22', note: 'Oplyst 22.11.2026' }]);
  const odd = await hanne.post(`${LIST}/${second}`, { hurtigt_antal: 'to', kilde: '' });
  expect([odd.status, odd.body.includes('Skriv et helt tal')]).toEqual([422, true]);
  expect((await hanne.post(`${LIST}/1999999999`, { hurtigt_antal: '2' })).status).toBe(404);
});

test('filters by owner, postcode and branche, and sorts the longest silent first', async () => {
  const { hanne, firms } = await openTown();
  const found = async (query: string) =>
    [...(await hanne.get(`${LIST}?${query}`)).body.matchAll(/(Æbler|Bolcher|Cykler) ApS<\/a>/g)].map(
      (match) => match[1],
    );
  expect(await found('ansvarlig=mig')).toEqual(['Æbler']);
  expect(await found('postnr=2600')).toEqual(['Cykler']);
  expect(await found('branche=butik&postnr=2620')).toEqual(['Bolcher', 'Æbler']);
  expect(await found('branche=fabrik')).toEqual([]);
  const talk = { dato: '2026-11-12', art: 'telefon', retning: 'ud', udfald: 'opnaaet' };
  await hanne.post(`/virksomheder/${firms[1]}/kontakter`, talk);
  expect(await found('sort=sidst')).toEqual(['Cykler', 'Æbler', 'Bolcher']);
  expect(await found('sort=-sidst')).toEqual(['Bolcher', 'Cykler', 'Æbler']);
});

test('only who gave a figure takes it back there, and a leder only reads', async () => {
  const { app, hanne, firms } = await openTown();
  await hanne.post(`${LIST}/${firms[0]}`, { hurtigt_antal: '4', kilde: '' });
  const bo = await signIn(app, 'bo');
  expect((await bo.post(`${LIST}/fortrydelse/5`, {})).status).toBe(404);
  const lea = await signIn(app, 'lea');
  expect((await lea.get(LIST)).body).not.toContain('hurtigt_antal');
  expect((await lea.post(`${LIST}/${firms[0]}`, { hurtigt_antal: '4' })).status).toBe(403);
});

test('firms without any figure are on the list when the municipality counts them as undecided, as Min dag says', async () => {
  const { db, clock, hanne } = await openTown();
  const userId = db.select().from(user).where(eq(user.username, 'hanne')).get()?.id ?? null;
  const silent = { pNumber: 1_000_000_020, name: 'Tavs ApS', employees: null };
  addFirm(db, { ...silent, fields: { ownerUserId: userId } });
  expect((await hanne.get(`${LIST}?ansvarlig=mig`)).body).not.toContain('Tavs ApS');
  expect((await hanne.get('/')).body).toContain('Afklar 1 uafklaret virksomhed');

  changeSetting(db, 'unreported', 'uafklaret', { at: clock.now.toISOString(), by: null });
  const list = (await hanne.get(`${LIST}?ansvarlig=mig`)).body;
  expect(list).toContain('Tavs ApS');
  expect(list).toContain('Æbler ApS');
  expect((await hanne.get('/')).body).toContain('Afklar 2 uafklarede virksomheder');
});
