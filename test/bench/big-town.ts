/**
 * A data folder as large as the bars ask for: a register and a history as the coverage bench writes them, citizens and
 * orders as the demo town draws them, a few towns after one another. Everything comes in through the importer itself.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '../../db/client.ts';
import { writeCitizenWork } from '../../scripts/demo/citizen-work.ts';
import { generateCitizens } from '../../scripts/demo/citizens.ts';
import { generateCompanies } from '../../scripts/demo/companies.ts';
import { generateJobOrders } from '../../scripts/demo/job-orders.ts';
import { writeOrderWork } from '../../scripts/demo/order-work.ts';
import { placeCitizens } from '../../scripts/demo/placements.ts';
import type { DemoUser } from '../../scripts/demo/users.ts';
import { csvLines, JOB_ORDER_COLUMNS } from '../../scripts/demo/write.ts';
import { changeSetting } from '../../server/admin/queries.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { openData } from '../../server/start.ts';
import { localDate } from '../../server/ui/dates.ts';
import { createUser, hashPassword } from '../../server/users/queries.ts';

export const PASSWORD = 'hest-batteri-klipsemaskine';
export const FIRST_P_NUMBER = 1_000_000_000;
const KONSULENTER = 20;
const SAGSBEHANDLERE = 40;

export interface TownSize {
  firms: number;
  contacts: number;
  citizens: number;
  orders: number;
}

interface Filling {
  config: Config;
  /** where the files to be imported are written */
  folder: string;
  size: TownSize;
  now: () => Date;
  say: (line: string) => void;
}

/** Users with one password and no codes, the four files, and what people write around citizens and orders. */
export async function fillBigTown(db: Db, { config, folder, size, now, say }: Filling): Promise<void> {
  const at = now().toISOString();
  const today = localDate(now());
  changeSetting(db, 'secondFactorRoles', [], { at, by: null });
  const users = await addUsers(db, at);
  const written = await writeTownFiles(folder, size, { today, users });
  for (const [kind, file] of written) {
    const started = performance.now();
    const { files, cprKeys } = config;
    const { created, rejected, rejectedCount } = await runImport(db, {
      kind,
      file,
      files,
      cprKeys,
      now,
      by: null,
    });
    const [first] = rejected;
    const refused = first ? `, afvist ${rejectedCount}: ${first.field} ${first.reason}` : '';
    say(`import af ${kind}: ${created} nye på ${seconds(started)}${refused}`);
  }
  const konsulent = db.$client
    .prepare("SELECT min(id) FROM user WHERE username LIKE 'konsulent%'")
    .pluck()
    .get();
  db.$client.prepare('UPDATE p_unit SET owner_user_id = ? + p_number % ?').run(konsulent, KONSULENTER);
  const started = performance.now();
  writeCitizenWork(db, { seed: 1, today, at });
  writeOrderWork(db, { seed: 1, today, at });
  placeCitizens(db, { seed: 1, today });
  say(`forløb, aftaler og placeringer: ${seconds(started)}`);
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
}

/** Everybody who works in such a town. */
export function townUsers(): DemoUser[] {
  const named = (count: number, role: DemoUser['roles'][number]): DemoUser[] =>
    Array.from({ length: count }, (_, index) => ({
      username: `${role}${index + 1}`,
      name: `Navn ${role} ${index + 1}`,
      email: `${role}${index + 1}@example.com`,
      roles: [role],
      team: `Team ${index % 4}`,
    }));
  return [
    ...named(KONSULENTER, 'konsulent'),
    ...named(SAGSBEHANDLERE, 'sagsbehandler'),
    ...named(2, 'leder'),
    ...named(2, 'administrator'),
  ];
}

async function addUsers(db: Db, at: string): Promise<DemoUser[]> {
  const passwordHash = await hashPassword(PASSWORD);
  const users = townUsers();
  for (const { team, ...user } of users)
    createUser(db, { ...user, teamName: team, passwordHash }, { at, by: null });
  return users;
}

type Draw = { today: string; users: DemoUser[] };

async function writeTownFiles(folder: string, size: TownSize, draw: Draw) {
  const writer = path.join(import.meta.dirname, `coverage-files${path.extname(import.meta.filename)}`);
  const args = [writer, folder, String(size.firms), String(size.contacts)];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0)
    throw new Error('the register could not be written');
  return [
    ['virksomheder', path.join(folder, 'cvr.jsonl')],
    ['borgere', await writeCitizens(path.join(folder, 'borgere.jsonl'), size.citizens, draw)],
    ['jobordrer', await writeOrders(path.join(folder, 'jobordrer.csv'), size, draw)],
    ['kontakter', path.join(folder, 'kontakter.csv')],
  ] as const;
}

/** Towns one after another, each by a seed of its own: a CPR number that has been drawn before is left out. */
export async function writeCitizens(file: string, citizens: number, { today, users }: Draw): Promise<string> {
  const taken = new Set<string>();
  await write(file, function* () {
    for (let written = 0, seed = 1; written < citizens; seed += 1) {
      for (const one of generateCitizens(seed, today, users).slice(0, citizens - written)) {
        written += 1;
        const { cpr, ...rest } = one;
        const isNew = cpr !== undefined && !taken.has(cpr);
        if (isNew) taken.add(cpr);
        yield `${JSON.stringify({ ...rest, borger_id: `B${seed}-${one.borger_id}`, ...(isNew && { cpr }) })}\n`;
      }
    }
  });
  return file;
}

async function writeOrders(file: string, { orders, firms }: TownSize, { today }: Draw): Promise<string> {
  const companies = generateCompanies(1, today);
  await write(file, function* () {
    yield `${JOB_ORDER_COLUMNS.join(';')}\n`;
    for (let written = 0, seed = 1; written < orders; seed += 1) {
      const drawn = generateJobOrders(seed, today, companies).slice(0, orders - written);
      const here = drawn.map((order, index) => ({
        ...order,
        ordre_id: `JO-${seed}-${index}`,
        p_nummer: String(FIRST_P_NUMBER + (((written + index) * 7919) % firms)),
        cvr: '',
      }));
      written += here.length;
      yield csvLines(JOB_ORDER_COLUMNS, here).slice(1).join('\n').concat('\n');
    }
  });
  return file;
}

async function write(file: string, lines: () => Generator<string>): Promise<void> {
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/** Options of every bench that measures on such a town. */
export const TOWN_OPTIONS = {
  firms: { type: 'string', default: '20000' },
  contacts: { type: 'string', default: '300000' },
  citizens: { type: 'string', default: '100000' },
  orders: { type: 'string', default: '10000' },
  kept: { type: 'string' },
} as const;

export interface TownFolder {
  root: string;
  database: string;
  /** what a server on it is started with */
  env: Record<string, string> & { DATA_DIR: string };
}

/** A new folder with such a town in it: filled, or copied from what an earlier bench has kept. */
export async function openTownFolder(
  values: Record<keyof TownSize, string> & { kept?: string | undefined },
  say: (line: string) => void,
): Promise<TownFolder> {
  const root = mkdtempSync(path.join(tmpdir(), 'samtlige-by-'));
  const size = {
    firms: Number(values.firms),
    contacts: Number(values.contacts),
    citizens: Number(values.citizens),
    orders: Number(values.orders),
  };
  const env = {
    DATA_DIR: path.join(root, 'data'),
    // A kept folder is opened again with the same keys: nobody is in it.
    CPR_KEY: 'a1'.repeat(32),
    CPR_INDEX_KEY: 'b2'.repeat(32),
    FORM_KEY: 'c3'.repeat(32),
  };
  const kept = values.kept && path.join(values.kept, Object.values(size).join('-'));
  if (kept && existsSync(kept)) cpSync(kept, env.DATA_DIR, { recursive: true });
  const config = readConfig({ ...env, LOG_LEVEL: 'silent' });
  const now = () => new Date();
  const data = openData(config, now);
  if (!kept || !existsSync(kept)) await fillBigTown(data.db, { config, folder: root, size, now, say });
  data.close();
  if (kept && !existsSync(kept)) cpSync(env.DATA_DIR, kept, { recursive: true });
  say(`database: ${Math.round(statSync(config.files.database).size / 1_048_576)} MB`);
  return { root, database: config.files.database, env };
}

export function withoutTown({ root }: TownFolder): void {
  rmSync(root, { recursive: true, force: true });
}
