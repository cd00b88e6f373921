import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import {
  placement,
  placementExtension,
  placementFollowUp,
  placementHours,
  ruleOverride,
} from '../db/schema/placements.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { mergeFirms } from '../server/register/merge.ts';
import { undoMerge } from '../server/register/merge-undo.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_BODY } from './job-orders-builders.ts';
import { addStaff, draftOf, PLACEMENT_FORM } from './placement-builders.ts';
import { readsIn } from './reads.ts';

const P = 1_020_000_001;
const Q = 1_020_000_002;

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const hanneId = await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'nils', ['konsulent'], 'Nord');
  await addUser(db, 'soeren', ['konsulent'], 'Syd');
  const saraId = await addUser(db, 'sara', ['sagsbehandler'], 'Nord');
  await addUser(db, 'lea', ['leder'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS', ownerUserId: hanneId });
  addFirm(db, { pNumber: Q, name: 'Karins Køkken', ownerUserId: hanneId });
  addStaff(db, P, 12, hanneId);
  const amina = addCitizen(db, { citizenKey: 'B1', name: 'Amina Ahmadi', caseworkerUserId: saraId });
  const as = (name: string) => signIn(app, name);
  const row = (id = 1) => db.select().from(placement).where(eq(placement.id, id)).get();
  const version = () => String(row()?.version);
  return {
    ...opened,
    amina,
    as,
    row,
    version,
    hanneId,
    saraId,
    hanne: await as('hanne'),
    sara: await as('sara'),
  };
}

const form = (own: object = {}) => ({ ...PLACEMENT_FORM, virksomhed: String(P), borgernoegle: 'B1', ...own });

describe('et forløb fra først til sidst', () => {
  test('begynder på virksomhedens side, venter på underskrifter og en kollega, vokser, forlænges og ender i et job', async () => {
    const { db, clock, as, row, version, ...town } = await openTown();
    let { hanne } = town;
    const empty = await hanne.get(`/placeringer/ny?virksomhed=${P}`);
    expect(empty.body).toContain('Vælg borger, type og første dag');

    const shown = await hanne.post('/placeringer/ny/regler', form({ opfoelgning_1: '' }));
    expect(shown.status).toBe(200);
    expect(shown.body).toContain('Fundet: Amina');
    expect(shown.body).not.toContain('Ahmadi');
    expect(shown.body).toContain('Virksomheden er ikke borgerens seneste arbejdsgiver.');
    expect(shown.body).toContain('value="2026-12-07"');
    expect(row()).toBeUndefined();

    const made = await hanne.post('/placeringer/ny', form());
    expect(made.location).toBe('/placeringer/1?besked=forloeb-oprettet');
    expect(row()).toMatchObject({
      type: 'virksomhedspraktik',
      jobFunction: 'Lager',
      mentorName: 'Grete Graae',
    });

    const page = await hanne.get('/placeringer/1');
    expect(page.body).toContain('Afventer underskrift');
    const early = await hanne.post('/placeringer/1/godkendelse', { version: version() });
    expect(early.body).toContain('Du har selv oprettet forløbet');
    await hanne.post('/placeringer/1/underskrifter', {
      version: version(),
      arbejdsgiver_underskrev: '2026-11-20',
      repraesentant: 'Tove TR',
      repraesentant_underskrev: '2026-11-21',
    });
    expect((await hanne.get('/placeringer/1')).body).toContain('Afventer godkendelse');
    const nils = await as('nils');
    const approved = await nils.post('/placeringer/1/godkendelse', { version: version() });
    expect(approved.location).toContain('forloeb-godkendt');
    expect((await hanne.get('/placeringer/1')).body).toContain('Klar til start');

    clock.now = new Date('2026-12-01T09:00:00Z');
    hanne = await as('hanne');
    expect((await hanne.get('/placeringer/1')).body).toContain('Udløber snart');
    await hanne.post('/placeringer/1/timer', { version: version(), fra: '2026-12-07', timer: '30' });
    const steps = db.select().from(placementHours).all();
    expect(steps.map(({ fromDate, weeklyHours }) => [fromDate, weeklyHours])).toEqual([
      ['2026-11-23', 20],
      ['2026-12-07', 30],
    ]);
    expect((await hanne.get('/placeringer/1')).body).toContain('Vokset med 10 timer siden start.');

    const extension = {
      version: version(),
      slut: '2026-12-31',
      begrundelse: 'Vil nå julesalget.',
      fravigelse: 'Ja.',
    };
    await hanne.post('/placeringer/1/forlaengelse', extension);
    expect(db.select().from(placementExtension).all()).toMatchObject([
      { endsOnBefore: '2026-12-13', endsOn: '2026-12-31', reason: 'Vil nå julesalget.' },
    ]);
    const checks = () =>
      db
        .select()
        .from(placementFollowUp)
        .all()
        .map(({ kind, dueOn }) => [kind, dueOn]);
    expect(checks()).toEqual([
      ['opfoelgning', '2026-12-01'],
      ['uge_13', '2027-04-01'],
      ['uge_26', '2027-07-01'],
    ]);

    const noted = await hanne.post('/placeringer/opfoelgninger/1', {
      klaret: '2026-12-01',
      er_der: 'ja',
      ordinaere_timer: '4',
      note: 'Går godt.',
    });
    expect(noted.location).toContain('forloeb-fulgt-op');
    clock.now = new Date('2026-12-21T09:00:00Z');
    hanne = await as('hanne');
    const end = { sidste_dag: '2026-12-20', grund: 'ordinaert_job_her', ordinaer: '', ordinaere_timer: '25' };
    await hanne.post('/placeringer/1/ophoer', { version: version(), ...end });
    expect(row()).toMatchObject({ endedOn: '2026-12-20', becameOrdinary: true, ordinaryHours: 25 });
    expect(checks().slice(1)).toEqual([
      ['uge_13', '2027-03-21'],
      ['uge_26', '2027-06-20'],
    ]);
    const ended = await hanne.get('/placeringer/1');
    expect(ended.body).toContain('Ordinært job i virksomheden');
    expect(ended.body).toContain('Ja, 25 timer om ugen');
    const actions = db.select().from(auditEvent).where(eq(auditEvent.entity, 'placement')).all();
    expect(actions.map(({ action }) => action)).toEqual([
      'opret',
      'underskriv',
      'godkend',
      'timer',
      'forlaeng',
      'opfoelgning klaret',
      'ophoer',
    ]);
  });

  test('intet af det, der er tastet, går tabt, og hver fejl står ved sit felt', async () => {
    const { hanne, row } = await openTown();
    const answer = await hanne.post(
      '/placeringer/ny',
      form({
        type: '',
        funktion: '',
        start: '2026-02-31',
        slut: 'i morgen',
        timer: 'mange',
        maal: 'Ring til 610190-1234',
        arbejdsgiver_underskrev: '2027-01-01',
        repraesentant_underskrev: '2026-11-01',
        opfoelgning_1: '2026-13-01',
      }),
    );
    expect(answer.status).toBe(422);
    for (const text of [
      'Vælg en type.',
      'Skriv, hvad borgeren skal lave.',
      'Skriv den første dag.',
      'Timer om ugen skal være et tal',
      'Teksten ligner et CPR-nummer.',
      'En underskrift kan ikke ligge i fremtiden.',
      'Skriv, hvem der har skrevet under.',
      'En af datoerne for opfølgning findes ikke.',
      'value="mange"',
      'Ring til 610190-1234',
      'Grete Graae',
    ])
      expect(answer.body, text).toContain(text);
    expect(row()).toBeUndefined();
  });

  test('dage og tider giver timerne, og for få timer siges ved feltet', async () => {
    const { db, hanne } = await openTown();
    const times = { vagt1_dage: ['1', '2', '3', '4', '5'], vagt1_fra: '08:00', vagt1_til: '12:00' };
    const short = await hanne.post('/placeringer/ny', form({ ...times, timer: '25', fravigelse: 'x' }));
    expect(short.body).toContain('Dage og tider giver kun 20 timer; der skal være 25.');
    await hanne.post('/placeringer/ny', form({ ...times, timer: '', fravigelse: 'x' }));
    expect(db.select().from(placementHours).all()).toMatchObject([{ weeklyHours: 20 }]);
    expect((await hanne.get('/placeringer/1')).body).toContain('mandag–fredag 08.00–12.00');
  });

  test('en regel, der siger nej, kræver en begrundelse, som gemmes med reglens svar', async () => {
    const { db, amina, sara } = await openTown();
    const wanted = {
      ...PLACEMENT_FORM,
      virksomhed: String(P),
      borger: String(amina),
      type: 'fleksjob',
      formaal: '',
      slut: '',
    };
    const refused = await sara.post('/placeringer/ny', wanted);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('visiteret til fleksjob');
    expect(refused.body).toContain('Amina Ahmadi');
    const made = await sara.post('/placeringer/ny', { ...wanted, fravigelse: 'Visiteret i går.' });
    expect(made.status).toBe(303);
    expect(db.select().from(ruleOverride).all()).toMatchObject([
      { what: 'hvem_maa', answer: 'nej', reason: 'Visiteret i går.', placementId: 1, citizenId: amina },
    ]);
    expect((await sara.get('/placeringer/1')).body).toContain('Visiteret i går.');
  });

  test('skrevet efter start er mærket, og står på listen for sig', async () => {
    const { hanne } = await openTown();
    const late = form({
      type: 'smaajob',
      formaal: '',
      start: '2026-09-01',
      slut: '',
      timer: '8',
      opfoelgning_1: '',
    });
    expect((await hanne.post('/placeringer/ny', late)).status).toBe(303);
    expect((await hanne.get('/placeringer/1')).body).toContain('Skrevet efter start');
    expect((await hanne.get('/placeringer?kun=efterregistreret')).body).toContain('1 forløb');
    expect((await hanne.get('/placeringer?kun=mangler_ophoer')).body).toContain('0 forløb');
  });
});

describe('det, der ikke kan lade sig gøre', () => {
  test('to forløb på fuld tid, samme funktion to gange, og timer, der vokser ind i hinanden', async () => {
    const { hanne, version, row } = await openTown();
    const job = { type: 'ordinaer', formaal: '', slut: '', timer: '37', opfoelgning_1: '' };
    expect((await hanne.post('/placeringer/ny', form(job))).status).toBe(303);
    const second = await hanne.post(
      '/placeringer/ny',
      form({ ...job, virksomhed: String(Q), funktion: 'Køkken' }),
    );
    expect(second.status).toBe(422);
    expect(second.body).toContain('Borgeren er på fuld tid et andet sted den 23.11.2026');
    const same = await hanne.post('/placeringer/ny', form({ ...job, type: 'smaajob', timer: '5' }));
    expect(same.body).toContain('samme funktion');
    const beside = { ...job, type: 'smaajob', timer: '5', virksomhed: String(Q), funktion: 'Køkken' };
    expect((await hanne.post('/placeringer/ny', form(beside))).location).toContain('/placeringer/2');
    const grown = await hanne.post('/placeringer/2/timer', { version: '1', fra: '2027-01-01', timer: '37' });
    expect(grown.status).toBe(422);
    expect(grown.body).toContain('på fuld tid et andet sted den 01.01.2027');
    await hanne.post('/placeringer/1/annullering', {
      version: version(),
      begrundelse: 'Jobbet blev ikke til noget.',
    });
    expect(row()?.withdrawnReason).toBe('Jobbet blev ikke til noget.');
    const then = await hanne.post('/placeringer/2/timer', { version: '1', fra: '2027-01-01', timer: '37' });
    expect(then.status).toBe(303);
  });

  test('en ordre uden ledige pladser, og en annullering giver pladsen fri', async () => {
    const { db, hanne, saraId } = await openTown();
    const { id: orderId } = (
      await hanne.json('POST', '/api/v1/job-orders', { pNumber: P, ...ORDER_BODY })
    ).data<{ id: number }>();
    addCitizen(db, { citizenKey: 'B2', caseworkerUserId: saraId });
    const page = await hanne.get(`/placeringer/ny?ordre=${orderId}`);
    expect(page.body).toContain('value="Lager"');
    const wanted = form({
      type: 'smaajob',
      formaal: '',
      slut: '',
      timer: '10',
      ordre: String(orderId),
      opfoelgning_1: '',
    });
    expect((await hanne.post('/placeringer/ny', wanted)).status).toBe(303);
    const full = await hanne.post('/placeringer/ny', { ...wanted, borgernoegle: 'B2' });
    expect(full.body).toContain('Alle ordrens pladser er besat: 1 af 1.');
    await hanne.post('/placeringer/1/annullering', { version: '1', begrundelse: 'Mødte ikke.' });
    expect((await hanne.post('/placeringer/ny', { ...wanted, borgernoegle: 'B2' })).status).toBe(303);
  });

  test('en virksomhed i blokade', async () => {
    const { hanne } = await openTown();
    await hanne.post(`/virksomheder/${P}/spaerringer`, {
      spaerring: 'blokade',
      begrundelse: 'Varslet af 3F',
      fra: '2026-11-20',
      ophoerer: '',
    });
    const answer = await hanne.post('/placeringer/ny', form({ fravigelse: 'x' }));
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Virksomheden er i blokade: ingen kan begynde der');
  });

  test('den samme formular sendt to gange giver ét forløb, og en gammel udgave overskriver intet', async () => {
    const { db, hanne } = await openTown();
    const twice = form({ fravigelse: 'x', formularnoegle: '00000000-0000-4000-8000-000000000001' });
    await hanne.post('/placeringer/ny', twice);
    expect((await hanne.post('/placeringer/ny', twice)).location).toContain('/placeringer/1');
    expect(db.select().from(placement).all()).toHaveLength(1);
    await hanne.post('/placeringer/1/timer', { version: '1', fra: '2026-12-01', timer: '25' });
    expect(
      (await hanne.post('/placeringer/1/timer', { version: '1', fra: '2026-12-02', timer: '30' })).status,
    ).toBe(409);
  });
});

describe('hvem ser hvad', () => {
  test('navnet ses af dem, der arbejder med det, og hver visning står i loggen', async () => {
    const { db, as, hanne, sara, amina } = await openTown();
    await hanne.post('/placeringer/ny', form({ fravigelse: 'x' }));
    expect((await sara.get('/placeringer/1')).body).toContain('Amina Ahmadi');
    const nils = await (await as('nils')).get('/placeringer/1');
    expect(nils.body).toContain('Amina');
    expect(nils.body).not.toContain('Ahmadi');
    for (const name of ['soeren', 'lea']) {
      const before = readsIn(db).length;
      const browser = await as(name);
      const page = await browser.get('/placeringer/1');
      expect(page.status).toBe(200);
      expect(page.body).not.toContain('Amina');
      expect(page.body).toContain('En borger');
      expect(page.body).not.toContain('Afprøve lagerarbejde.');
      expect((await browser.get('/placeringer?hvis=alle')).body).not.toContain('Amina');
      expect(readsIn(db)).toHaveLength(before);
    }
    const soeren = await as('soeren');
    expect((await soeren.post('/placeringer/1/annullering', { version: '1', begrundelse: 'x' })).status).toBe(
      403,
    );
    const reads = readsIn(db).filter(({ citizenId }) => citizenId === amina);
    expect(reads).toHaveLength(2);
  });

  test('en beskyttet borgers forløb findes kun for den egne sagsbehandler', async () => {
    const { db, hanneId, saraId, hanne, sara, as } = await openTown();
    const citizenId = addCitizen(db, {
      citizenKey: 'B9',
      name: 'Skjult Sørensen',
      protectedAddress: null,
      caseworkerUserId: saraId,
    });
    const draft = draftOf({ citizenId, pNumber: P });
    db.transaction((tx) => startPlacement(tx, draft, { at: '2026-11-22T09:00:00.000Z', by: hanneId }), {
      behavior: 'immediate',
    });
    for (const browser of [hanne, await as('lea')]) {
      expect((await browser.get('/placeringer/1')).status).toBe(404);
      expect((await browser.get('/placeringer?hvis=alle')).body).toContain('0 forløb');
    }
    expect((await sara.get('/placeringer/1')).body).toContain('Skjult Sørensen');
    const byKey = await hanne.post('/placeringer/ny', form({ borgernoegle: 'B9', fravigelse: 'x' }));
    expect(byKey.body).toContain('ingen borger med det id');
    const byId = await hanne.post(
      '/placeringer/ny',
      form({ borgernoegle: '', borger: '1', fravigelse: 'x' }),
    );
    expect(byId.body).toContain('ingen borger med det id');
  });
});

describe('for programmer', () => {
  test('det samme som på siderne: opret, voks, afslut, og en fejl ved sit felt', async () => {
    const { hanne, as } = await openTown();
    const draft = {
      pNumber: P,
      citizenKey: 'B1',
      type: 'smaajob',
      jobFunction: 'Lager',
      startsOn: '2026-11-23',
    };
    const refused = await hanne.json('POST', '/api/v1/placements', { ...draft, weeklyHours: 0 });
    expect([refused.status, refused.data<{ errors: unknown[] }>().errors]).toMatchObject([
      422,
      [{ field: 'weeklyHours' }],
    ]);
    const made = await hanne.json('POST', '/api/v1/placements', { ...draft, weeklyHours: 6 });
    expect(made.status, made.body).toBe(201);
    expect(made.data()).toMatchObject({ id: 1, status: 'klar', placed: { name: 'Amina' }, jobOrderId: null });
    const grown = await hanne.json('POST', '/api/v1/placements/1/hours', {
      version: 1,
      fromDate: '2027-01-01',
      weeklyHours: 10,
    });
    expect(grown.data<{ growth: unknown[] }>().growth).toMatchObject([
      { weeklyHours: 6 },
      { weeklyHours: 10 },
    ]);
    const stale = { version: 1, endedOn: '2026-12-01', ended: 'andet' };
    expect((await hanne.json('POST', '/api/v1/placements/1/ending', stale)).status).toBe(409);
    const ended = await hanne.json('POST', '/api/v1/placements/1/ending', { ...stale, version: 2 });
    expect(ended.data()).toMatchObject({ ended: 'andet', endedOn: '2026-12-01' });
    const list = await (await as('lea')).json('GET', '/api/v1/placements?status=alle');
    expect(list.data<{ items: unknown[] }>().items).toMatchObject([{ id: 1, placed: null }]);
    expect(
      (await (await as('soeren')).json('POST', '/api/v1/placements/1/reopening', { version: 3 })).status,
    ).toBe(403);
  });
});

describe('når virksomheder lægges sammen', () => {
  test('forløbet flytter med og tilbage', async () => {
    const { db, hanneId, amina, row } = await openTown();
    const draft = draftOf({ citizenId: amina, pNumber: P });
    db.transaction((tx) => startPlacement(tx, draft, { at: '2026-11-22T09:00:00.000Z', by: hanneId }), {
      behavior: 'immediate',
    });
    const before = row();
    const doing = {
      actor: { userId: hanneId, roles: ['konsulent' as const] },
      at: '2026-11-22T10:00:00.000Z',
    };
    const choices = { values: {}, ownerUserId: hanneId };
    const merged = mergeFirms(db, { kept: Q, merged: P, choices }, doing);
    expect(merged.outcome).toBe('merged');
    expect(row()).toMatchObject({ pNumber: Q });
    expect(row()?.cvr).not.toBe(before?.cvr);
    undoMerge(db, 1, { ...doing, at: '2026-11-22T11:00:00.000Z' });
    expect(row()).toMatchObject({ pNumber: P, cvr: before?.cvr });
  });
});
