import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { API_AREAS } from '../db/schema/api-tokens.ts';
import { citizen } from '../db/schema/citizens.ts';
import { citizenBackground } from '../db/schema/protected.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { createToken, type NewToken } from '../server/api-tokens/tokens.ts';
import { ask, NO_KEYS, type Reply, rolledBack, sameEachTime } from './asking.ts';
import { businessRows } from './business-rows.ts';
import { readsIn } from './reads.ts';
import type { Route } from './route-list.ts';
import { addressOf, CANARY, openWholeTown, PEOPLE, type Town, WHO, type Who } from './whole-town.ts';

test('hver rolles svar på hver adresse er det, der står i tabellen, og ingen spørgsmål ændrer noget', async () => {
  const town = await openWholeTown();
  const { db, routes } = town;
  const lines: string[] = [];
  const wrong: string[] = [];
  const before = businessRows(db);
  const events = countEvents(db);
  for (const route of routes.toSorted(byAddress)) {
    const cells: string[] = [];
    for (const who of WHO) {
      const before = looksAtCanary(db);
      const answer = await rolledBack(route, db, () => answerTo(town, route, who));
      if (route.method === 'GET') wrong.push(...judgeLooks(route, who, answer, looksAtCanary(db) - before));
      wrong.push(...judgeAccess(route, who, answer), ...judgeHeaders(route, answer));
      wrong.push(...canariesIn(route, who, answer));
      cells.push(cellOf(answer).padEnd(CELL));
    }
    const access = typeof route.access === 'string' ? route.access : route.access.join(' ');
    lines.push(`${route.method.padEnd(7)}${route.url.padEnd(64)}${cells.join('')}${access}`);
  }
  expect([...new Set(wrong)]).toEqual([]);
  expect(Object.keys(before).filter((name) => businessRows(db)[name] !== before[name])).toEqual([]);
  expect(newActions(db, events)).toEqual(['laes']);
  const head = `${''.padEnd(71)}${WHO.map((who) => SHORT[who].padEnd(CELL)).join('')}adgang`;
  await expect(`${head}\n${lines.join('\n')}\n`).toMatchFileSnapshot('fixtures/access-matrix.txt');
}, 300_000);

const CELL = 8;
const SHORT: Readonly<Record<Who, string>> = {
  anonym: 'anonym',
  deaktiveret: 'lukket',
  konsulent: 'kons',
  sagsbehandler: 'sagsb',
  leder: 'leder',
  administrator: 'admin',
  fremmed_konsulent: 'kons*',
  fremmed_sagsbehandler: 'sagsb*',
};

test('et program må det samme som et menneske med dets roller, og intet uden for nøglens områder', async () => {
  const town = await openWholeTown();
  const { db, routes } = town;
  const by = { at: '2026-01-01T00:00:00.000Z', by: town.ids.get('administrator') ?? 0, unusableHash: 'x' };
  const usual = { requestsPerMinute: 1000, expiresAt: '2027-01-01T00:00:00.000Z' };
  const made = (name: string, role: 'konsulent' | 'sagsbehandler', scopes: NewToken['scopes']) =>
    createToken(db, { ...usual, name, roles: [role], teamName: 'Havn', scopes }, by) ?? '';
  const all: NewToken['scopes'] = new Map(API_AREAS.map((area) => [area, 'skriv']));
  const programs = {
    fremmed_konsulent: made('Alt som konsulent', 'konsulent', all),
    fremmed_sagsbehandler: made('Alt som sagsbehandler', 'sagsbehandler', all),
  };
  const closed = made('Intet', 'konsulent', new Map());
  const reading = made('Kun læse', 'konsulent', new Map(API_AREAS.map((area) => [area, 'laes'])));
  const wrong: string[] = [];
  let same = 0;
  for (const route of routes.filter(({ access }) => access !== 'public' && access !== 'worker')) {
    const { method, url } = route;
    const answers = (token: string) => rolledBack(route, db, () => asProgram(town, route, token));
    const about = (what: string, { statusCode }: Reply) =>
      wrong.push(`${method} ${url}: ${what} → ${statusCode}`);
    const foreign = await answers('samtlige_fremmed');
    if (!url.startsWith('/api/')) {
      if (!isSentToSignIn(foreign)) about('a foreign token', foreign);
      const page = await answers(programs.fremmed_konsulent);
      if (!isSentToSignIn(page)) about('a page', page);
      continue;
    }
    if (foreign.statusCode !== 401) about('a foreign token', foreign);
    const free = method === 'GET' && /\/(session|openapi\.json)$/.test(url);
    const without = await answers(closed);
    if (without.statusCode !== (free ? 200 : 403)) about('a token without areas', without);
    const reader = await answers(reading);
    if (method !== 'GET' && reader.statusCode !== 403) about('a token that reads', reader);
    if (url.endsWith('/session')) continue;
    for (const who of ['fremmed_konsulent', 'fremmed_sagsbehandler'] as const) {
      const person = await rolledBack(route, db, () => answerTo(town, route, who));
      const program = await answers(programs[who]);
      wrong.push(...canariesIn(route, who, program));
      if (program.statusCode !== person.statusCode)
        about(`${who} is answered ${person.statusCode}, its program`, program);
      else same += 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(same).toBeGreaterThan(200);
}, 300_000);

function asProgram(town: Town, route: Route, token: string): Promise<Reply> {
  const body = route.method === 'GET' ? {} : { body: {} };
  const headers = { authorization: `Bearer ${token}`, 'sec-fetch-site': 'cross-site' };
  const asked = { method: route.method, url: addressOf(route, town) };
  return ask(town.app, asked, { keys: NO_KEYS, headers, ...body });
}

function byAddress(a: Route, b: Route): number {
  return a.url < b.url ? -1 : a.url > b.url ? 1 : a.method < b.method ? -1 : 1;
}

/** An unsafe route is asked with an empty form: whoever may send it is told what is missing, or it is done and undone. */
function answerTo(town: Town, route: Route, who: Who): Promise<Reply> {
  const body = route.method === 'GET' ? {} : { body: {} };
  return ask(
    town.app,
    { method: route.method, url: addressOf(route, town) },
    { keys: town.keys[who], ...body },
  );
}

function cellOf(answer: Reply): string {
  return isSentToSignIn(answer) ? 'log ind' : String(answer.statusCode);
}

function isSentToSignIn({ headers }: Reply): boolean {
  return String(headers.location ?? '').startsWith('/log-ind');
}

/** The declared access, held against the answer: the table alone could keep a mistake. */
function judgeAccess({ method, url, access }: Route, who: Who, answer: Reply): string[] {
  const about = `${who} ${method} ${url} answers ${cellOf(answer)}`;
  if (answer.statusCode >= 500) return [about];
  const role = who === 'deaktiveret' ? undefined : PEOPLE[who]?.role;
  const isAsked = isSentToSignIn(answer) || answer.statusCode === 401;
  if (access === 'public') return [];
  if (access === 'worker') return isAsked ? [] : [`${about}, and a person is no worker`];
  if (!role) return isAsked ? [] : [`${about}, and nobody is signed in`];
  if (isAsked && !/\/(log-ud|logins\/afslutning)$/.test(url)) return [`${about}, though they are signed in`];
  const may = access === 'signed-in' || access.includes(role);
  if (!may && answer.statusCode !== 403) return [`${about}, and the role is not let in`];
  return [];
}

/** One answer that tells of a citizen is one row in the read log, whatever parts it has; an answer that does not is none. */
function judgeLooks({ method, url }: Route, who: Who, answer: Reply, rows: number): string[] {
  if (url.endsWith('.xlsx')) return [];
  const { surname, key, phone } = CANARY.known;
  const told = ['Asta', surname, key, phone].some((text) => answer.body.includes(text)) ? 1 : 0;
  // What is known of a citizen is a look as well where no name stands beside it.
  if (told === 0 && rows === 1 && /\/(borgere|citizens)\/:id|\/profile?$/.test(url)) return [];
  return rows === told ? [] : [`${who} ${method} ${url} tells of ${told} and logs ${rows}`];
}

function looksAtCanary(db: Db): number {
  return readsIn(db).filter(({ citizenId }) => citizenId === CANARY.known.id).length;
}

/** ASVS 3.4: on every answer, the refusals too. */
function judgeHeaders({ method, url }: Route, answer: Reply): string[] {
  const { headers } = answer;
  const policy = String(headers['content-security-policy'] ?? '');
  const faults = [
    /unsafe-|\*|https?:/.test(policy) && `a policy of ${policy}`,
    !/script-src 'self' 'nonce-[0-9a-f]{32}'/.test(policy) && 'no nonce',
    !policy.includes("frame-ancestors 'none'") && 'may be framed',
    !policy.includes("object-src 'none'") && 'objects',
    headers['x-content-type-options'] !== 'nosniff' && 'no nosniff',
    headers['referrer-policy'] !== 'same-origin' && 'tells where one comes from',
    !/no-store/.test(String(headers['cache-control'])) && !/assets|livez|readyz/.test(url) && 'may be kept',
    [headers['set-cookie'] ?? []].flat().some((one) => !/HttpOnly;.*SameSite=Lax/.test(one)) &&
      'a loose cookie',
    /\bat \S+ \(?(\/|file:|node:)/.test(answer.body) && 'a stack trace',
  ].filter((fault) => fault !== false);
  return faults.map((fault) => `${method} ${url} (${answer.statusCode}): ${fault}`);
}

/** Who may be shown what of the two citizens; nobody is shown anybody's CPR number. */
const MAY_SEE: readonly (readonly [value: string, who: readonly Who[]])[] = [
  [CANARY.known.surname, ['sagsbehandler']],
  [CANARY.known.phone, ['sagsbehandler']],
  // The key is how a konsulent on an own order and the citizen's sagsbehandler speak of the same citizen.
  [CANARY.known.key, ['sagsbehandler', 'konsulent']],
  ['Skjultfornavn', ['sagsbehandler']],
  ['Skjultefternavn', ['sagsbehandler']],
  [CANARY.protected.phone, ['sagsbehandler']],
  [CANARY.protected.key, ['sagsbehandler']],
  [CANARY.protected.cpr, []],
  [CANARY.protected.cpr.replace(/^(\d{6})/, '$1-'), []],
];

function canariesIn({ method, url }: Route, who: Who, answer: Reply): string[] {
  const all = (answer.body + JSON.stringify(answer.headers)).toLowerCase();
  return MAY_SEE.filter(
    ([value, allowed]) => !allowed.includes(who) && all.includes(value.toLowerCase()),
  ).map(([value]) => `${who} is shown ${value} at ${method} ${url}`);
}

function countEvents(db: Db): number {
  return db.select().from(auditEvent).all().length;
}

function newActions(db: Db, since: number): string[] {
  return [
    ...new Set(
      db
        .select()
        .from(auditEvent)
        .all()
        .slice(since)
        .map(({ action }) => action),
    ),
  ];
}

test('intet svar røber noget om den beskyttede borger til andre end egen sagsbehandler', async () => {
  const town = await openWholeTown();
  const { db } = town;
  const others = WHO.filter((who) => who !== 'sagsbehandler' && who !== 'anonym' && who !== 'deaktiveret');
  const before = await readAll(town, others);
  const name = 'Aaaaanders Åååånder';
  db.update(citizen)
    .set({ name, nameFolded: name.toLowerCase(), citizenKey: 'ANDEN', phone: '11111111', needs: ['mentor'] })
    .where(sql`id = ${CANARY.protected.id}`)
    .run();
  const renamed = await readAll(town, others);
  expect(differing(before, renamed)).toEqual([]);
  db.delete(citizenBackground).run();
  expect(differing(renamed, await readAll(town, ['leder']))).toEqual([
    'leder /rapporter/lige-brug',
    'leder /rapporter/lige-brug.csv',
  ]);
}, 300_000);

function differing(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([url, body]) => body !== before.get(url)).map(([url]) => url);
}

/** Driftsstatus tells how long the log is and how it ends, which the very readings change, and what room the disk has left. */
function withoutReadings(body: string): string {
  return body
    .replace(/<dd>Nr\. [\d.]+<\/dd>/, '')
    .replace(/<code class="hash">[0-9a-f]{64}<\/code>/, '')
    .replace(/<dt>Ledig plads<\/dt><dd>[^<]*<\/dd>/, '');
}

async function readAll(town: Town, asking: readonly Who[]): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const route of town.routes) {
    if (route.method !== 'GET' || route.url.endsWith('.xlsx')) continue;
    for (const who of asking) {
      const answer = await answerTo(town, route, who);
      read.set(`${who} ${route.url}`, `${answer.statusCode} ${withoutReadings(sameEachTime(answer.body))}`);
    }
  }
  return read;
}

const MISSING = '999999';

test('en andens række svarer præcis som en, der ikke findes', async () => {
  const town = await openWholeTown();
  const different: string[] = [];
  let foreign = 0;
  for (const route of town.routes.filter(({ url }) => /:\w*[iI]d\b/.test(url))) {
    for (const who of WHO) {
      const [there, missing] = [await at(town, route, who), await at(town, route, who, MISSING)];
      if (there.statusCode !== 404 && !isCitizens(route, who)) continue;
      foreign += 1;
      const [one, other] = [there, missing].map(
        ({ statusCode, body }) => `${statusCode} ${sameEachTime(body)}`,
      );
      if (one !== other?.replaceAll(MISSING, '1')) different.push(`${who} ${route.method} ${route.url}`);
    }
  }
  expect(different).toEqual([]);
  expect(foreign).toBeGreaterThan(60);
}, 300_000);

function at(town: Town, route: Route, who: Who, id?: string): Promise<Reply> {
  const body = route.method === 'GET' ? {} : { body: {} };
  return rolledBack(route, town.db, () =>
    ask(
      town.app,
      { method: route.method, url: addressOf(route, town, id) },
      { keys: town.keys[who], ...body },
    ),
  );
}

/** What is a citizen's is unknown to a sagsbehandler of another team, whatever they send. */
function isCitizens({ url }: Route, who: Who): boolean {
  return who === 'fremmed_sagsbehandler' && /\/(borgere|citizens)\/:id/.test(url);
}
