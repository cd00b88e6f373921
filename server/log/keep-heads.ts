import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { localDate } from '../ui/dates.ts';
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
 * the database does not reach, to the program's own log, and to a file with the backups.
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

export function keepHead({ db, files, log }: Omit<Options, 'now'>): void {
  const head = headOf(db.$client);
  if (!head) return;
  const line = headLine({ ...head, hash: head.hash.toString('hex') });
  log.info(`Loggens hoved: ${line}`);
  const file = headsFile(files.backups);
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
