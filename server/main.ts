/** `npm start`: everything in one process tree. `npm run server`: without score workers, for several hosts. */
import '../db/require-node.ts';
import { availableParallelism } from 'node:os';
import { DataFolderBusy } from '../db/owner.ts';
import { DataRefused } from '../db/refused.ts';
import { collectorsGiveWay } from '../workers/give-way.ts';
import {
  ConfigError,
  forgetSettings,
  readConfig,
  requireSecrets,
  requireWorkersElsewhere,
} from './config.ts';
import { crashLine, dieInOneLine } from './crash.ts';
import { startServer } from './start.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const serving = dieInOneLine(say);

try {
  requireSecrets();
  const withScoreWorkers = !process.argv.includes('--without-workers');
  const config = readConfig();
  if (!withScoreWorkers) requireWorkersElsewhere(config);
  forgetSettings();
  collectorsGiveWay();
  const server = await startServer(config, {
    now: () => new Date(),
    demo: false,
    withScoreWorkers,
    makesPagesBeside: availableParallelism() > 1,
  });
  serving({ delay: 10_000, tell: server.fatal }, () => server.close());
  say(`Samtlige kører på ${server.url}`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DataFolderBusy || error instanceof DataRefused)) {
    say(crashLine(error));
    process.exit(1);
  }
  say(error.message);
  process.exitCode = 1;
}
