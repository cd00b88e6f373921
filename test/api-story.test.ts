import { expect, test } from 'vitest';
import { documentOf, watchApi } from './api-watch.ts';
import { addUser, type Browser, everyItem, openTestApp, signIn, stranger } from './app.ts';
import { addFirm } from './firms.ts';
import { addCitizen, ORDER_BODY } from './job-orders-builders.ts';

const P = 1_000_000_001;
const OTHER = 1_000_000_002;
/** A user with every right, so that one program can tell the whole story; and one of each for what they may not. */
async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const watch = watchApi(town.app);
  const all = await addUser(town.db, 'alt', ['konsulent', 'sagsbehandler', 'leder', 'administrator'], 'Nord');
  await addUser(town.db, 'hanne', ['konsulent'], 'Nord');
  await addUser(town.db, 'sara', ['sagsbehandler'], 'Nord');
  addFirm(town.db, { pNumber: P, name: 'Ørsted & Søn', employees: 'ANTAL_2_4', since: '2024-01-01' });
  addFirm(town.db, { pNumber: OTHER, name: 'Ærlig Handel', employees: 5 });
  return { ...town, all, watch, api: await signIn(town.app, 'alt') };
}

async function made<T = { id: number }>(browser: Browser, url: string, body: object): Promise<T> {
  const answer = await browser.json('POST', `/api/v1/${url}`, body);
  expect([url, answer.status, answer.status < 300 ? '' : answer.body]).toEqual([url, 201, '']);
  return answer.data<T>();
}

test('et program gør alt det, siderne kan, og hvert svar er, som dokumentet siger', async () => {
  const { app, db, api, all, watch } = await openTown();
  const citizen = addCitizen(db, {
    citizenKey: 'K1',
    name: 'Åse Ærlig',
    caseworkerUserId: all,
    terms: [{ kind: 'jobmaal', text: 'lagermedarbejder' }],
  });
  const ids: Record<string, Record<string, number | string>> = {};

  const contact = await made(api, `companies/${P}/contacts`, {
    contactDate: '2026-11-12',
    kind: 'besoeg',
    direction: 'ud',
    outcome: 'opnaaet',
    note: 'De mangler to på lageret',
    nextStep: 'Ring',
    nextStepDate: '2026-11-20',
  });
  const corrected = await made(api, `contacts/${contact.id}/corrections`, {
    contactDate: '2026-11-13',
    kind: 'besoeg',
    direction: 'ud',
    outcome: 'opnaaet',
    reason: 'Det var dagen efter',
  });
  ids.contacts = { id: contact.id };
  expect(await everyItem(api, `/api/v1/companies/${P}/contacts`)).toMatchObject([{ id: corrected.id }]);
  expect(await everyItem(api, `/api/v1/companies/${P}/contacts?versions=alle&limit=1`)).toMatchObject([
    { id: corrected.id, replacesId: contact.id, correctionReason: 'Det var dagen efter' },
    { id: contact.id, nextStep: 'Ring' },
  ]);

  const person = await made(api, `companies/${P}/persons`, { name: 'Mette Friis', role: 'Lagerchef' });
  ids.persons = { id: person.id };
  const informed = { informedWay: 'mundtligt' };
  expect((await api.json('POST', `/api/v1/persons/${person.id}/information`, informed)).status).toBe(200);

  const record = await made(api, `companies/${P}/records`, {
    kind: 'samarbejdsaftale',
    fromDate: '2026-11-01',
    untilDate: '2027-11-01',
    followUpDate: '2027-02-01',
    contactPersonId: person.id,
    note: 'To pladser om året',
  });
  ids.records = { id: record.id };
  expect(record).toMatchObject({ untilDate: '2027-11-01', contactPersonName: 'Mette Friis' });

  await made(api, `companies/${P}/bars`, { kind: 'spaerret', reason: 'Test', fromDate: '2027-01-01' });
  const settled = await made<{ headcountId: number }>(api, `companies/${P}/settlement`, {
    count: 4,
    sourceId: corrected.id,
  });
  expect((await api.json('GET', `/api/v1/companies/${P}`)).data()).toMatchObject({
    minCount: 4,
    maxCount: 4,
  });
  expect((await api.json('POST', `/api/v1/headcounts/${settled.headcountId}/withdrawal`)).status).toBe(204);
  expect(await everyItem(api, '/api/v1/undecided-companies')).toMatchObject([{ firm: { pNumber: P } }]);

  const own = await api.change('PUT', `/api/v1/companies/${P}/own-values/navn`, {
    value: 'Ørsted på hjørnet',
    source: 'kollega',
    knownOn: '2026-11-20',
  });
  expect(own.data()).toMatchObject({ field: 'navn', value: 'Ørsted på hjørnet' });

  const order = await made(api, 'job-orders', { pNumber: P, ...ORDER_BODY });
  ids['job-orders'] = { id: order.id, citizenId: citizen };
  const lead = await made(api, `companies/${P}/leads`, {
    title: 'Måske to til lageret',
    note: null,
    type: null,
    positions: 2,
    weeklyHours: 7.5,
    likelyFrom: null,
    followUpOn: '2026-12-09',
  });
  ids.leads = { id: lead.id };
  const card = await made(api, `job-orders/${order.id}/formidlinger`, { citizenKey: 'K1' });
  ids.formidlinger = { id: card.id };
  const placement = await made(api, 'placements', {
    pNumber: P,
    citizenKey: 'K1',
    type: 'smaajob',
    jobFunction: 'Butik',
    startsOn: '2026-11-23',
    weeklyHours: 6,
  });
  ids.placements = { id: placement.id };
  const rule = await made(api, 'legal-rules', {
    kind: 'sats',
    subject: 'loentilskud_privat',
    fromDate: '2027-01-01',
    untilDate: null,
    content: { kroner: 95.5, unit: 'time' },
    sentence: 'Tilskuddet er 95,50 kr. i timen.',
    source: 'Satsreguleringen for 2027',
    confidence: 'hoej',
    changeReason: null,
  });
  const rightRule = await made(api, `legal-rules/${rule.id}/corrections`, {
    fromDate: '2027-01-01',
    untilDate: '2028-01-01',
    content: { kroner: 95.6, unit: 'time' },
    sentence: 'Tilskuddet er 95,60 kr. i timen.',
    source: 'Satsreguleringen for 2027',
    confidence: 'hoej',
    changeReason: 'Slåfejl',
  });
  ids['legal-rules'] = { id: rightRule.id };
  const versions = await api.json('GET', `/api/v1/legal-rules/${rightRule.id}/versions`);
  expect(versions.data<{ items: object[] }>().items.slice(0, 3)).toMatchObject([
    { id: rightRule.id, untilDate: '2028-01-01', changeReason: 'Slåfejl', supersededAt: null },
    { id: rule.id, content: { kroner: 95.5, unit: 'time' } },
    { fromDate: '2026-01-01', content: null },
  ]);
  const group = await made<{ code: string }>(api, 'target-groups', {
    code: 'jobparat',
    number: null,
    label: 'Jobparat',
    fromDate: '2027-01-01',
    source: 'Ny hovedlov (forventet)',
    confidence: 'mellem',
    follows: ['dagpenge'],
  });
  ids['target-groups'] = { code: 'dagpenge' };
  expect((await api.json('GET', '/api/v1/target-groups/dagpenge')).data()).toMatchObject({
    untilDate: '2027-01-01',
    successors: [group.code],
  });
  const ending = { untilDate: '2027-07-01', successors: [] };
  expect((await api.json('POST', '/api/v1/target-groups/dagpenge/ending', ending)).data()).toMatchObject(
    ending,
  );

  const period = { targetGroup: 'dagpenge', fromDate: '2026-02-01', untilDate: null };
  const wrote = await made(api, `citizens/${citizen}/benefit-periods`, period);
  const righted = await made(api, `citizens/${citizen}/benefit-periods/${wrote.id}/corrections`, {
    ...period,
    fromDate: '2026-03-01',
    reason: 'Brevet siger marts',
  });
  const withdrawal = `/api/v1/citizens/${citizen}/benefit-periods/${righted.id}/withdrawal`;
  expect((await api.json('POST', withdrawal, { reason: 'En anden borger' })).status).toBe(204);
  const asked = await made(api, `citizens/${citizen}/rights-requests`, {
    kind: 'indsigt',
    receivedOn: '2026-11-20',
  });
  ids['rights-requests'] = { id: asked.id };
  await made(api, 'retention-rules', {
    subject: 'borger',
    months: 60,
    validFrom: '2026-11-22',
    source: 'Kommunens slettepolitik § 4',
  });
  const view = await made(api, 'views', { name: 'Mine', share: 'mig', query: 'stoerrelse=i_maal&besked=x' });
  expect(view).toMatchObject({ query: 'stoerrelse=i_maal' });
  ids.views = { id: view.id };
  const campaign = await made(api, 'campaigns', { name: 'Messe', kind: 'messe', query: '' });
  ids.campaigns = { id: campaign.id, pNumber: P };
  const answered = await api.change('PUT', `/api/v1/campaigns/${campaign.id}/members/${P}`, { state: 'ja' });
  expect(answered.data()).toMatchObject({ state: 'ja', stateDate: '2026-11-22' });

  const seal = await made(api, 'seals', { from: '2026-07-01' });
  ids.seals = { id: seal.id };
  const recomputed = await api.json('POST', `/api/v1/seals/${seal.id}/recomputation`);
  expect(recomputed.data()).toMatchObject({ same: true });
  expect((await api.json('POST', '/api/v1/seals', { from: '2026-07-01' })).status).toBe(200);
  await made(api, 'samarbejdsgrad', {
    periodFrom: '2026-04-01',
    periodTo: '2026-06-30',
    firms: 1045,
    localShare: 0.116,
    othersShare: 0.186,
    allShare: 0.251,
    source: 'jobindsats.dk',
    sourceDate: '2026-11-01',
  });
  const run = await api.json('POST', '/api/v1/match-runs', {});
  ids['match-runs'] = { id: run.data<{ id: number }>().id };
  ids.citizens = { id: citizen };

  const merge = await made(api, 'merges', { kept: P, merged: OTHER, takeFromMerged: ['navn'] });
  expect(await everyItem(api, '/api/v1/merges')).toMatchObject([{ id: merge.id, mergedPNumber: OTHER }]);
  expect((await api.json('POST', `/api/v1/merges/${merge.id}/undo`)).status).toBe(204);

  const questions: Record<string, string> = {
    '/api/v1/coverage': '?from=2026-10-01&to=2026-12-31',
    '/api/v1/coverage/companies': '?from=2026-10-01&to=2026-12-31&figure=inScope',
    '/api/v1/seals/{id}/companies': '?figure=inScope',
    '/api/v1/concepts': '?q=lager',
    '/api/v1/reports/equal-use': '?halfYear=2026-1',
    '/api/v1/reports/orders': '?from=2026-10-01&to=2026-12-31',
    '/api/v1/reports/hires': '?from=2026-10-01&to=2026-12-31&figure=formidlede',
    '/api/v1/reports/placements': '?from=2026-10-01&to=2026-12-31',
    '/api/v1/reports/placements/list': '?from=2026-10-01&to=2026-12-31&figure=begyndt',
    '/api/v1/reports/award': '?year=2026',
  };
  for (const [url, operations] of Object.entries(documentOf(app).paths ?? {})) {
    if (!operations.get) continue;
    const known = {
      pNumber: P,
      field: 'navn',
      list: 'over-52-uger',
      ...ids[url.split('/')[3] ?? ''],
    } as Record<string, unknown>;
    const address = url.replaceAll(/\{(\w+)\}/g, (_, name) => String(known[name])) + (questions[url] ?? '');
    const answer = await api.json('GET', address);
    expect([address, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([address, 200, '']);
    const { etag } = answer.headers;
    expect(etag !== undefined, address).toBe(operations.get['x-tagged'] === true);
    if (!etag) continue;
    const again = await api.json('GET', address, undefined, { 'if-none-match': String(etag) });
    expect([address, again.status, again.body]).toEqual([address, 304, '']);
  }
  watch.check();
});

test('en liste, der vokser mellem to kald, gentager ingen og springer ingen over', async () => {
  const { db, api, watch } = await openTown();
  const numbers = Array.from({ length: 30 }, (_, at) => 1_000_001_000 + at);
  for (const pNumber of numbers)
    addFirm(db, { pNumber, name: `Firma ${String.fromCharCode(97 + (pNumber % 5))}` });
  for (const sort of ['navn', '-navn', 'by', '-by', 'branche', '-branche']) {
    const before = await everyItem<{ pNumber: number }>(api, `/api/v1/companies?sort=${sort}&limit=200`);
    const seen: number[] = [];
    let cursor = '';
    for (let step = 0; cursor !== null; step++) {
      const answer = await api.json('GET', `/api/v1/companies?sort=${sort}&limit=7${cursor}`);
      const page = answer.data<{ items: { pNumber: number }[]; nextCursor: string | null }>();
      seen.push(...page.items.map(({ pNumber }) => pNumber));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
      // Before everything and behind everything, whichever way the list goes.
      addFirm(db, {
        pNumber: 1_100_000_000 + Number(`${numbers.length}${step}`) * 10 + sort.length,
        name: 'A',
      });
    }
    expect(new Set(seen).size).toBe(seen.length);
    const wanted = before.map(({ pNumber }) => pNumber);
    expect(seen.filter((pNumber) => wanted.includes(pNumber))).toEqual(wanted);
  }
  const other = await api.json('GET', '/api/v1/companies?sort=by&limit=5');
  const { nextCursor } = other.data<{ nextCursor: string }>();
  for (const [cursor, sort] of [
    [nextCursor, 'navn'],
    ['vrøvl', 'navn'],
    ['W10', 'navn'],
  ]) {
    const answer = await api.json('GET', `/api/v1/companies?sort=${sort}&cursor=${cursor}`);
    expect([cursor, answer.status]).toEqual([cursor, 400]);
    expect(answer.data<{ errors: object[] }>().errors).toMatchObject([{ field: 'cursor' }]);
  }
  watch.check();
});

test('en ændring gælder den udgave, man har set: ellers 428 eller 412, og intet er overskrevet', async () => {
  const { api, watch } = await openTown();
  const { id } = await made(api, `companies/${P}/persons`, { name: 'Mette Friis' });
  const url = `/api/v1/persons/${id}`;
  const { etag } = (await api.json('GET', url)).headers;
  expect((await api.json('PUT', url, { name: 'Uden' })).status).toBe(428);
  const first = await api.json('PUT', url, { name: 'Mette Berg' }, { 'if-match': String(etag) });
  expect(first.data()).toMatchObject({ name: 'Mette Berg' });
  const late = await api.json('PUT', url, { name: 'For sent' }, { 'if-match': String(etag) });
  expect([late.status, late.data<{ title: string }>().title]).toEqual([
    412,
    'Nogen har rettet i mellemtiden',
  ]);
  expect((await api.json('GET', url)).data()).toMatchObject({ name: 'Mette Berg' });
  expect(await everyItem(api, `${url}/versions`)).toMatchObject([
    { name: 'Mette Berg', supersededAt: null },
    { name: 'Mette Friis' },
  ]);

  const { id: record } = await made(api, `companies/${P}/records`, {
    kind: 'advarsel',
    form: 'betaling',
    fromDate: '2026-11-01',
    untilDate: '2027-05-01',
    note: 'Betaler sent',
  });
  const change = {
    fromDate: '2026-11-01',
    untilDate: '2027-05-01',
    form: 'betaling',
    note: 'Betaler nu',
    reason: 'Ja',
  };
  const next = (await api.change('PUT', `/api/v1/records/${record}`, change)).data<{ id: number }>();
  expect(next).toMatchObject({ replacesId: record, note: 'Betaler nu' });
  const old = await api.json('GET', `/api/v1/records/${record}`);
  expect(old.data()).toMatchObject({ id: next.id });
  const ended = await api.json('POST', `/api/v1/records/${record}/ending`, {
    untilDate: '2026-12-01',
    reason: 'x',
  });
  expect(ended.status).toBe(409);

  const { id: view } = await made(api, 'views', { name: 'Mine', share: 'mig', query: '' });
  expect((await api.json('DELETE', `/api/v1/views/${view}`)).status).toBe(428);
  expect((await api.change('DELETE', `/api/v1/views/${view}`)).status).toBe(204);
  expect((await api.json('GET', `/api/v1/views/${view}`)).status).toBe(404);
  watch.check();
});

test('det, der er forkert, siges på dansk ved sit felt', async () => {
  const { api, watch } = await openTown();
  const cases: [string, object, number, string, string][] = [
    [`companies/${P}/persons`, {}, 400, 'name', 'Mangler.'],
    [`companies/${P}/persons`, { name: 'Mette', cpr: '1' }, 400, 'cpr', 'Feltet kendes ikke her.'],
    [`companies/${P}/persons`, { name: 7 }, 400, 'name', 'Skal være en tekst.'],
    [`companies/${P}/persons`, { name: ' ' }, 422, 'name', 'Skriv personens navn.'],
    [`companies/${P}/persons`, { name: 'Mette 670761-4285' }, 422, 'name', 'CPR'],
    [`companies/${P}/persons`, { name: 'Mette', email: 'x' }, 422, 'email', 'Skriv mailadressen'],
    [`companies/${P}/records`, { kind: 'slaraffenland', fromDate: '2026-11-01' }, 400, 'kind', 'værdier'],
    [`companies/${P}/settlement`, { count: -1 }, 422, 'count', ''],
    ['campaigns', { name: 'x', kind: 'messe', query: 'q=findesikke' }, 422, 'query', '1 til 2000'],
    ['seals', { from: '2026-10-01' }, 422, 'from', 'ikke slut'],
    ['views', { name: '', share: 'mig', query: '' }, 422, 'name', 'Giv visningen et navn.'],
  ];
  for (const [url, body, status, field, reason] of cases) {
    const answer = await api.json('POST', `/api/v1/${url}`, body);
    expect([url, answer.status, answer.body]).toEqual([url, status, answer.body]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const { errors } = answer.data<{ errors: { field: string; reason: string }[] }>();
    expect(errors.find((error) => error.field === field)?.reason, answer.body).toContain(reason);
  }
  const wrong = await api.json('GET', '/api/v1/companies?limit=500');
  expect(wrong.data()).toMatchObject({ errors: [{ field: 'limit', reason: 'Må højst være 200.' }] });
  watch.check();
});

test('et program må det samme som sin bruger', async () => {
  const { app, api, watch } = await openTown();
  const [hanne, sara] = [await signIn(app, 'hanne'), await signIn(app, 'sara')];
  const record = { kind: 'advarsel', form: 'andet', fromDate: '2026-11-01', note: 'x' };
  expect((await sara.json('POST', `/api/v1/companies/${P}/records`, record)).status).toBe(403);
  expect((await sara.json('GET', `/api/v1/companies/${P}/records`)).status).toBe(200);
  expect((await sara.json('GET', '/api/v1/campaigns')).status).toBe(403);
  expect((await hanne.json('POST', '/api/v1/seals', { from: '2026-07-01' })).status).toBe(403);
  const { id } = await made(api, 'views', { name: 'Hemmelig', share: 'mig', query: '' });
  expect((await hanne.json('GET', `/api/v1/views/${id}`)).status).toBe(404);
  for (const url of ['views', 'merges', `companies/${P}/persons`, `companies/${P}/brief`])
    expect((await stranger(app).json('GET', `/api/v1/${url}`)).status).toBe(401);
  for (const url of [
    'persons/99',
    'records/99',
    'contacts/99',
    'campaigns/99',
    'seals/99',
    'companies/99/brief',
  ])
    expect([url, (await api.json('GET', `/api/v1/${url}`)).status]).toEqual([url, 404]);
  watch.check();
});
