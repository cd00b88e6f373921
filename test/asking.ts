import { sql } from 'drizzle-orm';
import type { InjectOptions } from 'fastify';
import type { Db } from '../db/client.ts';
import type { App } from '../server/context.ts';
import { PASSWORD } from './app.ts';
import type { Route } from './route-list.ts';

export interface Keys {
  cookie: string;
  token: string;
}

/** Nobody's. */
export const NO_KEYS: Keys = { cookie: '', token: '' };

/** Signs in and takes the token that stands in every form. */
export async function keysOf(app: App, username: string): Promise<Keys> {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const payload = new URLSearchParams({ brugernavn: username, adgangskode: PASSWORD }).toString();
  const signedIn = await app.inject({ method: 'POST', url: '/log-ind', headers, payload });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const page = await app.inject({ url: '/findes-ikke', headers: { cookie } });
  return { cookie, token: /name="_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '' };
}

let asked = 0;

/** Sends what a page or a program of ours would send; each time from another address, since one may ask so often only. */
export function ask(
  app: App,
  { method, url }: { method: Route['method']; url: string },
  { keys, body, headers = {} }: { keys: Keys; body?: object | string; headers?: Record<string, string> },
) {
  asked += 1;
  const remoteAddress = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  const own = { cookie: keys.cookie, 'sec-fetch-site': 'same-origin', 'x-form-token': keys.token };
  const request: InjectOptions = { method, url, remoteAddress, headers: { ...own, ...headers } };
  return app.inject(body === undefined ? request : { ...request, payload: body });
}

export type Reply = Awaited<ReturnType<typeof ask>>;

/** What an unsafe request has done is undone, so that the next one finds the town as it was. */
export async function rolledBack<T>(
  { method }: Pick<Route, 'method'>,
  db: Db,
  does: () => Promise<T>,
): Promise<T> {
  if (method === 'GET') return does();
  db.run(sql`BEGIN`);
  try {
    return await does();
  } finally {
    db.run(sql`ROLLBACK`);
  }
}

/** What stands in an answer, without what is new in each: nonces, tokens, a form's key, and the number of a request. */
export function sameEachTime(body: string): string {
  return body
    .replace(/(?<=name="_token" value=")[^"]*/g, '')
    .replace(/(?<=nonce=")[^"]*/g, '')
    .replace(/(?<="(?:inlineScriptNonce|inlineStyleNonce)":")[^"]*/g, '')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
    .replace(/req-[0-9a-z]+/g, '');
}
