import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { encryptCpr } from '../server/citizens/cpr.ts';
import { addUser, everyItem, openTestApp, signIn, stranger } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const CPR = '7306851234';

async function openTown() {
  const opened = await openTestApp();
  const { db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    sara: await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1'),
    siv: await addUser(db, 'siv', ['sagsbehandler'], 'Borger 1'),
    stig: await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2'),
    alene: await addUser(db, 'alene', ['sagsbehandler']),
    lea: await addUser(db, 'lea', ['leder'], 'Borger 1'),
    adam: await addUser(db, 'adam', ['administrator'], 'Borger 1'),
  };
  const keys = { encryption: randomBytes(32), index: randomBytes(32) };
  const citizens = {
    known: addCitizen(db, {
      citizenKey: 'K1',
      name: 'Åse Ærlig',
      caseworkerUserId: ids.sara,
      cprEncrypted: encryptCpr(keys, CPR, 'K1'),
      cprIndex: randomBytes(32),
      needs: ['mentor'],
      terms: [
        { kind: 'jobmaal', text: 'lagermedarbejder' },
        { kind: 'erfaring', text: 'plukker', years: 2.5, lastYear: 2024 },
        { kind: 'certifikat', text: 'truck B', expiresOn: '2026-01-01' },
      ],
    }),
    hidden: addCitizen(db, {
      citizenKey: 'K2',
      name: 'Skjult Skytten',
      caseworkerUserId: ids.sara,
      protectedAddress: true,
      terms: [{ kind: 'jobmaal', text: 'lagermedarbejder' }],
    }),
    unasked: addCitizen(db, {
      citizenKey: 'K3',
      name: 'Ukendt Uvis',
      caseworkerUserId: ids.sara,
      protectedAddress: null,
    }),
    colleague: addCitizen(db, { citizenKey: 'K4', name: 'Kollega Kjær', caseworkerUserId: ids.siv }),
    foreign: addCitizen(db, { citizenKey: 'K5', name: 'Fremmed Fjernsen', caseworkerUserId: ids.stig }),
    nobodys: addCitizen(db, { citizenKey: 'K6', name: 'Ingens Ibsen' }),
  };
  const reads = () =>
    readsIn(db)
      .toSorted((a, b) => a.userId - b.userId || Number(a.citizenId) - Number(b.citizenId))
      .map(({ citizenId, userId, purpose }) => [citizenId, userId, purpose]);
  return { ...opened, ids, citizens, reads };
}

describe('the list', () => {
  test('shows own citizens, then the team’s but the protected, and logs each once', async () => {
    const { app, ids, citizens, reads } = await openTown();
    const sara = await signIn(app, 'sara');
    const mine = await sara.get('/borgere');
    for (const name of ['Åse Ærlig', 'Skjult Skytten', 'Ukendt Uvis']) expect(mine.body).toContain(name);
    for (const name of ['Kollega', 'Fremmed', 'Ingens', CPR]) expect(mine.body).not.toContain(name);
    const { known, hidden, unasked, colleague } = citizens;
    expect(reads()).toEqual([known, hidden, unasked].map((id) => [id, ids.sara, 'liste']));
    expect((await sara.get('/borgere?vis=team')).body).toContain('Kollega Kjær');

    const siv = await signIn(app, 'siv');
    const team = await siv.get('/borgere?vis=team');
    expect(team.body).toContain('2 borgere');
    for (const name of ['Åse Ærlig', 'Kollega Kjær']) expect(team.body).toContain(name);
    for (const name of ['Skjult', 'Uvis', 'Fremmed', 'K2', 'K3']) expect(team.body).not.toContain(name);
    expect(reads().filter(([, user]) => user === ids.siv)).toEqual([
      [known, ids.siv, 'liste'],
      [colleague, ids.siv, 'liste'],
    ]);
    expect((await siv.get('/borgere?vis=team&q=Skytten')).body).toContain('0 borgere');
  });

  test('one without a team sees own citizens only, not all who have no team', async () => {
    const { app } = await openTown();
    const page = await (await signIn(app, 'alene')).get('/borgere?vis=team');
    expect(page.body).toContain('0 borgere');
  });

  test('searches names in any case with æøå, keys exactly, sorts and pages', async () => {
    const { app, db, ids } = await openTown();
    const sara = await signIn(app, 'sara');
    const found = async (query: string) =>
      [...(await sara.get(`/borgere${query}`)).body.matchAll(/\/borgere\/\d+">([^<]+)<\/a>/g)].map(
        (match) => match[1],
      );
    expect(await found('?q=%C3%85SE+%C3%86')).toEqual(['Åse Ærlig']);
    expect(await found('?q=K2')).toEqual(['Skjult Skytten']);
    expect(await found('?q=%25')).toEqual([]);
    addCitizen(db, { citizenKey: 'K7', name: 'Ærø Zander', caseworkerUserId: ids.sara });
    expect(await found('?sort=-navn')).toEqual(['Åse Ærlig', 'Ærø Zander', 'Ukendt Uvis', 'Skjult Skytten']);
    for (let i = 0; i < 55; i++)
      addCitizen(db, {
        citizenKey: `X${i}`,
        name: `Borger ${String(i).padStart(2, '0')}`,
        caseworkerUserId: ids.sara,
      });
    const before = readsIn(db).length;
    expect(await found('?side=2')).toHaveLength(9);
    expect(readsIn(db)).toHaveLength(before + 9);
    const listed = await everyItem<{ id: number }>(sara, '/api/v1/citizens?limit=50');
    expect(new Set(listed.map(({ id }) => id)).size).toBe(59);
    expect(JSON.stringify(listed)).not.toContain('cpr');
    expect(readsIn(db)).toHaveLength(before + 9 + 59);
  });
});

describe('the page', () => {
  test('shows what was typed, what to ask next, and the CPR number masked; one view, one row', async () => {
    const { app, ids, citizens, reads } = await openTown();
    const sara = await signIn(app, 'sara');
    const page = await sara.get(`/borgere/${citizens.known}`);
    for (const text of [
      'Åse Ærlig',
      'lagermedarbejder',
      'plukker',
      '2,5 år',
      'til 2024',
      '✕ udløb',
      'Mentor',
      '••••••-••••',
      'Spørg om næste gang',
      'Fleksjob er kun for',
    ])
      expect(page.body).toContain(text);
    for (const text of [CPR, '730685', '1234']) expect(page.body).not.toContain(text);
    expect(reads()).toEqual([[citizens.known, ids.sara, 'borgerside']]);

    const api = await sara.json('GET', `/api/v1/citizens/${citizens.known}`);
    expect(api.data()).toMatchObject({ name: 'Åse Ærlig', hasCpr: true });
    for (const text of ['730685', 'cprEncrypted', 'cprIndex', 'birthYear'])
      expect(api.body).not.toContain(text);
    expect(reads()).toHaveLength(2);
  });

  test('what is blank is asked for, the most useful first', async () => {
    const { app, db, ids } = await openTown();
    const blank = addCitizen(db, {
      citizenKey: 'B1',
      name: null,
      caseworkerUserId: ids.sara,
      mayBeShared: null,
      protectedAddress: null,
      hoursMin: null,
      hoursMax: null,
      workingTimes: [],
      danish: null,
      education: null,
    });
    const page = await (await signIn(app, 'sara')).get(`/borgere/${blank}`);
    expect(page.body).toContain('Borger B1');
    const asked = [...page.body.matchAll(/<li><strong>([^<]+)<\/strong><br\/><span class="muted">/g)].map(
      (m) => m[1],
    );
    expect(asked).toEqual([
      'Må oplysninger deles?',
      'Beskyttet adresse?',
      'Hvad må siges til virksomheder?',
      'Jobmål A, B og C',
      'Kompetencer og erfaring',
      'Timer om ugen',
      'Arbejdstid',
      'Danskniveau',
      'Kørekort',
      'Certifikater',
      'Uddannelse',
    ]);
    expect(page.body).toContain('6 af 17 oplysninger');
  });

  test('a foreign, a protected colleague’s and a missing citizen give the same answer, unlogged', async () => {
    const { app, citizens, reads } = await openTown();
    const siv = await signIn(app, 'siv');
    expect((await siv.get(`/borgere/${citizens.known}`)).status).toBe(200);
    const before = reads().length;
    const bare = (body: string) => body.replace(/nonce="[^"]+"/g, '');
    const { foreign, hidden, unasked, nobodys } = citizens;
    for (const rest of ['', '/forslag']) {
      const missing = await siv.get(`/borgere/999999${rest}`);
      expect(missing.status).toBe(404);
      for (const id of [foreign, hidden, unasked, nobodys, 'abc', '0', '-1', `${foreign}x`]) {
        const answer = await siv.get(`/borgere/${id}${rest}`);
        expect([answer.status, bare(answer.body)]).toEqual([404, bare(missing.body)]);
      }
    }
    for (const rest of ['', '/matches']) {
      const missing = await siv.json('GET', `/api/v1/citizens/999999${rest}`);
      for (const id of [foreign, hidden, unasked, nobodys]) {
        const answer = await siv.json('GET', `/api/v1/citizens/${id}${rest}`);
        expect([answer.status, answer.body]).toEqual([404, missing.body]);
      }
    }
    expect(reads()).toHaveLength(before);
  });

  test('konsulent, leder and administrator have no citizen pages', async () => {
    const { app, citizens, reads } = await openTown();
    for (const name of ['hanne', 'lea', 'adam']) {
      const browser = await signIn(app, name);
      for (const url of ['/borgere', `/borgere/${citizens.known}`, `/borgere/${citizens.known}/forslag`]) {
        const answer = await browser.get(url);
        expect([name, url, answer.status]).toEqual([name, url, 403]);
        expect(answer.body).not.toContain('Ærlig');
      }
      for (const url of ['citizens', `citizens/${citizens.known}`, `citizens/${citizens.known}/matches`]) {
        expect((await browser.json('GET', `/api/v1/${url}`)).status).toBe(403);
      }
    }
    expect((await stranger(app).get('/borgere')).status).toBe(303);
    expect(reads()).toEqual([]);
  });
});

describe('orders for a citizen', () => {
  test('twenty stand on a page; whoever puts one on the board comes back to the same', async () => {
    const { app, db, citizens } = await openTown();
    addFirm(db, { pNumber: 1_020_000_001, name: 'Bo Bygger ApS' });
    const hanne = await signIn(app, 'hanne');
    const form = { ...ORDER_FORM, virksomhed: '1020000001', certifikater: '', koerekort: '' };
    for (let n = 1; n <= 25; n += 1)
      await hanne.post('/jobordrer', { ...form, titel: `Lagermedarbejder nr. ${n}` });
    const sara = await signIn(app, 'sara');
    const list = `/borgere/${citizens.known}/forslag`;
    const titles = (body: string) => new Set(body.match(/Lagermedarbejder nr\. \d+(?=<)/g));
    const ranks = (body: string) => [...body.matchAll(/class="match-rank">(\d+)/g)].map(([, n]) => Number(n));
    const pages = [await sara.get(list), await sara.get(`${list}?side=2`)].map(({ body }) => body);
    const [first = '', second = ''] = pages;
    expect(ranks(first)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(ranks(second)).toEqual([21, 22, 23, 24, 25]);
    expect(new Set([...titles(first), ...titles(second)]).size).toBe(25);
    expect(first).toContain('25 vises');
    expect(first).toContain('1–20 af 25');
    for (const side of ['9', '99'])
      expect(ranks((await sara.get(`${list}?side=${side}`)).body)).toEqual(ranks(second));
    for (const side of ['0', '-1', 'x', '1e3'])
      expect((await sara.get(`${list}?side=${side}`)).body).toContain('1–20 af 25');

    const [, order] = /action="\/jobordrer\/(\d+)\/tavle"/.exec(second) ?? [];
    const put = await sara.post(`/jobordrer/${order}/tavle`, {
      borger: String(citizens.known),
      til: 'borger',
      side: '2',
    });
    expect(put.location).toBe(`${list}?side=2&besked=paa-tavlen`);
  });

  test('are ranked with reasons for the own sagsbehandler, and the view is logged', async () => {
    const { app, db, ids, citizens, reads } = await openTown();
    addFirm(db, { pNumber: 1_020_000_001, name: 'Bo Bygger ApS' });
    const hanne = await signIn(app, 'hanne');
    const form = { ...ORDER_FORM, virksomhed: '1020000001', certifikater: '', koerekort: '' };
    await hanne.post('/jobordrer', { ...form, titel: 'Lagermedarbejder' });
    await hanne.post('/jobordrer', { ...form, titel: 'Kun fleksjob', type: 'fleksjob' });
    const sara = await signIn(app, 'sara');
    const page = await sara.get(`/borgere/${citizens.known}/forslag`);
    expect(page.body).toContain('Lagermedarbejder');
    expect(page.body).toContain('Bo Bygger ApS');
    expect(page.body).toContain('Passer');
    expect(page.body).not.toContain('Kun fleksjob');
    expect(reads()).toEqual([[citizens.known, ids.sara, 'borgerside']]);
    const api = await sara.json('GET', `/api/v1/citizens/${citizens.known}/matches`);
    expect(api.data<{ openOrders: number; rows: { order: { title: string } }[] }>()).toMatchObject({
      openOrders: 2,
      rows: [{ order: { title: 'Lagermedarbejder' } }],
    });

    const hidden = await sara.get(`/borgere/${citizens.hidden}/forslag`);
    expect(hidden.body).toContain('kun du ser disse forslag');
    expect(hidden.body).toContain('Lagermedarbejder');
    const no = addCitizen(db, { citizenKey: 'N1', caseworkerUserId: ids.sara, mayBeShared: false });
    expect((await sara.get(`/borgere/${no}/forslag`)).body).toContain('sagt nej');
  });
});

describe('the purpose of the next place', () => {
  test('is decided by the own sagsbehandler or the team, and never over somebody else’s change', async () => {
    const { app, db, ids, citizens } = await openTown();
    const [sara, siv] = [await signIn(app, 'sara'), await signIn(app, 'siv')];
    const page = (await sara.get(`/borgere/${citizens.known}`)).body;
    expect(page).toContain('Formål med næste plads');
    expect(page).toContain('Ikke besluttet');
    const url = `/borgere/${citizens.known}/formaal`;
    const saved = await siv.post(url, { formaal: 'opkvalificering', version: '1' });
    expect([saved.status, saved.location]).toEqual([303, `/borgere/${citizens.known}?besked=formaal-gemt`]);
    const stale = await sara.post(url, { formaal: 'afklaring', version: '1' });
    expect(stale.status).toBe(409);
    expect(stale.body).toContain('Nogen har rettet i mellemtiden');
    // The second click of two.
    expect((await siv.post(url, { formaal: 'opkvalificering', version: '1' })).status).toBe(303);
    expect((await sara.post(url, { formaal: 'ferie', version: '2' })).status).toBe(422);
    const row = () => db.select().from(citizen).where(eq(citizen.id, citizens.known)).get();
    expect(row()).toMatchObject({ purpose: 'opkvalificering', version: 2, editedBy: ids.siv });

    const api = `/api/v1/citizens/${citizens.known}/purpose`;
    expect((await sara.json('PUT', api, { purpose: null }, { 'if-match': '"gammel"' })).status).toBe(412);
    expect((await sara.change('PUT', api, { purpose: null })).data()).toMatchObject({
      purpose: null,
      version: 3,
    });
    expect((await sara.json('PUT', api, { purpose: 'ferie' })).status).toBe(400);
    const events = db.select().from(auditEvent).where(eq(auditEvent.entity, 'citizen')).all();
    expect(events.map(({ action, detail, userId }) => [action, detail, userId])).toEqual([
      ['ret', 'formål', ids.siv],
      ['ret', 'formål', ids.sara],
    ]);

    const stig = await signIn(app, 'stig');
    expect((await stig.post(url, { formaal: 'afklaring', version: '3' })).status).toBe(404);
    expect(
      (await siv.post(`/borgere/${citizens.hidden}/formaal`, { formaal: '', version: '1' })).status,
    ).toBe(404);
    const hanne = await signIn(app, 'hanne');
    expect((await hanne.post(url, { formaal: 'afklaring', version: '3' })).status).toBe(403);
    expect(row()).toMatchObject({ purpose: null, version: 3 });
  });
});
