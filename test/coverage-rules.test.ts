import { expect, test } from 'vitest';
import { coverageRule } from '../db/schema/coverage.ts';
import { ALL_LINES, formOf } from '../server/coverage/rule-form.ts';
import { ruleById } from '../server/coverage/rule-queries.ts';
import { ruleSentence } from '../server/coverage/rule-text.ts';
import { asProduct, type CoverageRule } from '../server/coverage/rules.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

/** Two firms: one reached, and one with a message left, both in October and in August. */
async function openTown() {
  const town = await openTestApp('2026-10-20T09:00:00Z');
  const { app, db } = town;
  addFirm(db, { pNumber: 1_000_000_001, name: 'Nået' });
  addFirm(db, { pNumber: 1_000_000_002, name: 'Besked' });
  addFirm(db, { pNumber: 1_000_000_003, name: 'To ansatte', employees: 2 });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'drift', ['administrator']);
  const hanne = await signIn(app, 'hanne');
  for (const contactDate of ['2026-08-10', '2026-10-10']) {
    for (const [pNumber, outcome] of [
      [1_000_000_001, 'opnaaet'],
      [1_000_000_002, 'besked_lagt'],
    ]) {
      const body = { contactDate, kind: 'telefon', direction: 'ud', outcome };
      await hanne.json('POST', `/api/v1/companies/${pNumber}/contacts`, body);
    }
  }
  return { ...town, hanne, lis: await signIn(app, 'lis'), drift: await signIn(app, 'drift') };
}

const everything = {
  fra: '2026-10-01',
  graense: '1',
  sagsbehandler: 'nej',
  begrundelse: 'Udvalget vil have beskeder med',
  kilde: 'Udvalgsmøde 12. oktober, punkt 4',
  kontakt: ALL_LINES.map(({ name }) => name),
  besoeg: ['besoeg.ud.opnaaet'],
};
const CURRENT = '/api/v1/coverage?from=2026-10-01&to=2026-12-31';
const BEFORE = '/api/v1/coverage?from=2026-07-01&to=2026-09-30';

test('en ny udgave vises med sin virkning, før den gemmes, og ændrer ikke det, der er gået', async () => {
  const { drift, lis, clock } = await openTown();
  expect((await lis.json('GET', CURRENT)).data()).toMatchObject({ rule: 'v1', inScope: 2, contacted: 1 });
  const preview = await drift.post('/daekning/regler', { ...everything, handling: 'proev' });
  expect(preview.status).toBe(200);
  expect(preview.body).toContain('Virkningen på 4. kvartal 2026');
  expect(preview.body).toMatch(/Virksomheder i mål.*?>2<.*?>3</s);
  expect(preview.body).toMatch(/Kontaktede.*?1 \(mindst 50,0.*?2 \(mindst 66,7/s);
  expect(preview.body).toContain('Udvalgsmøde 12. oktober, punkt 4');
  expect((await lis.json('GET', CURRENT)).data()).toMatchObject({ rule: 'v1' });

  clock.now = new Date('2026-10-20T09:05:00Z');
  const saved = await drift.post('/daekning/regler', { ...everything, handling: 'gem' });
  expect(saved.location).toBe('/daekning/regler/2?besked=regel-gemt');
  expect((await lis.json('GET', CURRENT)).data()).toMatchObject({
    rule: 'v2',
    ruleValidFrom: '2026-10-01',
    inScope: 3,
    contacted: 2,
  });
  expect((await lis.json('GET', BEFORE)).data()).toMatchObject({ rule: 'v1', inScope: 2, contacted: 1 });
  // As known before it was entered, the quarter is counted by the rule that was known then.
  const before = await lis.json('GET', `${CURRENT}&asOf=2026-10-19`);
  expect(before.data()).toMatchObject({ rule: 'v1' });
});

test('reglen og dens udgave står ved hvert tal: på siden, på listen og i filen', async () => {
  const { drift, lis } = await openTown();
  await drift.post('/daekning/regler', { ...everything, handling: 'gem' });
  expect((await lis.get('/daekning')).body).toContain(
    '<a href="/daekning/regler/2">v2</a>, i kraft fra 01.10.2026',
  );
  expect((await lis.get('/daekning/kontaktede')).body).toContain('<a href="/daekning/regler/2">v2</a>');
  const file = (await lis.get('/daekning/kontaktede.csv')).body.trimEnd().split('\r\n');
  expect(file[0]).toMatch(/Regel;Reglen gælder fra$/);
  expect(file.slice(1).every((line) => line.endsWith(';v2;2026-10-01'))).toBe(true);
  const page = (await lis.get('/daekning/regler?dato=2026-09-30')).body;
  expect(page).toContain('Regel v1, i kraft fra 01.01.2000');
  expect(page).toContain('Udvalget vil have beskeder med');
  expect((await lis.get('/daekning/regler')).body).toContain('Regel v2, i kraft fra 01.10.2026');
  expect((await lis.get('/daekning/regler/7')).status).toBe(404);
});

test('det, der er forkert, kommer tilbage ved sit felt, og intet tastet går tabt', async () => {
  const { drift, db } = await openTown();
  for (const [field, value, reason] of [
    ['fra', '2026-09-30', 'tidligst gælde fra 01.10.2026'],
    ['fra', 'snart', 'Skriv den dato'],
    ['graense', 'to', 'helt tal fra 0 til 999'],
    ['begrundelse', ' ', 'Skriv, hvorfor'],
    ['kontakt', [], 'mindst én slags'],
    ['besoeg', ['mail.ud.vrøvl', 'mail.ud.opnaaet'], ''],
  ] as [string, string | string[], string][]) {
    const answer = await drift.post('/daekning/regler', { ...everything, handling: 'gem', [field]: value });
    if (field === 'besoeg') expect(answer.status).toBe(303);
    else {
      expect([answer.status, field]).toEqual([422, field]);
      expect(answer.body).toContain(reason);
      expect(answer.body).toContain('Udvalgsmøde 12. oktober, punkt 4');
    }
  }
  const visitOnly = { ...everything, kontakt: ['mail.ud.opnaaet'], besoeg: ['besoeg.ud.opnaaet'] };
  const answer = await drift.post('/daekning/regler', { ...visitOnly, handling: 'gem' });
  expect(answer.body).toContain('Et besøg er også en kontakt');
  expect(db.select().from(coverageRule).all()).toHaveLength(2);
});

test('kun en administrator skriver regler; leder og konsulent læser dem', async () => {
  const { hanne, lis, drift } = await openTown();
  for (const reader of [hanne, lis]) {
    expect((await reader.get('/daekning/regler')).status).toBe(200);
    expect((await reader.get('/daekning/regler')).body).not.toContain('Ny udgave</a>');
    expect((await reader.get('/daekning/regler/ny')).status).toBe(403);
    expect((await reader.post('/daekning/regler', everything)).status).toBe(403);
  }
  const form = (await drift.get('/daekning/regler/ny')).body;
  expect(form.match(/name="kontakt" value="[a-z._]+" checked/g)).toHaveLength(48);
  expect(form.match(/name="besoeg" value="besoeg\.ud\.[a-z_]+" checked/g)).toHaveLength(3);
});

test('reglens ord siger det samme som dens linjer', async () => {
  const { db } = await openTown();
  const first = ruleById(db, 1);
  if (!first) throw new Error('no rule');
  expect(ruleSentence(first)).toContain('enhver art, uanset hvem der henvendte sig, med udfaldet opnået');
  expect(asProduct(first.lines)?.outcomes).toEqual(['opnaaet', 'ikke_interesseret', 'senere']);
  const odd: CoverageRule = {
    ...first,
    moreThanEmployees: 9,
    lines: [
      { kind: 'telefon', direction: 'ud', outcome: 'opnaaet', isVisit: false },
      { kind: 'mail', direction: 'ind', outcome: 'senere', isVisit: false },
    ],
  };
  expect(asProduct(odd.lines)).toBeUndefined();
  expect(ruleSentence(odd)).toContain('flere end 9 ansatte');
  expect(ruleSentence(odd)).toContain('telefon: opnået (vi kontaktede dem); mail: senere (de kontaktede os)');
  expect(ruleSentence(odd)).toContain('Som besøg tæller: intet');
  expect(formOf(odd, '2026-11-28')).toMatchObject({ fra: '2026-10-01', graense: '9', besoeg: [] });
});

test('kvartalet og planperioden står side om side, og enheden kan skiftes i adressen og som indstilling', async () => {
  const { db, lis, drift } = await openTown();
  addFirm(db, { pNumber: 1_000_000_004, cvr: 87_654_321, name: 'Anden CVR', employees: 5 });
  const page = (await lis.get('/daekning')).body;
  expect(page).toContain('I 4. kvartal 2026');
  expect(page).toContain('Siden 01.01.2023');
  expect(page).toContain('href="/daekning/kontaktede?fra=2023-01-01&amp;til=2026-12-31"');
  // Three places of one company have 7 + 7 + 2 employees and one conversation; the other company has five.
  const byCompany = (await lis.json('GET', `${CURRENT}&unit=cvr`)).data();
  expect(byCompany).toMatchObject({ unit: 'cvr', inScope: 2, contacted: 1, notContacted: 1 });
  const list = await lis.get('/daekning/i-maal?fra=2026-10-01&til=2026-12-31&enhed=cvr');
  expect(list.body).toContain('data-head="Arbejdssteder"');
  expect(list.body).toMatch(/data-head="Ansatte">16</);
  const settings = {
    enhed: 'Enheden',
    kommune: 'Albertslund Kommune',
    kommunekode: '165',
    uoplyst: 'ude',
    enhedstype: 'cvr',
    planperiode: 'Plan 2026',
    planstart: '2026-01-01',
  };
  expect((await drift.post('/indstillinger', { ...settings, planstart: 'i går' })).status).toBe(422);
  expect((await drift.post('/indstillinger', settings)).status).toBe(303);
  expect((await lis.json('GET', CURRENT)).data()).toMatchObject({ unit: 'cvr', inScope: 2 });
  const asSet = (await lis.get('/daekning')).body;
  expect(asSet).toContain('Plan 2026');
  expect(asSet).toContain('Siden 01.01.2026');
});

test('tallene kan fordeles, og hver linje åbner sin liste', async () => {
  const { db, hanne, lis } = await openTown();
  addFirm(db, { pNumber: 1_000_000_005, name: 'Nordpå', employees: 300, fields: { postcode: '2625' } });
  await hanne.change('PUT', '/api/v1/companies/1000000001/owner', { me: true });
  for (const [by, text, value, firms] of [
    ['konsulent', 'Navn hanne', '1', ['Nået']],
    ['omraade', 'Postnummer 2625', '2625', ['Nordpå']],
    ['stoerrelse', '250 ansatte eller flere', '250', ['Nordpå']],
    ['branche', 'Uden branche', 'ingen', ['Besked', 'Nordpå', 'Nået']],
  ] as [string, string, string, string[]][]) {
    const page = (await lis.get(`/daekning?fordel=${by}`)).body;
    expect(page, by).toContain(text);
    const link = `/daekning/i-maal?fra=2026-10-01&til=2026-12-31&gruppe=${by}&vaerdi=${value}`;
    expect(page, by).toContain(link.replaceAll('&', '&amp;'));
    const list = (await lis.get(link)).body;
    const names = [...list.matchAll(/href="\/virksomheder\/\d{10}">([^<]+)</g)].map((match) => match[1]);
    expect(names, by).toEqual(firms);
  }
});
