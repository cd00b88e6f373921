import { expect, test } from 'vitest';
import { canariesIn } from '../log-canaries.ts';
import { faultsOfLog, injectIntoLog } from '../log-injection.ts';
import { liveWithCanaries, openLoggedTown, redisFolder } from '../log-town.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

test('titusind forsøg på at skrive i loggen, og så hver fil efter for, hvad der ikke må stå der', async () => {
  const town = await openLoggedTown();
  const canaries = await liveWithCanaries(town);
  const sent = await injectIntoLog(town, 93);
  const { lines, wrong } = await faultsOfLog(town);
  tell(`${sent} forespørgsler, ${lines} linjer, ${canaries.size} hemmeligheder`);
  expect(wrong).toEqual([]);
  const redis = await redisFolder(town.live.queueUrl);
  const places = [town.logs, redis, town.live.folder];
  expect(places.flatMap((place) => canariesIn(place, canaries))).toEqual([]);
});
