import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ask, type Reply, rolledBack } from './asking.ts';
import { formsOn } from './forms.ts';
import { hostileRequests } from './hostile-requests.ts';
import type { Route } from './route-list.ts';
import { fittingRequests } from './schema-requests.ts';
import { addressOf, type Town, type Who } from './whole-town.ts';

/** Who has the most addresses open to them. */
export const ASKING = [
  'konsulent',
  'sagsbehandler',
  'leder',
  'administrator',
  'anonym',
] as const satisfies Who[];

/** The names of the fields that the pages open to them send, by the pattern of the address they are sent to. */
export async function namesByRoute(town: Town, asking: readonly Who[]): Promise<Map<Route, string[]>> {
  const names = new Map<Route, Set<string>>(town.routes.map((route) => [route, new Set()]));
  for (const who of asking)
    for (const route of town.routes.filter(
      ({ method, url }) => method === 'GET' && !url.startsWith('/api'),
    )) {
      const url = addressOf(route, town);
      const answer = await ask(town.app, { method: 'GET', url }, { keys: town.keys[who] });
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      for (const form of formsOn(answer.body, url)) {
        const to = routeOf(town, form.method, form.action);
        for (const { name } of to ? form.fields : []) names.get(to as Route)?.add(name);
      }
    }
  return new Map([...names].map(([route, all]) => [route, [...all, ...fieldsOf(route)]]));
}

/** The route that a form is sent to. */
export function routeOf({ routes }: Pick<Town, 'routes'>, method: string, action: string): Route | undefined {
  const path = action.split('?')[0] ?? '';
  const fits = (route: Route) =>
    route.method === method &&
    new RegExp(`^${route.url.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(path);
  return routes.find((route) => fits(route) && !/[:*]/.test(route.url)) ?? routes.find(fits);
}

function fieldsOf({ schema }: Route): string[] {
  return [schema.body, schema.querystring].flatMap((part) =>
    Object.keys((part as { properties?: object } | undefined)?.properties ?? {}),
  );
}

/** Sends each address so many hostile requests, one after another, and tells of each answer that is a fault of ours. */
export async function sendHostile(
  town: Town,
  names: Map<Route, string[]>,
  { who, each, seed }: { who: Who; each: number; seed: number },
): Promise<{ sent: number; wrong: string[] }> {
  const wrong: string[] = [];
  let sent = 0;
  for (const route of town.routes) {
    const known = { address: addressOf(route, town), names: names.get(route) ?? [] };
    for (const { url, body, headers } of fc.sample(hostileRequests(route, known), { seed, numRuns: each })) {
      sent += 1;
      const { method } = route;
      const does = () =>
        ask(
          town.app,
          { method, url },
          { keys: town.keys[who], headers, ...(body !== undefined && { body }) },
        );
      const fault = faultOf(await rolledBack(route, town.db, does));
      if (fault)
        wrong.push(
          `${who} ${method} ${route.url}: ${fault}\n${JSON.stringify({ url, body, headers }).slice(0, 600)}`,
        );
    }
  }
  return { sent, wrong };
}

/** A program's fault may never be answered with, nor its insides told. */
export function faultOf({ statusCode, body }: Pick<Reply, 'statusCode' | 'body'>): string | undefined {
  if (statusCode >= 500) return `${statusCode} ${body.slice(0, 300)}`;
  const told =
    /\bat \S+ \(?(\/|file:|node:)|node_modules|Sqlite|SQLITE|no such (table|column)|\bundefined\b is not/.exec(
      body,
    );
  return told ? `${statusCode} tells ${told[0]}` : undefined;
}

/** Sends each address of the API what its schema lets in, and holds each answer against the schema of its status. */
export async function sendFitting(
  town: Town,
  { who, each, seed }: { who: Who; each: number; seed: number },
): Promise<{ sent: number; done: number; wrong: string[] }> {
  const wrong: string[] = [];
  let [sent, done] = [0, 0];
  for (const route of town.routes.filter(({ url }) => url.startsWith('/api/'))) {
    const ids = ['1', '2', '3', '9'];
    for (const [at, { query, body }] of fc
      .sample(fittingRequests(route), { seed, numRuns: each })
      .entries()) {
      const path = addressOf(route, town, ids[at % ids.length]).split('?')[0] ?? '';
      const url = `${path}?${new URLSearchParams(query)}`;
      const headers: Record<string, string> = route.schema['x-tagged'] ? { 'if-match': '*' } : {};
      const does = () =>
        ask(
          town.app,
          { method: route.method, url },
          { keys: town.keys[who], headers, ...(body !== undefined && { body: body as object }) },
        );
      const reply = await rolledBack(route, town.db, does);
      sent += 1;
      if (reply.statusCode < 300) done += 1;
      const fault = faultOf(reply) ?? unlikeItsSchema(route, reply);
      if (fault)
        wrong.push(`${who} ${route.method} ${url}: ${fault}\n${JSON.stringify(body)?.slice(0, 600)}`);
    }
  }
  return { sent, done, wrong };
}

function unlikeItsSchema({ schema }: Route, { statusCode, body, headers }: Reply): string | undefined {
  const described = (schema.response as Record<number, TSchema> | undefined)?.[statusCode];
  if (statusCode >= 400)
    return String(headers['content-type']).startsWith('application/problem+json')
      ? undefined
      : 'no problem+json';
  if (!described || body === '') return undefined;
  if (!String(headers['content-type']).startsWith('application/json')) return undefined;
  const [first] = Value.Errors(described, JSON.parse(body));
  return first && `${statusCode} is not as described: ${JSON.stringify(first).slice(0, 300)}`;
}
