/** A match run ordered as an administrator orders it, and awaited. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Served } from './served.ts';

export interface RunDone {
  ms: number;
  orders: number;
  citizens: number;
  status: string;
}

export async function runMatch(served: Served): Promise<RunDone> {
  const cookie = await served.cookieOf('administrator1');
  const started = performance.now();
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  // The same key again is the same run: a server that is too busy for a moment is asked anew.
  const order = { method: 'POST', headers, body: JSON.stringify({ key: randomUUID() }) };
  let answer = await fetch(`${served.url}/api/v1/match-runs`, order);
  for (; answer.status === 503; answer = await fetch(`${served.url}/api/v1/match-runs`, order))
    await delay(500);
  if (answer.status !== 202) throw new Error(`the run was answered with ${answer.status}`);
  const { id } = (await answer.json()) as { id: number };
  for (;;) {
    await delay(1000);
    const look = await fetch(`${served.url}/api/v1/match-runs/${id}`, { headers: { cookie } });
    if (look.status !== 200) continue;
    const run = (await look.json()) as { status: string; orders: number; citizens: number };
    if (run.status === 'faerdig' || run.status === 'fejlet')
      return {
        ms: performance.now() - started,
        orders: run.orders,
        citizens: run.citizens,
        status: run.status,
      };
  }
}
