import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openDb, openDbReadOnly } from '../../db/client.ts';
import { projectRoot } from '../../db/files.ts';
import { appendReads } from '../../server/log/append.ts';
import { logNumberOf } from '../../server/log/person.ts';
import { openTownFolder, type TownFolder, withoutTown } from '../bench/big-town.ts';
import type { MixedAnswer, Visit } from '../bench/mixed-load.ts';
import { drawVisits, loadWith } from '../bench/mixed-visits.ts';
import { type Served, serveFolder } from '../bench/served.ts';

const MB = 1024 * 1024;
const SIZE = { firms: '20000', contacts: '50000', citizens: '3000', orders: '300' };
const READS_AT_ONCE = 10_000;
const WRITES_A_SECOND = 200;
const COPIES = 3;
const PIECE_S = 5;
const ALONE_PIECES = 3;
const tell = (line: string) => process.stderr.write(`${line}\n`);
const run = promisify(execFile);

test('kopier af 500 MB tages, mens der skrives 200 gange i sekundet: den sidste er et øjebliksbillede, og ingen venter længe', async () => {
  const town = await townOf(500 * MB);
  const served = await serveFolder(town.env);
  onTestFinished(() => served.stop());
  const writes = (await drawVisits(served, town.database)).filter(({ kind }) => kind === 'skrivning');
  await served.rested();
  await writing(served, writes, 10);
  // What a disk and its neighbours do comes and goes: each copy stands between two stretches without one. All in pieces of
  // one length: whoever asks is slow at the beginning of each.
  const alone: MixedAnswer[] = [];
  const meanwhile: MixedAnswer[] = [];
  const write = (where: MixedAnswer[]) => async () => where.push(await writing(served, writes, PIECE_S));
  const rest = async () => {
    for (let piece = 0; piece < ALONE_PIECES; piece += 1) await write(alone)();
  };
  const copies: Copy[] = [];
  await rest();
  while (copies.length < COPIES) {
    copies.push(await copyWhile(town, write(meanwhile)));
    await rest();
  }

  const size = statSync(town.database).size / MB;
  tell(
    [
      `kopier af ${size.toFixed(0)} MB på ${copies.map(({ seconds }) => seconds.toFixed(1)).join(' og ')} s`,
      `alene: ${told(alone)}`,
      `imens: ${told(meanwhile)}`,
    ].join('\n'),
  );
  // A busy machine may turn a write away with a 503, as told above; nothing else may go wrong.
  const statuses = [...alone, ...meanwhile].flatMap((answer) => Object.keys(answer.statuses));
  expect(statuses.filter((status) => !['201', '503'].includes(status))).toEqual([]);
  for (const { seconds } of copies) expect(seconds).toBeLessThanOrEqual(60);

  // As one moment of the live database: the drill compares every table with what the header says of the snapshot.
  const { file, savedBefore, savedAfter } = copies.at(-1) as Copy;
  const proof = (await script(town, 'drill')) as { problems: string[]; file: string };
  expect(proof).toMatchObject({ problems: [], file });
  const to = await restore(town, file);
  const saved = contactsIn(path.join(to, 'samtlige.db'));
  expect(saved).toBeGreaterThanOrEqual(savedBefore);
  expect(saved).toBeLessThanOrEqual(savedAfter);
  tell(`kontakter før ${savedBefore}, i kopien ${saved}, efter ${savedAfter}`);
});

interface Copy {
  file: string;
  seconds: number;
  savedBefore: number;
  savedAfter: number;
}

/** Makes a backup, and goes on doing something else until it is made. */
async function copyWhile(town: TownFolder, keepOn: () => Promise<unknown>): Promise<Copy> {
  const savedBefore = contactsIn(town.database);
  const started = performance.now();
  let seconds = 0;
  const backup = script(town, 'backup').then((made) => {
    seconds = (performance.now() - started) / 1000;
    return made;
  });
  while (seconds === 0) await keepOn();
  const { file } = (await backup) as { file: string };
  return { file, seconds, savedBefore, savedAfter: contactsIn(town.database) };
}

test('en kopi af 1 GB prøves og gendannes, og der kan logges ind på den, inden for ti minutter', async () => {
  const town = await townOf(1024 * MB);
  const { file } = (await script(town, 'backup')) as { file: string };
  const started = performance.now();
  const took = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const { problems, rows } = (await script(town, 'drill')) as { problems: string[]; rows: number };
  expect(problems).toEqual([]);
  tell(`${rows} rækker af ${(statSync(town.database).size / MB).toFixed(0)} MB prøvet efter ${took()}`);
  const to = await restore(town, file);
  tell(`gendannet efter ${took()}`);
  const served = await serveFolder({ ...town.env, DATA_DIR: to });
  onTestFinished(() => served.stop());
  expect(await served.cookieOf('konsulent1')).toContain('=');
  tell(`logget ind efter ${took()}`);
  expect(performance.now() - started).toBeLessThanOrEqual(10 * 60_000);
});

/** A municipality whose log of reads has grown till the file is as large as this. */
async function townOf(bytes: number): Promise<TownFolder> {
  const town = await openTownFolder(SIZE, tell);
  onTestFinished(() => withoutTown(town));
  const db = openDb(town.database);
  const { $client } = db;
  try {
    const userId = $client.prepare('SELECT min(id) FROM user').pluck().get() as number;
    const ids = $client.prepare('SELECT id FROM citizen ORDER BY id').pluck().all() as number[];
    const persons = ids.map((id) => logNumberOf(db, id));
    const read = (n: number) => ({
      person: persons[n % persons.length] ?? 0,
      userId,
      at: '2026-01-05T08:00:00.000Z',
      purpose: 'liste',
      jobOrderId: null,
      relation: 'sag',
    });
    for (let n = 0; statSync(town.database).size < bytes; n += READS_AT_ONCE) {
      appendReads(
        $client,
        Array.from({ length: READS_AT_ONCE }, (_, index) => read(n + index)),
      );
      $client.pragma('wal_checkpoint(TRUNCATE)');
    }
  } finally {
    $client.close();
  }
  return town;
}

function writing({ url }: Served, visits: Visit[], seconds: number): Promise<MixedAnswer> {
  return loadWith({ url, perSecond: WRITES_A_SECOND, seconds, visits });
}

function told(answers: MixedAnswer[]): string {
  const sorted = answers.flatMap(({ times }) => times.skrivning ?? []).toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1);
  const refused = answers.reduce((sum, { statuses }) => sum + (statuses['503'] ?? 0), 0);
  return `${sorted.length} svar, ${refused} afvist med 503, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, højst ${at(1)} ms`;
}

function contactsIn(database: string): number {
  const { $client } = openDbReadOnly(database);
  try {
    return $client.prepare('SELECT count(*) FROM contact').pluck().get() as number;
  } finally {
    $client.close();
  }
}

/** As people run it, beside a server or without one. */
async function script(town: TownFolder, ...words: string[]): Promise<unknown> {
  const program = path.join(projectRoot, 'dist', 'scripts', 'backup.js');
  const lean = path.join(projectRoot, 'dist', 'db', 'load-lean.js');
  const { stdout } = await run(process.execPath, ['--import', lean, program, ...words, '--json'], {
    env: { ...process.env, ...town.env, LOG_LEVEL: 'silent' },
    maxBuffer: 16 * MB,
  });
  return JSON.parse(stdout);
}

async function restore(town: TownFolder, file: string): Promise<string> {
  const beside = mkdtempSync(path.join(tmpdir(), 'samtlige-gendannet-'));
  onTestFinished(() => rmSync(beside, { recursive: true, force: true }));
  const to = path.join(beside, 'data');
  await script(town, 'restore', file, '--to', to);
  return to;
}
