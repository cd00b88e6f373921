/** Proves that the log of changes and reads is as it was written: `npm run audit -- verify [--head FIL] [--json]`, against every head kept with the backups and those of the file, or prints what it ends with: `npm run audit -- head [--json]`. Only reads. */
import '../db/require-node.ts';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Db, openDbReadOnly } from '../db/client.ts';
import { migrationsFolder } from '../db/files.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { readConfig } from '../server/config.ts';
import { headOf } from '../server/log/append.ts';
import { headLine, readHeads } from '../server/log/heads.ts';
import { headsFile, keptHeads } from '../server/log/keep-heads.ts';
import { type KeptHead, verifyChain } from '../server/log/verify.ts';
import { showNumber } from '../server/ui/table.tsx';
import { printJson, runCommand, say, UsageError } from './command.ts';

const USAGE = 'Brug: npm run audit -- verify [--head FIL] [--json] eller npm run audit -- head [--json]';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, head: { type: 'string' } },
  });
  const [verb, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`Uventet ord på kommandolinjen: ${more[0]}. ${USAGE}`);
  if (verb === 'verify') return verify(values.head, values.json);
  if (verb !== 'head' || values.head !== undefined) throw new UsageError(USAGE);
  return printHead(values.json);
});

function verify(headFile: string | undefined, json: boolean): number {
  const kept = [...keptWithBackups(), ...(headFile === undefined ? [] : keptIn(headFile))];
  const verdict = reading((db) => verifyChain(db.$client, kept));
  if (json) printJson(verdict);
  else for (const line of inWords(verdict.problems, verdict.rows, kept)) say(line);
  return verdict.problems.length === 0 ? 0 : 1;
}

function inWords(problems: string[], rows: number, kept: readonly KeptHead[]): string[] {
  if (problems.length > 0) return problems;
  const compared = kept.length > 0 ? `, og svarer til ${showNumber(kept.length)} gemte hoveder` : '';
  return [`Loggen er hel: ${showNumber(rows)} rækker hænger sammen${compared}.`];
}

function printHead(json: boolean): number {
  const head = reading((db) => headOf(db.$client));
  if (!head) {
    say('Loggen er tom.');
    return 0;
  }
  const shown = { number: head.number, hash: head.hash.toString('hex'), at: head.at };
  if (json) printJson(shown);
  else process.stdout.write(`${headLine(shown)}\n`);
  return 0;
}

function keptWithBackups(): KeptHead[] {
  const { backups } = readConfig().files;
  const kept = keptHeads(backups);
  if (kept === null) throw new UsageError(`${headsFile(backups)} rummer andet end loggens hoveder.`);
  return kept;
}

function keptIn(file: string): KeptHead[] {
  if (!existsSync(file)) throw new UsageError(`Filen ${file} findes ikke.`);
  const heads = readHeads(readFileSync(file, 'utf8'));
  if (!heads || heads.length === 0)
    throw new UsageError(`${file} rummer ikke hoveder, som npm run audit -- head skriver dem.`);
  return heads;
}

/** Beside a running server. */
function reading<Answer>(ask: (db: Db) => Answer): Answer {
  const { files } = readConfig();
  if (!existsSync(files.database)) throw new UsageError(`Der er ingen database i ${files.root}.`);
  const db = openDbReadOnly(files.database);
  try {
    if (pendingMigrations(db.$client, migrationsFolder).length > 0)
      throw new UsageError('Databasen er ældre end programmet. Kør npm run migrate først.');
    return ask(db);
  } finally {
    db.$client.close();
  }
}
