import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firmRecord, RECORD_KINDS } from '../db/schema/firm-records.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { RECORD_SPECS } from '../server/records/kinds.ts';
import { isHolding, overlap, segmentOf, stateOf } from '../server/records/rules.ts';
import { addDays } from '../server/ui/dates.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

async function openFirm() {
  const opened = await openTestApp();
  const hanneId = await addUser(opened.db, 'hanne', ['konsulent']);
  await addUser(opened.db, 'sara', ['sagsbehandler']);
  const pNumber = addFirm(opened.db, { fields: { ownerUserId: hanneId } });
  const hanne = await signIn(opened.app, 'hanne');
  const add = (kind: string, fields: Record<string, string | string[]>) =>
    hanne.post(`/virksomheder/${pNumber}/aftaler/ny/${kind}`, fields);
  const records = () => opened.db.select().from(firmRecord).all();
  return { ...opened, hanne, pNumber, add, records, firm: `/virksomheder/${pNumber}` };
}

const AGREEMENT = {
  fra: '2026-01-01',
  til: '2027-01-10',
  part: 'Firmaet og kommunen',
  linje_type: ['virksomhedspraktik', 'smaajob', ''],
  linje_antal: ['4', '2', ''],
  linje_dato: ['', '2026-12-01', ''],
  opfoelgning: '2026-11-25',
  note: 'Møde hvert halve år',
};

test('an agreement stands on the firm, in the list and on Min dag, is corrected with a reason, and ends', async () => {
  const { app, clock, db, hanne, add, records, firm, pNumber } = await openFirm();
  expect((await add('partnerskabsaftale', AGREEMENT)).location).toBe(
    `${firm}/aftaler?besked=optegnelse-gemt`,
  );
  const page = (await hanne.get(firm)).body;
  expect(page).toContain('01.01.2026–10.01.2027');
  expect(page).toContain('4 × Virksomhedspraktik, 2 × Småjob fra 01.12.2026');
  expect(page).toContain('Udløber om 50 dage');
  const counted = (body: string) => /Aftaler og planer \((\d+)\)/.exec(body)?.[1];
  expect([page, (await hanne.get(`${firm}/aftaler`)).body].map(counted)).toEqual(['1', '1']);
  for (const [query, found] of [
    ['segment=partnerskabsaftale', 1],
    ['segment=samarbejdsaftale', 0],
    ['segment=oevrig', 0],
  ] as const)
    expect([query, (await hanne.get(`/virksomheder?${query}`)).body.includes('Lagerfirmaet')]).toEqual([
      query,
      found === 1,
    ]);

  const day = (await hanne.get('/')).body;
  expect(day).toContain('opfølgning');
  expect(day).toContain('udløber');
  const [record] = records();
  const done = await hanne.post(`/aftaler/${record?.id}/opfoelgning-klaret`, { til: '/' });
  expect(done.location).toBe('/?besked=opfoelgning-klaret');
  expect((await hanne.get('/')).body).not.toContain('25.11.2026 (');

  const blank = await hanne.post(`/aftaler/${record?.id}`, { ...AGREEMENT, til: '2027-06-30' });
  expect([blank.status, blank.body.includes('Skriv hvorfor.')]).toEqual([422, true]);
  const longer = { ...AGREEMENT, til: '2027-06-30', begrundelse: 'Forlænget et halvt år' };
  expect((await hanne.post(`/aftaler/${record?.id}`, longer)).status).toBe(303);
  expect((await hanne.post(`/aftaler/${record?.id}`, longer)).status).toBe(409);
  expect((await hanne.get(`/aftaler/${record?.id}`)).location).toBe('/aftaler/2');
  const corrected = (await hanne.get('/aftaler/2')).body;
  expect(corrected).toContain('Forlænget et halvt år');
  expect(corrected).toContain('01.01.2026–10.01.2027');
  expect(records()[1]).toMatchObject({
    untilDate: '2027-07-01',
    followUpDoneAt: records()[0]?.followUpDoneAt,
  });

  clock.now = new Date('2026-12-01T09:00:00Z');
  const later = await signIn(app, 'hanne');
  const end = { til: '2026-12-01', begrundelse: 'Virksomheden flytter' };
  expect((await later.post('/aftaler/2/ophoer', end)).status).toBe(303);
  const [front, list] = [(await later.get(firm)).body, (await later.get(`${firm}/aftaler`)).body];
  expect(front).toContain('Ingen aftaler, planer eller tilstande gælder nu.');
  expect(list).toContain('Ophørt: Virksomheden flytter');
  expect([front, list].map(counted)).toEqual(['0', '0']);
  const events = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ entity }) => entity === 'firm_record');
  expect(events.map(({ action, detail }) => [action, detail])).toEqual(
    ['opret', 'klar', 'ret', 'ophoer'].map((action) => [action, `${pNumber} partnerskabsaftale`]),
  );
});

test('"ikke nu" holds until its date and is over by itself; only one state at a time', async () => {
  const { app, clock, hanne, add, firm, records } = await openFirm();
  const pause = { slags: 'senere', fra: '2026-11-22', til: '2027-03-01', note: 'Ring igen til marts' };
  expect((await add('ikke_nu', pause)).status).toBe(303);
  expect((await hanne.get(firm)).body).toContain('Ikke nu, til 01.03.2027');
  expect((await hanne.get('/virksomheder?tilstand=ikke_nu')).body).toContain('Lagerfirmaet');
  expect((await hanne.get('/virksomheder?tilstand=klar')).body).not.toContain('Lagerfirmaet');
  expect((await hanne.get('/')).body).toContain('1 af dem skal ikke kontaktes nu');
  const never = { slags: 'oensker_ikke_kontakt', fra: '2026-12-01', note: 'Nej tak' };
  const refused = await add('aldrig_igen', never);
  expect([refused.status, refused.body.includes('Der er allerede en i den periode: ikke nu')]).toEqual([
    422,
    true,
  ]);

  clock.now = new Date('2027-03-01T09:00:00Z');
  const again = await signIn(app, 'hanne');
  expect((await again.get(firm)).body).not.toContain('Ikke nu, til');
  expect((await again.get('/virksomheder?tilstand=klar')).body).toContain('Lagerfirmaet');
  expect((await again.get('/')).body).toContain('Tilbage fra pause');
  const talk = { dato: '2027-03-01', art: 'telefon', retning: 'ud', udfald: 'opnaaet' };
  await again.post(`${firm}/kontakter`, talk);
  expect((await again.get('/')).body).not.toContain('Tilbage fra pause');
  const said = { ...never, fra: '2027-03-01' };
  expect((await again.post(`${firm}/aftaler/ny/aldrig_igen`, said)).status).toBe(303);
  expect(records()).toHaveLength(2);
});

test('hvem der er tilbage fra pause, bliver stående, til nogen ringer eller sætter den på pause igen', async () => {
  const { app, clock, db, hanne, firm } = await openFirm();
  const nobodys = addFirm(db, { pNumber: 1_000_000_002, name: 'Ingens ApS' });
  const ceased = addFirm(db, { pNumber: 1_000_000_003, name: 'Lukket ApS', until: '2027-02-01' });
  const pause = { slags: 'senere', fra: '2026-11-22', til: '2027-03-01' };
  for (const url of [firm, `/virksomheder/${nobodys}`, `/virksomheder/${ceased}`])
    expect((await hanne.post(`${url}/aftaler/ny/ikke_nu`, pause)).status).toBe(303);
  await addUser(db, 'bo', ['konsulent']);

  // Midnight in Denmark, and a konsulent who was away for six weeks.
  for (const now of ['2027-02-28T23:01:00Z', '2027-04-15T08:00:00Z']) {
    clock.now = new Date(now);
    const day = (await (await signIn(app, 'hanne')).get('/')).body;
    expect(day.match(/Tilbage fra pause/g), now).toHaveLength(2);
    for (const [name, shown] of [
      ['Lagerfirmaet', true],
      ['Ingens', true],
      ['Lukket', false],
    ] as const)
      expect([now, name, new RegExp(`${name}[^<]*</a>[^]{0,200}Tilbage fra pause`).test(day)]).toEqual([
        now,
        name,
        shown,
      ]);
  }
  clock.now = new Date('2027-02-28T22:59:00Z');
  expect((await (await signIn(app, 'hanne')).get('/')).body).not.toContain('Tilbage fra pause');

  clock.now = new Date('2027-04-15T08:00:00Z');
  expect((await (await signIn(app, 'bo')).get('/')).body).not.toContain('Tilbage fra pause');
  const again = await signIn(app, 'hanne');
  await again.post(`${firm}/aftaler/ny/ikke_nu`, { slags: 'senere', fra: '2027-04-15', til: '2027-09-01' });
  expect((await again.get('/')).body.match(/Tilbage fra pause/g)).toHaveLength(1);
});

test('a warning is seen before calling and runs out on its last day; a withdrawn record never held', async () => {
  const { app, clock, hanne, add, firm, records } = await openFirm();
  const warning = { slags: 'arbejdsmiljoe', note: 'Spørg til støj', fra: '2026-11-22', til: '2026-11-23' };
  expect((await add('advarsel', { ...warning, til: '' })).status).toBe(422);
  await add('advarsel', warning);
  for (const url of [firm, `${firm}/kontakter/ny`, '/virksomheder'])
    expect([url, (await hanne.get(url)).body.includes('Arbejdsmiljø')]).toEqual([url, true]);
  clock.now = new Date('2026-11-23T20:00:00Z');
  expect((await (await signIn(app, 'hanne')).get(firm)).body).toContain('Spørg til støj');
  clock.now = new Date('2026-11-24T06:00:00Z');
  const later = await signIn(app, 'hanne');
  expect((await later.get(`${firm}/kontakter/ny`)).body).not.toContain('Spørg til støj');

  await later.post(`${firm}/aftaler/ny/strategisk`, { fra: '2026-11-24', note: 'Forkert virksomhed' });
  expect((await later.get('/virksomheder?segment=strategisk')).body).toContain('Lagerfirmaet');
  const id = records().at(-1)?.id;
  expect((await later.post(`/aftaler/${id}/tilbagetraekning`, {})).status).toBe(422);
  await later.post(`/aftaler/${id}/tilbagetraekning`, { begrundelse: 'Det var naboen' });
  expect((await later.get('/virksomheder?segment=strategisk')).body).not.toContain('Lagerfirmaet');
  expect((await later.get(`${firm}/aftaler`)).body).toContain('Det var naboen');
});

test('a reklamebeskyttet firm shows whether there is a legal basis, before the call', async () => {
  const { db, hanne } = await openFirm();
  const pNumber = addFirm(db, {
    pNumber: 1_000_000_002,
    name: 'Skjold ApS',
    fields: { reklamebeskyttet: true },
  });
  const form = `/virksomheder/${pNumber}/kontakter/ny`;
  expect((await hanne.get(form)).body).toContain('Ingen hjemmel er skrevet ned');
  const basis = { slags: 'samtykke', note: 'Indehaveren på mail', fra: '2026-11-20' };
  await hanne.post(`/virksomheder/${pNumber}/aftaler/ny/hjemmel`, basis);
  const body = (await hanne.get(form)).body;
  expect(body).toContain('samtykke fra virksomheden');
  expect(body).toContain('Navn hanne');
  expect(body).not.toContain('Ingen hjemmel');
});

test('the timeline tells who was responsible, and can show only that', async () => {
  const { hanne, firm } = await openFirm();
  await hanne.post(`${firm}/ansvarlig`, { ansvarlig: 'ingen' });
  const seen = async (kind: string) => (await hanne.get(`${firm}?historik=${kind}`)).body;
  for (const kind of ['', 'ansvarlige'])
    expect(await seen(kind)).toMatch(/<strong>Ansvarlig<\/strong> .+ → ingen/);
  expect(await seen('kontakter')).not.toContain('→ ingen');
  const api = await hanne.json('GET', `/api/v1${firm.replace('virksomheder', 'companies')}/timeline`);
  expect(api.data<{ items: unknown[] }>().items).toMatchObject([{ type: 'owner' }]);
});

test('the timeline is narrowed by kind in the address', async () => {
  const { hanne, add, firm } = await openFirm();
  await add('fastholdelse', { fra: '2026-10-01', antal: '2' });
  await add('ikke_nu', { slags: 'intet_behov', fra: '2026-11-22', til: '2026-12-22' });
  const talk = { dato: '2026-11-20', art: 'besoeg', retning: 'ud', udfald: 'opnaaet' };
  await hanne.post(`${firm}/kontakter`, talk);
  const seen = async (kind: string) => {
    const body = (await hanne.get(`${firm}?historik=${kind}`)).body;
    const timeline = body.slice(body.indexOf('class="timeline"'), body.indexOf('</ol>'));
    return [/Besøg: opnået/, /Fastholdelse, 2 personer/, /Ikke nu/].map((pattern) => pattern.test(timeline));
  };
  expect(await seen('')).toEqual([true, true, true]);
  expect(await seen('kontakter')).toEqual([true, false, false]);
  expect(await seen('aftaler')).toEqual([false, true, false]);
  expect(await seen('tilstande')).toEqual([false, false, true]);
  const api = await hanne.json('GET', `/api/v1${firm.replace('virksomheder', 'companies')}/timeline`);
  expect(api.data<{ total: number }>().total).toBe(3);
});

test.each([
  [
    'no number of people',
    'afskedigelsesvarsel',
    { fra: '2026-11-22', til: '2027-01-01', opfoelgning: '2026-12-01' },
  ],
  ['words for a number', 'fastholdelse', { fra: '2026-11-22', antal: 'to' }],
  ['an end before the start', 'strategisk', { fra: '2026-11-22', til: '2026-11-20', note: 'x' }],
  ['31 February', 'strategisk', { fra: '2026-02-31', note: 'x' }],
  [
    'a line without a number',
    'rekrutteringsplan',
    { fra: '2026-11-22', til: '2027-11-22', linje_type: 'smaajob' },
  ],
  ['a plan without lines', 'rekrutteringsplan', { fra: '2026-11-22', til: '2027-11-22' }],
  ['a form of another kind', 'skolesamarbejde', { fra: '2026-11-22', part: 'Skolen', slags: 'samtykke' }],
  ['a CPR number in the note', 'strategisk', { fra: '2026-11-22', note: '610190-1234' }],
  ["another firm's person", 'fastholdelse', { fra: '2026-11-22', antal: '1', person: '77' }],
])('%s is refused at its field, and nothing is saved', async (_what, kind, fields) => {
  const { add, records } = await openFirm();
  const answer = await add(kind, fields);
  expect(answer.status).toBe(422);
  expect(answer.body).toContain('Ret et felt');
  expect(records()).toHaveLength(0);
});

test('a sagsbehandler reads what is agreed, and changes nothing', async () => {
  const { app, add, firm } = await openFirm();
  await add('strategisk', { fra: '2026-11-22', note: 'Stor' });
  const sara = await signIn(app, 'sara');
  expect((await sara.get(`${firm}/aftaler`)).body).not.toContain('+ Advarsel');
  expect((await sara.get('/aftaler/1')).body).not.toContain('Gem rettelsen');
  for (const url of [
    `${firm}/aftaler/ny/strategisk`,
    '/aftaler/1',
    '/aftaler/1/ophoer',
    '/aftaler/1/tilbagetraekning',
  ])
    expect([url, (await sara.post(url, { begrundelse: 'x' })).status]).toEqual([url, 403]);
});

describe('the rules of time', () => {
  const date = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days));
  const span = fc.record({
    kind: fc.constantFrom(...RECORD_KINDS),
    fromDate: date,
    untilDate: fc.option(date),
    withdrawnAt: fc.option(fc.constant('2026-01-01T00:00:00Z')),
  });

  test('two records overlap exactly when some day has both', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const days = Array.from({ length: 450 }, (_, at) => addDays('2026-01-01', at));
        const both = days.some((day) => [a, b].every((one) => isHolding({ ...one, withdrawnAt: null }, day)));
        const real = [a, b].every((one) => one.untilDate === null || one.untilDate > one.fromDate);
        if (real) expect(overlap(a, b)).toBe(both);
      }),
    );
  });

  test('segment and state are those of a record that holds, and withdrawn ones say nothing', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), date, (records, today) => {
        const holding = records.filter((one) => isHolding(one, today)).map(({ kind }) => kind);
        const segment = segmentOf(records, today);
        if (segment === 'oevrig') expect(holding).not.toContain('partnerskabsaftale');
        else expect(holding).toContain(segment);
        const state = stateOf(records, today);
        expect(state === undefined).toBe(
          !holding.some((kind) => kind === 'ikke_nu' || kind === 'aldrig_igen'),
        );
      }),
    );
  });

  test('every kind asks for a beginning', () => {
    for (const spec of Object.values(RECORD_SPECS))
      expect(spec.fields.some(({ name, required }) => name === 'fromDate' && required)).toBe(true);
  });
});
