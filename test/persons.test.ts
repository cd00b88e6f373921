import { expect, test } from 'vitest';
import { contactPersonVersion } from '../db/schema/contact-persons.ts';
import { contact } from '../db/schema/contacts.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const METTE = { navn: 'Mette Ærø', rolle: 'lagerchef', telefon: '12 34 56 78', mail: 'mette@firma.example' };

async function openFirm() {
  const opened = await openTestApp();
  await addUser(opened.db, 'hanne', ['konsulent']);
  await addUser(opened.db, 'lea', ['leder']);
  const pNumber = addFirm(opened.db);
  const hanne = await signIn(opened.app, 'hanne');
  const versions = () => opened.db.select().from(contactPersonVersion).all();
  return { ...opened, hanne, pNumber, versions, url: `/virksomheder/${pNumber}/personer` };
}

/** How many those of the firm's pages say there are, whichever of them one is on. */
const countedPersons = (body: string) => /Personer \((\d+)\)/.exec(body)?.[1];

test('a person is added, warned about until told, told with one tap, and edited with history', async () => {
  const { app, clock, db, hanne, pNumber, url, versions } = await openFirm();
  const key = '11111111-1111-4111-8111-111111111111';
  for (let click = 0; click < 2; click++) {
    const added = await hanne.post(url, { ...METTE, formularnoegle: key });
    expect([added.status, added.location]).toEqual([303, `${url}?besked=person-gemt`]);
  }
  expect(versions()).toHaveLength(1);
  const firm = (await hanne.get(`/virksomheder/${pNumber}`)).body;
  expect(firm).toContain('Mette Ærø');
  expect(firm).toContain('href="tel:12345678"');
  expect(firm).toContain('href="mailto:mette@firma.example"');
  expect(firm).toContain('Ikke oplyst');
  expect([firm, (await hanne.get(url)).body].map(countedPersons)).toEqual(['1', '1']);
  expect((await hanne.get(url)).body).toContain('databeskyttelsesforordningen art. 14');

  const id = versions()[0]?.personId ?? 0;
  await hanne.post(`/personer/${id}/oplysning`, { hvordan: 'mundtligt' });
  expect((await hanne.get(url)).body).not.toContain('art. 14');
  expect(versions().map(({ informedOn, informedWay }) => [informedOn, informedWay])).toEqual([
    [null, null],
    ['2026-11-22', 'mundtligt'],
  ]);

  clock.now = new Date('2026-11-25T09:00:00Z');
  const later = await signIn(app, 'hanne');
  const told = { oplyst: '2026-11-22', oplyst_hvordan: 'mundtligt' };
  const left = await later.post(`/personer/${id}`, { ...METTE, ...told, rolle: 'HR', forladt: '2026-11-24' });
  expect(left.location).toBe(`${url}?besked=person-rettet`);
  const page = (await later.get(`/personer/${id}`)).body;
  expect(page).toContain('Mette Ærø · lagerchef');
  expect((await later.get(url)).body).toContain('Har forladt virksomheden 24.11.2026');
  const without = (await later.get(`/virksomheder/${pNumber}`)).body;
  expect(without).toContain('Ingen kontaktpersoner endnu.');
  expect([without, (await later.get(url)).body].map(countedPersons)).toEqual(['0', '0']);
  expect(versions().filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);

  await later.post(`/personer/${id}`, { ...METTE, ...told, rolle: 'HR', forladt: '2026-11-24' });
  expect(versions()).toHaveLength(3);
  const events = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ entity }) => entity === 'contact_person');
  expect(events.map(({ action }) => action)).toEqual(['opret', 'ret', 'ret']);
  expect(JSON.stringify(events)).not.toContain('Ærø');
});

test('a contact names the person spoken to, and the person knows when', async () => {
  const { db, hanne, pNumber, url } = await openFirm();
  await hanne.post(url, METTE);
  expect((await hanne.get(`/virksomheder/${pNumber}/kontakter/ny`)).body).toContain(
    '<option value="Mette Ærø"',
  );
  const talk = { dato: '2026-11-20', art: 'telefon', retning: 'ud', udfald: 'opnaaet' };
  await hanne.post(`/virksomheder/${pNumber}/kontakter`, { ...talk, kontaktperson: 'METTE ÆRØ' });
  await hanne.post(`/virksomheder/${pNumber}/kontakter`, { ...talk, kontaktperson: 'En anden' });
  expect(
    db
      .select()
      .from(contact)
      .all()
      .map((row) => row.contactPersonId),
  ).toEqual([1, null]);
  expect((await hanne.get(url)).body).toContain('Sidst talt med 20.11.2026');
});

test.each<[string, Record<string, string>, string]>([
  ['no name', { navn: ' ' }, 'Skriv personens navn.'],
  ['a short number', { telefon: '1234' }, 'mindst otte cifre'],
  ['no mail address', { mail: 'mette' }, 'Skriv mailadressen'],
  ['a CPR number as the role', { rolle: '610190-1234' }, 'CPR'],
  ['told without how', { oplyst: '2026-11-20' }, 'Vælg, hvordan personen er oplyst.'],
  ['told without when', { oplyst_hvordan: 'mail' }, 'Skriv den dato, personen blev oplyst.'],
  ['told in the future', { oplyst: '2026-12-24', oplyst_hvordan: 'mail' }, 'kan ikke ligge i fremtiden'],
])('%s comes back at its field', async (_what, wrong, message) => {
  const { hanne, url, versions } = await openFirm();
  const answer = await hanne.post(url, { ...METTE, ...wrong });
  expect(answer.status).toBe(422);
  expect(answer.body).toContain(message);
  expect(answer.body).toContain(`value="${wrong.mail ?? METTE.mail}"`);
  expect(versions()).toHaveLength(0);
});

test('a leder reads the persons, and does not write them', async () => {
  const { app, url } = await openFirm();
  const lea = await signIn(app, 'lea');
  expect((await lea.get(url)).body).not.toContain('Tilføj person');
  expect((await lea.post(url, METTE)).status).toBe(403);
  expect((await lea.get('/virksomheder/1999999999/personer')).status).toBe(404);
});
