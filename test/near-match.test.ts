import { describe, expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const P = 1_020_000_001;
const LAGER = [
  { kind: 'kompetence' as const, text: 'lagerarbejde' },
  { kind: 'koerekort' as const, text: 'B' },
  { kind: 'certifikat' as const, text: 'truck B' },
];
const without = (kind: string) => LAGER.filter((term) => term.kind !== kind);

/** hanne's order asks for truck B, licence B, 8–15 hours, A2 and day or evening; each citizen lacks one thing. */
async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  const stig = await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const own = { caseworkerUserId: sara, terms: LAGER };
  const ids = {
    fits: addCitizen(db, { ...own, citizenKey: 'K1', name: 'Passer Pedersen' }),
    truck1: addCitizen(db, { ...own, citizenKey: 'K2', name: 'Truckløs Tang', terms: without('certifikat') }),
    truck2: addCitizen(db, {
      citizenKey: 'K3',
      name: 'Udløbet Ulriksen',
      caseworkerUserId: stig,
      terms: [...without('certifikat'), { kind: 'certifikat', text: 'truck B', expiresOn: '2026-11-30' }],
    }),
    few: addCitizen(db, { ...own, citizenKey: 'K4', name: 'Mange Timer', hoursMin: 20, hoursMax: 37 }),
    more: addCitizen(db, { ...own, citizenKey: 'K5', name: 'Flere Timer', hoursMin: 30, hoursMax: 37 }),
    late: addCitizen(db, { ...own, citizenKey: 'K6', name: 'Sen Start', canStart: '2027-02-01' }),
    danish: addCitizen(db, { ...own, citizenKey: 'K7', name: 'Lidt Dansk', danish: 'A1' }),
    two: addCitizen(db, {
      ...own,
      citizenKey: 'K8',
      name: 'To Ting',
      danish: 'A1',
      canStart: '2027-02-01',
    }),
    hidden: addCitizen(db, {
      ...own,
      citizenKey: 'K9',
      name: 'Skjult Skytten',
      terms: without('certifikat'),
      protectedAddress: true,
    }),
    refused: addCitizen(db, {
      ...own,
      citizenKey: 'K10',
      name: 'Nejsiger Navn',
      terms: without('certifikat'),
      mayBeShared: false,
    }),
    need: addCitizen(db, {
      ...own,
      citizenKey: 'K11',
      name: 'Behov Bæk',
      needs: ['ingen_tunge_loeft'],
    }),
  };
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) });
  const order = Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  return { ...opened, hanne, order, ids };
}

interface ApiNear {
  questions: {
    rule: string;
    subject: string;
    steps: { condition: string; citizens: number }[];
    candidates: { citizen: { key: string; name: string | null; id: number | null }; condition: string }[];
  }[];
}

describe('what to ask the firm', () => {
  test('each requirement says what asking less would bring, smallest change first, and who they are', async () => {
    const { hanne, order } = await openTown();
    const { questions } = (
      await hanne.json('GET', `/api/v1/job-orders/${order}/near-matches`)
    ).data<ApiNear>();
    const steps = questions.map(({ rule, steps: all }) => [
      rule,
      ...all.map(({ condition, citizens }) => `${condition}: +${citizens}`),
    ]);
    expect(Object.fromEntries(steps.map(([rule, ...rest]) => [rule, rest]))).toEqual({
      kan_laeres: ['»truck B« kan læres på jobbet: +2'],
      timer: ['der kan blive 20 timer i stedet for 15: +1', 'der kan blive 30 timer i stedet for 15: +2'],
      danskniveau: ['dansk A1 i stedet for A2 er nok: +1'],
      startdato: ['starten kan vente til 01.02.2027: +1'],
      vilkaar: ['tunge løft kan undgås: +1'],
    });
    const hours = questions.find(({ rule }) => rule === 'timer');
    expect(hours?.candidates.map(({ citizen, condition }) => [citizen.name, condition]).sort()).toEqual([
      ['Flere', 'der kan blive 30 timer i stedet for 15'],
      ['Mange', 'der kan blive 20 timer i stedet for 15'],
    ]);
  });

  test('the shortlist shows the figures, and asking the firm makes them come true', async () => {
    const { hanne, order, db } = await openTown();
    const page = await hanne.get(`/jobordrer/${order}/forslag`);
    expect(page.body).toContain('Næsten-match: spørg virksomheden');
    expect(page.body).toContain('Hvis »truck B« kan læres på jobbet');
    expect(page.body).toMatch(/Hvis »truck B« kan læres på jobbet<\/span><strong class="nowrap">\+2</);
    // Nobody is named here who is not on the list, and nobody is logged as seen.
    expect(page.body).not.toContain('Truckløs');
    const seen = readsIn(db);
    expect(seen).toHaveLength(1);

    const edited = await hanne.post(`/jobordrer/${order}/ret`, {
      ...ORDER_FORM,
      certifikater: 'truck B (kan læres)',
      version: '1',
    });
    expect(edited.status).toBe(303);
    const list = (await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist`)).data<{
      rows: { citizen: { key: string } }[];
    }>();
    expect(list.rows.map(({ citizen }) => citizen.key).sort()).toEqual(['K1', 'K2', 'K3']);
  });
});

describe('who sees whom', () => {
  test('a protected person and one who said no are in no count and on no list of others', async () => {
    const { app, hanne, order, ids, db } = await openTown();
    const page = await hanne.get(`/jobordrer/${order}/naesten-match`);
    for (const text of ['Truckløs', 'Udløbet', 'K2', 'K3']) expect(page.body).toContain(text);
    for (const text of ['Skjult', 'Skytten', 'Nejsiger', 'K9', 'K10', 'Tang', 'Ulriksen', '/borgere/'])
      expect(page.body).not.toContain(text);
    // Two things at once are no smallest change.
    expect(page.body).not.toContain('K8');
    const seen = readsIn(db);
    expect(seen.map(({ citizenId }) => Number(citizenId)).sort((a, b) => a - b)).toEqual([
      ids.truck1,
      ids.truck2,
      ids.few,
      ids.more,
      ids.late,
      ids.danish,
    ]);

    // Her own protected citizen counts for the sagsbehandler alone; a colleague's is counted and not named.
    const sara = await signIn(app, 'sara');
    const own = await sara.get(`/jobordrer/${order}/naesten-match`);
    expect(own.body).toContain('Skjult Skytten');
    expect(own.body).toContain('Truckløs Tang');
    expect(own.body).toContain('1 vises ikke for dig');
    expect(own.body).not.toContain('Udløbet');
    const { questions } = (
      await sara.json('GET', `/api/v1/job-orders/${order}/near-matches`)
    ).data<ApiNear>();
    expect(questions.find(({ rule }) => rule === 'kan_laeres')?.steps[0]?.citizens).toBe(3);
  });

  test('a name never stands beside the condition of the work that it breaks: that would tell of a need', async () => {
    const { app, hanne, order } = await openTown();
    const page = await hanne.get(`/jobordrer/${order}/naesten-match`);
    expect(page.body).toContain('Hvis tunge løft kan undgås');
    for (const text of ['Behov', 'K11']) expect(page.body).not.toContain(text);
    const sara = await signIn(app, 'sara');
    expect((await sara.get(`/jobordrer/${order}/naesten-match`)).body).toContain('Behov Bæk');
  });

  test('another team and other roles get what a missing order gets', async () => {
    const { app, db, order } = await openTown();
    await addUser(db, 'soeren', ['konsulent'], 'Syd');
    await addUser(db, 'lea', ['leder'], 'Nord');
    const soeren = await signIn(app, 'soeren');
    expect((await soeren.get(`/jobordrer/${order}/naesten-match`)).status).toBe(404);
    expect((await soeren.json('GET', `/api/v1/job-orders/${order}/near-matches`)).status).toBe(404);
    expect((await (await signIn(app, 'lea')).get(`/jobordrer/${order}/naesten-match`)).status).toBe(403);
  });
});

test('who has told too little is a group of its own, with what to ask, and no low rank', async () => {
  const { app, hanne, order, db } = await openTown();
  addCitizen(db, {
    citizenKey: 'K20',
    name: 'Tavs Thomsen',
    terms: [
      { kind: 'koerekort', text: 'B' },
      { kind: 'jobmaal', text: 'frisør' },
    ],
    danish: null,
  });
  const loosened = { ...ORDER_FORM, certifikater: '', version: '1' };
  expect((await hanne.post(`/jobordrer/${order}/ret`, loosened)).status).toBe(303);
  const page = await hanne.get(`/jobordrer/${order}/forslag`);
  expect(page.body).toContain('For få oplysninger');
  expect(page.body).toMatch(/Tavs.*Spørg om:<\/span> Kompetencer og erfaring, Dansk/s);
  const api = (await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist`)).data<{
    rows: { citizen: { key: string } }[];
    fewFacts: { total: number; rows: { citizen: { key: string }; ask: string[] }[] };
  }>();
  expect(api.rows.map(({ citizen }) => citizen.key)).not.toContain('K20');
  expect(api.fewFacts).toMatchObject({ total: 1, rows: [{ citizen: { key: 'K20' } }] });
  const stig = await signIn(app, 'stig');
  expect((await stig.get(`/jobordrer/${order}/forslag`)).body).not.toContain('K20');
});
