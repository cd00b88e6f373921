/** `npm run worker`: scores shards for the server that shares this Redis; run it on as many hosts as wanted. */
import '../db/require-node.ts';
import closeWithGrace from 'close-with-grace';
import { ConfigError, readConfig } from '../server/config.ts';
import { openQueueBackend } from './backend.ts';
import { QUEUE_PREFIX } from './queues.ts';
import { startScoreWorkers } from './score-workers.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const { queueUrl, files } = readConfig();
  if (!queueUrl) throw new ConfigError('Sæt QUEUE_URL til serverens Redis, fx redis://koe.example:6379');
  const backend = await openQueueBackend({
    queueUrl,
    folder: files.queue,
    prefix: QUEUE_PREFIX,
    log: { info: say, warn: say, error: say },
  });
  startScoreWorkers(backend, queueUrl);
  closeWithGrace({ delay: 20_000 }, () => backend.close());
  say(`Regner for ${backend.describe()}`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
