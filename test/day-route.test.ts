import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { firmRecord } from '../db/schema/firm-records.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { legsOf, MOST_STOPS, nearestOnes, shortestRound } from '../server/day-route/rules.ts';
import { crowFlight } from '../workers/matching/travel.ts';
import { addFirmAt, openMapTown } from './map-town.ts';

const place = fc.record({
  lat: fc.double({ min: 55.5, max: 55.8, noNaN: true }),
  lon: fc.double({ min: 12.2, max: 12.6, noNaN: true }),
});
type Place = { lat: number; lon: number };
const lengthOf = (start: Place, stops: readonly Place[]) =>
  legsOf(start, stops).reduce((sum, leg) => sum + leg, 0);

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries())
    for (const rest of permutations(items.toSpliced(at, 1))) yield [item, ...rest];
}

test('a round visits each stop once and is never longer than the order typed', () => {
  fc.assert(
    fc.property(place, fc.array(place, { maxLength: MOST_STOPS }), (start, stops) => {
      const order = shortestRound(start, stops);
      expect(order.toSorted((a, b) => a - b)).toEqual(stops.map((_, at) => at));
      const ordered = order.flatMap((at) => stops[at] ?? []);
      expect(lengthOf(start, ordered)).toBeLessThanOrEqual(lengthOf(start, stops));
      expect(shortestRound(start, stops)).toEqual(order);
    }),
    { numRuns: 60 },
  );
});

test('no order of few stops is shorter', () => {
  fc.assert(
    fc.property(place, fc.array(place, { maxLength: 6 }), (start, stops) => {
      const order = shortestRound(start, stops).flatMap((at) => stops[at] ?? []);
      const best = Math.min(...[...permutations(stops)].map((each) => lengthOf(start, each)));
      expect(lengthOf(start, order)).toBe(best);
    }),
    { numRuns: 40 },
  );
  expect(() =>
    shortestRound(
      { lat: 55, lon: 12 },
      Array.from({ length: MOST_STOPS + 1 }, () => ({ lat: 55, lon: 12 })),
    ),
  ).toThrow();
});

test('a day is filled with the nearest to what is on it, each once', () => {
  fc.assert(
    fc.property(
      place,
      fc.array(place, { maxLength: 20 }),
      fc.integer({ min: 0, max: 12 }),
      (start, places, wanted) => {
        const candidates = places.map((one, pNumber) => ({ ...one, pNumber }));
        const chosen = nearestOnes([start], candidates, wanted);
        expect(chosen).toHaveLength(Math.min(wanted, candidates.length));
        expect(new Set(chosen.map(({ pNumber }) => pNumber)).size).toBe(chosen.length);
        const nearest = Math.min(...candidates.map((one) => crowFlight(start, one)));
        if (chosen[0]) expect(crowFlight(start, chosen[0])).toBe(nearest);
      },
    ),
  );
});

const stopsIn = (body: string) =>
  [...body.matchAll(/<strong>(Firma \d+)<\/strong>/g)].map(([, name]) => name);
const pathOf = (location: string | undefined) => location ?? '';

/** The office is at Kortvej 1; firms at 5, 10 … 40 are missing, 15 was contacted last week. */
async function openRouteTown() {
  const town = await openMapTown();
  const { db } = town;
  changeSetting(db, 'officeAddress', 'Kortvej 1, 2620 Albertslund', {
    at: '2026-06-01T00:00:00.000Z',
    by: null,
  });
  for (const number of [40, 5, 10, 20, 25, 30]) addFirmAt(db, number);
  addFirmAt(db, 15, { contacts: ['2026-11-18'] });
  return town;
}

test('today’s promises come first on the day, then the nearest that are missing, in the shortest order', async () => {
  const { db, hanne, hanneId } = await openRouteTown();
  const at15 = { pNumber: 1_000_000_015, kind: 'telefon', direction: 'ud', outcome: 'opnaaet' } as const;
  db.insert(contact)
    .values({
      ...at15,
      contactDate: '2026-11-01',
      userId: hanneId,
      nextStep: 'Kom forbi',
      nextStepDate: '2026-11-22',
      recordedAt: '2026-11-01T09:00:00.000Z',
    })
    .run();
  const empty = await hanne.get('/rute');
  expect(empty.body).toContain('de nærmeste af 6 virksomheder');
  const proposed = await hanne.get('/rute?foreslaa=ja&antal=4');
  expect(proposed.status).toBe(303);
  expect(pathOf(proposed.location)).toMatch(/^\/rute\?stop=1000000015&/);
  const { body } = await hanne.get(pathOf(proposed.location));
  expect(new Set(stopsIn(body))).toEqual(new Set(['Firma 5', 'Firma 10', 'Firma 15', 'Firma 20']));
  expect(stopsIn(body)[0]).toBe('Firma 5');
  expect(body).toContain('Lovet i dag');
  expect(body).toContain('Kom forbi');
  expect(body).toContain('Kortvej 5, 2620 Albertslund');
  expect(body).toContain('href="tel:12345678"');
  expect(body).toContain('4 besøg, 1 km');
  expect(body).toContain('/virksomheder/1000000005/kontakter/ny');
});

test('a stop is taken off or changed for the nearest other, and is not proposed again', async () => {
  const { hanne } = await openRouteTown();
  const day = pathOf((await hanne.get('/rute?foreslaa=ja&antal=3')).location);
  const { body } = await hanne.get(day);
  expect(stopsIn(body)).toEqual(['Firma 5', 'Firma 10', 'Firma 20']);
  const link = (label: string) =>
    new RegExp(`href="([^"]+)"[^>]*aria-label="${label}`).exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const removed = await hanne.get(link('Fjern Firma 10'));
  expect(stopsIn(removed.body)).toEqual(['Firma 5', 'Firma 20']);
  const swapped = await hanne.get(link('Byt Firma 10'));
  const after = await hanne.get(pathOf(swapped.location));
  expect(new Set(stopsIn(after.body))).toEqual(new Set(['Firma 5', 'Firma 20', 'Firma 25']));
  const filled = await hanne.get(`${pathOf(swapped.location)}&foreslaa=ja&antal=12`);
  expect(pathOf(filled.location)).not.toContain('stop=1000000010');
});

test('the order chosen stands when one asks for it, and the way can begin at a firm', async () => {
  const { hanne } = await openRouteTown();
  const stops = 'stop=1000000040&stop=1000000005&stop=1000000030';
  expect(stopsIn((await hanne.get(`/rute?${stops}&orden=valgt`)).body)).toEqual([
    'Firma 40',
    'Firma 5',
    'Firma 30',
  ]);
  expect(stopsIn((await hanne.get(`/rute?${stops}`)).body)).toEqual(['Firma 5', 'Firma 30', 'Firma 40']);
  const fromFirm = await hanne.get(`/rute?start=1000000025&${stops}`);
  expect(fromFirm.body).toContain('Firma 25');
  expect(fromFirm.status).toBe(200);
});

test('whoever is not to be contacted is not proposed, and only mine when I say so', async () => {
  const { db, hanne, hanneId } = await openRouteTown();
  db.insert(firmRecord)
    .values({
      pNumber: 1_000_000_005,
      kind: 'ikke_nu',
      form: 'senere',
      fromDate: '2026-11-01',
      untilDate: '2027-02-01',
      recordedAt: '2026-11-01T09:00:00.000Z',
      recordedBy: hanneId,
    })
    .run();
  addFirmAt(db, 50, { fields: { ownerUserId: hanneId } });
  const all = pathOf((await hanne.get('/rute?foreslaa=ja&antal=12')).location);
  expect(all).not.toContain('stop=1000000005');
  expect(all).toContain('stop=1000000010');
  const mine = pathOf((await hanne.get('/rute?foreslaa=ja&antal=12&vis=mine')).location);
  expect(mine).toBe('/rute?stop=1000000050&vis=mine');
});

test('what is wrong is said at its field, and what cannot be visited is said apart', async () => {
  const { db, hanne, adam } = await openRouteTown();
  const many = await hanne.get('/rute?foreslaa=ja&antal=40');
  expect(many.status).toBe(422);
  expect(many.body).toContain('Skriv et antal fra 1 til 12.');
  const nowhere = await hanne.get('/rute?start=1999999999&foreslaa=ja');
  expect(nowhere.body).toContain('Der er ingen virksomhed med det P-nummer');
  expect(nowhere.body).toContain('value="1999999999"');
  const lost = await hanne.get('/rute?stop=1000000005&stop=1999999999&stop=nej');
  expect(stopsIn(lost.body)).toEqual(['Firma 5']);
  expect(lost.body).toContain('P-nummer 1999999999');
  expect((await adam.get('/rute')).status).toBe(403);
  changeSetting(db, 'officeAddress', '', { at: '2026-06-01T00:00:00.000Z', by: null });
  const homeless = await hanne.get('/rute');
  expect(homeless.body).toContain('Kontorets adresse er ikke kendt.');
});

test('the office’s address is a setting, judged when it is written', async () => {
  const { db, adam, hanne } = await openRouteTown();
  const settings = { enhed: 'Enheden', kommune: 'Albertslund', kommunekode: '165', uoplyst: 'ude' };
  const wrong = await adam.post('/indstillinger', { ...settings, kontor: 'Rådhuset' });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain('Skriv vej, husnummer og postnummer');
  expect(wrong.body).toContain('value="Rådhuset"');
  expect(
    (await adam.post('/indstillinger', { ...settings, kontor: 'Kortvej 60, 2620 Albertslund' })).status,
  ).toBe(303);
  const { body } = await hanne.get('/rute?stop=1000000040');
  expect(body).toContain('0,5 km');
  expect((await adam.post('/indstillinger', settings)).status).toBe(303);
  expect(db.$client.prepare("SELECT value FROM setting WHERE key = 'officeAddress'").pluck().get()).toBe(
    '"Kortvej 60, 2620 Albertslund"',
  );
});
