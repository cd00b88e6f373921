/**
 * Imports 20,000 P-units and 1,000,000 contacts and a tenth of both, and times at each figures, a seal, and pages at 20
 * connections and 40 requests a second while contacts are logged; at the end the two stand side by side, to show how the
 * cost grows. Prints; judges nothing. With `--kept FOLDER` what was imported is kept there, and the next run begins from
 * a copy of it: some ten minutes with `--seconds 4`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Db } from '../../db/client.ts';
import { buildApp } from '../../server/app.ts';
import { createCampaign } from '../../server/campaigns/queries.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { correctContact, logContact } from '../../server/contacts/queries.ts';
import type { App } from '../../server/context.ts';
import { coverageOf } from '../../server/coverage/queries.ts';
import { findSeal, recompute, type Seal, sealQuarter } from '../../server/coverage/seal-queries.ts';
import { answerTodaysQuestions } from '../../server/coverage/warm-up.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { makeFeed } from '../../server/own/feed.ts';
import { paths } from '../../server/paths.ts';
import { lazyEngine, openData } from '../../server/start.ts';
import { endOfLocalDate, localDate } from '../../server/ui/dates.ts';
import { createUser, hashPassword } from '../../server/users/queries.ts';
import { LAST_DAY } from './coverage-files.ts';
import { pagesOf } from './coverage-pages.ts';
import { say, sayGrowth, sayTimes } from './figures.ts';
import { listPages } from './list-pages.ts';
import type { Answered, Load } from './load.ts';

const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '20000' },
    contacts: { type: 'string', default: '1000000' },
    corrections: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    'only-full': { type: 'boolean', default: false },
    kept: { type: 'string' },
    pages: { type: 'string', default: '' },
  },
});

const QUARTER = { from: '2026-04-01', to: LAST_DAY };
const EARLIER = { from: '2025-07-01', to: '2025-09-30' };
const IMPORTED_AT = new Date('2026-07-01T06:00:00Z');
const CORRECTED_AT = '2026-07-10T10:00:00.000Z';
/** The pages are looked at on the quarter's last day. */
const NOW = new Date('2026-06-30T10:00:00Z');
const SEALED_AT = new Date('2026-07-20T08:00:00Z');
/** After the seal of the earlier quarter: the database takes nothing that claims to be older. */
const LOGGED_AT = new Date('2026-07-21T08:00:00Z');
const LATER = new Date('2026-07-22T08:00:00Z');
const CALLED_FIRMS = 500;
const PASSWORD = 'hest-batteri-klipsemaskine';
const KONSULENTER = 20;
const CONNECTIONS = 20;
const PER_SECOND = 40;

const TEXTS = {
  topic: null,
  offer: null,
  contactPerson: null,
  note: null,
  nextStep: null,
  nextStepDate: null,
};

interface Size {
  firms: number;
  contacts: number;
  corrections: number;
}

/** What is measured now. */
let measuring = '';

const full = {
  firms: Number(values.firms),
  contacts: Number(values.contacts),
  corrections: Number(values.corrections),
};
const tenth = {
  firms: Math.ceil(full.firms / 10),
  contacts: Math.ceil(full.contacts / 10),
  corrections: Math.ceil(full.corrections / 10),
};
say(`Node ${process.version}, ${cpus().length} kerner`);
for (const size of values['only-full'] ? [full] : [tenth, full]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-bench-'));
  try {
    await measure(folder, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
sayGrowth();

async function measure(folder: string, size: Size): Promise<void> {
  const { firms, contacts } = size;
  const config = readConfig({
    DATA_DIR: path.join(folder, 'data'),
    LOG_LEVEL: 'silent',
    FORM_KEY: randomBytes(32).toString('hex'),
    TRUST_PROXY: '127.0.0.1',
    // Twenty colleagues' connections are signed in as one.
    REQUESTS_PER_MINUTE: '1000000',
  });
  measuring = `${firms} P-enheder, ${contacts} kontakter`;
  say(`\n${measuring}`);
  const kept = values.kept && path.join(values.kept, `${firms}-${contacts}`);
  if (kept && existsSync(kept)) cpSync(kept, config.files.root, { recursive: true });
  const data = openData(config, () => IMPORTED_AT);
  const { db } = data;
  if (!kept || !existsSync(kept)) await fill(db, config, { folder, size });
  if (kept && !existsSync(kept)) {
    db.$client.pragma('wal_checkpoint(TRUNCATE)');
    cpSync(config.files.root, kept, { recursive: true });
  }
  const users = db.$client.prepare('SELECT id FROM user ORDER BY id').pluck().all() as number[];
  say(`database: ${megabytes(statSync(config.files.database).size)}`);

  const asOf = endOfLocalDate('2026-07-20');
  time('dækning beregnet, seneste kvartal', () => coverageOf(db, { ...QUARTER, asOf }));
  time('dækning beregnet, efter CVR', () => coverageOf(db, { ...QUARTER, asOf }, 'cvr'));
  time('dækning beregnet, et kvartal året før', () => coverageOf(db, { ...EARLIER, asOf }));
  time('dækning beregnet, som kendt før rettelserne', () =>
    coverageOf(db, { ...QUARTER, asOf: endOfLocalDate('2026-07-05') }),
  );
  say(JSON.stringify(coverageOf(db, { ...QUARTER, asOf })));

  const app = await buildApp({
    db,
    config: { ...config, formKey: randomBytes(32) },
    now: () => NOW,
    engine: lazyEngine(db),
    // A refusal is quick: on a busy machine it would flatter the times.
    busyAfterMs: 0,
  });
  const userId = users[0] ?? 0;
  const made = makeWhatPagesShow(db, userId);
  await timePages(app, db, { firms, userId, made });
  await app.close();
  timeSeal(db, QUARTER, { userId, at: LATER });
  data.close();
  say(memory());
}

/** The register and the history through the importer itself, then the corrections of a quarter. */
async function fill(db: Db, config: Config, { folder, size }: { folder: string; size: Size }): Promise<void> {
  const { register, history } = writeFiles(folder, size);
  say(`filer: ${megabytes(statSync(register).size)} og ${megabytes(statSync(history).size)}; ${memory()}`);
  const users = await addKonsulenter(db);
  for (const [kind, file] of [
    ['virksomheder', register],
    ['kontakter', history],
  ] as const) {
    const started = performance.now();
    const { files } = config;
    const options = { kind, file, files, cprKeys: undefined, now: () => IMPORTED_AT, by: null };
    const report = await runImport(db, options);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(
      `import af ${kind}: ${seconds} s, ${report.created} nye, ${report.rejectedCount} afvist; ${memory()}`,
    );
  }
  db.$client
    .prepare('UPDATE p_unit SET owner_user_id = ? + p_number % ?')
    .run(Math.min(...users), users.length);
  correctSome(db, size.corrections);
}

async function addKonsulenter(db: Db): Promise<number[]> {
  const passwordHash = await hashPassword(PASSWORD);
  return Array.from({ length: KONSULENTER }, (_, index) => {
    const user = {
      username: `konsulent${index + 1}`,
      name: `Konsulent ${index + 1}`,
      email: null,
      roles: ['konsulent' as const, 'leder' as const],
      teamName: null,
    };
    return createUser(db, { ...user, passwordHash }, { at: IMPORTED_AT.toISOString(), by: null });
  });
}

/** Calls of the quarter that turn out not to have been answered. */
function correctSome(db: Db, corrections: number): void {
  const actor = { userId: 1, roles: ['konsulent' as const] };
  const ids = db.$client
    .prepare("SELECT id FROM contact WHERE contact_date >= ? AND outcome = 'opnaaet' ORDER BY id LIMIT ?")
    .pluck()
    .all(QUARTER.from, corrections) as number[];
  const draft = {
    ...TEXTS,
    contactDate: LAST_DAY,
    kind: 'telefon',
    direction: 'ud',
    outcome: 'ikke_opnaaet',
  };
  const started = performance.now();
  for (const id of ids) correctContact(db, { id, draft, reason: 'Forkert' }, { actor, at: CORRECTED_AT });
  say(`${ids.length} rettelser: ${((performance.now() - started) / ids.length).toFixed(2)} ms hver`);
}

/** In a process of its own, so that only the import's memory is measured here. */
function writeFiles(folder: string, { firms, contacts }: Pick<Size, 'firms' | 'contacts'>) {
  const writer = path.join(import.meta.dirname, 'coverage-files.js');
  const written = spawnSync(process.execPath, [writer, folder, String(firms), String(contacts)], {
    stdio: 'inherit',
  });
  if (written.status !== 0) throw new Error('the files could not be written');
  return { register: path.join(folder, 'cvr.jsonl'), history: path.join(folder, 'kontakter.csv') };
}

/** A sealed quarter, a calendar feed and a campaign, for the pages about them. */
function makeWhatPagesShow(db: Db, userId: number) {
  const seal = timeSeal(db, EARLIER, { userId, at: SEALED_AT });
  const doing = { actor: { userId, roles: ['konsulent' as const] }, at: LOGGED_AT.toISOString() };
  const pNumbers = db.$client
    .prepare('SELECT p_number FROM p_unit ORDER BY p_number LIMIT ?')
    .pluck()
    .all(CALLED_FIRMS) as number[];
  const campaign = createCampaign(db, { name: 'Messen', kind: 'messe', pNumbers, formKey: 'bench' }, doing);
  return {
    seal: paths.seal(seal.id),
    campaign: paths.campaign(campaign),
    feed: paths.feed(`${makeFeed(db, doing)}.ics`),
  };
}
type Made = ReturnType<typeof makeWhatPagesShow>;

/** Whole requests over the network at a fixed rate, while a colleague logs a contact every half second. */
async function timePages(
  app: App,
  db: Db,
  { firms, userId, made }: { firms: number; userId: number; made: Made },
) {
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const started = performance.now();
  // As server/start.ts does, so that no page is asked for colder than after a start.
  for (const _ of answerTodaysQuestions(db, localDate(NOW)));
  say(`dagens spørgsmål besvaret efter en start: ${(performance.now() - started).toFixed(0)} ms i alt`);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'sec-fetch-site': 'same-origin' },
    payload: { username: 'konsulent1', password: PASSWORD },
  });
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const random = (index: number) => 1_000_000_000 + ((index * 7919) % firms);
  let logged = 0;
  const logging = setInterval(() => {
    const actor = { userId, roles: ['konsulent' as const] };
    const draft = {
      ...TEXTS,
      contactDate: '2026-06-30',
      kind: 'telefon',
      direction: 'ud',
      outcome: 'opnaaet',
    };
    logContact(
      db,
      { pNumber: random(++logged), draft, formKey: null },
      { actor, at: LOGGED_AT.toISOString() },
    );
  }, 500);
  for (const [name, addresses] of [...pagesOf(random, { quarter: QUARTER, ...made }), ...listPages(firms)]) {
    if (!name.includes(values.pages)) continue;
    const started = performance.now();
    const first = await app.inject({ url: encodeURI(addresses[0] ?? '/'), headers: { cookie } });
    if (first.statusCode !== 200) throw new Error(`${addresses[0]} answered ${first.statusCode}`);
    const cold = performance.now() - started;
    const { times, refused } = await loadWith({
      url,
      cookie,
      addresses: addresses.map((address) => encodeURI(address)),
      seconds: Number(values.seconds),
      connections: CONNECTIONS,
      perSecond: PER_SECOND,
    });
    sayTimes(measuring, name, [cold, ...times]);
    if (refused > 0) say(`  afvist som travlt: ${refused}`);
    await setTimeout(300);
  }
  clearInterval(logging);
  say(`(${logged} kontakter logget imens)`);
}

/** From a process of its own: the asking must not take the server's time. */
async function loadWith(load: Load): Promise<Answered> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'load.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(load));
  return JSON.parse(await text(child.stdout)) as Answered;
}

function timeSeal(db: Db, quarter: typeof QUARTER, { userId, at }: { userId: number; at: Date }): Seal {
  const doing = { actor: { userId, roles: ['leder' as const] }, at: at.toISOString() };
  const started = performance.now();
  const answer = sealQuarter(db, quarter, doing);
  say(`forsegling: ${(performance.now() - started).toFixed(0)} ms`);
  const seal = answer.outcome === 'sealed' ? findSeal(db, answer.id) : undefined;
  if (!seal) throw new Error('not sealed');
  time('genberegning', () => recompute(db, seal));
  say(`genberegnet ens: ${recompute(db, seal).same}`);
  return seal;
}

function time(name: string, work: () => unknown): void {
  const times = Array.from({ length: 21 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  sayTimes(measuring, name, times);
}

function memory(): string {
  return `hukommelse ${megabytes(process.memoryUsage.rss())}, højest ${megabytes(process.resourceUsage().maxRSS * 1024)}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
