/** Backs up the data folder, restores a backup into a new one, or proves that the newest can be restored: `npm run backup`, `npm run restore -- FIL --to MAPPE [--sletninger FIL]`, `npm run drill`, each with [--json]. */
import '../db/require-node.ts';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dataFiles } from '../db/files.ts';
import type { DrillResult } from '../server/backup/drill.ts';
import type { BackupMade } from '../server/backup/make.ts';
import { restoreBackup } from '../server/backup/restore.ts';
import { type BackupOptions, runBackup, runDrill } from '../server/backup/runs.ts';
import { BackupRefused } from '../server/backup/seal.ts';
import { readConfig } from '../server/config.ts';
import { askServer } from '../server/control.ts';
import { readErasures } from '../server/privacy/erasure-list.ts';
import { openData } from '../server/start.ts';
import { showInstant } from '../server/ui/dates.ts';
import { showNumber } from '../server/ui/table.tsx';
import { printJson, runCommand, say, UsageError } from './command.ts';

const now = () => new Date();

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      to: { type: 'string' },
      sletninger: { type: 'string' },
    },
  });
  const [verb, file, ...more] = positionals;
  if (more.length > 0 || (verb !== 'restore' && file !== undefined))
    throw new UsageError(`Uventet ord på kommandolinjen: ${more[0] ?? file}.`);
  if (verb === 'restore') return restore(file, values);
  if (values.to !== undefined || values.sletninger !== undefined)
    throw new UsageError('--to og --sletninger hører til npm run restore.');
  if (verb === 'backup') return backUp(values.json);
  if (verb === 'drill') return drill(values.json);
  throw new UsageError('Brug: npm run backup, npm run drill eller npm run restore -- FIL --to MAPPE');
});

async function backUp(json: boolean): Promise<number> {
  const made = await atServerOrHere<BackupMade>('backup', runBackup);
  if (json) printJson(made);
  else say(`Sikkerhedskopi i ${made.file}: ${showNumber(made.rows)} rækker, ${showNumber(made.bytes)} bytes`);
  if (!made.encrypted) say('Den er ikke krypteret: BACKUP_KEY er ikke sat.');
  return 0;
}

async function drill(json: boolean): Promise<number> {
  const found = await atServerOrHere<DrillResult>('drill', runDrill);
  if (json) printJson(found);
  else if (found.problems.length > 0) for (const problem of found.problems) say(problem);
  else say(`${found.file} kan gendannes: alle ${showNumber(found.rows)} rækker er, som da kopien blev taget`);
  return found.problems.length === 0 ? 0 : 1;
}

interface RestoreOptions {
  to?: string;
  sletninger?: string;
  json: boolean;
}

async function restore(file: string | undefined, { to, sletninger, json }: RestoreOptions): Promise<number> {
  if (!file || !to) throw new UsageError('Brug: npm run restore -- FIL --to MAPPE');
  const { at, schema, program, tables } = restoreBackup({
    file,
    to,
    key: readConfig().backupKey,
    erasures: sletninger,
    now: now(),
  });
  const list = dataFiles(to).erasures;
  if (json) printJson({ at, schema, program, tables });
  else say(`Gendannet i ${to}, som alt stod ${showInstant(at)}. Start med DATA_DIR=${to} npm start`);
  if (existsSync(list))
    say(`${showNumber(readErasures(list).length)} sletninger bliver gentaget, før nogen kommer ind.`);
  else
    say(
      'Der ligger ingen sletninger.jsonl ved kopien: er nogen slettet siden, kommer de igen. Gendan med --sletninger FIL.',
    );
  return 0;
}

/** The server does it, when one holds the data folder; else this program, which then holds it. */
async function atServerOrHere<Result>(
  verb: 'backup' | 'drill',
  run: (options: BackupOptions, occasion: 'haand') => Promise<Result>,
): Promise<Result> {
  const config = readConfig();
  const refused = (error: Error) => {
    throw new BackupRefused(error.message);
  };
  const answer = await askServer(config.files, verb, {}, say).catch(refused);
  if (answer) return answer.result as Result;
  const data = openData(config, now);
  try {
    return await run({ db: data.db, files: config.files, key: config.backupKey, now }, 'haand').catch(
      refused,
    );
  } finally {
    data.close();
  }
}
