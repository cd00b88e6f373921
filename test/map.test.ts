import fc from 'fast-check';
import { expect, test } from 'vitest';
import { savedView } from '../db/schema/firm-work.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { SILENCES, type Silence } from '../server/companies/silence.ts';
import { marksIn } from '../server/map/marks.ts';
import { firmsInView } from '../server/map/queries.ts';
import {
  degreesAUnit,
  fitAround,
  isInside,
  MAX_ZOOM,
  moved,
  projection,
  readViewport,
  SIZE,
  scaleBar,
  viewportFields,
  zoomed,
} from '../server/map/viewport.ts';
import { addFirm } from './firms.ts';
import { addFirmAt, openMapTown } from './map-town.ts';

/** Today is 22 November: the quarter began on 1 October. */
async function openSilentTown() {
  const town = await openMapTown();
  const { db } = town;
  addFirmAt(db, 1, { contacts: ['2026-11-16'] });
  addFirmAt(db, 2, { contacts: ['2026-11-15'] });
  addFirmAt(db, 3, { contacts: ['2026-10-23'], visits: ['2026-03-01'] });
  addFirmAt(db, 4, { contacts: ['2026-10-24'] });
  addFirmAt(db, 5, { contacts: ['2026-09-30'] });
  addFirmAt(db, 6);
  addFirmAt(db, 7, { employees: 'ANTAL_2_4' });
  addFirmAt(db, 8, { employees: 2 });
  addFirmAt(db, 9, { employees: null, contacts: ['2026-11-22'] });
  return town;
}

const EXPECTED: Record<Silence, string[]> = {
  mangler: ['Firma 5', 'Firma 6'],
  uafklaret: ['Firma 7'],
  kvartal: ['Firma 3'],
  maaned: ['Firma 2', 'Firma 4'],
  uge: ['Firma 1', 'Firma 9'],
  andre: ['Firma 8'],
};

test('each silence has a count on the map, and the count opens the list of just those', async () => {
  const { hanne } = await openSilentTown();
  const { body } = await hanne.get('/kort');
  for (const silence of SILENCES) {
    const link = `/virksomheder?tavs=${silence}`;
    expect(body).toContain(`<a href="${link}">${EXPECTED[silence].length}</a>`);
    const list = await hanne.get(link);
    const names = [...list.body.matchAll(/<td[^>]*data-head="Virksomhed"><a[^>]*>([^<]+)/g)].map(
      ([, name]) => name,
    );
    expect(names, silence).toEqual(EXPECTED[silence]);
  }
  const missing = await hanne.get('/daekning/ikke-kontaktede');
  expect(missing.body).toContain('href="/kort?tavs=mangler"');
  expect(missing.body).toContain('2 i perioden');
});

test('the map of everybody is right at the next look: a contact, a new firm, another setting', async () => {
  const { db, hanne } = await openSilentTown();
  const counts = async () => {
    const { body } = await hanne.get('/kort');
    return SILENCES.map(
      (silence) => new RegExp(`href="/virksomheder\\?tavs=${silence}">(\\d+)<`).exec(body)?.[1],
    );
  };
  expect(await counts()).toEqual(['2', '1', '1', '2', '2', '1']);
  expect(await counts()).toEqual(['2', '1', '1', '2', '2', '1']);
  const logged = await hanne.post('/virksomheder/1000000006/kontakter', {
    dato: '2026-11-22',
    art: 'telefon',
    retning: 'ud',
    udfald: 'opnaaet',
  });
  expect(logged.status).toBe(303);
  expect(await counts()).toEqual(['1', '1', '1', '2', '3', '1']);
  addFirmAt(db, 10);
  expect(await counts()).toEqual(['2', '1', '1', '2', '3', '1']);
  addFirmAt(db, 11, { employees: null });
  expect(await counts()).toEqual(['2', '1', '1', '2', '3', '2']);
  changeSetting(db, 'unreported', 'inde', { at: '2026-11-22T10:00:00.000Z', by: null });
  expect(await counts()).toEqual(['3', '1', '1', '2', '3', '1']);
});

test('not contacted and not visited since any day are filters of the list, the map and the saved views', async () => {
  const { db, hanne } = await openSilentTown();
  const names = async (query: string) =>
    (await hanne.json('GET', `/api/v1/companies?${query}`))
      .data<{ items: { name: string }[] }>()
      .items.map(({ name }) => name);
  expect(await names('notContactedSince=2026-10-24')).toEqual([
    'Firma 3',
    'Firma 5',
    'Firma 6',
    'Firma 7',
    'Firma 8',
  ]);
  expect(await names('notContactedSince=2026-10-23')).toEqual(['Firma 5', 'Firma 6', 'Firma 7', 'Firma 8']);
  expect(await names('notVisitedSince=2026-03-01')).not.toContain('Firma 3');
  expect(await names('notVisitedSince=2026-03-02')).toContain('Firma 3');
  expect((await hanne.json('GET', '/api/v1/companies?notVisitedSince=i+gaar')).status).toBe(400);

  const query = 'ikke_kontaktet_siden=2026-10-24';
  expect((await hanne.get(`/virksomheder?${query}`)).body).toContain('5 virksomheder.');
  expect((await hanne.get(`/virksomheder?${query}`)).body).toContain(`href="/kort?${query}"`);
  const map = await hanne.get(`/kort?${query}`);
  expect(map.body).toContain('>5 virksomheder</a>');
  expect(map.body).toContain('5 i udsnittet');
  await hanne.post('/visninger', { navn: 'Tavse', deles_med: 'alle', filtre: query });
  expect(db.select().from(savedView).get()?.query).toBe(query);
  expect((await hanne.get('/kort')).body).toContain(`href="/kort?${query}"`);
});

test('a day that is none, or lies ahead, is said at its field', async () => {
  const { hanne } = await openSilentTown();
  for (const page of ['/virksomheder', '/kort']) {
    const wrong = await hanne.get(`${page}?ikke_kontaktet_siden=31.12.2026`);
    expect(wrong.body).toContain('Det er ikke en dato.');
    expect(wrong.body).toContain('value="31.12.2026"');
    const ahead = await hanne.get(`${page}?ikke_besoegt_siden=2027-01-01`);
    expect(ahead.body).toContain('Vælg en dag, der ikke ligger efter i dag.');
    expect((await hanne.get(`${page}?ikke_besoegt_siden=2026-11-22`)).body).not.toContain('Vælg en dag');
  }
});

test('a mark tapped opens a card with what one wants to know, and the table below holds the same firms', async () => {
  const { hanne, lis, adam } = await openSilentTown();
  const { body } = await hanne.get('/kort?valgt=1000000005');
  const card = body.slice(body.indexOf('id="valgt"'), body.indexOf('</section>', body.indexOf('id="valgt"')));
  for (const told of [
    'Firma 5',
    'Kortvej 5, 2620 Albertslund',
    '30.09.2026',
    'Intet aftalt',
    'href="tel:12345678"',
    '/virksomheder/1000000005/kontakter/ny',
    '/rute?stop=1000000005',
  ])
    expect(card).toContain(told);
  for (let number = 1; number <= 9; number++) expect(body).toContain(`>Firma ${number}</a>`);
  const forLis = (await lis.get('/kort?valgt=1000000005')).body;
  expect(forLis).not.toContain('/kontakter/ny');
  const forAdam = (await adam.get('/kort?valgt=1000000005')).body;
  expect(forAdam).not.toContain('/rute');
  expect((await hanne.get('/kort?valgt=1999999999')).body).not.toContain('id="valgt"');
});

test('firms that crowd stand as a number that says how many are missing; a look nearer parts them', async () => {
  const { hanne } = await openSilentTown();
  const far = await hanne.get('/kort?midte=55.65100,12.36000&zoom=4');
  expect(far.body).toContain(
    '<title>9 virksomheder: 2 ikke kontaktet i kvartalet, 1 uafklaret, ikke kontaktet,',
  );
  expect(far.body).toContain('◆2');
  const near = await hanne.get('/kort?midte=55.65100,12.36000&zoom=22');
  expect(near.body).toContain('aria-label="Firma 5: ikke kontaktet i kvartalet"');
  const away = await hanne.get('/kort?midte=57.00000,10.00000&zoom=20');
  expect(away.body).toContain('Ingen virksomheder her.');
  for (const odd of [
    'midte=x&zoom=3',
    'midte=99.1,12.3&zoom=3',
    'zoom=99',
    'midte=55.651,12.36&zoom=99',
    'side=999',
  ])
    expect((await hanne.get(`/kort?${odd}`)).status).toBe(200);
});

test('a firm without a house of its own is drawn as a guess, and listed with the reason', async () => {
  const { db, hanne } = await openMapTown();
  expect((await hanne.get('/kort')).body).toContain('Ingen virksomheder her.');
  addFirmAt(db, 10);
  addFirmAt(db, 11, { fields: { streetAddress: 'Kortvej 99' } });
  addFirmAt(db, 12, { fields: { streetAddress: 'Ukendt Stræde 1' } });
  addFirm(db, { pNumber: 1_000_000_013, name: 'Uden adresse' });
  const { body } = await hanne.get('/kort');
  expect(body).toContain('1 står ved nærmeste hus på vejen, 1 midt i deres postnummer, 1 kan ikke vises');
  const list = await hanne.get('/kort/uden-hus');
  for (const told of ['Firma 11', 'Firma 12', 'Uden adresse', 'Kan ikke vises', 'Midt i postnummeret'])
    expect(list.body).toContain(told);
  expect(list.body).not.toContain('Firma 10');
});

const denmark = fc.record({
  lat: fc.double({ min: 54.5, max: 57.8, noNaN: true }),
  lon: fc.double({ min: 8, max: 15, noNaN: true }),
});
const port = fc.record({
  lat: fc.double({ min: 54.5, max: 57.8, noNaN: true }),
  lon: fc.double({ min: 8, max: 15, noNaN: true }),
  zoom: fc.integer({ min: 0, max: MAX_ZOOM }),
});

test('the first look holds the places, its address says it again, and moving there and back is no move', () => {
  fc.assert(
    fc.property(fc.array(denmark, { minLength: 1, maxLength: 20 }), (places) => {
      const look = fitAround(places);
      const project = projection(look);
      expect(look.zoom === 0 || places.every((place) => isInside(project(place)))).toBe(true);
      const again = readViewport(viewportFields(look));
      expect(again?.zoom).toBe(look.zoom);
      expect(again?.lat).toBeCloseTo(look.lat, 4);
    }),
  );
  fc.assert(
    fc.property(port, fc.integer({ min: -SIZE, max: SIZE }), (look, right) => {
      expect(moved(moved(look, right, 0), -right, 0).lon).toBeCloseTo(look.lon, 9);
      expect(zoomed(look, 99).zoom).toBe(MAX_ZOOM);
      const { metres, units } = scaleBar(look);
      expect(units).toBeGreaterThan(50);
      expect(units).toBeLessThanOrEqual(150);
      expect(metres / units).toBeCloseTo(degreesAUnit(look).lat * 111_320, 6);
    }),
  );
});

test('every firm in view stands in exactly one mark, and a mark’s numbers are its firms', () => {
  const firm = fc.record({ place: denmark, silence: fc.constantFrom(...SILENCES) });
  fc.assert(
    fc.property(fc.array(firm, { maxLength: 60 }), port, (found, look) => {
      const firms = found.map(({ place, silence }, at) => ({
        pNumber: at,
        silence,
        place: { ...place, precision: 'hus' as const, street: null, postcode: '2620' },
      }));
      const drawn = firmsInView(firms, look);
      const marks = marksIn(drawn, look);
      const marked = marks.flatMap((mark) => mark.firms.map(({ pNumber }) => pNumber));
      expect(marked.toSorted((a, b) => a - b)).toEqual(drawn.map((one) => one.firm.pNumber));
      for (const mark of marks)
        expect([...mark.counts.values()].reduce((sum, count) => sum + count, 0)).toBe(mark.firms.length);
    }),
  );
});
