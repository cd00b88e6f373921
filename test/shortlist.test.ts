import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { matchOrderResult, matchRun } from '../db/schema/matching.ts';
import { encryptCpr } from '../server/citizens/cpr.ts';
import { liveShortlist } from '../server/matching/live.ts';
import { changeUser, setDisabled } from '../server/users/queries.ts';
import { addUser, openTestApp, signIn, stranger, testEngine } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const P = 1_020_000_001;
const CPR = '7306851234';
const LAGER = [
  { kind: 'kompetence' as const, text: 'lagerarbejde på nat og dag' },
  { kind: 'koerekort' as const, text: 'B' },
  { kind: 'certifikat' as const, text: 'truck B' },
];

/** Two teams on each side, one order of hanne's, and a citizen of every sort. */
async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    nils: await addUser(db, 'nils', ['konsulent'], 'Nord'),
    soeren: await addUser(db, 'soeren', ['konsulent'], 'Syd'),
    sara: await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1'),
    siv: await addUser(db, 'siv', ['sagsbehandler'], 'Borger 1'),
    stig: await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2'),
    lea: await addUser(db, 'lea', ['leder'], 'Nord'),
    adam: await addUser(db, 'adam', ['administrator'], 'Nord'),
  };
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const keys = { encryption: randomBytes(32), index: randomBytes(32) };
  const own = { caseworkerUserId: ids.sara, terms: LAGER };
  const citizens = {
    aben: addCitizen(db, {
      ...own,
      citizenKey: 'K1',
      name: 'Åben Almindelig',
      cprEncrypted: encryptCpr(keys, CPR, 'K1'),
      cprIndex: randomBytes(32),
    }),
    asked: addCitizen(db, { ...own, citizenKey: 'K2', name: 'Uspurgt Usikker', mayBeShared: null }),
    refused: addCitizen(db, { ...own, citizenKey: 'K3', name: 'Nejsiger Navn', mayBeShared: false }),
    hidden: addCitizen(db, { ...own, citizenKey: 'K4', name: 'Skjult Skytten', protectedAddress: true }),
    unknown: addCitizen(db, { ...own, citizenKey: 'K5', name: 'Ukendt Uvis', protectedAddress: null }),
    elsewhere: addCitizen(db, {
      citizenKey: 'K6',
      name: 'Fremmed Fjernsen',
      caseworkerUserId: ids.stig,
      terms: LAGER,
    }),
    noLicence: addCitizen(db, {
      ...own,
      citizenKey: 'K7',
      name: 'Kørekortløs Karlsen',
      terms: LAGER.filter(({ kind }) => kind !== 'koerekort'),
    }),
  };
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) });
  const order = Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  const reads = () =>
    readsIn(db)
      .map(({ citizenId, purpose, jobOrderId }) => ({ citizenId, purpose, order: jobOrderId }))
      .sort((a, b) => Number(a.citizenId) - Number(b.citizenId));
  return { ...opened, ids, citizens, hanne, order, reads };
}

interface ApiRow {
  rank: number;
  score: number;
  citizen: { id: number | null; key: string; name: string | null; mustBeAsked: boolean } | null;
  parts: Record<string, number> | null;
  fits: { requirement: string; text: string; points: number }[];
}

const SECRETS = [CPR, '730685', 'Skytten', 'Skjult', 'Uvis', 'Nejsiger'];

describe('who sees whom', () => {
  test('the owner sees first names and keys with reasons, never whom protection or a no hides', async () => {
    const { hanne, order, citizens, reads } = await openTown();
    const page = await hanne.get(`/jobordrer/${order}/forslag`);
    expect(page.status).toBe(200);
    for (const text of [
      'Åben',
      'K1',
      'Uspurgt',
      'K2',
      'Fremmed',
      'K6',
      'Skal spørges',
      'lagerarbejde på nat og dag',
    ])
      expect(page.body).toContain(text);
    for (const text of [...SECRETS, 'Almindelig', 'Usikker', 'Fjernsen', 'K3', 'K4', 'K5', '/borgere/'])
      expect(page.body).not.toContain(text);
    expect(reads()).toEqual(
      [citizens.aben, citizens.asked, citizens.elsewhere].map((citizenId) => ({
        citizenId,
        purpose: 'forslagsliste',
        order,
      })),
    );

    const api = await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist`);
    const { rows } = api.data<{ rows: ApiRow[] }>();
    expect(rows.map((row) => row.rank)).toEqual([1, 2, 3]);
    expect(rows.map((row) => row.citizen?.id)).toEqual([null, null, null]);
    for (const row of rows) {
      expect(Object.values(row.parts ?? {}).reduce((sum, points) => sum + points, 0)).toBe(row.score);
    }
    for (const text of SECRETS) expect(api.body).not.toContain(text);
    expect(reads()).toHaveLength(6);
  });

  test('those sorted out are counted for all, and named to those who may see them', async () => {
    const { hanne, order, citizens, reads } = await openTown();
    const licence = await hanne.get(`/jobordrer/${order}/sorteret-fra?grund=koerekort`);
    expect(licence.body).toContain('Kørekort (1)');
    expect(licence.body).toContain('Må ikke deles (3)');
    expect(licence.body).toContain('Kørekortløs');
    expect(licence.body).not.toContain('Karlsen');
    expect(reads()).toEqual([{ citizenId: citizens.noLicence, purpose: 'forslagsliste', order }]);

    const shut = await hanne.get(`/jobordrer/${order}/sorteret-fra?grund=maa_ikke_deles`);
    expect(shut.body).toContain('3 mere er talt med');
    for (const text of [...SECRETS, 'K3', 'K4', 'K5']) expect(shut.body).not.toContain(text);
    const api = await hanne.json('GET', `/api/v1/job-orders/${order}/excluded?reason=maa_ikke_deles`);
    expect(api.data()).toMatchObject({ counts: { maa_ikke_deles: 3, koerekort: 1 }, total: 0, items: [] });
    expect(reads()).toHaveLength(1);
  });

  test('a team mate sees the same; another team gets what a missing order gets', async () => {
    const { app, order } = await openTown();
    const nils = await signIn(app, 'nils');
    expect((await nils.get(`/jobordrer/${order}/forslag`)).body).toContain('Uspurgt');
    const soeren = await signIn(app, 'soeren');
    for (const rest of ['forslag', 'sorteret-fra']) {
      const foreign = await soeren.get(`/jobordrer/${order}/${rest}`);
      const missing = await soeren.get(`/jobordrer/999999/${rest}`);
      const strange = await soeren.get(`/jobordrer/${order}abc/${rest}`);
      expect([foreign.status, missing.status, strange.status]).toEqual([404, 404, 404]);
      const bare = (body: string) => body.replace(/nonce="[^"]+"/g, '');
      expect(bare(foreign.body)).toBe(bare(missing.body));
    }
    const api = (id: number) => soeren.json('GET', `/api/v1/job-orders/${id}/shortlist`);
    const [foreign, missing] = [await api(order), await api(999_999)];
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
  });

  test('a sagsbehandler sees own and the team’s citizens by name, others as a colleague’s', async () => {
    const { app, order, citizens, reads } = await openTown();
    const sara = await signIn(app, 'sara');
    const page = await sara.get(`/jobordrer/${order}/forslag`);
    expect(page.body).toContain(`href="/borgere/${citizens.aben}"`);
    expect(page.body).toContain('Åben Almindelig');
    expect(page.body).toContain('Borger hos en kollega');
    for (const text of ['Fremmed', 'Fjernsen', 'K6', CPR, '730685']) expect(page.body).not.toContain(text);
    // Her own protected citizens are ranked for her, and marked.
    expect(page.body).toContain('Skjult Skytten');
    expect(page.body).toContain('Beskyttet: kun du ser rækken');
    expect(reads().map((row) => row.citizenId)).toEqual([
      citizens.aben,
      citizens.asked,
      citizens.hidden,
      citizens.unknown,
    ]);

    const siv = await signIn(app, 'siv');
    const team = await siv.get(`/jobordrer/${order}/forslag`);
    expect(team.body).toContain('Åben Almindelig');
    for (const text of ['Skjult', 'Skytten', 'Uvis', 'Fremmed']) expect(team.body).not.toContain(text);
    expect((await siv.get(`/jobordrer/${order}/sorteret-fra?grund=maa_ikke_deles`)).body).toContain(
      'Nejsiger Navn',
    );

    const stig = await signIn(app, 'stig');
    const api = await stig.json('GET', `/api/v1/job-orders/${order}/shortlist`);
    const rows = api.data<{ rows: ApiRow[] }>().rows;
    expect(rows.filter((row) => row.citizen).map((row) => row.citizen?.name)).toEqual(['Fremmed Fjernsen']);
    for (const row of rows.filter((each) => !each.citizen)) {
      expect(row).toMatchObject({ parts: null, fits: [], lacks: [], unknown: [], related: [] });
    }
    for (const text of ['Åben', 'Almindelig', 'K1"', 'K2']) expect(api.body).not.toContain(text);
  });

  test('a jobformidler, konsulent and sagsbehandler at once, sees own citizens in full and others by first name', async () => {
    const { app, db, ids, order } = await openTown();
    const both = {
      name: 'Navn hanne',
      email: null,
      roles: ['konsulent', 'sagsbehandler'] as const,
      teamName: 'Nord',
    };
    changeUser(
      db,
      ids.hanne,
      { ...both, roles: [...both.roles] },
      { at: '2026-11-01T00:00:00.000Z', by: null },
    );
    db.update(citizen).set({ caseworkerUserId: ids.hanne }).where(eq(citizen.citizenKey, 'K4')).run();
    const page = await (await signIn(app, 'hanne')).get(`/jobordrer/${order}/forslag`);
    expect(page.body).toContain('Skjult Skytten');
    expect(page.body).toContain('Åben');
    expect(page.body).not.toContain('Almindelig');
  });

  test('leder and administrator see no candidates, a stranger nothing', async () => {
    const { app, order, reads } = await openTown();
    for (const name of ['lea', 'adam']) {
      const browser = await signIn(app, name);
      for (const url of [`/jobordrer/${order}/forslag`, `/jobordrer/${order}/sorteret-fra`]) {
        const answer = await browser.get(url);
        expect([url, answer.status]).toEqual([url, 403]);
      }
      for (const rest of ['shortlist', 'excluded']) {
        expect((await browser.json('GET', `/api/v1/job-orders/${order}/${rest}`)).status).toBe(403);
      }
    }
    expect((await stranger(app).get(`/jobordrer/${order}/forslag`)).status).toBe(303);
    expect((await stranger(app).json('GET', `/api/v1/job-orders/${order}/shortlist`)).status).toBe(401);
    expect(reads()).toEqual([]);
  });

  test('an unowned order must be taken first; the firm’s konsulent answers for it otherwise', async () => {
    const { app, db, ids, order } = await openTown();
    db.update(jobOrder).set({ ownerUserId: null }).run();
    const soeren = await signIn(app, 'soeren');
    const first = await soeren.get(`/jobordrer/${order}/forslag`);
    expect(first.status).toBe(403);
    expect(first.body).toContain('Overtag ansvaret');
    expect(first.body).not.toContain('Uspurgt');
    expect((await soeren.json('GET', `/api/v1/job-orders/${order}/shortlist`)).status).toBe(403);
    expect((await soeren.post(`/jobordrer/${order}/ansvarlig`, {})).status).toBe(303);
    expect((await soeren.get(`/jobordrer/${order}/forslag`)).body).toContain('Uspurgt');

    // One who has left answers for nothing, so that the order is not locked in.
    setDisabled(db, ids.soeren, true, { at: '2026-11-22T09:00:00.000Z', by: null });
    const hanne = await signIn(app, 'hanne');
    expect((await hanne.get(`/jobordrer/${order}/forslag`)).status).toBe(403);
    db.$client.prepare('UPDATE p_unit SET owner_user_id = ?').run(ids.nils);
    expect((await hanne.get(`/jobordrer/${order}/forslag`)).status).toBe(200);
  });
});

describe('what the list says', () => {
  test('follows an edit of order or citizen at once', async () => {
    const { db, hanne, order, citizens } = await openTown();
    const names = async () =>
      (await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist`))
        .data<{ rows: ApiRow[] }>()
        .rows.map((row) => row.citizen?.key);
    expect(await names()).not.toContain('K7');
    await hanne.post(`/jobordrer/${order}/ret`, { ...ORDER_FORM, koerekort: '', version: '1' });
    expect(await names()).toContain('K7');
    db.update(citizen).set({ hoursMin: 30, version: 2 }).where(eq(citizen.id, citizens.noLicence)).run();
    expect(await names()).not.toContain('K7');
  });

  test('names the hard rules, what each keeps out, and the last night run', async () => {
    const { db, hanne, order } = await openTown();
    const page = await hanne.get(`/jobordrer/${order}/forslag`);
    expect(page.body).toContain('Forslag beregnet nu.');
    expect(page.body).toContain('Natkørslen har ikke set ordren endnu.');
    expect(page.body).toContain('mindst A2');
    expect(page.body).toContain(`/jobordrer/${order}/sorteret-fra?grund=koerekort`);
    db.insert(matchRun)
      .values({
        runKey: 'nat:2026-11-22',
        status: 'faerdig',
        fence: 1,
        engineVersion: '1',
        orders: 1,
        citizens: 1,
        pairs: 1,
        shards: 1,
        plannedAt: '2026-11-22T00:00:00.000Z',
        finishedAt: '2026-11-22T00:00:05.000Z',
      })
      .run();
    const committedAt = '2026-11-22T00:00:04.000Z';
    db.insert(matchOrderResult)
      .values({ runId: 1, jobOrderId: order, fence: 1, rows: 0, excludedCounts: {}, committedAt })
      .run();
    const after = (await hanne.get(`/jobordrer/${order}/forslag`)).body;
    expect(after).toContain('22.11.2026 kl. 01.00');
    expect(after).toContain(`<a href="/matchkoersler/1/ordrer/${order}">listen, som den stod</a>`);
  });

  test('a key that is a CPR number is masked, a citizen without name has their key', async () => {
    const { db, hanne, order } = await openTown();
    db.update(citizen)
      .set({ citizenKey: '730685-1234', name: null, version: 2 })
      .where(eq(citizen.citizenKey, 'K1'))
      .run();
    const page = await hanne.get(`/jobordrer/${order}/forslag`);
    expect(page.body).not.toContain('730685');
    expect(page.body).toContain('••••••-••••');
    expect(page.body).toContain('Uden navn');
  });

  test('the command line gets the same ranking, keyed as the case system does', async () => {
    const { db, hanne, order } = await openTown();
    const api = (await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist`)).data<{
      rows: ApiRow[];
      orderKey: string;
    }>();
    const printed = liveShortlist(db, testEngine(), api.orderKey, '2026-11-22');
    expect(printed?.orderId).toBe(api.orderKey);
    expect(printed?.shortlist.map((row) => [row.rank, row.borger_id, row.score])).toEqual(
      api.rows.map((row) => [row.rank, row.citizen?.key, row.score]),
    );
    expect(Object.keys(printed?.shortlist[0] ?? {}).sort()).toEqual(
      ['borger_id', 'fits', 'lacks', 'parts', 'rank', 'related', 'score', 'unknown'].sort(),
    );
    expect(Object.keys(printed?.shortlist[0]?.fits[0] ?? {}).sort()).toEqual([
      'concept',
      'label',
      'method',
      'points',
      'requirement',
      'said',
      'score',
      'short',
      'strength',
      'text',
    ]);
    expect(printed?.excluded.map((row) => [row.borger_id, row.reason])).toEqual([
      ['K3', 'maa_ikke_deles'],
      ['K4', 'maa_ikke_deles'],
      ['K5', 'maa_ikke_deles'],
      ['K7', 'koerekort'],
    ]);
    expect(liveShortlist(db, testEngine(), 'findes-ikke', '2026-11-22')).toBeUndefined();
  });
});
