import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { merbeskaeftigelse } from '../db/schema/capacity.ts';
import { citizen } from '../db/schema/citizens.ts';
import { ruleOverride } from '../db/schema/placements.ts';
import { firstAnswerDueFor } from '../server/employer-answers/due.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { type OpinionAbout, opinionsOn } from '../server/placements/opinions.ts';
import type { OrderType } from '../workers/matching/types.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addStaff, draftOf, PLACEMENT_FORM } from './placement-builders.ts';

const CVR = 12_345_674;

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { db } = town;
  await addUser(db, 'drift', ['administrator']);
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  const pNumber = addFirm(db, { cvr: CVR });
  const citizens = {
    dagpenge: addCitizen(db, { citizenKey: 'K1' }),
    sygedagpenge: addCitizen(db, { citizenKey: 'K2', targetGroup: 'sygedagpenge' }),
  };
  const answered = (askedOn: string, years: [latest: number, average: number], vacated = false) =>
    db
      .insert(merbeskaeftigelse)
      .values({
        cvr: CVR,
        askedOn,
        latestYears: years[0],
        averageYears: years[1],
        vacated,
        recordedAt: `${askedOn}T09:00:00.000Z`,
        recordedBy: hanne,
      })
      .run();
  const ask = (
    about: OpinionAbout,
    type: OrderType,
    startsOn: string,
    more: { group?: keyof typeof citizens; lastEmployerHere?: boolean | null } = {},
  ) => {
    const person = db
      .select()
      .from(citizen)
      .where(eq(citizen.id, citizens[more.group ?? 'dagpenge']))
      .get();
    if (!person) throw new Error('no citizen');
    const { lastEmployerHere = null } = more;
    const wanted = { type, pNumber, cvr: CVR, startsOn, endsOn: null, weeklyHours: 37, lastEmployerHere };
    return opinionsOn(db, person, wanted).find((opinion) => opinion.about === about);
  };
  return { ...town, drift: await signIn(town.app, 'drift'), hanne, pNumber, answered, ask };
}

const RULE = {
  til: '',
  kilde: 'Den nye hovedlov § 12',
  sikkerhed: 'mellem',
  begrundelse: '',
  handling: 'gem',
};

test('merbeskæftigelse svares af den regel, der gælder på dagen, og en ny udgave ændrer svaret fra sin dag', async () => {
  const { drift, answered, ask } = await openTown();
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2026-12-31')).toMatchObject({
    answer: 'mangler',
    source: 'indberet.virk.dk; kk.dk; pav.medst.dk 18.3.2.4',
    ruleId: expect.any(Number),
  });
  answered('2026-11-20', [10, 9], true);
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2026-12-31')).toMatchObject({
    answer: 'nej',
    sentence: expect.stringContaining('afsked eller opsigelse'),
  });
  expect(ask('merbeskaeftigelse', 'loentilskud_offentlig', '2026-12-31')).toBeUndefined();

  const changed = await drift.post('/regler', {
    ...RULE,
    art: 'merbeskaeftigelse',
    emne: '',
    fra: '2027-01-01',
    saetning: 'Kravet gælder også offentlige, efter gennemsnittet af 6 måneder.',
    'indhold.types': ['loentilskud_privat', 'loentilskud_offentlig'],
    'indhold.months': '6',
    'indhold.vacatedMonths': '0',
  });
  expect(changed.status, changed.body).toBe(303);
  for (const type of ['loentilskud_privat', 'loentilskud_offentlig'] as const)
    expect(ask('merbeskaeftigelse', type, '2027-01-01')).toMatchObject({
      answer: 'mangler',
      sentence: expect.stringContaining('spørg igen efter gennemsnittet af 6 måneder'),
      source: 'Den nye hovedlov § 12',
      confidence: 'mellem',
    });
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2026-12-31')?.answer).toBe('nej');

  // Answered by the new rule, which does not ask what became of the post.
  answered('2027-01-02', [10, 9], true);
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2027-01-02')?.answer).toBe('ja');
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2027-01-01')?.answer).toBe('mangler');
  answered('2027-01-03', [8.99, 9]);
  expect(ask('merbeskaeftigelse', 'loentilskud_offentlig', '2027-01-03')?.answer).toBe('nej');

  const repealed = await drift.post('/regler', {
    ...RULE,
    art: 'merbeskaeftigelse',
    emne: '',
    fra: '2028-01-01',
    saetning: 'Kravet er ophævet.',
    ukendt: 'ja',
  });
  expect(repealed.status, repealed.body).toBe(303);
  expect(ask('merbeskaeftigelse', 'loentilskud_privat', '2028-01-01')).toMatchObject({
    answer: 'mangler',
    sentence: 'Kravet er ophævet.',
  });
  expect(ask('merbeskaeftigelse', 'fleksjob', '2028-01-01')).toBeUndefined();
});

test('hos den seneste arbejdsgiver svarer typens regel målgruppe for målgruppe, og en ny udgave fra sin dag', async () => {
  const { drift, ask } = await openTown();
  const about = 'seneste_arbejdsgiver';
  const asked = (group: 'dagpenge' | 'sygedagpenge', startsOn: string, lastEmployerHere: boolean | null) =>
    ask(about, 'virksomhedspraktik', startsOn, { group, lastEmployerHere })?.answer;
  expect([
    asked('dagpenge', '2026-12-01', true),
    asked('dagpenge', '2026-12-01', false),
    asked('dagpenge', '2026-12-01', null),
    asked('sygedagpenge', '2026-12-01', true),
  ]).toEqual(['nej', 'ja', 'mangler', 'mangler']);
  expect(ask(about, 'virksomhedspraktik', '2026-12-01', { lastEmployerHere: true })).toMatchObject({
    confidence: 'mellem',
    source: expect.stringContaining('er ikke fundet'),
  });
  expect(ask(about, 'loentilskud_offentlig', '2026-12-01', { lastEmployerHere: true })?.answer).toBe('nej');
  expect(ask(about, 'fleksjob', '2026-12-01', { lastEmployerHere: true })).toBeUndefined();

  const changed = await drift.post('/regler', {
    ...RULE,
    art: about,
    emne: 'fleksjob',
    fra: '2027-01-01',
    saetning: 'Fleksjob hos den seneste arbejdsgiver kræver en vurdering.',
    'indhold.groups': 'disse',
    'indhold.groups.koder': ['dagpenge'],
    'indhold.sentence': 'Ikke for dagpengemodtagere.',
    'indhold.others.sentence': 'Andre efter en vurdering.',
    'indhold.others.answer': 'mangler',
  });
  expect(changed.status, changed.body).toBe(303);
  expect(ask(about, 'fleksjob', '2026-12-31', { lastEmployerHere: true })).toBeUndefined();
  expect(ask(about, 'fleksjob', '2027-01-01', { lastEmployerHere: true })).toMatchObject({
    answer: 'nej',
    sentence: 'Ikke for dagpengemodtagere.',
  });
  const other = { group: 'sygedagpenge', lastEmployerHere: true } as const;
  expect(ask(about, 'fleksjob', '2027-01-01', other)?.sentence).toBe('Andre efter en vurdering.');
});

test('svarfristen er to hverdage, til kommunen beslutter timer; mindst én af dem skal skrives', async () => {
  const { db, drift } = await openTown();
  // A Friday, ten o'clock in Denmark: Monday and Tuesday are the two days.
  expect(firstAnswerDueFor(db, '2026-11-27T09:00:00.000Z')).toBe('2026-12-01T22:59:59.999Z');
  const hours = {
    ...RULE,
    art: 'svarfrist',
    emne: '',
    fra: '2027-01-01',
    saetning: 'Virksomheden får et første svar inden for 24 timer på hverdage.',
    'indhold.hours': '',
    'indhold.businessDays': '',
  };
  const refused = await drift.post('/regler', hours);
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('Skriv et antal timer eller hverdage.');
  expect(refused.body).toContain('href="#felt-indhold.hours"');
  expect((await drift.post('/regler', { ...hours, 'indhold.hours': '24' })).status).toBe(303);
  expect(firstAnswerDueFor(db, '2027-01-07T09:00:00.000Z')).toBe('2027-01-08T09:00:00.000Z');
  expect(firstAnswerDueFor(db, '2026-11-27T09:00:00.000Z')).toBe('2026-12-01T22:59:59.999Z');
  expect((await drift.get('/regler?art=svarfrist')).body).toContain('gælder det, der kommer først');
});

test('timer om ugen følger reglen: en begrundelse åbner, gemmes og spørges om igen, når timerne ændres', async () => {
  const { app, db, pNumber } = await openTown();
  const hanne = await signIn(app, 'hanne');
  const form = { ...PLACEMENT_FORM, virksomhed: String(pNumber), borgernoegle: 'K2', timer: '37,5' };
  const asked = await hanne.post('/placeringer/ny/regler', form);
  expect(asked.body).toContain('Højst 37 timer om ugen.');
  // The rule's own last day stands beside its answer, to be chosen with one tap.
  expect(asked.body).toContain('data-date="2027-02-21"');
  const refused = await hanne.post('/placeringer/ny', form);
  expect([refused.status, refused.body.includes('value="37,5"')]).toEqual([422, true]);
  expect(refused.body).toContain('Højst 37 timer om ugen.');
  const made = await hanne.post('/placeringer/ny', { ...form, timer: '37', fravigelse: 'Plads er aftalt.' });
  expect(made.status).toBe(303);
  const url = `${made.location?.split('?')[0]}/timer`;
  const more = { version: '1', fra: '2026-12-01', timer: '38' };
  const late = await hanne.post(url, more);
  expect([late.status, late.body.includes('Højst 37 timer om ugen.')]).toEqual([422, true]);
  expect((await hanne.post(url, { ...more, fravigelse: 'Kører med nattoget hjem.' })).status).toBe(303);
  const overridden = db.select().from(ruleOverride).all();
  expect(overridden.map(({ what, reason }) => [what, reason])).toContainEqual([
    'timer',
    'Kører med nattoget hjem.',
  ]);
});

test('forholdstallet, der skifter midt i et forløb, svarer den, der begynder, efter den dag, hun begynder', async () => {
  const { db, drift, ask, pNumber, hanne } = await openTown();
  addStaff(db, pNumber, 10, hanne);
  const place = db.transaction((tx) =>
    startPlacement(
      tx,
      draftOf({
        citizenId: 2,
        pNumber,
        type: 'virksomhedspraktik',
        weeklyHours: 37,
        startsOn: '2026-11-23',
        endsOn: '2027-05-31',
        overrideReason: 'Aftalt.',
      }),
      { at: '2026-11-22T09:00:00.000Z', by: hanne },
    ),
  );
  expect(place.errors).toBeUndefined();
  const changed = await drift.post('/regler', {
    ...RULE,
    art: 'forholdstal',
    emne: '',
    fra: '2027-01-01',
    saetning: 'Højst 1 støttet for hver 10 årsværk.',
    'indhold.steps.0.per': '10',
    'indhold.atLeast': '1',
    'indhold.counts': ['virksomhedspraktik', 'smaajob'],
    'indhold.months': '4',
  });
  expect(changed.status, changed.body).toBe(303);
  expect(ask('forholdstal', 'virksomhedspraktik', '2026-12-31')).toMatchObject({
    answer: 'ja',
    sentence: expect.stringContaining('10/5 = 2 pladser; 1 i brug; 1 ledig'),
  });
  expect(ask('forholdstal', 'virksomhedspraktik', '2027-01-01')).toMatchObject({
    answer: 'nej',
    sentence: expect.stringContaining('10/10 = 1 plads; 1 i brug; 0 ledige'),
  });
  // What the law counts decides whom it is asked of, not what we call a job.
  expect(ask('forholdstal', 'smaajob', '2027-01-01')?.answer).toBe('nej');
  expect(ask('forholdstal', 'fleksjob', '2027-01-01')).toBeUndefined();
});
