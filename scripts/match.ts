/** Runs one match now through the queue, prints an order's shortlist as things are now, or replays an earlier run: `npm run match -- [--order ORDRE_ID | --replay RUN] [--json]`. */
import '../db/require-node.ts';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Db, openDbReadOnly } from '../db/client.ts';
import { migrationsFolder } from '../db/files.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { type Config, readConfig } from '../server/config.ts';
import { askServer } from '../server/control.ts';
import { liveShortlist } from '../server/matching/live.ts';
import { type Matching, RunFailed, type RunSummary, startMatching } from '../server/matching/night-run.ts';
import { isTrue, type Replay, ReplayRefused, replayRun } from '../server/matching/replay.ts';
import { unfinishedRuns } from '../server/matching/run-queries.ts';
import { showDuration } from '../server/matching/run-text.ts';
import { lazyEngine, openData } from '../server/start.ts';
import { localDate } from '../server/ui/dates.ts';
import { showNumber } from '../server/ui/table.tsx';
import { openQueueBackend } from '../workers/backend.ts';
import { QUEUE_PREFIX } from '../workers/queues.ts';
import { printJson, runCommand, say, UsageError } from './command.ts';

const now = () => new Date();
const NAME_WIDTH = 14;
const NAMED_ORDERS = 20;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, order: { type: 'string' }, replay: { type: 'string' } },
  });
  const { json = false, order, replay } = values;
  if (order !== undefined && replay !== undefined) throw new UsageError('Vælg enten --order eller --replay');
  if (order !== undefined) return showShortlist(order, json);
  if (replay !== undefined) return showReplay(replay, json);
  return runMatch(json);
});

async function runMatch(json: boolean): Promise<number> {
  const config = readConfig();
  try {
    const summary = (await runAtServer(config)) ?? (await runHere(config));
    endProgress();
    if (json) printJson(summary);
    else process.stdout.write(inWords(summary));
    return 0;
  } catch (error) {
    endProgress();
    if (!(error instanceof RunFailed)) throw error;
    say(error.message);
    return 1;
  }
}

/** Null when no server holds the data folder. */
async function runAtServer({ files }: Config): Promise<RunSummary | null> {
  const answer = await askServer(files, 'match', {}, showProgress).catch((error: Error) => {
    throw new RunFailed(error.message);
  });
  return answer && (answer.result as RunSummary);
}

/** No server holds the data folder, so this program plays its part for one run. */
async function runHere(config: Config): Promise<RunSummary> {
  const { files, queueUrl } = config;
  const data = openData(config, now);
  const log = { info: () => undefined, warn: say, error: say };
  try {
    const backend = await openQueueBackend({ queueUrl, folder: files.queue, prefix: QUEUE_PREFIX, log });
    const matching = startMatching({
      db: data.db,
      backend,
      files,
      now,
      log,
      withScoreWorkers: true,
      nightly: false,
    });
    const interrupted = stopOnSignal(matching);
    try {
      const summary = await matching.runNow(null, showProgress);
      await finishOthers(data.db, matching);
      return summary;
    } finally {
      interrupted.forget();
      await matching.stop();
      await backend.close();
    }
  } finally {
    data.close();
  }
}

/** A run that was cut off before is under way again; nothing is left half-done for the next start. */
async function finishOthers(db: Db, matching: Matching): Promise<void> {
  for (const run of unfinishedRuns(db)) {
    await matching.waitFor(run.id, showProgress).catch((error) => {
      if (!(error instanceof RunFailed)) throw error;
      say(`Kørsel ${run.id}: ${error.message}`);
    });
  }
}

/** Ctrl-C ends the waiting, and the way out is the usual one. A second Ctrl-C ends the program at once. */
function stopOnSignal(matching: Matching): { forget: () => void } {
  const stop = () => void matching.stop();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return { forget: () => process.off('SIGINT', stop).off('SIGTERM', stop) };
}

function showShortlist(orderKey: string, json: boolean): Promise<number> {
  return reading(async (db) => {
    const found = liveShortlist(db, lazyEngine(db)(), orderKey, localDate(now()));
    if (!found) throw new UsageError(`Der er ingen ordre med ordre_id ${orderKey}`);
    if (json) printJson(found);
    else process.stdout.write(asTable(found));
    return 0;
  });
}

function showReplay(run: string, json: boolean): Promise<number> {
  return reading(async (db, { snapshots }) => {
    const replay = await replayRun(db, run, snapshots).catch((error) => {
      throw error instanceof ReplayRefused ? new UsageError(error.message) : error;
    });
    if (json) printJson(replay);
    else process.stdout.write(replayInWords(replay));
    return isTrue(replay) ? 0 : 1;
  });
}

/** Lets a command read the database, also while a server holds the data folder. */
async function reading(command: (db: Db, files: Config['files']) => Promise<number>): Promise<number> {
  const { files } = readConfig();
  if (!existsSync(files.database)) {
    throw new UsageError(
      `Der er ingen database i ${files.root}. Lav en med npm run demo eller npm run migrate.`,
    );
  }
  const db = openDbReadOnly(files.database);
  try {
    if (pendingMigrations(db.$client, migrationsFolder).length > 0) {
      throw new UsageError('Databasen er fra en ældre udgave. Kør npm run migrate først.');
    }
    return await command(db, files);
  } finally {
    db.$client.close();
  }
}

function inWords(run: RunSummary): string {
  const size = `${showNumber(run.orders)} ordrer × ${showNumber(run.citizens)} borgere`;
  return `Kørsel ${run.runId}: ${size} gav ${showNumber(run.matches)} forslag på ${showDuration(run.ms)}\n`;
}

function replayInWords(replay: Replay): string {
  const { runId, method, engine, orders, same, differing, unverifiable, deleted, ms } = replay;
  const lines = [`Kørsel ${runId} (${replay.runKey}): ${showNumber(orders)} ordrer med resultat`];
  if (method === 'lager') {
    lines.push(
      `Kørslen er lavet af regnemotor ${engine.run}; denne er ${engine.now}. Derfor er kun det gemte efterprøvet, ikke beregningen.`,
    );
  }
  const how = method === 'ranket' ? 'beregnet igen' : 'pakket igen';
  lines.push(`${showNumber(same)} ${how} med de samme bytes på ${showDuration(ms)}`);
  if (unverifiable > 0)
    lines.push(`${showNumber(unverifiable)} kan ikke efterprøves: en borger på listen er slettet siden`);
  if (deleted > 0) lines.push(`${showNumber(deleted)} ordrer blev slettet, før de fik et resultat`);
  if (differing.length > 0) {
    const more =
      differing.length > NAMED_ORDERS ? ` og ${showNumber(differing.length - NAMED_ORDERS)} til` : '';
    lines.push(
      `FORSKEL i ${showNumber(differing.length)}: ${differing.slice(0, NAMED_ORDERS).join(', ')}${more}`,
    );
  }
  if (!replay.resultShaSame) lines.push('FORSKEL: kørslens egen hash passer ikke til dens ordrer');
  lines.push(isTrue(replay) ? 'Ingen forskelle.' : 'Kørslen kan ikke gentages byte for byte.');
  return `${lines.join('\n')}\n`;
}

function asTable(found: NonNullable<ReturnType<typeof liveShortlist>>): string {
  const lines = found.shortlist.map((row) => {
    const place = `${row.rank}.`.padStart(4);
    const fits = row.fits.map((reason) => reason.requirement).join(', ');
    const lacks = row.lacks.map((reason) => reason.requirement).join(', ');
    const name = row.borger_id.padEnd(NAME_WIDTH);
    return `${place} ${name} ${String(row.score).padStart(5)}  passer: ${fits || '–'}; mangler: ${lacks || '–'}`;
  });
  const counts = Map.groupBy(found.excluded, (entry) => entry.reason);
  const reasons = [...counts].map(([reason, entries]) => `${reason} ${showNumber(entries.length)}`);
  return [
    `Ordre ${found.orderId}: ${showNumber(found.shortlist.length)} forslag`,
    ...lines,
    `Sorteret fra: ${reasons.join(', ') || 'ingen'}`,
    '',
  ].join('\n');
}

/** One line that changes on a screen, plain lines in a file. */
function showProgress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}
