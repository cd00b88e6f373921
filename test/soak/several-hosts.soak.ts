import { setTimeout as delay } from 'node:timers/promises';
import { count, eq, max } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Db, openDbReadOnly } from '../../db/client.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import { isTrue, replayRun } from '../../server/matching/replay.ts';
import { findRun } from '../../server/matching/run-queries.ts';
import { answerOn, type Host } from '../hosts.ts';
import { rightResults, savedResults } from '../night-run-town.ts';
import { killed, until } from '../redis.ts';
import { openPlace, type Place, redisSays, startWorkerOn, type WorkerElsewhere } from '../several-hosts.ts';

const ROUNDS = 100;
const ORDERS = 400;
/** Past the ten seconds that a worker's lock lasts. */
const PAST_THE_LOCK = 12_000;
const PATIENCE = 10 * 60_000;
const tell = (line: string) => process.stderr.write(`${line}\n`);

test('på maskiner for sig selv når en regner kun det, den skal', async () => {
  const place = await openPlace(1, { orders: 40, citizens: 60 });
  const [host] = place.hosts as [Host];
  const asks = (user: 'regner' | null, ...command: string[]) =>
    redisSays(host.asNobody, host.server, place.certificate, user, ...command);

  expect(asks(null, 'PING')).toContain('NOAUTH');
  expect(asks('regner', 'PING')).toBe('PONG');
  redisSays(place.serverHost.here, '127.0.0.1', place.certificate, 'server', 'SET', 'samtlige:x', '1');
  expect(asks('regner', 'GET', 'samtlige:x')).toBe('1');
  const forbidden = [
    ['GET', 'andres:nøgle'],
    ['SET', 'andres:nøgle', '1'],
    ['FLUSHALL'],
    ['KEYS', '*'],
    ['CONFIG', 'GET', '*'],
    ['ACL', 'LIST'],
    ['SHUTDOWN'],
    ['REPLICAOF', '10.77.1.2', '6379'],
  ];
  for (const command of forbidden) expect(asks('regner', ...command), command.join(' ')).toContain('NOPERM');
  const plain = ['redis-cli', '-h', host.server, '-p', '6380', 'PING'];
  expect(answerOn(host.asNobody, plain)).not.toContain('PONG');

  // The pages' own port is the loopback of a host that this one is not.
  expect(await webFrom(host, `http://${host.server}:${place.live.port}/livez`, place)).toBe('ECONNREFUSED');
  expect(await webFrom(host, `https://${host.server}:3443/livez`, place)).toBe('200');
  const snapshot = `https://${host.server}:3443/regner/oejebliksbilleder/${'0'.repeat(64)}`;
  expect(await webFrom(host, snapshot, place)).toBe('401');
  for (const file of [place.files.database, place.files.snapshots, place.files.socket])
    expect(answerOn(host.asNobody, ['ls', file])).toContain('Permission denied');

  const worker = await startWorkerOn(host, place.certificate);
  const { runId } = await place.run();
  expect(worker.said).toEqual([
    expect.stringContaining('svarer'),
    `Regner for https://${host.server}:3443 med Redis på rediss://${host.server}:6380`,
  ]);
  await expectLocalBytes(openDbReadOnly(place.files.database), place, runId);
});

test(`${ROUNDS} kørsler på to maskiner: dræbt, frosset, kablet trukket ud; intet tabt, intet dobbelt`, async () => {
  const place = await openPlace(2, { orders: ORDERS, citizens: 400 });
  const db = openDbReadOnly(place.files.database);
  const workers = await Promise.all(place.hosts.map((host) => startWorkerOn(host, place.certificate)));
  const crew: Crew = { place, workers, everyone: [...workers] };
  await place.run();
  const figures = new Map<string, { rounds: number; midRun: number; retaken: number; longest: number }>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const [name, fault] = FAULTS[round % FAULTS.length] as (typeof FAULTS)[number];
    const last = newestRun(db);
    const run = place.run();
    const point = 1 + ((round * 137) % (ORDERS - 60));
    await until(() => newestRun(db) > last, PATIENCE);
    const runId = newestRun(db);
    await until(() => committed(db, runId) >= point, PATIENCE);
    const begun = fault(crew, round);
    const before = committed(db, runId);
    await run;
    await begun;
    // Whoever was away has had its chance to bring something late.
    await delay(500);
    await expectLocalBytes(db, place, runId);
    const ms = scoringMs(db, runId);
    if (round % 10 === 9) tell(`${round + 1} runder`);
    const sum = figures.get(name) ?? { rounds: 0, midRun: 0, retaken: 0, longest: 0 };
    figures.set(name, {
      rounds: sum.rounds + 1,
      midRun: sum.midRun + Number(before < ORDERS),
      retaken: sum.retaken + Number(ms > 8000),
      longest: Math.max(sum.longest, ms),
    });
  }
  for (const [name, { rounds, midRun, retaken, longest }] of figures) {
    tell(
      `${name}: ${rounds} runder, ${midRun} midt i kørslen, ${retaken} hvor arbejde lå hos den ramte; længste kørsel ${(longest / 1000).toFixed(1)} s`,
    );
  }
  const late = crew.everyone.flatMap(({ said }) => said).filter((line) => /lock/i.test(line)).length;
  tell(`${late} afviste svar fra den, der kom for sent`);
  expect([...figures.values()].reduce((sum, { retaken }) => sum + retaken, 0)).toBeGreaterThan(ROUNDS / 10);
});

interface Crew {
  place: Place;
  workers: WorkerElsewhere[];
  /** those who have been killed among them */
  everyone: WorkerElsewhere[];
}

type Fault = (crew: Crew, round: number) => Promise<void>;

const FAULTS: [name: string, fault: Fault][] = [
  ['kill -9', (crew) => killAndReplace(crew, 0)],
  ['frosset', (crew) => freeze(crew, 0)],
  ['kablet ude', ({ place }, round) => cut(place, 0, round % 25 === 2 ? 60_000 : PAST_THE_LOCK)],
  ['den ene dræbt, den anden frosset', (crew) => both(killAndReplace(crew, 0), freeze(crew, 1))],
  ['den ene dræbt, den andens kabel ude', (crew) => both(killAndReplace(crew, 0), cut(crew.place, 1))],
];

async function killAndReplace({ place, workers, everyone }: Crew, which: number): Promise<void> {
  const [worker, host] = [workers[which], place.hosts[which]];
  if (!worker || !host) return;
  await killed(worker.child);
  const another = await startWorkerOn(host, place.certificate);
  workers[which] = another;
  everyone.push(another);
}

async function freeze({ workers }: Crew, which: number): Promise<void> {
  workers[which]?.child.kill('SIGSTOP');
  await delay(PAST_THE_LOCK);
  workers[which]?.child.kill('SIGCONT');
}

async function cut({ hosts }: Place, which: number, ms = PAST_THE_LOCK): Promise<void> {
  hosts[which]?.pullCable();
  await delay(ms);
  hosts[which]?.plugCable();
}

async function both(...faults: Promise<void>[]): Promise<void> {
  await Promise.all(faults);
}

function newestRun(db: Db): number {
  return (
    db
      .select({ id: max(matchRun.id) })
      .from(matchRun)
      .get()?.id ?? 0
  );
}

function committed(db: Db, runId: number): number {
  const rows = db.select({ count: count() }).from(matchOrderResult);
  return rows.where(eq(matchOrderResult.runId, runId)).get()?.count ?? 0;
}

/** From the first shard in the queue to the last result in the database. */
function scoringMs(db: Db, runId: number): number {
  const run = findRun(db, runId);
  return Date.parse(run?.finishedAt ?? '') - Date.parse(run?.startedAt ?? '');
}

/** What the workers brought, ranked again here: the same bytes, one list for each order, and nothing else in the table. */
async function expectLocalBytes(db: Db, { files }: Place, runId: number): Promise<void> {
  const replay = await replayRun(db, String(runId), files.snapshots);
  expect(replay).toMatchObject({ method: 'ranket', differing: [], deleted: 0, same: replay.orders });
  expect(isTrue(replay)).toBe(true);
  expect(savedResults(db, runId)).toEqual(rightResults({ db, files }, runId));
  expect(db.select().from(matchRun).where(eq(matchRun.id, runId)).get()?.orders).toBe(replay.orders);
}

/** The status of a web address as somebody on this host sees it, or why there is none. */
async function webFrom({ asNobody }: Host, url: string, { certificate }: Place): Promise<string> {
  const script = `fetch(${JSON.stringify(url)}).then(({ status }) => console.log(status), ({ cause }) => console.log(cause.code))`;
  const env = ['env', `NODE_EXTRA_CA_CERTS=${certificate.cert}`];
  return answerOn([...asNobody, ...env], [process.execPath, '-e', script]);
}
