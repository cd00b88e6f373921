import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openTestApp, type TestApp } from './app.ts';
import { openUploader } from './uploader.ts';

const HEADER =
  'p_nummer;cvr;navn;adresse;postnummer;by;kommunekode;branchekode;branchetekst;antal_ansatte;startdato\n';
const GOOD = `${HEADER}1000000001;24256790;Tømrer Ærø ApS;Vej 1;2620;Albertslund;165;433200;Tømrer;5;2020-01-01\n`;
const BAD = `${HEADER}1000000001;24256790;Tømrer Ærø ApS;Vej 1;2620;Albertslund;165;433200;Tømrer;5;2020-02-31\n`;

const firms = ({ db }: TestApp) => db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get();

test('a file is tried first, then carried out, then undone', async () => {
  const t = await openTestApp();
  const { upload, post, pageWhenDone, headers } = await openUploader(t);
  const started = await upload({ slags: 'virksomheder' }, GOOD);
  expect(started.statusCode).toBe(303);
  const url = String(started.headers.location);
  const preview = await pageWhenDone(url);
  expect(preview).toContain('Gennemfør importen');
  expect(firms(t)).toBe(0);

  await post(`${url}/gennemfoerelse`);
  const done = await pageWhenDone(url);
  expect(done).toContain('Importen er gennemført');
  expect(firms(t)).toBe(1);
  expect(readdirSync(path.join(t.folder, 'uploads'))).toEqual([]);

  const importPage = /href="(\/import\/\d+)"/.exec(done)?.[1] ?? '';
  expect((await post(`${importPage}/fortrydelse`)).body).toContain('Importen er fortrudt');
  expect(firms(t)).toBe(0);
  expect((await t.app.inject({ url: '/import', headers })).body).toContain('Fortrudt');
});

test('a file with faults shows line, field and reason, and saves nothing', async () => {
  const t = await openTestApp();
  const { upload, post, pageWhenDone } = await openUploader(t);
  const url = String((await upload({ slags: 'virksomheder' }, BAD)).headers.location);
  const preview = await pageWhenDone(url);
  expect(preview).toContain('startdato');
  expect(preview).not.toContain('Gennemfør importen');
  await post(`${url}/gennemfoerelse`);
  await pageWhenDone(url);
  expect(firms(t)).toBe(0);
  expect((await post(`${url}/opgivelse`)).statusCode).toBe(303);
  expect(readdirSync(path.join(t.folder, 'uploads'))).toEqual([]);
});

test('without kind, token or right nothing is taken in', async () => {
  const t = await openTestApp();
  const { upload } = await openUploader(t);
  expect((await upload({ slags: 'alt' }, GOOD)).statusCode).toBe(422);
  expect((await upload({ slags: 'virksomheder', _token: 'x' }, GOOD)).statusCode).toBe(403);
  const other = await openTestApp();
  const konsulent = await openUploader(other, ['konsulent', 'leder', 'sagsbehandler']);
  expect((await konsulent.upload({ slags: 'virksomheder' }, GOOD)).statusCode).toBe(403);
  expect((await konsulent.uploadToApi('kind=virksomheder', GOOD)).statusCode).toBe(403);
});

test('the API imports, counts a dry run, and answers faults with 422', async () => {
  const t = await openTestApp();
  const { uploadToApi } = await openUploader(t);
  const dry = await uploadToApi('kind=virksomheder&dryRun=true', GOOD);
  expect([dry.statusCode, dry.json().created > 0, firms(t)]).toEqual([200, true, 0]);
  expect((await uploadToApi('kind=virksomheder', GOOD)).statusCode).toBe(201);
  expect(firms(t)).toBe(1);
  const again = await uploadToApi('kind=virksomheder', GOOD);
  expect(again.json()).toMatchObject({ created: 0, updated: 0, ignored: [], rejected: [] });
  const bad = await uploadToApi('kind=virksomheder', BAD);
  expect([bad.statusCode, bad.json().rejected[0]]).toEqual([
    422,
    expect.objectContaining({ line: 2, field: 'startdato' }),
  ]);
  expect((await uploadToApi('kind=alt', GOOD)).statusCode).toBe(400);
});
