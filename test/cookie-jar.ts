import type { App } from '../server/context.ts';

type Injected = Awaited<ReturnType<App['inject']>>;

/** A browser that keeps its cookies from answer to answer, as sign-in in several steps needs. */
export interface CookieJar {
  cookies: Map<string, string>;
  get(url: string): Promise<Injected>;
  /** sends a form; with the token of the page it stood on when signed in */
  post(url: string, fields: Record<string, string>): Promise<Injected>;
  /** what a form on another site's page sends: no Lax cookie goes with it */
  postFromElsewhere(url: string, fields: Record<string, string>): Promise<Injected>;
}

export function cookieJar(app: App): CookieJar {
  const cookies = new Map<string, string>();
  const keep = (answer: Injected) => {
    for (const { name, value, maxAge, expires } of answer.cookies) {
      const gone = value === '' || maxAge === 0 || (expires && expires.getTime() === 0);
      if (gone) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const get = async (url: string) =>
    keep(
      await app.inject({
        method: 'GET',
        url,
        headers: { cookie: cookie(), 'sec-fetch-site': 'same-origin' },
      }),
    );
  const form = (headers: Record<string, string>, fields: Record<string, string>) => ({
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
  return {
    cookies,
    get,
    async post(url, fields) {
      const token = /name="_token" value="([^"]+)"/.exec((await get('/findes-ikke')).body)?.[1];
      const headers = { cookie: cookie(), 'sec-fetch-site': 'same-origin' };
      const body = token ? { ...fields, _token: token } : fields;
      return keep(await app.inject({ method: 'POST', url, ...form(headers, body) }));
    },
    postFromElsewhere: async (url, fields) =>
      keep(await app.inject({ method: 'POST', url, ...form({ 'sec-fetch-site': 'cross-site' }, fields) })),
  };
}
