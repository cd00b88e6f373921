import { rmSync } from 'node:fs';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Db } from '../db/client.ts';
import { openDb } from '../db/client.ts';
import { findDamage } from '../db/damage.ts';
import { createDataFolders, migrationsFolder, projectRoot } from '../db/files.ts';
import { migrate } from '../db/migrate.ts';
import { takeDataFolder } from '../db/owner.ts';
import { DataRefused, diskProblem } from '../db/refused.ts';
import { openQueueBackend } from '../workers/backend.ts';
import { createEngine, type Engine, engineSteps } from '../workers/matching/engine.ts';
import { QUEUE_PREFIX } from '../workers/queues.ts';
import { readSettings } from './admin/queries.ts';
import { buildApp } from './app.ts';
import { afterRestore } from './backup/after-restore.ts';
import { backupsIn, makeBackup } from './backup/make.ts';
import { startBackups } from './backup/nightly.ts';
import { readRestored } from './backup/restore.ts';
import { instantOf } from './backup/retention.ts';
import { backupsEnded, runBackup, runDrill } from './backup/runs.ts';
import { isWhole } from './backup/seal.ts';
import { startCheckpoints } from './checkpoints/every-second.ts';
import { onBenefitNow } from './citizens/on-benefit.ts';
import { type Config, ConfigError } from './config.ts';
import { listenForScripts } from './control.ts';
import { answerTodaysQuestions } from './coverage/warm-up.ts';
import { acceptKeys, refuseWrongKeys } from './cpr-keys/check.ts';
import { cprKeysForScript } from './cpr-keys/for-script.ts';
import { importForScript } from './imports/for-script.ts';
import { carryToEndAtStart, endImports } from './imports/one-at-a-time.ts';
import { startTakingUp } from './imports/take-up.ts';
import { clearStaging } from './imports/under-way.ts';
import { putHeadsAside, startKeepingHeads } from './log/keep-heads.ts';
import { linkOldRows } from './log/old-rows.ts';
import { answersElsewhere } from './matching/answers-elsewhere.ts';
import { startMatching } from './matching/night-run.ts';
import { warmUp } from './matching/warm-up.ts';
import { pagesBeside } from './page-thread/pages-beside.ts';
import { emptyLog } from './privacy/empty-log.ts';
import { keepErasureList } from './privacy/erasure-list.ts';
import { startRetention } from './privacy/retention-nightly.ts';
import { currentEngine, engineInTurns } from './terms/engine.ts';
import { inTurns } from './turns.ts';
import { localDate, showInstant } from './ui/dates.ts';
import { startWebhooks } from './webhooks/sender.ts';

/** What a program that writes needs: the data folder to itself, and a database at the newest schema. */
export interface OpenedData {
  db: Db;
  close: () => void;
}

/**
 * Takes the data folder and brings its database up to date. Throws DataFolderBusy when another holds it, and DataRefused,
 * with nothing written to the database, when it is damaged, newer than the program or on a disk that says no.
 */
export function openData(config: Config, now: () => Date): OpenedData {
  try {
    return openOwned(config, now);
  } catch (error) {
    throw refusedByDisk(error, config.files.root);
  }
}

/** What the disk says no to, as people read it; any other error as it is. */
function refusedByDisk(error: unknown, more: string): unknown {
  const problem = diskProblem(error);
  return problem === null ? error : new DataRefused(`${problem} (${more})`, { cause: error });
}

function openOwned(config: Config, now: () => Date): OpenedData {
  const { files, backupKey: key } = config;
  createDataFolders(files);
  const owner = takeDataFolder(files);
  try {
    refuseDamage(files);
    refuseWrongKeys(files.database, config.cprKeys);
    const db = openDb(files.database);
    const { database, backups: folder } = files;
    const backup = () => void makeBackup({ database, folder, key, at: now().toISOString() });
    migrate(db.$client, { folder: migrationsFolder, now, backup });
    linkOldRows(db.$client);
    acceptKeys(db, config.cprKeys, now().toISOString());
    const restored = readRestored(files.restored);
    if (restored) {
      afterRestore(db, restored, { files, now: now() });
      putHeadsAside(files.backups, now().toISOString());
      rmSync(files.restored);
    }
    keepErasureList(db, files);
    // A program that was killed may have left what it had erased.
    emptyLog(db, now().toISOString());
    carryToEndAtStart(db, { files, now });
    clearStaging(db, files.staging);
    return {
      db,
      close: () => {
        emptyIntoDatabase(db);
        db.$client.close();
        owner.release();
      },
    };
  } catch (error) {
    owner.release();
    throw error;
  }
}

/** On a full disk the log stays as it is: the next start reads it. */
function emptyIntoDatabase({ $client }: Db): void {
  try {
    $client.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (diskProblem(error) === null) throw error;
  }
}

/** A damaged database is looked at by people, not written to by us. */
function refuseDamage(files: Config['files']): void {
  const damage = findDamage(files.database);
  if (damage === null) return;
  const good = backupsIn(files.backups).find((name) => isWhole(path.join(files.backups, name)));
  const wayOut = good
    ? `Seneste gode sikkerhedskopi er ${path.join(files.backups, good)} fra ${showInstant(instantOf(good))}. Gendan den i en ny mappe: npm run restore -- FIL --to MAPPE`
    : `Der er ingen hel sikkerhedskopi i ${files.backups}.`;
  throw new DataRefused(`Databasen ${files.database} er beskadiget (${damage}). Intet er ændret. ${wayOut}`);
}

/** The engine with the taxonomy that ships with the program and what this database knows besides, made at first use. */
export function lazyEngine(db: Db): () => Engine {
  return currentEngine(db, (knowledge) => createEngine(taxonomyFolder, knowledge));
}

const taxonomyFolder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');

export interface StartOptions {
  now: () => Date;
  /** a demo folder may only be served by `npm run demo` */
  demo: boolean;
  withScoreWorkers: boolean;
  /** a thread beside this one makes the pages that are asked for the most; it is there in the built program alone */
  makesPagesBeside?: boolean;
  /** see AppOptions */
  busyAfterMs?: number;
}

export interface RunningServer {
  url: string;
  /** the last that goes into the server's log */
  fatal: (line: string) => void;
  close: () => Promise<void>;
}

/** A start has enough to do. */
const SECOND_THREAD_MS = 15_000;

/** Web pages, relay, scheduler and (when asked) score workers in one process tree. */
export async function startServer(
  config: Config,
  options: StartOptions,
  opened?: OpenedData,
): Promise<RunningServer> {
  const { now } = options;
  const data = opened ?? openData(config, now);
  const { db } = data;
  if (readSettings(db).demo !== options.demo) {
    data.close();
    throw new ConfigError(
      options.demo
        ? `Datamappen ${config.files.root} rummer rigtige data. Vælg en anden med DATA_DIR.`
        : `Datamappen ${config.files.root} rummer demodata og demobrugere. Vælg en anden med DATA_DIR.`,
    );
  }
  if (!config.formKey) throw new ConfigError('FORM_KEY mangler');

  const served = engineInTurns(db, (knowledge) => engineSteps(taxonomyFolder, knowledge), {
    prepare: (engine, isOver) => warmUp(db, engine, localDate(now()), isOver),
    onError: (err) => app.log.warn({ err }, 'the matching could not be made ready'),
  });
  const { engine } = served;
  const citizenAnswers = answersElsewhere({
    database: config.files.database,
    taxonomy: taxonomyFolder,
    today: localDate(now()),
  });
  const appConfig = { ...config, formKey: config.formKey };
  const pages = options.makesPagesBeside
    ? pagesBeside({
        db,
        config: appConfig,
        today: () => localDate(now()),
        onError: (err) => app.log.error({ err }, 'the thread that makes pages went wrong'),
      })
    : undefined;
  const app = await buildApp({
    db,
    config: appConfig,
    now,
    engine,
    citizenAnswers,
    pagesBeside: pages,
    queue: async () => ({ name: backend.describe(), warnings: await backend.check() }),
    ...(options.busyAfterMs !== undefined && { busyAfterMs: options.busyAfterMs }),
  });
  const { log } = app;
  const backend = await openQueueBackend({
    queueUrl: config.queueUrl,
    folder: config.files.queue,
    prefix: QUEUE_PREFIX,
    log: plainLog(log),
  }).catch((error: Error) => {
    throw diskProblem(error) === null
      ? new DataRefused(`Køen kan ikke åbnes: ${error.message}`, { cause: error })
      : refusedByDisk(error, error.message);
  });
  const matching = startMatching({
    db,
    backend,
    files: config.files,
    now,
    log: plainLog(log),
    withScoreWorkers: options.withScoreWorkers,
    nightly: true,
  });
  const ending = new AbortController();
  const safeguard = { db, files: config.files, key: config.backupKey, now, stopping: ending.signal };
  const control = await listenForScripts(config.files, {
    import: importForScript({ db, config, now, serving: true }),
    match: (_payload, progress) => matching.runNow(null, progress),
    backup: () => runBackup(safeguard, 'haand'),
    drill: () => runDrill(safeguard, 'haand'),
    'cpr-keys': cprKeysForScript({ db, keys: config.cprKeys, now }),
  });
  const backups = startBackups({ ...safeguard, log: plainLog(log) });
  const webhooks = startWebhooks({
    db,
    formKey: config.formKey,
    targets: config.webhookTargets,
    now,
    log: plainLog(log),
  });
  const heads = startKeepingHeads({ db, files: config.files, now, log: plainLog(log) });
  const imports = startTakingUp({ db, files: config.files, now, log: plainLog(log) });
  const retention = startRetention({ db, files: config.files, now, log: plainLog(log) });
  const checkpoints = startCheckpoints(db, (err) =>
    log.error({ err }, 'the database log could not be moved'),
  );
  for (const warning of await backend.check()) log.warn(warning);
  const address = await app.listen({ host: config.host, port: config.port });
  // Nobody waits for these, and what goes wrong here is told again by the first page, the first shortlist.
  inTurns(answerTodaysQuestions(db, localDate(now())), () => !db.$client.open).catch((err) =>
    log.warn({ err }, 'the coverage could not be made ready'),
  );
  onBenefitNow(db, localDate(now())).catch((err) =>
    log.warn({ err }, 'who is on benefit could not be made ready'),
  );
  citizenAnswers.makeReady();
  const second = setTimeout(() => pages?.makeReady(), SECOND_THREAD_MS);
  served.ready().catch((err) => log.warn({ err }, 'the matching could not be made ready'));

  return {
    // Port 0 means any free port: only then does the address tell more than the setting.
    url: config.port === 0 ? address : config.publicUrl,
    fatal: (line) => log.fatal(line),
    async close() {
      ending.abort();
      clearTimeout(second);
      imports.stop();
      await endImports(db);
      await control.close();
      await app.close();
      await Promise.all([served.close(), citizenAnswers.close(), pages?.close()]);
      await Promise.all([matching.stop(), backups.stop(), retention.stop(), webhooks.stop()]);
      await backupsEnded(db);
      heads.stop();
      await backend.close();
      await checkpoints.stop();
      data.close();
    },
  };
}

/** The queue's and the night run's messages, in the server's log. */
function plainLog(log: FastifyBaseLogger) {
  return {
    info: (text: string) => log.info(text),
    warn: (text: string) => log.warn(text),
    error: (text: string) => log.error(text),
  };
}
