import { addUser, PASSWORD, type TestApp } from './app.ts';

/** Sends the upload form as a browser does: fields first, then the file. */
export async function openUploader(
  { app, db }: TestApp,
  roles: Parameters<typeof addUser>[2] = ['administrator'],
) {
  await addUser(db, 'drift', roles);
  const origin = { 'sec-fetch-site': 'same-origin' };
  const signIn = await app.inject({
    method: 'POST',
    url: '/log-ind',
    headers: { ...origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ brugernavn: 'drift', adgangskode: PASSWORD }).toString(),
  });
  const headers = {
    ...origin,
    cookie: signIn.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; '),
  };
  const token =
    /name="_token" value="([^"]+)"/.exec((await app.inject({ url: '/', headers })).body)?.[1] ?? '';
  const multipart = (fields: Record<string, string>, file: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('fil', new Blob([file]), 'virksomheder.csv');
    return form;
  };
  return {
    headers,
    token,
    upload: (fields: Record<string, string>, file: string) =>
      app.inject({
        method: 'POST',
        url: '/import',
        headers,
        payload: multipart({ _token: token, ...fields }, file),
      }),
    uploadToApi: (query: string, file: string) =>
      app.inject({ method: 'POST', url: `/api/v1/imports?${query}`, headers, payload: multipart({}, file) }),
    post: (url: string, fields: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ ...fields, _token: token }).toString(),
      }),
    get: (url: string) => app.inject({ url, headers }),
    async pageWhenDone(url: string): Promise<string> {
      for (;;) {
        const { body } = await app.inject({ url, headers });
        if (!body.includes('hx-trigger')) return body;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
