import { describe, expect, test } from 'vitest';
import { canariesIn } from './log-canaries.ts';
import { faultsOfLog, injectIntoLog } from './log-injection.ts';
import { liveWithCanaries, openLoggedTown, redisFolder } from './log-town.ts';
import { queueKinds } from './redis.ts';

describe.runIf(queueKinds().includes('redis'))('programmets log', () => {
  test('intet, der bliver sendt, bliver en linje i loggen eller flytter en markør, og ingen CPR-numre, sessioner, adgangskoder eller nøgler står i log, Redis eller datamappe', async () => {
    const town = await openLoggedTown();
    const canaries = await liveWithCanaries(town);
    expect(canaries.size).toBeGreaterThan(20);
    const redis = await redisFolder(town.live.queueUrl);
    const places = [town.logs, redis, town.live.folder];
    expect(places.flatMap((place) => canariesIn(place, canaries))).toEqual([]);
    // What does stand there is found.
    expect(canariesIn(town.logs, new Map([['route', '/jobordrer']]))).not.toEqual([]);
    expect(canariesIn(redis, new Map([['queue', 'match-score']]))).not.toEqual([]);
    expect(await injectIntoLog(town, 1)).toBeGreaterThan(100);
    const { lines, wrong } = await faultsOfLog(town);
    expect(wrong).toEqual([]);
    expect(lines).toBeGreaterThan(250);
  }, 180_000);
});
