/** Asks for pages at a fixed rate from a process of its own and prints the times: JSON of a Load in, JSON of numbers out. */
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

/** The connections begin one after another over a second: all at once would be a queue of twenty, twice a second. */
async function run(load: Load): Promise<number[]> {
  const connections = Array.from({ length: load.connections }, async (_, index) => {
    await setTimeout((index * 1000) / load.connections);
    return ask(load, index);
  });
  return (await Promise.all(connections)).flat();
}

/** One colleague's connection, from an address of its own: the limit of requests a minute goes by address. */
async function ask(load: Load, index: number): Promise<number[]> {
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
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${errors} errors, ${timeouts} timeouts, ${non2xx} refusals`);
  return times;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(readFileSync(0, 'utf8')) as Load)));
