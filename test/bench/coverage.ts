/** Imports 100,000 P-units and 1,000,000 contacts, then times coverage, lists and the firm page. Prints; judges nothing. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { correctContact } from '../../server/contacts/queries.ts';
import type { App } from '../../server/context.ts';
import { coverageOf } from '../../server/coverage/queries.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { lazyEngine, openData } from '../../server/start.ts';
import { endOfLocalDate } from '../../server/ui/dates.ts';
import { createUser, hashPassword } from '../../server/users/queries.ts';
import { LAST_DAY } from './coverage-files.ts';

const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '100000' },
    contacts: { type: 'string', default: '1000000' },
    corrections: { type: 'string', default: '2000' },
  },
});
const [firms, contacts, corrections] = [
  Number(values.firms),
  Number(values.contacts),
  Number(values.corrections),
];

const QUARTER = { from: '2026-04-01', to: LAST_DAY };
const EARLIER = { from: '2025-07-01', to: '2025-09-30' };
const IMPORTED_AT = new Date('2026-07-01T06:00:00Z');
const CORRECTED_AT = '2026-07-10T10:00:00.000Z';
const NOW = new Date('2026-07-20T08:00:00Z');
const PASSWORD = 'hest-batteri-klipsemaskine';

const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-bench-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const key = () => randomBytes(32).toString('hex');
  const config = readConfig({ DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'silent', FORM_KEY: key() });
  say(`Node ${process.version}, ${cpus().length} kerner, ${firms} P-enheder, ${contacts} kontakter`);
  const { register, history } = writeFiles();
  say(`filer: ${megabytes(statSync(register).size)} og ${megabytes(statSync(history).size)}; ${memory()}`);

  const data = openData(config, () => IMPORTED_AT);
  const { db } = data;
  const actor = { userId: await addKonsulent(), roles: ['konsulent' as const] };
  for (const [kind, file] of [
    ['virksomheder', register],
    ['kontakter', history],
  ] as const) {
    const started = performance.now();
    const report = await runImport(db, {
      kind,
      file,
      files: config.files,
      cprKeys: undefined,
      now: () => IMPORTED_AT,
      by: null,
    });
    const seconds = (performance.now() - started) / 1000;
    say(
      `import af ${kind}: ${seconds.toFixed(1)} s, ${report.created} nye, ${report.rejectedCount} afvist; ${memory()}`,
    );
  }
  correctSome(actor);
  say(`database: ${megabytes(statSync(config.files.database).size)}`);

  const asOf = endOfLocalDate('2026-07-20');
  time('dækning, seneste kvartal', () => coverageOf(db, { ...QUARTER, asOf }));
  time('dækning, et kvartal året før', () => coverageOf(db, { ...EARLIER, asOf }));
  time('dækning som kendt før rettelserne', () =>
    coverageOf(db, { ...QUARTER, asOf: endOfLocalDate('2026-07-05') }),
  );
  say(JSON.stringify(coverageOf(db, { ...QUARTER, asOf })));

  const app = await buildApp({
    db,
    config: { ...config, formKey: randomBytes(32) },
    now: () => NOW,
    engine: lazyEngine(db),
  });
  await timePages(app);
  await app.close();
  data.close();
  say(memory());

  async function addKonsulent(): Promise<number> {
    const passwordHash = await hashPassword(PASSWORD);
    const user = {
      username: 'konsulent1',
      name: 'Hanne',
      email: null,
      roles: ['konsulent' as const],
      teamName: null,
    };
    return createUser(db, { ...user, passwordHash }, { at: IMPORTED_AT.toISOString(), by: null });
  }

  /** Calls of the quarter that turn out not to have been answered. */
  function correctSome(by: typeof actor): void {
    const ids = db.$client
      .prepare("SELECT id FROM contact WHERE contact_date >= ? AND outcome = 'opnaaet' ORDER BY id LIMIT ?")
      .pluck()
      .all(QUARTER.from, corrections) as number[];
    const texts = {
      topic: null,
      offer: null,
      contactPerson: null,
      note: null,
      nextStep: null,
      nextStepDate: null,
    };
    const draft = {
      contactDate: LAST_DAY,
      kind: 'telefon',
      direction: 'ud',
      outcome: 'ikke_opnaaet',
      ...texts,
    };
    const started = performance.now();
    for (const id of ids)
      correctContact(db, { id, draft, reason: 'Forkert' }, { actor: by, at: CORRECTED_AT });
    say(`${ids.length} rettelser: ${((performance.now() - started) / ids.length).toFixed(2)} ms hver`);
  }
}

/** In a process of its own, so that only the import's memory is measured here. */
function writeFiles(): { register: string; history: string } {
  const writer = path.join(import.meta.dirname, 'coverage-files.js');
  const written = spawnSync(process.execPath, [writer, folder, String(firms), String(contacts)], {
    stdio: 'inherit',
  });
  if (written.status !== 0) throw new Error('the files could not be written');
  return { register: path.join(folder, 'cvr.jsonl'), history: path.join(folder, 'kontakter.csv') };
}

/** Whole requests: session, access, queries and page. */
async function timePages(app: App): Promise<void> {
  await setTimeout(3000);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'sec-fetch-site': 'same-origin' },
    payload: { username: 'konsulent1', password: PASSWORD },
  });
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const random = (index: number) => 1_000_000_000 + ((index * 7919) % firms);
  const quarter = `fra=${QUARTER.from}&til=${QUARTER.to}`;
  const pages: [string, (index: number) => string][] = [
    ['virksomhedens side', (index) => `/virksomheder/${random(index)}`],
    ['log kontakt', (index) => `/virksomheder/${random(index)}/kontakter/ny`],
    ['min dag', () => '/'],
    ['virksomheder', () => '/virksomheder'],
    ['virksomheder, søgning', () => '/virksomheder?q=tømrer'],
    ['virksomheder, CVR', (index) => `/virksomheder?q=${20_000_000 + (index % 1000)}`],
    ['virksomheder, uafklarede', () => '/virksomheder?stoerrelse=uafklaret'],
    ['virksomheder, ikke kontaktet', () => '/virksomheder?kontakt=ikke_kontaktet'],
    ['virksomheder, side 200', () => '/virksomheder?side=200'],
    ['dækning', () => `/daekning?${quarter}`],
    ['ikke kontaktet endnu', () => `/daekning/ikke-kontaktede?${quarter}`],
    ['ikke kontaktet, længst tavse', () => `/daekning/ikke-kontaktede?${quarter}&sort=sidste`],
    ['uafklarede', () => `/daekning/uafklarede?${quarter}`],
  ];
  for (const [name, url] of pages) {
    const times: number[] = [];
    for (let index = 0; index < 21; index++) {
      // People pause between pages; a loop that does not is turned away as overload.
      await setTimeout(50);
      const started = performance.now();
      const { statusCode } = await app.inject({ url: encodeURI(url(index)), headers: { cookie } });
      if (statusCode !== 200) throw new Error(`${url(index)} answered ${statusCode}`);
      times.push(performance.now() - started);
    }
    print(name, times);
  }
}

function time(name: string, work: () => unknown): void {
  const times = Array.from({ length: 21 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  print(name, times);
}

/** The first one fills the caches and stands apart. */
function print(name: string, [first = 0, ...times]: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1).padStart(7);
  say(`${name.padEnd(36)} median ${at(0.5)} ms   p95 ${at(0.95)} ms   første ${first.toFixed(1)} ms`);
}

function memory(): string {
  return `hukommelse ${megabytes(process.memoryUsage.rss())}, højest ${megabytes(process.resourceUsage().maxRSS * 1024)}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
