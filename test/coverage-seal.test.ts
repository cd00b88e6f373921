import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COVERAGE_UNITS } from '../db/schema/coverage.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { effectOfLateEntries } from '../server/coverage/late.ts';
import { coverageOf } from '../server/coverage/queries.ts';
import { FIGURES } from '../server/coverage/rules.ts';
import { findSeal, recompute, type Seal, sealQuarter } from '../server/coverage/seal-queries.ts';
import { sealedRows } from '../server/coverage/sealed-lists.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { happen, happening, openCoverageTown } from './coverage-town.ts';
import { addFirm } from './firms.ts';
import type { ImportDesk } from './imports-builders.ts';

const QUARTER = { from: '2026-07-01', to: '2026-09-30' };

/** Each story has a database of its own and takes files in. */
const SLOW = 180_000;

test(
  'et forseglet kvartal og dets genberegning er de samme, hvad der end sker bagefter',
  async () => {
    const story = fc.array(happening, { minLength: 3, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(story, story, fc.constantFrom(...COVERAGE_UNITS), async (before, after, unit) => {
        const desk = openCoverageTown();
        for (const what of before) await happen(desk, what);
        changeSetting(desk.db, 'coverageUnit', unit, { at: desk.clock.now.toISOString(), by: null });
        desk.clock.now = new Date(desk.clock.now.getTime() + 1);
        const plain = coverageOf(desk.db, { ...QUARTER, asOf: desk.clock.now.toISOString() }, unit);
        desk.clock.now = new Date(desk.clock.now.getTime() + 1);
        const seal = sealNow(desk);
        expect({ ...seal.figures, asOf: '' }).toEqual({ ...plain, asOf: '' });
        const rows = rowsOf(desk, seal);
        for (const what of after) {
          await happen(desk, what);
          const again = findSeal(desk.db, seal.id);
          expect(again).toEqual(seal);
          expect(recompute(desk.db, seal)).toEqual({
            same: true,
            figures: seal.figures,
            inputsSha256: seal.inputsSha256,
            resultSha256: seal.resultSha256,
          });
        }
        expect(rowsOf(desk, seal)).toEqual(rows);
        const { now } = effectOfLateEntries(desk.db, seal);
        expect(Object.keys(now)).toEqual(Object.keys(seal.figures));
      }),
      { numRuns: 25 },
    );
  },
  SLOW,
);

function sealNow({ db, clock }: ImportDesk): Seal {
  const doing = { actor: { userId: 1, roles: ['leder' as const] }, at: clock.now.toISOString() };
  const answer = sealQuarter(db, QUARTER, doing);
  const seal = answer.outcome === 'sealed' ? findSeal(db, answer.id) : undefined;
  if (!seal) throw new Error('not sealed');
  return seal;
}

function rowsOf({ db }: ImportDesk, seal: Seal) {
  for (const figure of FIGURES) expect(sealedRows(db, seal, figure)).toHaveLength(seal.figures[figure]);
  return db.$client.prepare('SELECT * FROM coverage_seal_firm ORDER BY p_number').all();
}

/** Two firms in scope, one of them visited in the third quarter; it is October. */
async function openOctober() {
  const town = await openTestApp('2026-09-10T09:00:00Z');
  const { app, db, clock } = town;
  addFirm(db, { pNumber: 1_000_000_001, name: 'Besøgt' });
  addFirm(db, { pNumber: 1_000_000_002, name: '=Glemt()' });
  addFirm(db, { pNumber: 1_000_000_003, name: 'Tvivl', employees: 'ANTAL_2_4' });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'bo', ['leder']);
  await addUser(db, 'drift', ['administrator']);
  await addUser(db, 'søren', ['sagsbehandler']);
  const log = async (pNumber: number, kind: string, contactDate: string) => {
    const body = { contactDate, kind, direction: 'ud', outcome: 'opnaaet' };
    const hanne = await signIn(app, 'hanne');
    const answer = await hanne.json('POST', `/api/v1/companies/${pNumber}/contacts`, body);
    expect(answer.status).toBe(201);
    return answer;
  };
  await log(1_000_000_001, 'besoeg', '2026-09-01');
  clock.now = new Date('2026-10-02T09:00:00Z');
  return { ...town, log };
}

test('en leder forsegler kvartalet, og beviset fortæller alt, en revisor skal bruge', async () => {
  const { app } = await openOctober();
  const lis = await signIn(app, 'lis');
  expect((await lis.get('/daekning/beviser')).body).toContain('Forsegl 3. kvartal 2026');
  const answer = await lis.post('/daekning/beviser', { fra: '2026-07-01' });
  expect(answer.location).toBe('/daekning/beviser/1?besked=kvartal-forseglet');
  const page = (await lis.get('/daekning/beviser/1')).body;
  expect(page).toContain('Dækningsbevis, 3. kvartal 2026');
  expect(page.match(/<code class="hash">[0-9a-f]{64}</g)).toHaveLength(2);
  expect(page).toContain('Underskrift'.toLowerCase());
  expect(page).toContain('opnået, ikke interesseret eller senere');
  expect((await lis.get('/daekning/beviser/1/kontaktede')).body).toContain('Besøgt');
  expect((await lis.get('/daekning/beviser/1/ikke-kontaktede')).body).toContain('=Glemt()');
  const file = await lis.get('/daekning/beviser/1/i-maal.csv');
  expect(file.body).toContain("'=Glemt()");
  expect((await lis.get('/daekning/beviser/1/i-maal.xlsx')).status).toBe(200);
  expect((await lis.get('/daekning?fra=2026-07-01&til=2026-09-30')).body).toContain('/daekning/beviser/1');
  expect((await lis.get('/daekning/beviser/2')).status).toBe(404);
  expect((await lis.get('/daekning/beviser/1/alt')).status).toBe(404);
});

test('to forsegler på én gang: den ene vinder, den anden får det at vide', async () => {
  const { app, db } = await openOctober();
  const [lis, bo] = [await signIn(app, 'lis'), await signIn(app, 'bo')];
  const answers = await Promise.all([
    lis.post('/daekning/beviser', { fra: '2026-07-01' }),
    bo.post('/daekning/beviser', { fra: '2026-07-01' }),
  ]);
  expect(answers.map(({ location }) => location).sort()).toEqual([
    '/daekning/beviser/1?besked=allerede-forseglet',
    '/daekning/beviser/1?besked=kvartal-forseglet',
  ]);
  expect((await bo.get('/daekning/beviser/1?besked=allerede-forseglet')).body).toContain('En anden nåede');
  expect(db.$client.prepare('SELECT count(*) FROM coverage_seal').pluck().get()).toBe(1);
});

test('et kvartal, der ikke er slut, kan ikke forsegles, og kun en leder kan', async () => {
  const { app, clock } = await openOctober();
  const lis = await signIn(app, 'lis');
  const early = await lis.post('/daekning/beviser', { fra: '2026-10-01' });
  expect(early.status).toBe(422);
  expect(early.body).toContain('4. kvartal 2026 er ikke slut');
  expect((await lis.post('/daekning/beviser', { fra: 'tredje kvartal' })).status).toBe(422);
  expect((await lis.post('/daekning/beviser', { fra: '9999-10-01' })).status).toBe(422);
  clock.now = new Date('2026-12-31T22:59:00Z');
  const lastDay = await (await signIn(app, 'lis')).post('/daekning/beviser', { fra: '2026-10-01' });
  expect(lastDay.status).toBe(422);
  clock.now = new Date('2026-12-31T23:01:00Z');
  const newYear = await (await signIn(app, 'lis')).post('/daekning/beviser', { fra: '2026-10-01' });
  expect(newYear.status).toBe(303);
  for (const name of ['hanne', 'drift', 'søren']) {
    const browser = await signIn(app, name);
    expect((await browser.post('/daekning/beviser', { fra: '2026-07-01' })).status, name).toBe(403);
    expect((await browser.get('/daekning/beviser/1')).status, name).toBe(name === 'søren' ? 403 : 200);
  }
  expect((await (await signIn(app, 'hanne')).post('/daekning/beviser/1/genberegning', {})).status).toBe(403);
});

test('det, der registreres bagefter, står for sig med sin virkning, og genberegningen giver det samme', async () => {
  const { app, db, clock, log } = await openOctober();
  await (await signIn(app, 'lis')).post('/daekning/beviser', { fra: '2026-07-01' });
  clock.now = new Date('2026-10-06T09:00:00Z');
  await log(1_000_000_002, 'telefon', '2026-09-29');
  const hanne = await signIn(app, 'hanne');
  await hanne.json('POST', '/api/v1/companies/1000000003/headcounts', { count: 4, validFrom: '2026-09-01' });
  const late = (await hanne.get('/daekning/beviser/1/efter-forseglingen')).body;
  expect(late).toContain('Indtastet efter forseglingen');
  expect(late).toContain('=Glemt()');
  expect(late).toMatch(/Kontaktede virksomheder.*?>1<.*?>2<.*?\+1/s);
  const lis = await signIn(app, 'lis');
  const asked = await lis.post('/daekning/beviser/1/genberegning', {});
  expect(asked.status).toBe(303);
  const again = await lis.get(asked.location ?? '');
  expect(again.body).toContain('de samme tal og de samme fingeraftryk');
  const events = db.$client
    .prepare("SELECT action, detail FROM audit_event WHERE entity = 'coverage_seal' ORDER BY id")
    .all();
  expect(events).toEqual([
    { action: 'forsegl', detail: expect.stringContaining('2026-07-01–2026-09-30, 3 virksomheder') },
    { action: 'genberegn', detail: 'ens' },
  ]);
  const trend = (await lis.get('/daekning?fra=2026-10-01&til=2026-12-31')).body;
  expect(trend).toMatch(/3\. kvartal 2026<\/a> <a class="mark mark-good" href="\/daekning\/beviser\/1">/);
});

test('en række, der er ændret uden om programmet, giver en advarsel, ingen overser', async () => {
  const { app, db } = await openOctober();
  const lis = await signIn(app, 'lis');
  await lis.post('/daekning/beviser', { fra: '2026-07-01' });
  db.$client.exec('DROP TRIGGER contact_after_seal_update');
  db.$client.exec("UPDATE contact SET outcome = 'besked_lagt'");
  const asked = await lis.post('/daekning/beviser/1/genberegning', {});
  expect(asked.status).toBe(303);
  const again = await lis.get(asked.location ?? '');
  expect(again.body).toContain('Genberegningen afviger fra det forseglede');
  expect(again.body).toContain('role="alert"');
  const detail = db.$client
    .prepare("SELECT detail FROM audit_event WHERE action = 'genberegn'")
    .pluck()
    .get();
  expect(detail).toContain('AFVIGER');
});

test('databasen selv vogter det forseglede', async () => {
  const { app, db } = await openOctober();
  await (await signIn(app, 'lis')).post('/daekning/beviser', { fra: '2026-07-01' });
  const refused = (sql: string) => expect(() => db.$client.exec(sql), sql).toThrow(/never changed|seal/);
  refused('UPDATE coverage_seal SET unit = unit');
  refused('DELETE FROM coverage_seal_firm');
  refused('UPDATE coverage_rule SET more_than_employees = 9');
  refused("INSERT INTO coverage_rule_line SELECT 1, 'mail', 'ud', 'besked_lagt', 0");
  refused("UPDATE contact SET outcome = 'senere'");
  refused('UPDATE contact SET superseded_at = recorded_at');
  refused('DELETE FROM contact');
  refused(
    "INSERT INTO contact (p_number, contact_date, kind, direction, outcome, recorded_at) VALUES (1000000002, '2026-09-01', 'besoeg', 'ud', 'opnaaet', '2026-09-30T10:00:00.000Z')",
  );
  refused("UPDATE scope_period SET superseded_at = '2026-09-30T10:00:00.000Z'");
});
