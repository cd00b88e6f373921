import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { apiToken } from '../db/schema/api-tokens.ts';
import { readAlarm } from '../db/schema/citizens.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { user } from '../db/schema/users.ts';
import { addUser, type Browser, openTestApp, signIn, stranger, type TestApp } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const FORM = {
  navn: 'BI-udtræk',
  roller: ['sagsbehandler'],
  team: 'Lager',
  omraade_borgere: 'laes',
  omraade_virksomheder: 'laes',
  sidste_dag: '2026-12-31',
  pr_minut: '120',
};

async function opened() {
  const town = await openTestApp();
  await addUser(town.db, 'drift', ['administrator']);
  const sara = await addUser(town.db, 'sara', ['sagsbehandler'], 'Lager');
  addCitizen(town.db, { caseworkerUserId: sara, citizenKey: 'B1', name: 'Asta Bager' });
  addCitizen(town.db, { caseworkerUserId: sara, citizenKey: 'B2', name: 'Skjult', protectedAddress: true });
  return { ...town, drift: await signIn(town.app, 'drift') };
}

async function tokenOf(drift: Browser, fields: Record<string, string | string[]> = {}): Promise<string> {
  const answer = await drift.post('/adgangsnoegler', { ...FORM, ...fields });
  expect(answer.status).toBe(200);
  return /<code>(samtlige_[\w-]{43})<\/code>/.exec(answer.body)?.[1] ?? '';
}

function call(
  { app }: TestApp,
  token: string,
  url: string,
  method: 'GET' | 'POST' = 'GET',
  payload?: object,
) {
  const headers = { authorization: `Bearer ${token}` };
  return app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
}

test('et program læser sit teams borgere med sin nøgle, og loggen siger, hvilket program det var', async () => {
  const town = await opened();
  const { db, drift } = town;
  const token = await tokenOf(drift);
  expect((await drift.get('/adgangsnoegler')).body).not.toContain(token);
  expect(JSON.stringify(db.select().from(apiToken).all())).not.toContain(token.slice(9));

  const list = await call(town, token, '/api/v1/citizens?tab=team');
  expect(list.statusCode).toBe(200);
  expect(list.json().items.map(({ name }: { name: string }) => name)).toEqual(['Asta Bager']);
  expect((await call(town, token, '/api/v1/citizens/2')).statusCode).toBe(404);
  const readers = readsIn(db).map(({ citizenId, userId }) => ({
    citizenId,
    name: db.select({ name: user.name }).from(user).where(eq(user.id, userId)).get()?.name,
  }));
  expect(readers).toEqual([{ citizenId: 1, name: 'BI-udtræk' }]);
  expect(db.select().from(apiToken).get()?.lastUsedAt).toBe('2026-11-22T09:00:00.000Z');
});

test('en nøgle åbner kun sine områder, og kun for at læse, når der ikke står andet', async () => {
  const town = await opened();
  const token = await tokenOf(town.drift);
  const orders = await call(town, token, '/api/v1/job-orders');
  expect([orders.statusCode, orders.json().detail]).toEqual([403, 'Kaldet kræver jobordrer:laes.']);
  expect((await call(town, token, '/api/v1/citizens/1/purpose')).statusCode).toBe(200);
  expect((await call(town, token, '/api/v1/citizens/1/matches')).statusCode).toBe(403);
  const written = await call(town, token, '/api/v1/citizens/1/benefit-periods', 'POST', {});
  expect([written.statusCode, written.json().detail]).toEqual([403, 'Kaldet kræver borgere:skriv.']);
});

test('en nøgle, der er udløbet, trukket tilbage eller aldrig lavet, giver 401, også ved siden af et login', async () => {
  const town = await opened();
  const { clock, drift, app } = town;
  const short = await tokenOf(drift, { sidste_dag: '2026-11-22' });
  const long = await tokenOf(drift, { navn: 'Kassen' });
  expect((await call(town, long, '/api/v1/session')).json()).toMatchObject({ name: 'Kassen' });

  clock.now = new Date('2026-11-22T22:59:00Z');
  expect((await call(town, short, '/api/v1/session')).statusCode).toBe(200);
  clock.now = new Date('2026-11-22T23:00:00Z');
  expect((await call(town, short, '/api/v1/session')).statusCode).toBe(401);

  const again = await signIn(app, 'drift');
  expect((await again.get('/adgangsnoegler')).body).toContain('✕ Udløbet');
  expect((await again.post('/adgangsnoegler/2/tilbagetraekning', {})).status).toBe(303);
  expect((await again.post('/adgangsnoegler/2/tilbagetraekning', {})).status).toBe(404);
  const refused = await call(town, long, '/api/v1/session');
  expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([
    401,
    'Bearer error="invalid_token"',
  ]);
  const beside = await again.json('GET', '/api/v1/users', undefined, { authorization: `Bearer ${long}` });
  expect(beside.status).toBe(401);
  expect(
    (await stranger(app).json('GET', '/api/v1/users', undefined, { authorization: 'Bearer ' })).status,
  ).toBe(401);
});

test('flere kald i minuttet end nøglen giver 429; en anden nøgle mærker det ikke', async () => {
  const town = await opened();
  const narrow = await tokenOf(town.drift, { pr_minut: '2' });
  const other = await tokenOf(town.drift, { navn: 'Et andet', pr_minut: '2' });
  const statuses: number[] = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await call(town, narrow, '/api/v1/session')).statusCode);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await call(town, other, '/api/v1/session')).statusCode).toBe(200);
});

test('et program er ingen kollega: det kan hverken logge ind, vælges eller findes blandt brugerne', async () => {
  const town = await opened();
  const { db, drift } = town;
  await tokenOf(drift, { navn: 'Udtrækket', roller: ['konsulent', 'sagsbehandler'] });
  expect((await drift.get('/brugere')).body).not.toContain('Udtrækket');
  const program = db.select().from(user).where(eq(user.name, 'Udtrækket')).get();
  expect((await drift.get(`/brugere/${program?.id}`)).status).toBe(404);
  expect((await drift.post(`/brugere/${program?.id}/adgang`, { adgang: 'ja' })).status).toBe(404);
  expect((await drift.post(`/brugere/${program?.id}/adgangskode`, {})).status).toBe(404);
  const events = db.select().from(auditEvent).where(eq(auditEvent.entity, 'api_token')).all();
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['opret', 'konsulent sagsbehandler · virksomheder:laes borgere:laes'],
  ]);
});

test('en forkert udfyldt nøgle kommer tilbage med det skrevne og en fejl ved hvert felt', async () => {
  const { drift } = await opened();
  await tokenOf(drift);
  const twice = await drift.post('/adgangsnoegler', FORM);
  expect([twice.status, twice.body.includes('Et program med det navn har allerede en nøgle.')]).toEqual([
    422,
    true,
  ]);
  const answer = await drift.post('/adgangsnoegler', {
    navn: 'Æ',
    roller: 'konge',
    sidste_dag: '2028-01-01',
    pr_minut: '0',
  });
  expect(answer.status).toBe(422);
  for (const text of [
    'value="Æ"',
    'value="2028-01-01"',
    'Skriv et navn på 2–100 tegn, som programmet kan kendes på i loggen.',
    'Vælg mindst én rolle.',
    'Vælg en dag fra i dag til et år frem.',
    'Skriv et helt tal fra 1 til 1000.',
    'Giv adgang til mindst ét område.',
  ])
    expect(answer.body).toContain(text);
});

test('et program, der læser alle, er én alarm i døgnet, og den næste rummer alt siden den forrige', async () => {
  const town = await opened();
  const { clock, db, drift } = town;
  const token = await tokenOf(drift);
  const bent = await addUser(db, 'bent', ['sagsbehandler'], 'Lager');
  for (let n = 0; n < 150; n += 1)
    addCitizen(db, { caseworkerUserId: bent, citizenKey: `P${n}`, name: `P ${n}` });
  const readAll = async () => {
    for (let at = '/api/v1/citizens?tab=team&limit=50'; at; ) {
      const answer = await call(town, token, at);
      expect(answer.statusCode).toBe(200);
      const { nextCursor: next } = answer.json();
      at = next ? `/api/v1/citizens?tab=team&limit=50&cursor=${encodeURIComponent(next)}` : '';
    }
  };
  const alarms = () => db.select().from(readAlarm).all();
  const later = (hours: number) => {
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
  };
  await readAll();
  expect(alarms()).toHaveLength(1);
  for (let hour = 0; hour < 23; hour += 1) {
    later(1);
    if (hour % 6 === 0) await readAll();
  }
  expect(alarms()).toHaveLength(1);
  later(2);
  await readAll();
  const [first, second] = alarms();
  expect(second).toMatchObject({ fromAt: first?.raisedAt, persons: 151 });
});

test('afviste kald tæller som andre: gættede nøgler fra en adresse, og det, en nøgle ikke åbner', async () => {
  const town = await opened();
  const token = await tokenOf(town.drift, { pr_minut: '5' });
  const statuses = async (times: number, key: string, url: string) => {
    const all = [];
    for (let n = 0; n < times; n += 1) all.push((await call(town, key, url)).statusCode);
    return all;
  };
  expect(await statuses(7, token, '/api/v1/job-orders')).toEqual([403, 403, 403, 403, 403, 429, 429]);
  const guessed = await statuses(1005, `samtlige_${'x'.repeat(43)}`, '/api/v1/citizens');
  expect(new Set(guessed.slice(0, 990))).toEqual(new Set([401]));
  expect(guessed.at(-1)).toBe(429);
  const page = await town.app.inject({ url: '/virksomheder' });
  expect([page.statusCode, Number(page.headers['retry-after']) > 0]).toEqual([429, true]);
  // Whoever is signed in at the same address has a count of their own.
  expect((await town.drift.get('/adgangsnoegler')).status).toBe(200);
});
