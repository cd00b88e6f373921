/** `npm start`: everything in one process tree. `npm run server`: without score workers, for several hosts. */
import '../db/require-node.ts';
import closeWithGrace from 'close-with-grace';
import { DataFolderBusy } from '../db/owner.ts';
import { DataRefused } from '../db/refused.ts';
import { ConfigError, readConfig, requireSecrets, requireWorkersElsewhere } from './config.ts';
import { startServer } from './start.ts';

try {
  requireSecrets();
  const withScoreWorkers = !process.argv.includes('--without-workers');
  const config = readConfig();
  if (!withScoreWorkers) requireWorkersElsewhere(config);
  const server = await startServer(config, { now: () => new Date(), demo: false, withScoreWorkers });
  closeWithGrace({ delay: 10_000 }, () => server.close());
  process.stderr.write(`Samtlige kører på ${server.url}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DataFolderBusy || error instanceof DataRefused))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
