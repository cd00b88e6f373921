import { desc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { CONTACT_KINDS, CONTACT_OUTCOMES, contact } from '../db/schema/contacts.ts';
import { usualSteps, workingDayAfter } from '../server/contacts/chain.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { ORDER_FORM } from './job-orders-builders.ts';

const P = 1_000_000_001;
/** A Friday: two working days later is Tuesday. */
const FRIDAY = '2026-11-27T09:00:00Z';
const CALL = { art: 'telefon', retning: 'ud', udfald: 'besked_lagt', dato: '2026-11-27' };

async function openTown() {
  const town = await openTestApp(FRIDAY);
  addFirm(town.db);
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'bo', ['konsulent']);
  const latest = () => town.db.select().from(contact).orderBy(desc(contact.id)).get();
  return { ...town, latest, hanne: await signIn(town.app, 'hanne'), bo: await signIn(town.app, 'bo') };
}

test('efter en besked foreslås »Ring igen« om to arbejdsdage: et tryk tager det, et til fortryder', async () => {
  const { hanne, bo, latest } = await openTown();
  const saved = await hanne.post(`/virksomheder/${P}/kontakter`, CALL);
  const page = await hanne.get(saved.location ?? '');
  expect(page.body).toContain('Hvad nu?');
  expect(page.body).toContain('01.12.2026, om 4 dage');
  expect(latest()).toMatchObject({ nextStep: null, nextStepDate: null });
  // Whoever opens the firm as usual is asked nothing.
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('Hvad nu?');

  const step = `/kontakter/${latest()?.id}/naeste-skridt`;
  expect((await bo.post(step, { skridt: 'Ring igen' })).status).toBe(404);
  expect((await hanne.post(step, { skridt: 'Køb en hest' })).status).toBe(409);
  const taken = await hanne.post(step, { skridt: 'Ring igen' });
  expect([taken.status, taken.location]).toEqual([303, `/virksomheder/${P}?besked=skridt-taget`]);
  expect(latest()).toMatchObject({ nextStep: 'Ring igen', nextStepDate: '2026-12-01' });
  // A second click is the same click; another suggestion is not.
  expect((await hanne.post(step, { skridt: 'Ring igen' })).status).toBe(303);
  expect((await hanne.post(step, { skridt: 'Skriv en mail i stedet' })).status).toBe(409);

  const after = await hanne.get(taken.location ?? '');
  expect(after.body).toContain('Næste skridt er sat');
  expect(after.body).toContain('Fortryd');
  expect((await bo.post(`${step}/fortrydelse`, {})).status).toBe(404);
  expect((await hanne.post(`${step}/fortrydelse`, {})).status).toBe(303);
  expect(latest()).toMatchObject({ nextStep: null, nextStepDate: null });
});

test('et skridt, man selv har skrevet, kan ikke fortrydes væk, og så foreslås intet andet', async () => {
  const { hanne, latest } = await openTown();
  const own = { naeste_skridt: 'Ring om lageret', naeste_dato: '2026-12-11' };
  const saved = await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, ...own });
  const page = await hanne.get(saved.location ?? '');
  expect(page.body).not.toContain('Hvad nu?');
  const undo = await hanne.post(`/kontakter/${latest()?.id}/naeste-skridt/fortrydelse`, {});
  expect(undo.status).toBe(404);
  expect(latest()).toMatchObject({ nextStepDate: '2026-12-11' });
});

test('en lovet ordre i noten bliver til et udfyldt udkast, og et nej til en pause', async () => {
  const { hanne } = await openTown();
  const note = 'besøgte dem, de mangler 2 småjob 10 t/uge på lageret';
  const saved = await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, udfald: 'opnaaet', note });
  const page = await hanne.get(saved.location ?? '');
  const link = /href="(\/jobordrer\/ny\?[^"]*type=smaajob[^"]*)"/
    .exec(page.body)?.[1]
    ?.replaceAll('&amp;', '&');
  const draft = await hanne.get(link ?? '');
  expect(draft.status).toBe(200);
  expect(draft.body).toMatch(/name="antal"[^>]*value="2"/);

  const no = await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, udfald: 'ikke_interesseret' });
  const refused = await hanne.get(no.location ?? '');
  expect(refused.body).toContain('Sæt på pause til en dato');
  expect(refused.body).not.toContain('Vælg selv');
});

test('en tidligere ordre kopieres fra virksomhedens side: krav bevares, datoer er nye', async () => {
  const { hanne } = await openTown();
  await hanne.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) });
  const firm = await hanne.get(`/virksomheder/${P}`);
  const link = /href="(\/jobordrer\/ny\?virksomhed=\d+&amp;kopi=\d+)"/.exec(firm.body)?.[1];
  const draft = await hanne.get(link?.replaceAll('&amp;', '&') ?? '');
  expect(draft.body).toMatch(/name="titel"[^>]*value="Lagermedarbejder, få timer"/);
  expect(draft.body).toContain('pakke varer (kan læres)');
  expect(draft.body).not.toContain('2026-12-20');
  expect(draft.body).not.toContain('2026-12-01');
  expect(draft.body).toContain('value="2026-12-27"');
});

test('hver art og hvert udfald har en regel; kun et nej fører til ingenting', () => {
  for (const kind of CONTACT_KINDS) {
    for (const outcome of CONTACT_OUTCOMES) {
      const steps = usualSteps({ kind, outcome });
      expect([kind, outcome, steps.length > 0]).toEqual([kind, outcome, outcome !== 'ikke_interesseret']);
      expect(steps.every(({ workingDays }) => workingDays > 0)).toBe(true);
    }
  }
});

test('arbejdsdage springer weekend og helligdage over', () => {
  expect(workingDayAfter('2026-11-27', 2)).toBe('2026-12-01');
  // Christmas Day and Boxing Day are a Friday and a Saturday in 2026.
  expect(workingDayAfter('2026-12-24', 1)).toBe('2026-12-28');
});
