/** Asks for pages at a fixed rate from a process of its own: JSON of a Load in, JSON of an Answered out. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';

export interface Load {
  url: string;
  cookie: string;
  /** asked one after another, again and again */
  addresses: string[];
  seconds: number;
  connections: number;
  perSecond: number;
}

export interface Answered {
  /** milliseconds of each answer */
  times: number[];
  /** turned away as too busy */
  refused: number;
}

/** The connections begin one after another over a second: all at once would be a queue of twenty, twice a second. */
async function run(load: Load): Promise<Answered> {
  const connections = Array.from({ length: load.connections }, async (_, index) => {
    await setTimeout((index * 1000) / load.connections);
    return ask(load, index);
  });
  const answered = await Promise.all(connections);
  return {
    times: answered.flatMap(({ times }) => times),
    refused: answered.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** One colleague's connection, from an address of its own: the limit of requests a minute goes by address. */
async function ask(load: Load, index: number): Promise<Answered> {
  const headers = { cookie: load.cookie, 'x-forwarded-for': `10.0.0.${index + 1}` };
  const turned = [...load.addresses.slice(index), ...load.addresses.slice(0, index)];
  const times: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(
    {
      url: load.url,
      connections: 1,
      overallRate: load.perSecond / load.connections,
      duration: load.seconds,
      requests: turned.map((path) => ({ method: 'GET' as const, path, headers })),
    },
    (error: Error | null, result) => (error ? reject(error) : resolve(result)),
  );
  instance.on('response', (_client, _statusCode, _bytes, responseTime) => times.push(responseTime));
  const { errors, timeouts, non2xx } = await promise;
  if (errors + timeouts > 0) throw new Error(`${errors} errors, ${timeouts} timeouts`);
  return { times, refused: non2xx };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(readFileSync(0, 'utf8')) as Load)));
