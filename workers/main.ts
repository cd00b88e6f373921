/** `npm run worker`: scores shards for the server that shares this Redis; run it on as many hosts as wanted. */
import '../db/require-node.ts';
import { ConfigError, forgetSettings, readConfig, requireWorkerAccess } from '../server/config.ts';
import { crashLine, dieInOneLine } from '../server/crash.ts';
import { openQueueBackend } from './backend.ts';
import { QUEUE_PREFIX } from './queues.ts';
import { startScoreWorkers } from './score-workers.ts';
import { checkServer, snapshotsFromServer } from './snapshots.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const log = { info: say, warn: say, error: say };
const serving = dieInOneLine(say);

try {
  const { files, ...config } = readConfig();
  const { queueUrl, ...access } = requireWorkerAccess(config);
  forgetSettings();
  const backend = await openQueueBackend({ queueUrl, folder: files.queue, prefix: QUEUE_PREFIX, log });
  serving({ delay: 20_000, tell: say }, () => backend.close());
  // Told, not fatal: both may come later, and the work waits for them.
  for (const warning of [...(await backend.check()), ...(await checkServer(access))]) say(warning);
  startScoreWorkers(backend, { snapshots: snapshotsFromServer(access), log });
  say(`Regner for ${access.serverUrl} med ${backend.describe()}`);
} catch (error) {
  if (!(error instanceof ConfigError)) {
    say(crashLine(error));
    process.exit(1);
  }
  say(error.message);
  process.exitCode = 1;
}
