import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { createDataFolders, type DataFiles, dataFiles, projectRoot } from '../db/files.ts';
import { setting } from '../db/schema/settings.ts';
import type { Role } from '../db/schema/users.ts';
import { buildApp } from '../server/app.ts';
import { type Config, readConfig } from '../server/config.ts';
import type { App } from '../server/context.ts';
import { currentEngine } from '../server/terms/engine.ts';
import { createUser, hashPassword } from '../server/users/queries.ts';
import { createEngine, type Engine, type Knowledge } from '../workers/matching/engine.ts';

export const PASSWORD = 'hest-batteri-klipsemaskine';
const passwordHash = hashPassword(PASSWORD);
/** What score workers on other machines show. */
export const WORKER_TOKEN = 'c0ffee00'.repeat(8);
let engine: Engine | undefined;

const taxonomy = path.join(projectRoot, 'workers', 'matching', 'taxonomy');

export function testEngine(): Engine {
  engine ??= createEngine(taxonomy);
  return engine;
}

/** As a server makes it; tests that import no concepts share the shipped ones. */
function makeEngine(knowledge: Knowledge): Engine {
  return knowledge.concepts.length > 0 ? createEngine(taxonomy, knowledge) : testEngine().deciding(knowledge);
}

/** A whole app on a fresh database in memory, with a clock the test can turn. */
export interface TestApp {
  app: App;
  db: Db;
  clock: { now: Date };
  folder: string;
  config: Config;
}

/** A database that another test helper has opened and closes again. */
interface OnDisk {
  db: Db;
  files: DataFiles;
}

export async function openTestApp(
  now = '2026-11-22T09:00:00Z',
  town?: OnDisk,
  busyAfterMs = 0,
  env: Record<string, string> = {},
): Promise<TestApp> {
  const folder = town?.files.root ?? mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  createDataFolders(dataFiles(folder));
  const clock = { now: new Date(now) };
  const db = town?.db ?? openTestDb();
  letPasswordsDo(db, clock.now);
  const key = () => randomBytes(32).toString('hex');
  const config = readConfig({
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    CPR_KEY: key(),
    CPR_INDEX_KEY: key(),
    FORM_KEY: key(),
    ...env,
    WORKER_TOKEN,
  });
  const app = await buildApp({
    db,
    config: { ...config, formKey: config.formKey ?? randomBytes(32) },
    now: () => clock.now,
    engine: currentEngine(db, makeEngine),
    busyAfterMs,
  });
  onTestFinished(async () => {
    await app.close();
    if (town) return;
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { app, db, clock, folder, config };
}

/** Stories are told by password alone; those of the second factor ask for it themselves. */
export function letPasswordsDo(db: Db, now: Date): void {
  db.insert(setting)
    .values({ key: 'secondFactorRoles', value: '[]', updatedAt: now.toISOString() })
    .onConflictDoNothing()
    .run();
}

/** Creates a user with these roles; the same password for all. */
export async function addUser(
  db: Db,
  username: string,
  roles: Role[],
  teamName: string | null = null,
): Promise<number> {
  const newUser = {
    username,
    name: `Navn ${username}`,
    email: null,
    roles,
    teamName,
    passwordHash: await passwordHash,
  };
  return createUser(db, newUser, { at: '2026-01-01T00:00:00.000Z', by: null });
}

/** What a browser would keep: the cookie, and the token that stands in every form. */
export interface Browser {
  get(url: string): Promise<Answer>;
  /** sends a form as a page would, with the token of the page it stood on */
  post(url: string, fields: Record<string, string | string[]>): Promise<Answer>;
  json(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** as a careful program: looks first, and changes what it saw */
  change(method: 'PATCH' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<Answer>;
}

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, unknown>;
  location: string | undefined;
  data<T = Record<string, unknown>>(): T;
}

export async function signIn(app: App, username: string, password = PASSWORD): Promise<Browser> {
  const answer = await app.inject({
    method: 'POST',
    url: '/log-ind',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ brugernavn: username, adgangskode: password }).toString(),
  });
  if (answer.statusCode !== 303) throw new Error(`sign-in failed: ${answer.statusCode}`);
  return browser(app, answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; '));
}

/** Follows the cursors of a list to its end. */
export async function everyItem<Item>(browser: Browser, url: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor && `${url.includes('?') ? '&' : '?'}cursor=${cursor}`;
    const answer = await browser.json('GET', url + more);
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.body}`);
    const page = answer.data<{ items: Item[]; nextCursor: string | null }>();
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** A browser that nobody has signed in with. */
export function stranger(app: App): Browser {
  return browser(app, '');
}

function browser(app: App, cookie: string): Browser {
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  let token: string | undefined;
  const fetched = (url: string) => app.inject({ method: 'GET', url, headers });
  return {
    get: async (url) => toAnswer(await fetched(url)),
    async post(url, fields) {
      // Every page of a signed-in user has it; this one needs no role and never redirects.
      token ??= /name="_token" value="([^"]+)"/.exec((await fetched('/findes-ikke')).body)?.[1] ?? '';
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...fields, _token: token })) {
        for (const item of [value].flat()) form.append(name, item);
      }
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return toAnswer(
        await app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload: form.toString() }),
      );
    },
    async json(method, url, body, more = {}) {
      const payload = body === undefined ? {} : { payload: body as object };
      return toAnswer(await app.inject({ method, url, headers: { ...headers, ...more }, ...payload }));
    },
    async change(method, url, body) {
      const seen = await fetched(url);
      return this.json(method, url, body, { 'if-match': String(seen.headers.etag) });
    },
  };
}

/** Random letters in a page would now and then spell a key that a test says is not there. */
const FORM_TOKEN = /(?<=name="_token" value=")[^"]+/g;

function toAnswer(response: Awaited<ReturnType<App['inject']>>): Answer {
  return {
    status: response.statusCode,
    body: response.body.replace(FORM_TOKEN, ''),
    headers: response.headers,
    location: response.headers.location,
    data: <T>() => response.json() as T,
  };
}
