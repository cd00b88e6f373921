import { expect, test } from 'vitest';
import { personTraces } from '../server/citizens/person-guard.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const NOBODY = { names: [], phones: [] };

test.each([
  ['Mangler to til lageret, ring til Mette på mandag', []],
  ['Talte med Mette Holm om praktik til Ali Hassan Yusuf', ['Mette Holm', 'Ali Hassan Yusuf']],
  ['Vil gerne se Jens Hansen VVS og Bo El A/S', []],
  ['Novo Nordisk og Dansk Erhverv holder messe i Albertslund', []],
  ['Fatma 22 33 44 55 kan starte mandag', ['Fatma 22 33 44 55']],
  ['Ring på 43 00 00 01, lager 22 33 44 55', []],
  ['Kandidaten har haft en depression og ADHD', ['depression', 'ADHD']],
  ['Kræver kræfter, straffeattest og psykisk arbejdsmiljø i orden', []],
  ['Søren Ærøe-Østergård møder kl. 8', ['Søren Ærøe-Østergård']],
])('»%s«', (text, traces) => {
  expect(personTraces(text, NOBODY)).toEqual(traces);
});

test('virksomhedens egne folk, kolleger og virksomheden selv må nævnes', () => {
  const known = {
    names: ['Mette Marie Holm', 'Navn hanne', 'Jens Hansen Murer'],
    phones: ['+45 22 33 44 55'],
  };
  expect(personTraces('Mette Holm sagde, at Jens Hansen ringer. Ali 22334455', known)).toEqual([]);
  expect(personTraces('Mette Olsen sagde det', known)).toEqual(['Mette Olsen']);
});

async function openTown() {
  const { app, db } = await openTestApp('2026-11-27T09:00:00Z');
  addFirm(db);
  await addUser(db, 'hanne', ['konsulent']);
  return { db, hanne: await signIn(app, 'hanne') };
}

const contact = { dato: '2026-11-27', art: 'telefon', retning: 'ud', udfald: 'opnaaet' };

test('noten om en navngiven borger spørger én gang: kryds eller ret; en almindelig note spørger om intet', async () => {
  const { db, hanne } = await openTown();
  const log = (fields: Record<string, string>) =>
    hanne.post(`/virksomheder/${P}/kontakter`, { ...contact, ...fields });
  expect((await log({ note: 'De mangler to til lageret' })).status).toBe(303);
  const asked = await log({ note: 'Ali Hassan kan starte mandag' });
  expect(asked.status).toBe(422);
  expect(asked.body).toContain('Teksten nævner »Ali Hassan«');
  expect(asked.body).toContain('Ali Hassan kan starte mandag</textarea>');
  expect(asked.body).toContain('name="ingen_personoplysninger"');
  const ticked = await log({ note: 'Ali Hassan kan starte mandag', ingen_personoplysninger: 'ja' });
  expect(ticked.status).toBe(303);
  expect(
    db.$client.prepare("SELECT count(*) n FROM audit_event WHERE detail = 'ingen personoplysninger'").get(),
  ).toEqual({ n: 1 });
  // Whom one talked with is not a citizen, and need not be known beforehand.
  expect((await log({ note: 'Mette Holm ringer igen', kontaktperson: 'Mette Holm' })).status).toBe(303);
  expect((await log({ note: 'CPR 610190-1234', ingen_personoplysninger: 'ja' })).status).toBe(422);
});

test('ordrer, aftaler og API spørger på samme måde', async () => {
  const { hanne } = await openTown();
  const advarsel = {
    fra: '2026-11-27',
    til: '2027-01-31',
    slags: 'betaling',
    note: 'Ali Hassan fik ikke løn',
  };
  const record = await hanne.post(`/virksomheder/${P}/aftaler/ny/advarsel`, advarsel);
  expect(record.status).toBe(422);
  expect(record.body).toContain('name="ingen_personoplysninger"');
  const again = { ...advarsel, ingen_personoplysninger: 'ja' };
  expect((await hanne.post(`/virksomheder/${P}/aftaler/ny/advarsel`, again)).status).toBe(303);

  const order = {
    virksomhed: String(P),
    type: 'ordinaer',
    titel: 'Lager',
    antal: '1',
    alle_arbejdstider: 'nej',
  };
  const named = { ...order, beskrivelse: 'Til Ali Hassan', frist: '2026-12-20' };
  const refused = await hanne.post('/jobordrer', named);
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('Teksten nævner »Ali Hassan«');
  expect((await hanne.post('/jobordrer', { ...named, ingen_personoplysninger: 'ja' })).status).toBe(303);

  const body = {
    contactDate: '2026-11-27',
    kind: 'telefon',
    direction: 'ud',
    outcome: 'opnaaet',
    note: 'Ali Hassan',
  };
  const url = `/api/v1/companies/${P}/contacts`;
  const api = await hanne.json('POST', url, body);
  expect(api.status).toBe(422);
  expect(api.data().errors).toMatchObject([{ field: 'noPersonInformation' }]);
  expect((await hanne.json('POST', url, { ...body, noPersonInformation: true })).status).toBe(201);
});
