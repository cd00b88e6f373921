import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import type { PgFault, ThreadMessage, ThreadRequest } from './pglite-pool.ts';

const HOUR = 60 * 60 * 1000;
const MEGABYTE = 1024 * 1024;
/** A new folder is 39 MB, and PostgreSQL that runs out of room while it opens stands still or dies without a word. */
const ROOM = 64 * MEGABYTE;

const folder: string = workerData;
mkdirSync(folder, { recursive: true, mode: 0o700 });

// PGlite opens a folder that another process has open without a word, and then both damage it.
// SQLite's file lock is free again the moment its process is killed, so nothing stale can stay behind.
const lock = new Database(path.join(folder, 'lock.db'), { timeout: 5000 });

try {
  refuseFullDisk();
  lockFolder();
  await serve(await openOrStartAgain(path.join(folder, 'pg')));
} catch (error) {
  send({ fatal: fault(error) });
  lock.close();
}

function refuseFullDisk(): void {
  const { blocks, bavail, bsize } = statfsSync(folder);
  const room = bavail * bsize;
  // Some disks do not say how large they are.
  if (blocks === 0 || room >= ROOM) return;
  const [there, needed] = [room, ROOM].map((bytes) => Math.floor(bytes / MEGABYTE));
  const told = `Der er ${there} MB ledigt i ${folder}, og køen skal bruge ${needed}`;
  throw Object.assign(new Error(told), { code: 'ENOSPC' });
}

function lockFolder(): void {
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    throw new Error(`Køens mappe ${folder} er i brug af et andet program (${fault(error).message})`);
  }
}

// The queue holds nothing that cannot be rebuilt from SQLite, so a damaged folder is put aside, not fatal.
async function openOrStartAgain(dataDir: string): Promise<PGlite> {
  try {
    return await open(dataDir);
  } catch (error) {
    // Out of room is not damaged, and a folder put aside would take what is left.
    refuseFullDisk();
    const aside = `${dataDir}-defekt-${randomUUID()}`;
    renameSync(dataDir, aside);
    send({ warning: `Køens mappe kunne ikke åbnes (${fault(error).message}). Den er lagt i ${aside}` });
    return await open(dataDir);
  }
}

async function open(dataDir: string): Promise<PGlite> {
  const db = await PGlite.create({
    dataDir,
    // The default of 128 MB is meant for a whole server; the queue is a few megabytes.
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'],
    // node-postgres gives int8 as text, and BullMQ is written for that.
    parsers: { [types.INT8]: (value: string) => value },
  });
  await db.exec('SET search_path TO bullmq');
  await tidy(db);
  return db;
}

// One process without background workers: neither autovacuum nor a checkpoint happens by itself.
async function tidy(db: PGlite): Promise<void> {
  await db.exec('VACUUM');
  await db.exec('CHECKPOINT');
}

async function serve(db: PGlite): Promise<void> {
  db.onNotification((channel, payload) => send({ channel, payload }));
  const tidying = setInterval(() => tidy(db).catch((error) => send({ warning: fault(error).message })), HOUR);
  parentPort?.on('message', async (request: ThreadRequest) => {
    if ('text' in request) return send(await answer(db, request));
    clearInterval(tidying);
    await db.close();
    lock.close();
    parentPort?.close();
  });
  send({ ready: true });
}

async function answer(db: PGlite, request: Extract<ThreadRequest, { id: number }>): Promise<ThreadMessage> {
  const { id, text, params } = request;
  try {
    // Only a text without parameters may hold several statements.
    const result = params ? await db.query(text, [...params]) : (await db.exec(text)).at(-1);
    return { id, rows: result?.rows ?? [], rowCount: result?.affectedRows ?? 0 };
  } catch (error) {
    return { id, error: fault(error) };
  }
}

function fault(error: unknown): PgFault {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, code, detail }: PgFault = error;
  return { message, code, detail };
}

function send(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}
