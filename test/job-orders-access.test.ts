import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { jobOrder } from '../db/schema/job-orders.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { type Answer, addUser, openTestApp, signIn, stranger } from './app.ts';
import { addFirm, ORDER_BODY, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;
async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'nils', ['konsulent'], 'Nord');
  await addUser(db, 'soeren', ['konsulent'], 'Syd');
  await addUser(db, 'enlig', ['konsulent']);
  await addUser(db, 'sara', ['sagsbehandler'], 'Nord');
  await addUser(db, 'lea', ['leder'], 'Nord');
  await addUser(db, 'adam', ['administrator'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.json('POST', '/api/v1/job-orders', { pNumber: P, ...ORDER_BODY });
  expect(made.status, made.body).toBe(201);
  const id = made.data<{ id: number }>().id;
  const show = () => db.select().from(jobOrder).where(eq(jobOrder.id, id)).get();
  return { ...opened, hanne, id, show };
}

/** Every way to change an order, by page and by machine. */
function changes(
  id: number | string,
): [string, (browser: Awaited<ReturnType<typeof signIn>>) => Promise<Answer>][] {
  const api = `/api/v1/job-orders/${id}`;
  return [
    ['edit page', (browser) => browser.get(`/jobordrer/${id}/ret`)],
    ['edit', (browser) => browser.post(`/jobordrer/${id}/ret`, { ...ORDER_FORM, version: '1' })],
    [
      'status',
      (browser) =>
        browser.post(`/jobordrer/${id}/status`, { status: 'behov_daekket', kommentar: 'x', version: '1' }),
    ],
    ['renewal', (browser) => browser.post(`/jobordrer/${id}/forlaengelse`, { fra: '2026-12-20' })],
    ['owner', (browser) => browser.post(`/jobordrer/${id}/ansvarlig`, {})],
    ['api edit', (browser) => browser.change('PUT', api, ORDER_BODY)],
    [
      'api status',
      (browser) =>
        browser.json('POST', `${api}/status`, { status: 'behov_daekket', comment: 'x', version: 1 }),
    ],
    ['api renewal', (browser) => browser.json('POST', `${api}/renewal`, { from: '2026-12-20' })],
    ['api owner', (browser) => browser.json('POST', `${api}/owner`)],
  ];
}

describe('who may do what', () => {
  test('konsulent, sagsbehandler and leder read; an administrator and a stranger do not', async () => {
    const { app, id } = await openTown();
    const urls = ['/jobordrer?ansvarlig=alle', `/jobordrer/${id}`];
    const apis = ['/api/v1/job-orders', `/api/v1/job-orders/${id}`];
    for (const name of ['nils', 'soeren', 'sara', 'lea']) {
      const browser = await signIn(app, name);
      for (const url of urls) expect((await browser.get(url)).body).toContain('Lager');
      for (const url of apis) expect((await browser.json('GET', url)).body).toContain('Lager');
    }
    const adam = await signIn(app, 'adam');
    for (const url of urls) expect((await adam.get(url)).status).toBe(403);
    for (const url of apis) expect((await adam.json('GET', url)).status).toBe(403);
    for (const url of urls) expect((await stranger(app).get(url)).status).toBe(303);
    for (const url of apis) expect((await stranger(app).json('GET', url)).status).toBe(401);
  });

  test('only a konsulent creates', async () => {
    const { app, db } = await openTown();
    for (const name of ['sara', 'lea', 'adam']) {
      const browser = await signIn(app, name);
      expect((await browser.get(`/jobordrer/ny?virksomhed=${P}`)).status).toBe(403);
      expect((await browser.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) })).status).toBe(403);
      expect((await browser.json('POST', '/api/v1/job-orders', { pNumber: P, ...ORDER_BODY })).status).toBe(
        403,
      );
      expect((await browser.get('/jobordrer')).body).not.toContain('Ny jobordre');
    }
    expect(db.select().from(jobOrder).all()).toHaveLength(1);
  });

  test('other roles change nothing, and another team’s order answers a change as a missing one', async () => {
    const { app, id, show } = await openTown();
    const before = show();
    for (const name of ['sara', 'lea', 'adam']) {
      const browser = await signIn(app, name);
      for (const [what, change] of changes(id))
        expect([what, (await change(browser)).status]).toEqual([what, 403]);
    }
    const bare = (body: string) => body.replace(/nonce="[^"]+"/g, '');
    for (const name of ['soeren', 'enlig']) {
      const browser = await signIn(app, name);
      expect((await browser.get(`/jobordrer/${id}`)).body).not.toContain('Skift status');
      const missing = changes(999_999);
      for (const [index, [what, change]] of changes(id).entries()) {
        const foreign = await change(browser);
        const absent = await missing[index]?.[1](browser);
        expect([what, foreign.status, bare(foreign.body)]).toEqual([what, 404, bare(absent?.body ?? '')]);
      }
    }
    for (const [what, change] of changes('1%27--')) {
      expect([what, (await change(await signIn(app, 'hanne'))).status]).toEqual([what, 404]);
    }
    expect(show()).toEqual(before);
  });

  test('the owner and a team mate may; each change is an event without free text', async () => {
    const { app, db, id } = await openTown();
    const nils = await signIn(app, 'nils');
    const version = () => db.select().from(jobOrder).where(eq(jobOrder.id, id)).get()?.version ?? 0;
    const api = `/api/v1/job-orders/${id}`;
    expect((await nils.change('PUT', api, { ...ORDER_BODY, title: 'Nyt' })).data().title).toBe('Nyt');
    expect((await nils.json('POST', `${api}/renewal`, { from: '2026-12-20' })).data().deadline).toBe(
      '2027-01-19',
    );
    const closed = { status: 'behov_daekket', comment: 'Hemmelig tekst', version: version() };
    expect((await nils.json('POST', `${api}/status`, closed)).data()).toMatchObject({
      status: 'behov_daekket',
    });
    expect((await nils.json('POST', `${api}/owner`)).data()).toMatchObject({ ownerName: 'Navn nils' });
    const events = db.select().from(auditEvent).where(eq(auditEvent.entity, 'job_order')).all();
    expect(events.map((event) => event.action)).toEqual(['opret', 'ret', 'forlaeng', 'status', 'overtag']);
    expect(JSON.stringify(events)).not.toContain('Hemmelig');
  });
});

describe('the API', () => {
  test('answers wrong bodies with problem+json that names the field', async () => {
    const { hanne, id } = await openTown();
    const url = `/api/v1/job-orders/${id}`;
    const put = (body: object) => hanne.change('PUT', url, body);
    const cases: [object, number, string][] = [
      [{ ...ORDER_BODY, title: '' }, 422, 'title'],
      [{ ...ORDER_BODY, title: 'x'.repeat(101) }, 422, 'title'],
      [{ ...ORDER_BODY, deadline: '2026-02-31' }, 422, 'deadline'],
      [{ ...ORDER_BODY, danishMin: 'hmm' }, 422, 'danishMin'],
      [
        { ...ORDER_BODY, requirements: [{ kind: 'krav', text: '730685-1234', kanLaeres: false }] },
        422,
        'requirements.0',
      ],
      [
        { ...ORDER_BODY, requirements: [{ kind: 'krav', text: ' ', kanLaeres: false }] },
        422,
        'requirements.0',
      ],
      [{ ...ORDER_BODY, type: 'drømmejob' }, 400, 'type'],
      [{ ...ORDER_BODY, positions: '2' }, 400, 'positions'],
      [{ ...ORDER_BODY, isAdmin: true }, 400, 'isAdmin'],
      [{ ...ORDER_BODY, version: 1 }, 400, 'version'],
    ];
    for (const [body, status, field] of cases) {
      const answer = await put(body);
      expect([field, answer.status]).toEqual([field, status]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(
        answer
          .data<{ errors: { field: string }[] }>()
          .errors.map((error) => error.field)
          .join(),
      ).toContain(field);
    }
    expect((await hanne.json('PUT', url, ORDER_BODY, { 'if-match': '"gammel"' })).status).toBe(412);
    expect((await hanne.json('PUT', url, ORDER_BODY)).status).toBe(428);
    const unknownFirm = await hanne.json('POST', '/api/v1/job-orders', { pNumber: 1, ...ORDER_BODY });
    expect(unknownFirm.status).toBe(422);
    const bare = { status: 'inaktiveret', comment: ' ', version: 1 };
    expect((await hanne.json('POST', `/api/v1/job-orders/${id}/status`, bare)).status).toBe(422);
  });

  test('a program that does not know the considerations of plan 2018 leaves them as they are', async () => {
    const { hanne, id } = await openTown();
    const put = (body: object) => hanne.change('PUT', `/api/v1/job-orders/${id}`, { ...ORDER_BODY, ...body });
    expect((await hanne.json('GET', `/api/v1/job-orders/${id}`)).data()).toMatchObject({
      unavoidable: [],
      followUp: null,
      leadsToJob: null,
      bar: null,
    });
    const known = { unavoidable: ['ingen_tunge_loeft'], followUp: true, leadsToJob: false };
    expect((await put({ ...known })).data()).toMatchObject(known);
    expect((await put({ title: 'Nyt' })).data()).toMatchObject({ title: 'Nyt', ...known });
    expect((await put({ followUp: null })).data()).toMatchObject({ ...known, followUp: null });
    const both = await put({ offers: ['ingen_tunge_loeft'] });
    expect(both.status).toBe(422);
    expect(both.body).toContain('unavoidable');
    expect((await put({ unavoidable: ['kaffe'] })).status).toBe(400);
  });

  test('the same key gives the same order', async () => {
    const { db, hanne } = await openTown();
    const body = { pNumber: P, key: '0e1f2a3b-0000-4000-8000-000000000001', ...ORDER_BODY };
    const first = (await hanne.json('POST', '/api/v1/job-orders', body)).data().id;
    const second = (await hanne.json('POST', '/api/v1/job-orders', body)).data().id;
    expect(first).toBe(second);
    expect(db.select().from(jobOrder).all()).toHaveLength(2);
  });

  test('stands in OpenAPI with summaries', async () => {
    const { hanne } = await openTown();
    const { paths } = (await hanne.json('GET', '/api/v1/openapi.json')).data<{
      paths: Record<string, Record<string, { summary?: string }>>;
    }>();
    for (const path of [
      '/api/v1/job-orders',
      '/api/v1/job-orders/{id}',
      '/api/v1/job-orders/{id}/status',
      '/api/v1/job-orders/{id}/renewal',
      '/api/v1/job-orders/{id}/owner',
      '/api/v1/job-orders/{id}/shortlist',
      '/api/v1/job-orders/{id}/excluded',
      '/api/v1/job-orders/{id}/set-asides',
      '/api/v1/set-asides/{id}/withdrawal',
      '/api/v1/set-asides/counts',
      '/api/v1/companies/{pNumber}/bars',
      '/api/v1/company-bars/{id}/lifting',
      '/api/v1/citizens',
      '/api/v1/citizens/{id}',
      '/api/v1/citizens/{id}/matches',
      '/api/v1/citizens/{id}/purpose',
    ]) {
      const operations = Object.values(paths[path] ?? {});
      expect([path, operations.length > 0]).toEqual([path, true]);
      for (const operation of operations) expect(operation.summary).toBeTruthy();
    }
  });
});
