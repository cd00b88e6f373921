import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { citizenEdit, citizenShift } from '../db/schema/citizen-work.ts';
import { citizen, citizenChange, citizenTerm } from '../db/schema/citizens.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { addUser, type Browser, openTestApp, signIn } from './app.ts';
import { csv, openDesk } from './imports-builders.ts';
import { addCitizen } from './job-orders-builders.ts';

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(db, 'siv', ['sagsbehandler'], 'Borger 1');
  const id = addCitizen(db, {
    citizenKey: 'K1',
    name: 'Åse Ærlig',
    caseworkerUserId: sara,
    protectedAddress: null,
    terms: [
      { kind: 'jobmaal', text: 'lagermedarbejder' },
      { kind: 'erfaring', text: 'plukker', years: 2.5, lastYear: 2024 },
      { kind: 'certifikat', text: 'truck B', expiresOn: '2027-01-01' },
    ],
  });
  const url = `/borgere/${id}/ret`;
  const browser = await signIn(app, 'sara');
  const row = () => db.select().from(citizen).where(eq(citizen.id, id)).get();
  const terms = () =>
    db
      .select()
      .from(citizenTerm)
      .where(eq(citizenTerm.citizenId, id))
      .orderBy(citizenTerm.kind, citizenTerm.position)
      .all()
      .map(({ kind, text, years, lastYear, expiresOn }) => [kind, text, years, lastYear, expiresOn]);
  return { ...opened, id, url, browser, row, terms };
}

/** The form as it stands on the page, so that a save without changes is one. */
async function formOf(browser: Browser, url: string): Promise<Record<string, string | string[]>> {
  const { body } = await browser.get(url);
  const form: Record<string, string | string[]> = {};
  const plain = (text: string) => text.replaceAll('&#10;', '\n').replaceAll('&quot;', '"');
  for (const [tag] of body.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]+)"/.exec(tag)?.[1] ?? '';
    const value = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
    if (name === '' || name === '_token') continue;
    if (!/type="(checkbox|radio)"/.test(tag)) form[name] = value;
    else if (/ checked/.test(tag)) form[name] = [...[form[name] ?? []].flat(), value];
  }
  for (const [, name = '', value = ''] of body.matchAll(
    /<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g,
  ))
    form[name] = plain(value);
  return form;
}

/** The number of the citizen's last change: what live lists look for. */
function numberOf(db: Db, id: number): number {
  return db.select().from(citizenChange).where(eq(citizenChange.citizenId, id)).get()?.seq ?? 0;
}

describe('borgerens oplysninger', () => {
  test('jobmål bytter plads, dage og tider skrives, og det, der ikke er rørt, står uændret', async () => {
    const { browser, url, id, db, row, terms } = await openTown();
    const before = terms();
    const form = await formOf(browser, url);
    expect((await browser.post(url, form)).location).toContain('borger-rettet');
    expect([terms(), row()?.version, row()?.protectedAddress]).toEqual([before, 1, null]);

    const saved = await browser.post(url, {
      ...form,
      jobmaal_1: 'chauffør',
      jobmaal_2: 'lagermedarbejder',
      kompetencer: 'pakning\n\n gaffeltruck ',
      erfaring_2: 'kok',
      erfaring_aar_2: '3',
      vagt1_dage: ['1', '3'],
      vagt1_fra: '22:00',
      vagt1_til: '06:00',
      timer_max: '20,5',
    });
    expect(saved.location).toBe(`/borgere/${id}?besked=borger-rettet`);
    expect(terms()).toEqual([
      ['certifikat', 'truck B', null, null, '2027-01-01'],
      ['erfaring', 'plukker', 2.5, 2024, null],
      ['erfaring', 'kok', 3, null, null],
      ['jobmaal', 'chauffør', null, null, null],
      ['jobmaal', 'lagermedarbejder', null, null, null],
      ['kompetence', 'pakning', null, null, null],
      ['kompetence', 'gaffeltruck', null, null, null],
    ]);
    expect([row()?.version, row()?.hoursMax, row()?.protectedAddress]).toEqual([2, 20.5, null]);
    const page = await browser.get(saved.location ?? '');
    expect(page.body).toContain('mandag og onsdag 22.00–06.00 (til næste morgen)');
    expect(page.body).toMatch(/<strong>A <\/strong>chauffør/);
    const details = db
      .select()
      .from(auditEvent)
      .all()
      .map(({ detail }) => detail);
    expect(details).toContain('jobmaal, kompetence, erfaring, shifts, hoursMax');

    expect(page.body).toContain('/ret/fortrydelse');
    await browser.post(`${url}/fortrydelse`, {});
    expect([terms(), row()?.version, row()?.hoursMax]).toEqual([before, 3, 37]);
    expect(db.select().from(citizenShift).all()).toEqual([]);
    expect((await browser.post(`${url}/fortrydelse`, {})).status).toBe(409);
  });

  test('kun et ord er rettet, og taget tilbage: borgeren har fået et nyt nummer begge gange', async () => {
    const { browser, url, db, id, terms } = await openTown();
    const before = terms();
    const number = numberOf(db, id);
    await browser.post(url, { ...(await formOf(browser, url)), kompetencer: 'pakning' });
    expect(terms()).toHaveLength(before.length + 1);
    const edited = numberOf(db, id);
    expect(edited).toBeGreaterThan(number);
    await browser.post(`${url}/fortrydelse`, {});
    expect(terms()).toEqual(before);
    expect(numberOf(db, id)).toBeGreaterThan(edited);
  });

  test('fejl står ved feltet, intet er gemt, og det skrevne bliver stående', async () => {
    const { browser, url, row } = await openTown();
    const form = await formOf(browser, url);
    const wrong: [string, string, string][] = [
      ['kompetencer', 'ring om 130685-1234', 'Teksten ligner et CPR-nummer'],
      ['jobmaal_3', 'x'.repeat(501), 'højst være 500 tegn'],
      ['timer_max', '200', 'Skriv et timetal mellem 0 og 168'],
      ['timer_min', '38', 'Skal være mindst lige så mange'],
      ['kan_starte', '2026-02-30', 'Skriv en dato, der findes.'],
      ['postnummer', '26200', 'Et postnummer er fire cifre.'],
      ['erfaring_til_1', '2027', 'Skriv et årstal mellem 1900 og 2026.'],
      ['erfaring_aar_2', '4', 'Skriv, hvad det er.'],
      ['max_rejsetid_min', 'lidt', 'Skriv et antal minutter'],
      ['vagt1_fra', '08:00', 'Vælg de dage, tiderne gælder.'],
    ];
    for (const [field, typed, said] of wrong) {
      const refused = await browser.post(url, { ...form, [field]: typed });
      expect([field, refused.status, refused.body.includes(said)]).toEqual([field, 422, true]);
      expect([field, refused.body.includes(typed)]).toEqual([field, true]);
    }
    expect(row()?.version).toBe(1);
  });

  test('to på én gang: den, der kommer sidst, får sin tekst tilbage og overskriver intet', async () => {
    const { browser, url, app, id, row } = await openTown();
    const form = await formOf(browser, url);
    await browser.post(url, { ...form, timer_max: '30' });
    const late = await browser.post(url, { ...form, timer_max: '15' });
    expect([late.status, row()?.hoursMax]).toEqual([409, 30]);
    expect(late.body).toContain('Nogen har rettet i mellemtiden');
    expect(late.body).toContain('Gemt nu: 30');
    expect(late.body).toContain('value="15"');
    const siv = await signIn(app, 'siv');
    expect((await siv.get(`/borgere/${id}`)).body).not.toContain('/ret"');
    expect((await siv.get(url)).status).toBe(404);
    expect((await siv.post(url, form)).status).toBe(404);
  });

  test('et program retter efter de samme regler, og kun det, det nævner', async () => {
    const { browser, id, row, terms } = await openTown();
    const api = `/api/v1/citizens/${id}`;
    const before = terms();
    const shifts = [{ weekdays: [6, 7], from: '08:00', to: '16:00' }];
    const saved = await browser.change('PATCH', api, { hoursMax: 20.5, mayBeShared: null, shifts });
    expect(saved.data()).toMatchObject({ hoursMax: 20.5, mayBeShared: null, shifts, protectedAddress: null });
    expect([terms(), row()?.version]).toEqual([before, 2]);
    const goal = { kind: 'jobmaal', text: 'kok', years: null, lastYear: null, expiresOn: null };
    await browser.change('PATCH', api, { terms: [goal] });
    expect(terms()).toEqual([['jobmaal', 'kok', null, null, null]]);
    const cpr = await browser.change('PATCH', api, { terms: [{ ...goal, text: '130685-1234' }] });
    expect([cpr.status, cpr.body.includes('CPR-nummer')]).toEqual([422, true]);
    const blind = await browser.json('PATCH', api, { hoursMax: 10 });
    expect([blind.status, row()?.hoursMax]).toEqual([428, 20.5]);
  });
});

test('en import overskriver ikke, hvad et menneske har rettet, før fagsystemet siger noget nyt', async () => {
  const desk = openDesk();
  desk.all(
    "INSERT INTO user (id, username, name, password_hash, created_at) VALUES (9, 'sara', 'S', 'x', '2026-01-01T00:00:00.000Z') RETURNING id",
  );
  const take = (changes: Record<string, string>) =>
    desk.take(
      'borgere',
      csv([
        {
          borger_id: 'B-1',
          maalgruppe: 'dagpenge',
          jobmaal: 'kok',
          timer_max: '20',
          maa_deles: '',
          beskyttet_adresse: 'nej',
          ...changes,
        },
      ]),
    );
  const now = () => desk.db.select().from(citizen).get();
  const goals = () =>
    desk.db
      .select()
      .from(citizenTerm)
      .all()
      .map(({ text }) => text);
  await take({});
  const row = now();
  if (!row) throw new Error('The citizen was not imported');
  // As the form writes it: the hours, the yes and the goal are the person's.
  desk.db.delete(citizenTerm).run();
  desk.db
    .insert(citizenTerm)
    .values({ citizenId: row.id, kind: 'jobmaal', position: 0, text: 'tjener' })
    .run();
  desk.db
    .update(citizen)
    .set({ hoursMax: 30, mayBeShared: true, version: 2, editedAt: '2026-11-22T10:00:00.000Z' })
    .run();
  const goal = (text: string) => ({ kind: 'jobmaal', text, years: null, lastYear: null, expiresOn: null });
  desk.db
    .insert(citizenEdit)
    .values({
      citizenId: row.id,
      before: { hoursMax: 20, mayBeShared: null, protectedAddress: true, jobmaal: [goal('kok')] },
      after: { hoursMax: 30, mayBeShared: true, protectedAddress: false, jobmaal: [goal('tjener')] },
      version: 2,
      editedAt: '2026-11-22T10:00:00.000Z',
      editedBy: 9,
    })
    .run();

  await take({});
  expect([now()?.hoursMax, now()?.mayBeShared, goals()]).toEqual([30, true, ['tjener']]);
  // The case system has news of the hours and the goal; of sharing it still says nothing.
  await take({ timer_max: '10', jobmaal: 'bager' });
  expect([now()?.hoursMax, now()?.mayBeShared, goals()]).toEqual([10, true, ['bager']]);
  // Once taken, the case system rules the field again.
  await take({ timer_max: '20', jobmaal: 'kok' });
  expect([now()?.hoursMax, goals()]).toEqual([20, ['kok']]);
  // A protected address is always taken, whatever a person has written.
  await take({ beskyttet_adresse: 'ja' });
  expect(now()?.protectedAddress).toBe(true);
});
