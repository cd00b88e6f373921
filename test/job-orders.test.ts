import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { jobOrder, jobOrderRequirement, jobOrderStatus } from '../db/schema/job-orders.ts';
import { expireJobOrders } from '../server/job-orders/changes.ts';
import { addUser, type Browser, everyItem, openTestApp, signIn } from './app.ts';
import { addFirm, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const hanneId = await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'nils', ['konsulent'], 'Nord');
  await addUser(db, 'soeren', ['konsulent'], 'Syd');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(app, 'hanne');
  return { ...opened, hanneId, hanne };
}

async function create(browser: Browser, changes: Record<string, string | string[]> = {}): Promise<number> {
  const answer = await browser.post('/jobordrer', {
    ...ORDER_FORM,
    virksomhed: String(P),
    formularnoegle: randomUUID(),
    ...changes,
  });
  expect(answer.status, answer.body).toBe(303);
  return Number(/\/jobordrer\/(\d+)\?besked=ordre-oprettet/.exec(answer.location ?? '')?.[1]);
}

const show = (db: Awaited<ReturnType<typeof openTown>>['db'], id: number) =>
  db.select().from(jobOrder).where(eq(jobOrder.id, id)).get();

describe('creating', () => {
  test('a konsulent brings an order home from the firm, and everything typed is on its page', async () => {
    const { db, hanne, hanneId } = await openTown();
    const blank = await hanne.get(`/jobordrer/ny?virksomhed=${P}`);
    expect(blank.body).toContain('Bo Bygger ApS');
    expect(blank.body).toContain('value="2620"');
    expect(blank.body).toContain('value="2026-12-22"');

    const id = await create(hanne);
    expect(show(db, id)).toMatchObject({
      orderKey: `S-${String(id).padStart(6, '0')}`,
      pNumber: P,
      status: 'under_behandling',
      ownerUserId: hanneId,
      positions: 2,
      hoursMin: 8,
      hoursMax: 15,
      workingTimes: ['dag', 'aften'],
      offers: ['oplaering', 'mentor'],
      unavoidable: ['ingen_tunge_loeft'],
      followUp: true,
      leadsToJob: null,
    });
    expect(
      db
        .select()
        .from(jobOrderRequirement)
        .all()
        .map(({ kind, text, kanLaeres }) => [kind, text, kanLaeres]),
    ).toEqual([
      ['krav', 'lager', false],
      ['krav', 'pakke varer', true],
      ['oenske', 'smilende', false],
      ['certifikat', 'truck B', false],
      ['koerekort', 'B', false],
      ['sprog', 'engelsk', false],
    ]);
    const page = await hanne.get(`/jobordrer/${id}`);
    for (const text of [
      'Lagermedarbejder, få timer',
      'Pakke og plukke',
      'Kan læres',
      'Ring til Bo.',
      'Oplæring',
      '20.12.2026',
      'Ordren er oprettet.',
      'Kan ikke undgås',
      'Tunge løft',
      'Kan føre til ordinære timer</dt><dd>Ikke spurgt',
      'Opfølgning aftalt</dt><dd>Ja',
    ])
      expect(page.body).toContain(text);
  });

  test('a double click makes one order', async () => {
    const { db, hanne } = await openTown();
    const formularnoegle = randomUUID();
    const ids = [await create(hanne, { formularnoegle }), await create(hanne, { formularnoegle })];
    expect(ids[0]).toBe(ids[1]);
    expect(db.select().from(jobOrder).all()).toHaveLength(1);
    expect(db.select().from(jobOrderStatus).all()).toHaveLength(1);
  });

  test('an imported order may already have the key that is next', async () => {
    const { db, hanne } = await openTown();
    const first = await create(hanne);
    db.update(jobOrder)
      .set({ orderKey: `S-${String(first + 1).padStart(6, '0')}` })
      .run();
    const second = await create(hanne);
    expect(show(db, second)?.orderKey).toBe(`S-${String(second).padStart(6, '0')}-2`);
  });

  test('the firm is searched for when none is given, and a ceased one gets no order', async () => {
    const { db, hanne } = await openTown();
    addFirm(db, { pNumber: P + 1, name: 'Ægte Lukket Butik', endDate: '2026-01-01' });
    const found = await hanne.get('/jobordrer/ny?q=BYGGER');
    expect(found.body).toContain(`/jobordrer/ny?virksomhed=${P}`);
    expect((await hanne.get('/jobordrer/ny?q=%C3%86GTE')).body).toContain('Ingen aktive');
    expect((await hanne.get('/jobordrer/ny?virksomhed=999')).status).toBe(404);
    const refused = await hanne.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P + 1) });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('ophørt');
  });

  test('an earlier order can be copied', async () => {
    const { hanne } = await openTown();
    const id = await create(hanne);
    const page = await hanne.get(`/jobordrer/ny?virksomhed=${P}&kopi=${id}`);
    expect(page.body).toContain('pakke varer (kan læres)');
    expect(page.body).toContain('value="Lagermedarbejder, få timer"');
    expect(page.body).toContain('name="kan_ikke_undgaas" value="ingen_tunge_loeft" checked');
  });

  const WRONG: [string, Record<string, string | string[]>, string, string][] = [
    ['no type', { type: '' }, 'type', 'Vælg en type'],
    ['an unknown type', { type: 'drømmejob' }, 'type', 'Vælg en type'],
    ['a purpose for a job', { formaal: 'afklaring' }, 'formaal', 'kun for virksomhedspraktik'],
    ['an unknown purpose', { type: 'virksomhedspraktik', formaal: 'x' }, 'formaal', 'Vælg et formål'],
    ['no title', { titel: '  ' }, 'titel', 'Skriv en titel'],
    ['a long title', { titel: 'å'.repeat(101) }, 'titel', 'Højst 100 tegn'],
    ['no description', { beskrivelse: '' }, 'beskrivelse', 'Skriv en beskrivelse'],
    ['a long description', { beskrivelse: 'x'.repeat(5001) }, 'beskrivelse', 'Højst 5000 tegn'],
    ['a long comment', { intern_kommentar: 'x'.repeat(2001) }, 'intern_kommentar', 'Højst 2000 tegn'],
    ['no positions', { antal: '0' }, 'antal', 'fra 1'],
    ['positions in words', { antal: 'to' }, 'antal', 'fra 1'],
    ['blank positions', { antal: '' }, 'antal', 'fra 1'],
    ['negative hours', { timer_min: '-1' }, 'timer_min', 'fra 0 til 60'],
    ['hours in words', { timer_max: 'syv' }, 'timer_max', 'et tal fra 0'],
    ['hours the wrong way', { timer_min: '20', timer_max: '10' }, 'timer_max', 'mindst lige så mange'],
    ['an unknown time of day', { arbejdstid: ['middag'] }, 'arbejdstid', 'viste arbejdstider'],
    ['all of no times', { arbejdstid: [], alle_arbejdstider: 'ja' }, 'arbejdstid', 'alle skal være mulige'],
    ['a short postcode', { postnummer: '262' }, 'postnummer', 'fire cifre'],
    ['31 February', { startdato: '2026-02-31' }, 'startdato', 'findes ikke'],
    ['a Danish date', { frist: '31-12-2026' }, 'frist', 'findes ikke'],
    ['a passed deadline', { frist: '2026-11-21' }, 'frist', 'allerede passeret'],
    ['Danish nobody knows', { danskniveau_min: 'rimeligt' }, 'danskniveau_min', 'ikke forstået'],
    ['oral Danish', { danskniveau_mundtlig_min: 'Z9' }, 'danskniveau_mundtlig_min', 'ikke forstået'],
    ['an unknown offer', { kan_tilbyde: 'kaffe' }, 'kan_tilbyde', 'viste muligheder'],
    ['an unknown condition', { kan_ikke_undgaas: 'kaffe' }, 'kan_ikke_undgaas', 'viste muligheder'],
    [
      'what is offered as unavoidable',
      { kan_ikke_undgaas: ['mentor'] },
      'kan_ikke_undgaas',
      'ikke både tilbydes',
    ],
    ['a CPR in the title', { titel: 'Job til 730685-1234' }, 'titel', 'CPR'],
    ['a CPR in the text', { beskrivelse: 'Til Ali 7306851234' }, 'beskrivelse', 'CPR'],
    ['a CPR in the comment', { intern_kommentar: '730685 1234' }, 'intern_kommentar', 'CPR'],
    ['a CPR among demands', { krav: 'lager\n730685-1234' }, 'krav', 'CPR'],
    ['a CPR among wishes', { oensker: '13 06 85-1234' }, 'oensker', 'CPR'],
    ['a CPR among certificates', { certifikater: '130685–1234' }, 'certifikater', 'CPR'],
    ['a CPR among languages', { sprog: '1306851234' }, 'sprog', 'CPR'],
    ['a long demand', { krav: 'x'.repeat(301) }, 'krav', 'Højst 300 tegn'],
    [
      'a book of demands',
      { krav: Array.from({ length: 61 }, (_, i) => `krav ${i}`).join('\n') },
      'krav',
      '60',
    ],
  ];
  test.each(WRONG)(
    'refuses %s at its field and keeps what was typed',
    async (_name, changes, field, reason) => {
      const { db, hanne } = await openTown();
      const answer = await hanne.post('/jobordrer', { ...ORDER_FORM, ...changes, virksomhed: String(P) });
      expect(answer.status).toBe(422);
      expect(answer.body).toContain(`href="#felt-${field}"`);
      expect(answer.body).toMatch(new RegExp(`id="felt-${field}"`));
      expect(answer.body).toContain(reason);
      const kept = { ...ORDER_FORM, ...changes };
      for (const name of ['beskrivelse', 'krav', 'oensker', 'intern_kommentar'] as const) {
        const text = String(kept[name]).replaceAll('\r\n', '\n');
        expect(answer.body.replaceAll('\r\n', '\n')).toContain(`${text}</textarea>`);
      }
      expect(answer.body).toContain(`value="${kept.postnummer}"`);
      expect(answer.body).toContain(
        kept.antal ? `value="${kept.antal}"` : 'name="antal" type="number" value ',
      );
      expect(db.select().from(jobOrder).all()).toEqual([]);
    },
  );

  test.each(['ordinaer', 'smaajob', 'loentilskud_privat', 'loentilskud_offentlig', 'nytteindsats'])(
    'takes the type %s',
    async (type) => {
      const { db, hanne } = await openTown();
      expect(show(db, await create(hanne, { type }))?.type).toBe(type);
    },
  );

  test('telephone numbers, dates and CVR numbers are no CPR numbers', async () => {
    const { hanne } = await openTown();
    await create(hanne, {
      beskrivelse: 'Ring 20 10 12 34 eller +45 43 12 05 99. CVR 12345678. Start 01.12.2026 kl. 0800.',
      // A telephone number in the text is asked about, and may stand.
      teksten_er_set_efter: 'ja',
    });
  });
});

describe('changing', () => {
  test('two who edit at once: the second gets 409 with both texts, and saves knowingly', async () => {
    const { app, db, hanne } = await openTown();
    const id = await create(hanne);
    const nils = await signIn(app, 'nils');
    const mine = { ...ORDER_FORM, beskrivelse: 'Min tekst' };
    const theirs = { ...ORDER_FORM, beskrivelse: 'Nils’ tekst', type: 'fleksjob' };
    Object.assign(theirs, { kan_ikke_undgaas: 'rolige_omgivelser', ordinaere_timer: 'nej' });
    for (const line of [1, 2, 3])
      Object.assign(theirs, {
        [`vagt${line}_dage`]: String(line),
        [`vagt${line}_fra`]: `0${line + 5}:00`,
        [`vagt${line}_til`]: '15:00',
      });
    expect((await nils.post(`/jobordrer/${id}/ret`, { ...theirs, version: '1' })).status).toBe(303);
    const stale = await hanne.post(`/jobordrer/${id}/ret`, { ...mine, version: '1' });
    expect(stale.status).toBe(409);
    expect(stale.body).toContain('Min tekst</textarea>');
    for (const theirText of ['Nils’ tekst', 'Fleksjob', 'Støj eller uro', 'Nej'])
      expect(stale.body).toContain(`Gemt nu: ${theirText}</span>`);
    expect(stale.body).toContain('Gem min tekst alligevel');
    const folded = stale.body.indexOf('Flere dage og tider');
    expect(stale.body.indexOf('Gemt nu: 08:00')).toBeGreaterThan(0);
    expect(stale.body.indexOf('Gemt nu: 08:00')).toBeLessThan(folded);
    const wrongToo = await hanne.post(`/jobordrer/${id}/ret`, { ...mine, titel: '', version: '1' });
    expect(wrongToo.status).toBe(422);
    for (const text of ['Ret et felt', 'Nogen har rettet i mellemtiden', 'Gemt nu: Nils’ tekst'])
      expect(wrongToo.body).toContain(text);
    expect(stale.body).toContain('name="version" value="2"');
    expect(show(db, id)?.description).toBe('Nils’ tekst');
    expect((await hanne.post(`/jobordrer/${id}/ret`, { ...mine, version: '2' })).status).toBe(303);
    expect(show(db, id)).toMatchObject({ description: 'Min tekst', version: 3 });
    expect(db.select().from(jobOrderRequirement).all()).toHaveLength(6);
  });

  test('a wrong edit comes back with what was typed, and a deadline that has passed may stay', async () => {
    const { app, db, hanne, clock } = await openTown();
    const id = await create(hanne);
    const wrong = await hanne.post(`/jobordrer/${id}/ret`, {
      ...ORDER_FORM,
      version: '1',
      titel: '',
      antal: '7',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('name="antal" type="number" value="7"');
    clock.now = new Date('2026-12-21T09:00:00Z');
    const again = await signIn(app, 'hanne');
    expect((await again.post(`/jobordrer/${id}/ret`, { ...ORDER_FORM, version: '1' })).status).toBe(303);
    expect(show(db, id)?.deadline).toBe('2026-12-20');
  });

  test('status changes only with a comment, and the history says who and why', async () => {
    const { db, hanne } = await openTown();
    const id = await create(hanne);
    const bare = await hanne.post(`/jobordrer/${id}/status`, {
      status: 'behov_daekket',
      kommentar: ' ',
      version: '1',
    });
    expect(bare.status).toBe(422);
    expect(bare.body).toContain('href="#felt-kommentar"');
    const cpr = { status: 'behov_daekket', kommentar: 'Ansat: 730685-1234', version: '1' };
    const refused = await hanne.post(`/jobordrer/${id}/status`, cpr);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('CPR');
    expect(show(db, id)?.status).toBe('under_behandling');
    const wanted = { status: 'behov_daekket', kommentar: 'To ansat i dag.', version: '1' };
    for (let click = 0; click < 2; click++)
      expect((await hanne.post(`/jobordrer/${id}/status`, wanted)).status).toBe(303);
    expect(db.select().from(jobOrderStatus).all()).toHaveLength(2);
    const page = await hanne.get(`/jobordrer/${id}`);
    expect(page.body).toContain('To ansat i dag.');
    expect(page.body).toContain('Navn hanne');
    const stale = { status: 'inaktiveret', kommentar: 'x', version: '1' };
    expect((await hanne.post(`/jobordrer/${id}/status`, stale)).status).toBe(409);
    const unknown = { status: 'væk', kommentar: 'x', version: '2' };
    expect((await hanne.post(`/jobordrer/${id}/status`, unknown)).status).toBe(422);
  });

  test('one click renews thirty days from the later of today and the deadline; a second click changes nothing', async () => {
    const { db, hanne } = await openTown();
    const id = await create(hanne);
    for (let click = 0; click < 2; click++) {
      const answer = await hanne.post(`/jobordrer/${id}/forlaengelse`, { fra: '2026-12-20' });
      expect(answer.status).toBe(303);
    }
    expect(show(db, id)?.deadline).toBe('2027-01-19');
    db.update(jobOrder).set({ deadline: '2026-11-01', status: 'frist_udloebet' }).run();
    await hanne.post(`/jobordrer/${id}/forlaengelse`, { fra: '2026-11-01' });
    expect(show(db, id)).toMatchObject({ deadline: '2026-12-22', status: 'under_behandling' });
    db.update(jobOrder).set({ status: 'behov_daekket' }).run();
    expect((await hanne.post(`/jobordrer/${id}/forlaengelse`, { fra: '2026-12-22' })).status).toBe(409);
  });
});

describe('expiry', () => {
  test('an order is open through its deadline and nowhere shown as open after it, before and after the night', async () => {
    const { app, db, hanne, clock } = await openTown();
    const id = await create(hanne, { frist: '2026-11-24', titel: 'Kort frist' });
    const other = await create(hanne, { frist: '', titel: 'Uden frist' });
    expect((await hanne.get('/jobordrer')).body).toContain('⚠ om 2 dage');

    clock.now = new Date('2026-11-24T22:59:00Z');
    let browser = await signIn(app, 'hanne');
    expect((await browser.get('/jobordrer?status=under_behandling')).body).toContain('Kort frist');
    expect(expireJobOrders(db, '2026-11-24', clock.now.toISOString())).toBe(0);

    clock.now = new Date('2026-11-24T23:01:00Z');
    browser = await signIn(app, 'hanne');
    const open = await browser.get('/jobordrer?status=under_behandling');
    expect(open.body).not.toContain('Kort frist');
    expect(open.body).toContain('Uden frist');
    expect((await browser.get('/jobordrer?status=frist_udloebet')).body).toContain('Kort frist');
    expect((await browser.get(`/jobordrer/${id}`)).body).toContain('Afsluttet – frist udløbet');
    expect((await browser.json('GET', `/api/v1/job-orders/${id}`)).data().status).toBe('frist_udloebet');

    expect(expireJobOrders(db, '2026-11-25', clock.now.toISOString())).toBe(1);
    expect(expireJobOrders(db, '2026-11-25', clock.now.toISOString())).toBe(0);
    expect(show(db, id)?.status).toBe('frist_udloebet');
    expect(show(db, other)?.status).toBe('under_behandling');
    const page = await browser.get(`/jobordrer/${id}`);
    expect(page.body).toContain('Lukket af systemet.');
    expect(page.body).toContain('Systemet');
  });
});

describe('the list', () => {
  test('filters by owner, type, status and text in any case, sorts and pages', async () => {
    const { app, db, hanne } = await openTown();
    const soeren = await signIn(app, 'soeren');
    await create(hanne, { titel: 'Ærlig ÅBEN ordre' });
    await create(hanne, { titel: 'Fleksjob i køkken', type: 'fleksjob' });
    await create(soeren, { titel: 'Sørens ordre' });
    const titles = async (browser: Browser, query: string) =>
      [...(await browser.get(`/jobordrer${query}`)).body.matchAll(/\/jobordrer\/\d+">([^<]+)<\/a>/g)].map(
        (match) => match[1],
      );
    expect(await titles(hanne, '')).toHaveLength(2);
    expect(await titles(hanne, '?ansvarlig=alle')).toHaveLength(3);
    expect(await titles(hanne, '?type=fleksjob')).toEqual(['Fleksjob i køkken']);
    expect(await titles(hanne, '?q=%C3%A6rlig+%C3%A5ben')).toEqual(['Ærlig ÅBEN ordre']);
    expect(await titles(hanne, '?q=100%25')).toEqual([]);
    expect(await titles(hanne, '?ansvarlig=alle&q=bygger&sort=-titel')).toEqual([
      'Ærlig ÅBEN ordre',
      'Sørens ordre',
      'Fleksjob i køkken',
    ]);
    const nils = await signIn(app, 'nils');
    expect(await titles(nils, '')).toEqual([]);
    expect(await titles(nils, '?ansvarlig=team')).toHaveLength(2);

    for (let i = 0; i < 60; i++) await create(hanne, { titel: `Ordre ${i}` });
    const page = await hanne.get('/jobordrer?side=2');
    expect(page.body).toContain('51–62 af 62');
    const listed = await everyItem<{ id: number }>(hanne, '/api/v1/job-orders?limit=50&owner=mine');
    expect(new Set(listed.map(({ id }) => id)).size).toBe(62);
    expect(db.select().from(jobOrder).all()).toHaveLength(63);
  });
});
