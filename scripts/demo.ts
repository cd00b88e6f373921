/** A fictional Albertslund to try the program on: `npm run demo [-- --exit] [--seed N]`. Fills an empty data folder, runs tonight's match, and serves. */
import '../db/require-node.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createDataFolders } from '../db/files.ts';
import { type Config, ConfigError, readConfig, withDemoKeys } from '../server/config.ts';
import { dieInOneLine } from '../server/crash.ts';
import { type OpenedData, openData, startServer } from '../server/start.ts';
import { localDate } from '../server/ui/dates.ts';
import { collectorsGiveWay } from '../workers/give-way.ts';
import { runCommand, say, UsageError } from './command.ts';
import { fillBoards } from './demo/boards.ts';
import { fillTown } from './demo/fill.ts';
import { runTonightsMatch } from './demo/match.ts';
import { presentTown } from './demo/present.ts';
import { setSomeAside } from './demo/set-asides.ts';
import { DEMO_PASSWORD } from './demo/users.ts';

const DEFAULT_SEED = 165;

await runCommand(async () => {
  const { values } = parseArgs({ options: { exit: { type: 'boolean' }, seed: { type: 'string' } } });
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UsageError('--seed skal være et helt tal fra 0 og op');

  const now = () => new Date();
  createDataFolders(readConfig().files);
  const config = readConfig(withDemoKeys());
  const data = openData(config, now);
  try {
    await fillOnce(config, data, { seed, now });
    const run = await runTonightsMatch(config, data.db, now);
    setSomeAside(data.db, { seed, today: localDate(now()), at: now().toISOString() });
    fillBoards(data.db, { seed, today: localDate(now()), at: now().toISOString() });
    presentTown(data.db, { run, today: localDate(now()), password: DEMO_PASSWORD });
    if (values.exit) {
      data.close();
      return 0;
    }
  } catch (error) {
    data.close();
    throw error;
  }
  collectorsGiveWay();
  const server = await startServer(
    config,
    { now, demo: true, withScoreWorkers: true, makesPagesBeside: availableParallelism() > 1 },
    data,
  );
  dieInOneLine(say)({ delay: 10_000, tell: server.fatal }, () => server.close());
  say(`\nÅbn ${server.url} og log ind. Stop med Ctrl-C.`);
  return 0;
});

/** The mark is set when the whole town is in: a demo that was stopped half-way starts over on what is there. */
async function fillOnce(
  config: Config,
  data: OpenedData,
  options: { seed: number; now: () => Date },
): Promise<void> {
  const mark = path.join(config.files.root, 'demo-udfyldt');
  if (existsSync(mark)) return say(`Bruger byen i ${config.files.root}`);
  const problem = await fillTown(config, data.db, options);
  if (problem) throw new ConfigError(problem);
  writeFileSync(mark, `${options.seed}\n`);
}
