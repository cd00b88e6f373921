import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../server/config.ts';
import { fetchJobordre, putFormidling } from '../server/star/client.ts';
import { jobordreIdOf, toFormidling } from '../server/star/jobordre.ts';
import { jobordrerFor } from '../server/star/queries.ts';
import { addFirm } from './firms.ts';
import { openDesk } from './imports-builders.ts';

const P = 1_000_000_001;
const ORDER = {
  ordre_id: 'O-1',
  p_nummer: String(P),
  type: 'smaajob',
  titel: 'Lagermedarbejder på Ærø',
  beskrivelse: 'Pluk og pak',
  startdato: '2026-12-01',
  frist: '2026-12-20',
  intern_kommentar: 'Ring først',
};

async function openTown() {
  const desk = openDesk();
  addFirm(desk.db, { pNumber: P });
  expect(await desk.take('jobordrer', `${JSON.stringify(ORDER)}\n`)).toMatchObject({ created: 1 });
  return desk;
}

/** A service of our own on the loopback: what it was asked, and what it is to answer. */
async function openService(answer: { status: number; body: string }) {
  const asked: {
    method: string | undefined;
    url: string | undefined;
    auth: string | undefined;
    body: string;
  }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method, url: request.url, auth: request.headers.authorization, body });
    response
      .writeHead(answer.status, { 'content-type': 'application/json', location: '/andetsteds' })
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { asked, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('en ordre står i udtrækket med STARs navne og § 137s ord, og med samme guid hver gang', async () => {
  const { db } = await openTown();
  const [order] = jobordrerFor(db, '2026-11-22');
  expect(order).toEqual({
    jobordreId: jobordreIdOf(165, 'O-1'),
    titel: ORDER.titel,
    conceptUriDa: null,
    beskrivelse: ORDER.beskrivelse,
    internKommentar: ORDER.intern_kommentar,
    type: 'smaajob',
    status: 'under behandling',
    startdato: '2026-12-01',
    gyldigTil: '2026-12-20',
    cvrNummer: 12_345_674,
    pNummer: P,
    opdateringsKommentar: expect.stringContaining('Importeret'),
  });
  expect(order?.jobordreId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(jobordreIdOf(101, 'O-1')).not.toBe(order?.jobordreId);
  expect(jobordreIdOf(165, '0A3F507A-93E7-42B8-8044-0003BA298018')).toBe(
    '0a3f507a-93e7-42b8-8044-0003ba298018',
  );
  // An hour after its last day it is nowhere open, whatever the night run has done.
  expect(jobordrerFor(db, '2026-12-21')[0]?.status).toBe('afsluttet – frist udløbet');
});

test('et begreb, der er importeret under titlens navn, følger med', async () => {
  const { db, take } = await openTown();
  const uri = 'http://data.star.dk/esco/1';
  await take('esco', `conceptType;conceptUri;preferredLabel\nOccupation;${uri};lagermedarbejder på ærø\n`);
  expect(jobordrerFor(db, '2026-11-22')[0]?.conceptUriDa).toBe(uri);
});

test('STARs jobordre hentes fra tjenesten og importeres; en afsluttet springes over, og fejl står ved STARs felt', async () => {
  const town = await openTown();
  const jobordre = {
    jobordreId: '0a3f507a-93e7-42b8-8044-0003ba298018',
    titel: 'Kok',
    beskrivelse: 'Kantine',
    type: 'ordinaer',
    status: 'under behandling',
    cvrNummer: 12_345_674,
    pNummer: P,
  };
  const { base, asked } = await openService({ status: 200, body: JSON.stringify(jobordre) });
  const fetched = await fetchJobordre({ base, token: 'hemmelig' }, jobordre.jobordreId);
  expect(asked).toEqual([
    { method: 'GET', url: `/v1/Jobordre/${jobordre.jobordreId}`, auth: 'Bearer hemmelig', body: '' },
  ]);
  const closed = { ...jobordre, jobordreId: 'x', status: 'afsluttet – behov dækket' };
  const taken = await town.take('jobordrer', JSON.stringify([fetched, closed]));
  expect(taken).toMatchObject({ created: 1, passedOver: 1, rejected: [], ignored: [] });
  expect(town.all("SELECT order_key, title FROM job_order WHERE title = 'Kok'")).toEqual([
    { order_key: jobordre.jobordreId, title: 'Kok' },
  ]);
  const long = { ...jobordre, jobordreId: 'y', titel: 'x'.repeat(101) };
  const { rejected } = await town.take('jobordrer', JSON.stringify([long, { ...jobordre, status: 'åben' }]));
  expect(rejected.map(({ line, field }) => [line, field])).toEqual([
    [1, 'titel'],
    [2, 'status'],
  ]);
});

test('en formidling meldes først, når borgeren er delt med virksomheden, og uden noget om borgeren', async () => {
  const id = jobordreIdOf(165, 'O-1');
  expect(toFormidling({ stage: 'vurderes', sharedAt: null }, id)).toBeUndefined();
  expect(toFormidling({ stage: 'ej', sharedAt: null }, id)).toBeUndefined();
  const body = toFormidling({ stage: 'samtale', sharedAt: '2026-11-22T09:00:00.000Z' }, id);
  const { base, asked } = await openService({ status: 204, body: '' });
  if (body) await putFormidling({ base, token: undefined }, body);
  expect(asked).toMatchObject([{ method: 'PUT', url: '/v1/jobordre/formidling', auth: undefined }]);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    jobordreId: id,
    CandidateRecruitmentStatusType: 'til samtale',
    CandidateComment: null,
    CandidateUrl: null,
  });
});

test.each([
  [404, '', 'kender ikke jobordren'],
  [500, 'hemmeligt', 'Tjenesten svarede 500'],
  [302, '', 'svarer ikke'],
  [200, 'ikke json', 'Svaret er ikke JSON'],
])('tjenesten svarer %i: en linje på dansk, der ikke gentager svaret', async (status, body, text) => {
  const { base } = await openService({ status, body });
  const fetching = fetchJobordre({ base, token: 'hemmelig' }, 'a/b');
  await expect(fetching).rejects.toThrow(text);
  await expect(fetching).rejects.not.toThrow('hemmelig');
});

test('uden adresse kaldes ingen tjeneste, og adressen skal være krypteret', () => {
  expect(readConfig({}).star).toBeUndefined();
  expect(readConfig({ STAR_URL: 'https://star.example/api', STAR_TOKEN: 't' }).star).toEqual({
    base: 'https://star.example/api',
    token: 't',
  });
  for (const STAR_URL of ['http://star.example', 'https://star.example/', 'ftp://star.example'])
    expect(() => readConfig({ STAR_URL })).toThrow('STAR_URL');
});
