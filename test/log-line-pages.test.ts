import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const LINE =
  'Besøgte Lagerfirmaet i går, 2 småjob 10 t/uge på lageret og en i løntilskud, talte om mentor, ring om 14 dage';

async function openTown() {
  const town = await openTestApp('2026-11-25T09:00:00Z');
  addFirm(town.db);
  addFirm(town.db, { pNumber: 1_000_000_002, cvr: 12_345_682, name: 'Møllers Besøgsgård I/S' });
  addFirm(town.db, { pNumber: 1_000_000_003, cvr: 12_345_690, name: 'Lukket Lager', until: '2025-12-31' });
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'søren', ['sagsbehandler']);
  await addUser(town.db, 'lis', ['leder']);
  return { ...town, hanne: await signIn(town.app, 'hanne') };
}

/** The value of a field, or of the radio that is chosen. */
function valueIn(body: string, name: string): string | undefined {
  for (const [input] of body.matchAll(/<input[^>]*>/g)) {
    if (!input.includes(`name="${name}"`)) continue;
    if (/type="(?:radio|checkbox)"/.test(input) && !/ checked/.test(input)) continue;
    return /value="([^"]*)"/.exec(input)?.[1];
  }
  return undefined;
}

test('en linje fra Min dag bliver til en kontakt: skriv, vælg virksomheden, gem', async () => {
  const { hanne, db } = await openTown();
  expect((await hanne.get('/')).body).toContain('action="/kontakter/linje"');
  const choice = await hanne.post('/kontakter/linje', { linje: LINE });
  expect(choice.status).toBe(200);
  expect(choice.body).toContain('Lagerfirmaet ApS');
  expect(choice.body).not.toContain('Møllers');
  expect(choice.body).not.toContain('Lukket Lager');

  const form = await hanne.post(`/virksomheder/${P}/kontakter/linje`, { linje: LINE });
  expect(form.status).toBe(200);
  const names = ['art', 'udfald', 'retning', 'dato', 'naeste_dato', 'naeste_skridt', 'tilbud'];
  const filled = Object.fromEntries(names.map((name) => [name, valueIn(form.body, name)]));
  expect(filled).toEqual({
    art: 'besoeg',
    udfald: 'opnaaet',
    retning: 'ud',
    dato: '2026-11-24',
    naeste_dato: '2026-12-09',
    naeste_skridt: 'Ring',
    tilbud: 'Mentor',
  });
  expect(db.select().from(contact).all()).toEqual([]);
  const formularnoegle = valueIn(form.body, 'formularnoegle') ?? '';
  const saved = await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...(filled as Record<string, string>),
    note: LINE,
    formularnoegle,
  });
  expect(saved.status).toBe(303);
  expect(db.select().from(contact).get()).toMatchObject({
    kind: 'besoeg',
    nextStepDate: '2026-12-09',
    note: LINE,
  });
});

test('jobordrerne i linjen åbner hver sin udfyldte kladde', async () => {
  const { app, hanne } = await openTown();
  const { body } = await hanne.post(`/virksomheder/${P}/kontakter/linje`, { linje: LINE });
  const links = [...body.matchAll(/href="(\/jobordrer\/ny\?[^"]+)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  );
  expect(links).toHaveLength(2);
  const first = await hanne.get(links[0] ?? '');
  expect(
    ['type', 'titel', 'antal', 'timer_min', 'timer_max'].map((name) => valueIn(first.body, name)),
  ).toEqual(['smaajob', 'Lageret', '2', '10', '10']);
  // The line does not say whether private or public: that is for the user.
  expect(valueIn((await hanne.get(links[1] ?? '')).body, 'type')).toBeUndefined();

  const soeren = await signIn(app, 'søren');
  const theirs = await soeren.post(`/virksomheder/${P}/kontakter/linje`, { linje: LINE });
  expect([theirs.status, theirs.body.includes('/jobordrer/ny?')]).toEqual([200, false]);
});

test('et CPR-nummer afvises ved feltet og vises ikke igen, hverken i tal eller i ord', async () => {
  const { hanne } = await openTown();
  for (const number of [
    '610190-1234',
    '6101901234',
    '610190 1234',
    'nul et nul et halvfems tolv fireogtredive',
  ]) {
    for (const address of ['/kontakter/linje', `/virksomheder/${P}/kontakter/linje`]) {
      const { status, body } = await hanne.post(address, { linje: `ringede til Lagerfirmaet om ${number}` });
      expect([status, body.includes('Teksten ligner et CPR-nummer')]).toEqual([422, true]);
      expect(body.includes(number)).toBe(false);
      expect(body).toContain('id="fejl-linje"');
    }
  }
});

test('det, linjen ikke siger, vælger brugeren selv', async () => {
  const { hanne } = await openTown();
  const { body } = await hanne.post(`/virksomheder/${P}/kontakter/linje`, { linje: 'husk kage' });
  expect(valueIn(body, 'art')).toBeUndefined();
  expect(valueIn(body, 'udfald')).toBeUndefined();
  expect(valueIn(body, 'dato')).toBe('2026-11-25');
  expect(body).toContain('Linjen siger ikke noget, der passer til et felt');
});

test('en virksomhed findes ved et ord af navnet, og ellers søger brugeren selv, uden at linjen går tabt', async () => {
  const { hanne } = await openTown();
  const near = await hanne.post('/kontakter/linje', { linje: 'tlf Møllers Besøgsgård A/S, ingen svar' });
  expect(near.body).toContain('Møllers Besøgsgård I/S');
  const none = await hanne.post('/kontakter/linje', { linje: 'ringede til Ukendt & Søn' });
  expect(none.body).toContain('passer til »Ukendt &amp; Søn«');
  const again = await hanne.post('/kontakter/linje', { linje: 'ringede til Ukendt & Søn', q: 'besøgsgård' });
  expect(again.body).toContain('Møllers Besøgsgård I/S');
  expect(valueIn(again.body, 'linje')).toBe('ringede til Ukendt &amp; Søn');
  const unnamed = await hanne.post('/kontakter/linje', { linje: 'ringede, ingen svar' });
  expect(unnamed.body).toContain('Linjen nævner ingen virksomhed');
});

test('tomme og alt for lange linjer, ukendte virksomheder og andre roller', async () => {
  const { app, hanne } = await openTown();
  const empty = await hanne.post('/kontakter/linje', { linje: '  ' });
  expect([empty.status, empty.body.includes('Skriv en linje')]).toEqual([422, true]);
  const long = await hanne.post(`/virksomheder/${P}/kontakter/linje`, { linje: 'ring '.repeat(300) });
  expect([long.status, long.body.includes('højst være 1000 tegn')]).toEqual([422, true]);
  expect((await hanne.post('/virksomheder/9/kontakter/linje', { linje: LINE })).status).toBe(404);
  const lis = await signIn(app, 'lis');
  expect((await lis.post('/kontakter/linje', { linje: LINE })).status).toBe(403);
  expect((await lis.get('/kontakter/linje')).status).toBe(403);
});
