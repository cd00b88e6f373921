import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { changeSetting } from '../server/admin/queries.ts';
import { NOT_COMPARED } from '../server/matching/letter-text.ts';
import { RULE_MEANINGS, tableOn } from '../server/matching/weight-words.ts';
import { addUser, openTestApp, signIn, stranger, testEngine } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';

const AT = { at: '2026-11-22T09:00:00.000Z', by: null };

test('enhver kan læse om algoritmen uden at logge ind: det, der kører, og intet om nogen', async () => {
  const { app, db } = await openTestApp();
  addCitizen(db, { citizenKey: 'KANARIE-7', name: 'Asta Kanarie' });
  const page = (await stranger(app).get('/algoritmen')).body;
  const text = page
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  for (const { toYou } of NOT_COMPARED) expect(text).toContain(toYou);
  for (const meaning of Object.values(RULE_MEANINGS)) expect(text).toContain(meaning);
  const { weights, taxonomyVersion } = testEngine();
  for (const { name, shown } of tableOn(weights, '2026-11-22').general)
    expect(text).toContain(`${name}${shown} `);
  expect(text).toContain(`vægte ${weights.version}, ordliste ${taxonomyVersion}`);
  expect(text).not.toMatch(/Kanarie|KANARIE/);
  expect((await stranger(app).get('/log-ind')).body).toContain('href="/algoritmen"');
});

test('en regel, der skrives ind, og en frist, der ændres, står på siden fra da af', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const read = async () => (await stranger(app).get('/algoritmen')).body;
  const sentence = 'Kun den, der har øvet sig på harpe, må få løntilskud.';
  const rule = {
    art: 'hvem_maa',
    emne: 'loentilskud_privat',
    fra: '2026-12-01',
    til: '',
    saetning: sentence,
    kilde: 'Prøve',
    sikkerhed: 'lav',
    begrundelse: '',
    'indhold.groups': 'alle',
    handling: 'gem',
  };
  expect((await drift.post('/regler', rule)).status).toBe(303);
  expect(await read()).not.toContain('harpe');
  clock.now = new Date('2026-12-01T09:00:00Z');
  expect(await read()).toContain(sentence);
  changeSetting(db, 'runLogDays', 400, AT);
  expect(await read()).toContain('gemmes i 400 dage');
});

test('bilaget er udfyldt af det, der er sat op lige nu, og kun for leder og administrator', async () => {
  const { app, db } = await openTestApp();
  for (const role of ['konsulent', 'leder', 'administrator'] as const) await addUser(db, role, [role]);
  const [leder, drift] = [await signIn(app, 'leder'), await signIn(app, 'administrator')];
  expect((await (await signIn(app, 'konsulent')).get('/konsekvensanalyse')).status).toBe(403);
  const fact = async (name: string) => {
    const page = (await leder.get('/konsekvensanalyse')).body;
    return new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`, 's').exec(page)?.[1]?.replace(/<[^>]*>/g, '');
  };
  expect(await fact('Engangskode kræves af')).toBe('ingen');
  expect(await fact('Programmer med nøgle')).toBe('ingen');
  changeSetting(db, 'secondFactorRoles', ['leder', 'konsulent'], AT);
  changeSetting(db, 'secondFactorRoles', ['konsulent'], AT);
  const token = {
    navn: 'BI',
    roller: ['leder'],
    omraade_daekning: 'laes',
    sidste_dag: '2026-12-31',
    pr_minut: '60',
  };
  expect((await drift.post('/adgangsnoegler', token)).status).toBe(200);
  expect(await fact('Engangskode kræves af')).toBe('virksomhedskonsulent');
  expect(await fact('Programmer med nøgle')).toBe('BI (leder)');
  expect(await fact('Lister og log gemmes')).toContain('190 dage');

  // A table that is made tomorrow is told of by itself.
  db.run(sql`CREATE TABLE citizen_hobby (citizen_id integer NOT NULL REFERENCES citizen(id)) STRICT`);
  expect((await leder.get('/konsekvensanalyse')).body).toContain('<code>citizen_hobby</code>');
});

test('kørslers log kan ikke sættes til at blive slettet før et halvt år', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const settings = { enhed: 'X', kommune: 'Y', kommunekode: '165', uoplyst: 'ude' };
  const refused = await drift.post('/indstillinger', { ...settings, koersler_dage: '183' });
  expect([refused.status, refused.body.includes('fra 184 (et halvt år) til 1825')]).toEqual([422, true]);
  expect((await drift.post('/indstillinger', { ...settings, koersler_dage: '365' })).status).toBe(303);
  expect((await drift.get('/indstillinger')).body).toContain('value="365"');
});
