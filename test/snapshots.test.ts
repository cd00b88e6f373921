import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { planRun } from '../server/matching/plan.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { snapshotFile } from '../server/matching/snapshot-file.ts';
import { checkServer, keepLatest, SnapshotOutOfReach, snapshotsFromServer } from '../workers/snapshots.ts';
import { openTestApp, WORKER_TOKEN } from './app.ts';
import { now, openTown } from './night-run-town.ts';

const never = new AbortController().signal;
const NOBODY = '0'.repeat(64);

test('serveren giver kun den igangværende kørsels øjebliksbillede, og kun til sine regnere', async () => {
  const town = openTown({ orders: 3, citizens: 5 });
  const { app } = await openTestApp(now().toISOString(), town);
  const serverUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const { id } = requestRun(town.db, { runKey: 'nu:x', requestedBy: null, now: now() });
  await planRun(town.db, { runId: id, outboxId: 1, files: town.files, now });
  const sha = findRun(town.db, id)?.snapshotSha ?? '';
  const fetchOne = snapshotsFromServer({ serverUrl, token: WORKER_TOKEN });

  const file = snapshotFile(town.files.snapshots, sha);
  const bytes = readFileSync(file);
  expect(Buffer.from(await fetchOne(sha, never)).equals(bytes)).toBe(true);
  expect(await checkServer({ serverUrl, token: WORKER_TOKEN })).toEqual([]);

  const stranger = { serverUrl, token: 'a'.repeat(64) };
  await expect(snapshotsFromServer(stranger)(sha, never)).rejects.toThrow(SnapshotOutOfReach);
  expect(await checkServer(stranger)).toEqual([
    `Serveren ${serverUrl} kender ikke denne regner: WORKER_TOKEN skal være det samme begge steder`,
  ]);
  const withoutToken = await app.inject({ url: `/regner/oejebliksbilleder/${sha}` });
  expect(withoutToken.statusCode).toBe(401);
  await expect(fetchOne(NOBODY, never)).rejects.toThrow(`Serveren har ikke øjebliksbilledet ${NOBODY}`);

  writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]));
  await expect(fetchOne(sha, never)).rejects.toThrow('er beskadiget');

  town.db.$client
    .prepare("UPDATE match_run SET status = 'fejlet', finished_at = ?, error = 'x'")
    .run(now().toISOString());
  await expect(fetchOne(sha, never)).rejects.toThrow('Serveren har ikke øjebliksbilledet');
});

test('et svar, der standser midtvejs, og en server, der ikke er der, er kun uden for rækkevidde', async () => {
  const half = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('x'.repeat(40), () => response.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => half.once('listening', resolve));
  const serverUrl = `http://127.0.0.1:${(half.address() as AddressInfo).port}`;
  const fetchOne = snapshotsFromServer({ serverUrl, token: WORKER_TOKEN });
  await expect(fetchOne(NOBODY, never)).rejects.toThrow(SnapshotOutOfReach);
  half.close();
  await expect(fetchOne(NOBODY, never)).rejects.toThrow(`Serveren ${serverUrl} svarer ikke`);
});

test('de fire seneste øjebliksbilleder bliver i hukommelsen', async () => {
  const asked: string[] = [];
  const source = keepLatest(async (sha) => {
    asked.push(sha);
    return new SharedArrayBuffer(8);
  });
  const sha = (n: number) => createHash('sha256').update(String(n)).digest('hex');
  for (const n of [1, 2, 1, 3, 4, 1, 5, 1, 2]) await source(sha(n), never);
  expect(asked).toEqual([1, 2, 3, 4, 5, 2].map(sha));
});
