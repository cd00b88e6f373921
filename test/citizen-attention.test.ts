import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { benefitPeriod } from '../db/schema/citizen-work.ts';
import { citizen } from '../db/schema/citizens.ts';
import { matchRun, matchStanding } from '../db/schema/matching.ts';
import { nextRefusionStep, refusionDays } from '../server/citizens/refusion.ts';
import { daysBetween } from '../server/legal-rules/dates.ts';
import { addDays } from '../server/ui/dates.ts';
import { addUser, everyItem, openTestApp, signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const TODAY = '2026-11-22';
const SCALE = {
  steps: [
    { fromWeek: 1, percent: 80 },
    { fromWeek: 5, percent: 40 },
    { fromWeek: 27, percent: 30 },
    { fromWeek: 53, percent: 20 },
  ],
  restart: { weeksWithout: 52, withinWeeks: 156 },
};
const from = (days: number, until: number | null = null) => ({
  fromDate: addDays(TODAY, -days),
  untilDate: until === null ? null : addDays(TODAY, -until),
});

describe('refusionstrappen', () => {
  test.each([
    [
      'første dag på ydelse i går',
      [from(1)],
      { on: addDays(TODAY, 27), fromPercent: 80, toPercent: 40, week: 5 },
    ],
    ['sidste dag i uge 4', [from(27)], { on: addDays(TODAY, 1), fromPercent: 80, toPercent: 40, week: 5 }],
    [
      'uge 5 begynder i dag',
      [from(28)],
      { on: addDays(TODAY, 154), fromPercent: 40, toPercent: 30, week: 27 },
    ],
    ['uge 53 i morgen', [from(363)], { on: addDays(TODAY, 1), fromPercent: 30, toPercent: 20, week: 53 }],
    ['uge 53 i dag: sidste trin', [from(364)], null],
    ['ikke på ydelse', [from(100, 10)], null],
    [
      'skift af målgruppe uden afbrydelse',
      [from(100, 50), from(50)],
      { on: addDays(TODAY, 82), fromPercent: 40, toPercent: 30, week: 27 },
    ],
    ['ingen perioder', [], null],
  ])('%s', (_, periods, expected) => {
    expect(nextRefusionStep(periods, SCALE, TODAY)).toEqual(expected);
  });

  test('ugerne tælles forfra efter 52 uger uden ydelse, men ikke efter 51', () => {
    const gap = (weeks: number) => [from(700, 100 + weeks * 7), from(100)];
    expect(refusionDays(gap(52), SCALE.restart, TODAY)).toBe(100);
    expect(refusionDays(gap(51), SCALE.restart, TODAY)).toBe(100 + 700 - 100 - 51 * 7);
    expect(refusionDays(gap(52), null, TODAY)).toBe(100 + 700 - 100 - 52 * 7);
    // Two gaps of 26 weeks within three years are 52 together.
    const twice = [from(800, 600), from(600 - 26 * 7, 300), from(300 - 26 * 7)];
    expect(refusionDays(twice, SCALE.restart, TODAY)).toBe(300 - 26 * 7);
  });

  test('aldrig flere dage, end der er gået, og trinnet ligger altid efter i dag', () => {
    const stretch = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 900 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 6 }), fc.boolean(), (drawn, isOn) => {
        const periods = drawn.map(([start, length]) => from(start, Math.max(0, start - length - 1)));
        if (isOn) periods.push(from(1));
        const days = refusionDays(periods, SCALE.restart, TODAY);
        const earliest = periods.map(({ fromDate }) => fromDate).sort()[0] ?? TODAY;
        expect(days ?? 0).toBeLessThanOrEqual(daysBetween(earliest, TODAY));
        const step = nextRefusionStep(periods, SCALE, TODAY);
        if (step) expect(step.on > TODAY && step.toPercent < step.fromPercent).toBe(true);
      }),
    );
  });
});

const AT = '2026-01-01T00:00:00.000Z';

/** A night's run with its check done, in which these citizens stand on no list. */
function addNight(db: Db, night: string, unmatched: number[], runKey = `nat:${night}`) {
  const counted = { orders: 1, citizens: 3, pairs: 3, shards: 1, fence: 1 };
  const run = { runKey, status: 'faerdig' as const, engineVersion: '1', plannedAt: `${night}T01:00:00.000Z` };
  const audit = { orders: 1, rescored: 0, rows: 0, differing: 0, broken: 0, changed: 0, named: [] };
  const { id } = db
    .insert(matchRun)
    .values({ ...run, ...counted, audit })
    .returning({ id: matchRun.id })
    .get();
  for (const citizenId of unmatched) {
    const answer = { rule: 'timer', answer: 'Timerne passer ikke.', whoCanFix: 'sagsbehandler' };
    db.insert(matchStanding)
      .values({ runId: id, subject: 'borger', citizenId, ...answer })
      .run();
  }
}

function addBenefit(
  db: Db,
  citizenId: number,
  fromDate: string,
  untilDate: string | null,
  group = 'dagpenge',
) {
  db.insert(benefitPeriod)
    .values({ citizenId, targetGroup: group, fromDate, untilDate, recordedAt: AT })
    .run();
}

describe('borgere at se på', () => {
  test('uden forslag i 30 nætter er den, som hver af de seneste 30 nætter sprang over', async () => {
    const { app, db } = await openTestApp();
    const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
    const add = (name: string) => addCitizen(db, { citizenKey: name, name, caseworkerUserId: sara });
    const [never, once, newcomer] = [add('Aldrig Foreslået'), add('Engang Foreslået'), add('Ny Borger')];
    const browser = await signIn(app, 'sara');
    const list = async () => (await browser.get('/borgere/at-se-paa/uden-forslag')).body;
    expect(await list()).toContain('Ingen borgere står på listen.');

    for (let night = 0; night < 31; night++) {
      const unmatched = [never, ...(night === 15 ? [] : [once]), ...(night > 20 ? [newcomer] : [])];
      addNight(db, addDays('2026-10-20', night), unmatched);
    }
    // A run asked for in the middle of the day is no night.
    addNight(db, '2026-11-21', [], 'nu:prøve');
    expect(await list()).toContain('Aldrig Foreslået');
    expect(await list()).toContain('Timerne passer ikke.');
    for (const name of ['Engang', 'Ny Borger']) expect(await list()).not.toContain(name);
    expect((await browser.get('/borgere/at-se-paa')).body).toContain('Uden forslag i 30 nætter');

    // The last night's answer is that of the only one on the list: whoever is erased leaves it at once.
    const sletning = { grund: 'anmodning', bekraeft: 'SLET' };
    expect((await browser.post(`/borgere/${never}/sletning`, sletning)).status).toBe(303);
    expect(await list()).toContain('Ingen borgere står på listen.');

    const back = add('Gang På Gang');
    for (let night = 0; night < 30; night++) addNight(db, addDays('2026-11-22', night), [back]);
    expect(await list()).toContain('Gang På Gang');
    // A later night matched everybody: nobody has been without for all thirty.
    addNight(db, '2027-01-03', []);
    expect(await list()).toContain('Ingen borgere står på listen.');
  });

  test('lange forløb tæller uafbrudt, også hen over et skift af målgruppe', async () => {
    const { app, db } = await openTestApp();
    const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
    const add = (name: string, more = {}) =>
      addCitizen(db, { citizenKey: name, name, caseworkerUserId: sara, ...more });
    const changed = add('Skift Skou');
    addBenefit(db, changed, '2021-11-01', '2024-02-29');
    addBenefit(db, changed, '2024-02-29', null, 'kontanthjaelp_jobparat');
    const paused = add('Pause Poulsen');
    addBenefit(db, paused, '2015-01-01', '2025-10-01');
    addBenefit(db, paused, '2025-10-02', null);
    const over = add('Færdig Fisker');
    addBenefit(db, over, '2015-01-01', '2026-11-01');
    add('Sagt Sørensen', { benefitSince: '2023-11-21' });
    add('Lige Lund', { benefitSince: addDays(TODAY, -364) });
    add('Ukendt Ulv', { benefitSince: null });
    const browser = await signIn(app, 'sara');
    const names = async (list: string) =>
      (await everyItem<{ name: string }>(browser, `/api/v1/citizens/attention/${list}?limit=2`)).map(
        ({ name }) => name,
      );
    expect(await names('over-52-uger')).toEqual(['Skift Skou', 'Sagt Sørensen', 'Pause Poulsen']);
    expect(await names('tre-aar')).toEqual(['Skift Skou', 'Sagt Sørensen']);
    expect(await names('fem-aar')).toEqual(['Skift Skou']);
    expect((await browser.json('GET', '/api/v1/citizens/attention/findes-ikke')).status).toBe(404);
  });

  test('lederens tal følger hver ændring: en ny periode, en der slutter, en ny borger og en, der er væk', async () => {
    const { app, db, clock } = await openTestApp();
    await addUser(db, 'lea', ['leder']);
    const add = (name: string, more = {}) => addCitizen(db, { citizenKey: name, name, ...more });
    const [written, told] = [add('Skrevet'), add('Sagt', { benefitSince: '2020-01-01' })];
    const longest = async () => {
      const { body } = await (await signIn(app, 'lea')).get('/borgere/at-se-paa');
      return Number(/Over 5 år på ydelse<\/strong>.*?<strong class="number">(\d+)</s.exec(body)?.[1]);
    };
    expect(await longest()).toBe(1);
    addBenefit(db, written, '2019-01-01', null);
    expect(await longest()).toBe(2);
    db.update(benefitPeriod)
      .set({ untilDate: '2026-11-23' })
      .where(eq(benefitPeriod.citizenId, written))
      .run();
    expect(await longest()).toBe(2);
    add('Ny', { benefitSince: '2018-05-01' });
    db.delete(citizen).where(eq(citizen.id, told)).run();
    expect(await longest()).toBe(2);
    // The day after, one of the two is not on benefit any more.
    clock.now = new Date('2026-11-23T22:59:00Z');
    expect(await longest()).toBe(2);
    clock.now = new Date('2026-11-23T23:01:00Z');
    expect(await longest()).toBe(1);
    db.delete(benefitPeriod).where(eq(benefitPeriod.citizenId, written)).run();
    expect(await longest()).toBe(1);
  });

  test('refusion følger den daterede regel, antal uger vælges, og fejl står ved feltet', async () => {
    const { app, db } = await openTestApp();
    const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
    const add = (name: string, days: number) =>
      addCitizen(db, {
        citizenKey: name,
        name,
        caseworkerUserId: sara,
        benefitSince: addDays(TODAY, -days),
      });
    add('Snart Sand', 27);
    add('Senere Smed', 364 - 40);
    const browser = await signIn(app, 'sara');
    const soon = await browser.get('/borgere/at-se-paa/refusion?uger=1');
    expect(soon.body).toContain('Snart Sand');
    expect(soon.body).toContain('23.11.2026: fra 80 til 40 procent');
    expect(soon.body).not.toContain('Senere Smed');
    expect((await browser.get('/borgere/at-se-paa/refusion?uger=6')).body).toContain('fra 30 til 20 procent');
    const odd = await browser.get('/borgere/at-se-paa?uger=mange');
    expect([odd.status, odd.body.includes('Skriv et antal uger mellem 1 og 52.')]).toEqual([400, true]);
    expect(odd.body).toContain('value="mange"');
  });

  test('navne er for sagsbehandlerne og logges, også i en fil; lederen ser tal for alle', async () => {
    const { app, db } = await openTestApp();
    const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
    const siv = await addUser(db, 'siv', ['sagsbehandler'], 'Borger 1');
    await addUser(db, 'lea', ['leder']);
    await addUser(db, 'hanne', ['konsulent']);
    const old = { benefitSince: '2019-01-01' };
    const own = addCitizen(db, {
      citizenKey: '610190-1234',
      name: 'Egen Eg',
      caseworkerUserId: sara,
      ...old,
    });
    addCitizen(db, {
      citizenKey: 'K2',
      name: 'Skjult Skov',
      caseworkerUserId: siv,
      protectedAddress: true,
      ...old,
    });
    const team = addCitizen(db, { citizenKey: 'K3', name: 'Team Toft', caseworkerUserId: siv, ...old });
    const caseworker = await signIn(app, 'sara');
    const file = await caseworker.get('/borgere/at-se-paa/fem-aar.csv?vis=team');
    for (const name of ['Egen Eg', 'Team Toft']) expect(file.body).toContain(name);
    for (const text of ['Skjult', '610190']) expect(file.body).not.toContain(text);
    const reads = readsIn(db);
    expect(reads.map(({ citizenId, purpose }) => [citizenId, purpose])).toEqual([
      [own, 'udtraek'],
      [team, 'udtraek'],
    ]);
    expect((await caseworker.get('/borgere/at-se-paa/fem-aar?vis=team')).body).not.toContain('Skjult');

    const leading = await signIn(app, 'lea');
    const counts = await leading.get('/borgere/at-se-paa');
    expect(counts.body).toMatch(/Over 5 år på ydelse<\/strong>.*?<strong class="number">3<\/strong>/s);
    expect(counts.body).not.toContain('/borgere/at-se-paa/fem-aar');
    for (const url of ['/borgere/at-se-paa/fem-aar', '/borgere/at-se-paa/fem-aar.csv'])
      expect((await leading.get(url)).status).toBe(403);
    expect((await (await signIn(app, 'hanne')).get('/borgere/at-se-paa')).status).toBe(403);
  });
});
