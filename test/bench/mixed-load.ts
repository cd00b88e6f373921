/**
 * Asks at a fixed rate, whether or not the answers keep up, from a process of its own: JSON of a MixedLoad in, JSON of a
 * MixedAnswer out. A time is from when the question was due, so a server that stands still is late with all of them.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Visit {
  /** what its times are told under */
  kind: string;
  cookie: string;
  path: string;
  /** JSON: it is a change */
  body?: string;
}

export interface MixedLoad {
  url: string;
  perSecond: number;
  seconds: number;
  /** asked one after another, again and again */
  visits: Visit[];
}

export interface MixedAnswer {
  /** milliseconds, in the order asked */
  times: Record<string, number[]>;
  /** how many of each status; 0: no answer */
  statuses: Record<string, number>;
  /** the first address of each status that is not a 2xx or 3xx */
  odd: Record<string, string>;
}

async function run({ url, perSecond, seconds, visits }: MixedLoad): Promise<MixedAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const answer: MixedAnswer = { times: {}, statuses: {}, odd: {} };
  const started = performance.now();
  const asked: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = started + (n * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    const visit = visits[n % visits.length] as Visit;
    asked.push(
      ask(agent, url, visit).then((status) => {
        answer.times[visit.kind] ??= [];
        answer.times[visit.kind]?.push(performance.now() - due);
        answer.statuses[status] = (answer.statuses[status] ?? 0) + 1;
        if (status < 200 || status >= 400) answer.odd[status] ??= visit.path;
      }),
    );
  }
  await Promise.all(asked);
  agent.destroy();
  return answer;
}

function ask(agent: Agent, url: string, { cookie, path, body }: Omit<Visit, 'kind'>): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      cookie,
      ...(body !== undefined && { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }),
    };
    const asked = request(
      `${url}${path}`,
      { agent, headers, method: body === undefined ? 'GET' : 'POST' },
      (got) => {
        got.on('end', () => resolve(got.statusCode ?? 0)).on('error', () => resolve(0));
        got.resume();
      },
    );
    // A connection that the server closes for being idle, just as it is used again, is asked anew as a browser does.
    asked
      .on('error', () =>
        asked.reusedSocket ? ask(agent, url, { cookie, path, body }).then(resolve) : resolve(0),
      )
      .end(body);
  });
}

process.stdout.write(JSON.stringify(await run(JSON.parse(readFileSync(0, 'utf8')) as MixedLoad)));
