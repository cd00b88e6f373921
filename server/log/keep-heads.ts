import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { webhookDelivery } from '../../db/schema/webhooks.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { localDate } from '../ui/dates.ts';
import { tellPrograms } from '../webhooks/deliveries.ts';
import { headOf } from './append.ts';
import { headLine, readHeads } from './heads.ts';
import { holdsHead, type KeptHead } from './verify.ts';

const MINUTE = 60_000;

interface Options {
  db: Db;
  files: Pick<DataFiles, 'backups'>;
  now: () => Date;
  log: Log;
}

/** Where kept heads lie: with the backups, on their disk. */
export function headsFile(backups: string): string {
  return path.join(backups, 'loghoveder.txt');
}

/** Every head that has been kept, oldest first; null: somebody has written something else into the file. */
export function keptHeads(backups: string): KeptHead[] | null {
  const file = headsFile(backups);
  return existsSync(file) ? readHeads(readFileSync(file, 'utf8')) : [];
}

/** Kept heads that the log does not hold: it has been cut, or written anew. */
export function headsNotHeld({ $client }: Pick<Db, '$client'>, kept: readonly KeptHead[]): KeptHead[] {
  return kept.filter((head) => !holdsHead($client, head));
}

/**
 * Once a local date, and at each start: what the log of changes and reads ends with goes where whoever writes it anew in
 * the database does not reach, to the program's own log, to a file with the backups, and to programs that want to know.
 */
export function startKeepingHeads(options: Options): { stop: () => void } {
  let keptOn = '';
  const look = () => {
    const today = localDate(options.now());
    if (keptOn === today) return;
    try {
      keepHead(options);
      keptOn = today;
    } catch (error) {
      options.log.error(`Loggens hoved kunne ikke gemmes: ${error instanceof Error ? error.message : error}`);
    }
  };
  look();
  const timer = setInterval(look, MINUTE);
  return { stop: () => clearInterval(timer) };
}

export function keepHead({ db, files, now, log }: Options): void {
  const head = headOf(db.$client);
  if (!head) return;
  const line = headLine({ ...head, hash: head.hash.toString('hex') });
  log.info(`Loggens hoved: ${line}`);
  db.transaction(
    (tx) => {
      tellHead(tx, line, now());
      writeHead(headsFile(files.backups), line);
    },
    { behavior: 'immediate' },
  );
}

/** Each day, also when nothing has happened: that a day's head is missing must mean something. */
function tellHead(tx: Pick<Db, 'insert' | 'select'>, line: string, now: Date): void {
  const latest = tx
    .select({ line: webhookDelivery.entityKey, at: webhookDelivery.occurredAt })
    .from(webhookDelivery)
    .where(eq(webhookDelivery.entity, 'log_head'))
    .orderBy(desc(webhookDelivery.id))
    .limit(1)
    .get();
  if (latest?.line === line && localDate(new Date(latest.at)) === localDate(now)) return;
  tellPrograms(tx, { entity: 'log_head', action: 'gem', entityKey: line, at: now.toISOString() });
}

function writeHead(file: string, line: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before.trimEnd().endsWith(line)) return;
  const target = openSync(file, 'a', 0o600);
  try {
    // A line whose end a power cut has taken must not swallow the next.
    writeSync(target, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
}

/** A restored database ends earlier: heads of the one before are put aside for people, under the time of it. */
export function putHeadsAside(backups: string, at: string): void {
  const file = headsFile(backups);
  if (existsSync(file)) renameSync(file, `${file}.foer-gendannelse-${at.replaceAll(':', '')}`);
}
