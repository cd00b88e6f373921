/** `npm run worker`: scores shards for the server that shares this Redis; run it on as many hosts as wanted. */
import '../db/require-node.ts';
import closeWithGrace from 'close-with-grace';
import { ConfigError, readConfig, requireWorkerAccess } from '../server/config.ts';
import { openQueueBackend } from './backend.ts';
import { QUEUE_PREFIX } from './queues.ts';
import { startScoreWorkers } from './score-workers.ts';
import { checkServer, snapshotsFromServer } from './snapshots.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const log = { info: say, warn: say, error: say };

try {
  const { files, ...config } = readConfig();
  const { queueUrl, ...access } = requireWorkerAccess(config);
  const backend = await openQueueBackend({ queueUrl, folder: files.queue, prefix: QUEUE_PREFIX, log });
  closeWithGrace({ delay: 20_000 }, () => backend.close());
  // Told, not fatal: both may come later, and the work waits for them.
  for (const warning of [...(await backend.check()), ...(await checkServer(access))]) say(warning);
  startScoreWorkers(backend, { snapshots: snapshotsFromServer(access), log });
  say(`Regner for ${access.serverUrl} med ${backend.describe()}`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
