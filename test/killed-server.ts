import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { openDb, openDbReadOnly } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { savedView } from '../db/schema/firm-work.ts';
import { readConfig } from '../server/config.ts';
import { addWork } from '../server/matching/outbox.ts';
import { requestRun } from '../server/matching/run-queries.ts';
import { paths } from '../server/paths.ts';
import { openData } from '../server/start.ts';
import { cookieOf, openLiveFolder, saveView, startLive } from './live-server.ts';
import { fillTown, runOnce, type TownSize } from './night-run-town.ts';
import { killed, until } from './redis.ts';

/** So many times kill -9 in the midst of writes: what was acknowledged is there, and the file is whole. Gives how many writes were. */
export async function killWhileWriting({ rounds, ms }: { rounds: number; ms: number }): Promise<number> {
  const live = await openLiveFolder();
  const saved: string[] = [];
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { child, url } = await startLive(live);
    const cookie = await cookieOf(url, 'kim');
    let alive = true;
    const writers = [0, 1, 2].map(async (writer) => {
      for (let n = 0; alive; n += 1) {
        const name = `${round}-${writer}-${n}`;
        const status = await saveView(url, cookie, name);
        if (status === 201) saved.push(name);
        else if (status !== null) throw new Error(`a write was answered with ${status}`);
      }
    });
    await delay(ms + (round % 7) * 13);
    await killed(child);
    alive = false;
    await Promise.all(writers);
    const db = openDbReadOnly(dataFiles(live.folder).database);
    const there = new Set(
      db
        .select({ name: savedView.name })
        .from(savedView)
        .all()
        .map(({ name }) => name),
    );
    expect(db.$client.pragma('quick_check', { simple: true })).toBe('ok');
    db.$client.close();
    expect(
      saved.filter((name) => !there.has(name)),
      `round ${round}`,
    ).toEqual([]);
    // Each round begins with none, so that lists stay as short as people's.
    const clean = openDb(dataFiles(live.folder).database);
    clean.delete(savedView).run();
    clean.$client.close();
    saved.splice(0);
    total += there.size;
  }
  return total;
}

/**
 * SIGTERM so many times in the midst of the look over a run, and of its planning: out by itself each time. Gives the longest
 * time that one took, in seconds.
 */
export async function stopAmidRuns({ rounds, size }: { rounds: number; size: TownSize }): Promise<number> {
  const live = await openLiveFolder({}, (db) => fillTown(db, size));
  const open = () => openData(readConfig(live.env), () => new Date());
  const first = open();
  const runId = await runOnce({ db: first.db, files: dataFiles(live.folder) });
  first.close();
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const data = open();
    const at = new Date();
    if (round % 3 === 1) requestRun(data.db, { runKey: `nu:${round}`, requestedBy: null, now: at });
    else addWork(data.db, 'match-review', { runId, failures: 0 }, at.toISOString());
    data.close();
    const { child } = await startLive(live);
    await delay((300 + round * 97) % 1500);
    const asked = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    longest = Math.max(longest, performance.now() - asked);
    expect([child.exitCode, child.signalCode], `round ${round}`).toEqual([0, null]);
  }
  return longest / 1000;
}

export interface Stop {
  /** requests that the server says it has taken, and answered to the end */
  taken: number;
  completed: number;
  /** answers that the clients have had to the end */
  answered: number;
  seconds: number;
  exitCode: number | null;
  walBytes: number;
}

/** SIGTERM while clients that keep their connections ask one thing after another, and one that asks for nothing more. */
export async function stopUnderLoad({ clients, ms }: { clients: number; ms: number }): Promise<Stop> {
  const live = await openLiveFolder({ LOG_LEVEL: 'info' });
  const { child, url } = await startLive(live);
  const counts = { taken: 0, completed: 0, answered: 0 };
  // A sign-in comes again until a busy machine has time for it, and is none of these.
  const signIns = new Set<string>();
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const { reqId, msg, req } = JSON.parse(line) as { reqId: string; msg: string; req?: { route: string } };
    if (req?.route === paths.signIn) signIns.add(reqId);
    if (signIns.has(reqId)) return;
    if (msg === 'incoming request') counts.taken += 1;
    if (msg === 'request completed') counts.completed += 1;
  });
  const cookie = await cookieOf(url, 'kim');
  const agent = new Agent({ keepAlive: true });
  let gone = false;
  const ask = async (path: string) => {
    if (await answered(agent, `${url}${path}`, cookie)) counts.answered += 1;
    else gone = true;
  };
  await ask('/livez');
  const asking = Array.from({ length: clients }, async (_, n) => {
    while (!gone) await ask(n % 2 ? '/virksomheder' : '/livez');
  });
  await delay(ms);
  // A busy machine has done nothing yet.
  await until(() => counts.taken > 2 * clients, 20_000);
  const started = performance.now();
  child.kill('SIGTERM');
  await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(asking);
  agent.destroy();
  const wal = statSync(`${dataFiles(live.folder).database}-wal`, { throwIfNoEntry: false });
  return { ...counts, seconds, exitCode: child.exitCode, walBytes: wal?.size ?? 0 };
}

/** Whether an answer came to its end. */
function answered(agent: Agent, url: string, cookie: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { agent, headers: { cookie } }, (answer) => {
      answer.on('end', () => resolve(answer.complete)).on('error', () => resolve(false));
      answer.resume();
    });
    asked.on('error', () => resolve(false)).end();
  });
}
