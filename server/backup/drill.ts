import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { headsFile, headsNotHeld, keptHeads } from '../log/keep-heads.ts';
import { holdsHead, isChained, verifyChain } from '../log/verify.ts';
import { showInstant } from '../ui/dates.ts';
import { backupsIn } from './make.ts';
import { unsealChecked } from './restore.ts';
import { BackupRefused } from './seal.ts';
import { differingTables, hashTables } from './tables.ts';

export interface DrillRequest {
  /** where backups lie */
  folder: string;
  /** the data folder: the newest backup is restored beside the live database, and removed again */
  root: string;
  /** the live database, whose log must still hold what the backup's ended with */
  database: string;
  key: Buffer | undefined;
}

export interface DrillResult {
  file: string;
  bytes: number;
  rows: number;
  /** what was wrong, as Danish sentences; empty when the backup can be trusted */
  problems: string[];
}

/** Restores the newest backup and looks at everything in it. Takes seconds and blocks. Throws BackupRefused. */
export function drillNewest({ folder, root, database, key }: DrillRequest): DrillResult {
  const [newest] = backupsIn(folder);
  if (!newest) throw new BackupRefused('Der er ingen sikkerhedskopi at prøve.');
  const file = path.join(folder, newest);
  const beside = mkdtempSync(path.join(root, 'proeve-'));
  try {
    const restored = path.join(beside, 'samtlige.db');
    const header = unsealChecked(file, restored, key);
    const client = new Database(restored, { readonly: true, fileMustExist: true });
    try {
      const tables = hashTables(client);
      const problems = [
        ...integrityProblems(client),
        ...foreignKeyProblems(client),
        ...differingTables(header.tables, tables),
        ...logProblems(client, database),
        ...headProblems(folder, database),
      ];
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
      return { file, bytes: header.bytes, rows, problems };
    } finally {
      client.close();
    }
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** What is wrong with the log in the backup, and whether the live one has since been cut or written anew. */
function logProblems(client: Database.Database, database: string): string[] {
  // Backups from before the log was a chain are kept for months.
  if (!isChained(client)) return [];
  const { head, problems } = verifyChain(client);
  if (!head || problems.length > 0) return problems;
  const live = new Database(database, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    if (isChained(live) && holdsHead(live, head)) return [];
    const end = `nr. ${head.number} fra ${showInstant(head.at)}`;
    return [
      `Loggen i databasen mangler den række, som kopien slutter med (${end}): den er klippet af eller skrevet om`,
    ];
  } finally {
    live.close();
  }
}

/** Whether the live log holds every head that has been kept with the backups. */
function headProblems(folder: string, database: string): string[] {
  const kept = keptHeads(folder);
  if (kept === null)
    return [`${headsFile(folder)} rummer andet end loggens hoveder: nogen har skrevet i den`];
  const live = new Database(database, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    if (!isChained(live)) return [];
    return headsNotHeld({ $client: live }, kept).map(
      ({ number, at }) =>
        `Loggen har ikke den række nr. ${number} fra ${showInstant(at)}, som blev gemt: den er klippet af eller skrevet om`,
    );
  } finally {
    live.close();
  }
}

function integrityProblems(client: Database.Database): string[] {
  const found = client.pragma('integrity_check(3)') as { integrity_check: string }[];
  return found.flatMap(({ integrity_check: text }) => (text === 'ok' ? [] : [`SQLite siger: ${text}`]));
}

function foreignKeyProblems(client: Database.Database): string[] {
  const broken = client.pragma('foreign_key_check') as { table: string }[];
  return [
    ...new Set(broken.map(({ table }) => `En fremmednøgle i ${table} peger på noget, der ikke er der`)),
  ];
}
