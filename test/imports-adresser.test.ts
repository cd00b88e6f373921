import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pUnit } from '../db/schema/companies.ts';
import { foldStreet, readAddressLine, readHouse } from '../server/map/addresses.ts';
import { placesOfFirms } from '../server/map/places.ts';
import { addFirm } from './firms.ts';
import { csv, firm, hashOfAllTables, jsonLines, openDesk } from './imports-builders.ts';
import { undoImport } from './undo.ts';

/** A row of the register's own file. */
function house(changes: Record<string, string> = {}): Record<string, string> {
  return {
    id: '0a3f507a-93e7-32b8-e044-0003ba298018',
    status: '1',
    vejkode: '0205',
    vejnavn: 'Fiktiv Allé',
    husnr: '16A',
    postnr: '2620',
    postnrnavn: 'Albertslund',
    wgs84koordinat_bredde: '55.6581',
    wgs84koordinat_længde: '12.3603',
    ...changes,
  };
}

function openTown() {
  const desk = openDesk();
  const at = (pNumber: number, streetAddress: string | null, postcode: string | null = '2620') =>
    addFirm(desk.db, { pNumber, fields: { streetAddress, postcode } });
  return { ...desk, at };
}

test('the register’s houses come in where firms stand, and the same file again changes nothing', async () => {
  const { db, take, all, at } = openTown();
  at(1, 'Fiktiv Allé 16A-18, st. th');
  const file = csv([
    house(),
    house({ husnr: '17', wgs84koordinat_bredde: '55,6582' }),
    house({ postnr: '8000' }),
  ]);
  expect(await take('adresser', file, { dryRun: true })).toMatchObject({ created: 2, importId: null });
  expect(all('SELECT * FROM address_point')).toEqual([]);
  expect(await take('adresser', file)).toMatchObject({
    created: 2,
    updated: 0,
    unchanged: 0,
    ignored: [],
    rejected: [],
    passedOver: 1,
  });
  expect(all('SELECT street, house_number, house_letter, latitude, longitude FROM address_point')).toEqual([
    { street: 'Fiktiv Allé', house_number: 16, house_letter: 'A', latitude: 55.6581, longitude: 12.3603 },
    { street: 'Fiktiv Allé', house_number: 17, house_letter: '', latitude: 55.6582, longitude: 12.3603 },
  ]);
  const before = hashOfAllTables(db);
  for (const again of [file, gzipSync(file)])
    expect(await take('adresser', again)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      importId: null,
    });
  expect(hashOfAllTables(db)).toBe(before);
});

test('JSON Lines, commas, the small structure’s x and y, and flats of one house say the same', async () => {
  const small = { vejnavn: 'Fiktiv Allé', husnr: '16A', postnr: '2620', x: 12.3603, y: 55.6581, kvh: '0165' };
  const flats = [house({ etage: 'st', dør: 'tv' }), house({ etage: '1', dør: 'th' })];
  for (const content of [jsonLines([small]), csv([house()], ','), csv(flats), jsonLines(flats)]) {
    const { take, all, at } = openTown();
    at(1, 'Fiktiv Allé 16A');
    expect(await take('adresser', content)).toMatchObject({ created: 1, ignored: [], rejected: [] });
    expect(all('SELECT house_number, latitude, longitude FROM address_point')).toEqual([
      { house_number: 16, latitude: 55.6581, longitude: 12.3603 },
    ]);
  }
});

test('a file with faults is refused whole, with line, field and reason', async () => {
  const { take, all, at } = openTown();
  at(1, 'Fiktiv Allé 16A');
  const rows = [
    house(),
    house({ husnr: 'kælder' }),
    house({ husnr: '' }),
    house({ wgs84koordinat_bredde: '12.36', wgs84koordinat_længde: '55.65' }),
    house({ wgs84koordinat_bredde: 'nord' }),
    house({ wgs84koordinat_længde: '' }),
    house({ postnr: '26200' }),
    house({ vejnavn: 'v'.repeat(101) }),
  ];
  const { rejected, created, importId } = await take('adresser', csv(rows));
  expect(rejected.map(({ line, field }) => [line, field])).toEqual([
    [3, 'husnr'],
    [4, 'husnr'],
    [5, 'wgs84koordinat_bredde'],
    [5, 'wgs84koordinat_længde'],
    [6, 'wgs84koordinat_bredde'],
    [7, 'wgs84koordinat_længde'],
    [8, 'postnr'],
    [9, 'vejnavn'],
  ]);
  expect(rejected[2]?.reason).toContain('er bredde og længde byttet om?');
  expect([created, importId, all('SELECT * FROM address_point')]).toEqual([0, null, []]);
  const { rejected: without } = await take('adresser', 'vejnavn;husnr;postnr\nFiktiv Allé;1;2620\n');
  expect(without).toEqual([
    { line: 1, field: 'wgs84koordinat_bredde', reason: 'Kolonnen mangler i overskriften' },
  ]);
});

test('what the register has not placed yet, and what is no more, is passed over', async () => {
  const { take, at } = openTown();
  at(1, 'Fiktiv Allé 16A');
  const rows = [
    house({ status: '2' }),
    house({ wgs84koordinat_bredde: '', wgs84koordinat_længde: '' }),
    house({ vejnavn: '' }),
    house({ postnr: '' }),
  ];
  expect(await take('adresser', csv(rows))).toMatchObject({ created: 0, passedOver: 4, rejected: [] });
});

test('undoing puts houses back where they were, and leaves what a later file has moved', async () => {
  const { db, take, clock, all, at } = openTown();
  at(1, 'Fiktiv Allé 16A');
  const first = await take('adresser', csv([house(), house({ husnr: '17' })]));
  clock.now = new Date('2026-11-23T09:00:00Z');
  const second = await take(
    'adresser',
    csv([house({ wgs84koordinat_bredde: '55.7' }), house({ husnr: '18' })]),
  );
  expect(second).toMatchObject({ created: 1, updated: 1 });
  const undo = (id: number | null) => undoImport(db, id ?? 0, { at: '2026-11-24T09:00:00.000Z', by: null });
  expect(undo(first.importId).kept).toEqual([
    { what: 'Fiktiv Allé 16A, 2620', reason: 'er ændret af en senere import' },
  ]);
  expect(undo(second.importId)).toMatchObject({ undone: 2, keptCount: 0 });
  expect(all('SELECT house_number, latitude FROM address_point')).toEqual([
    { house_number: 16, latitude: 55.6581 },
  ]);
});

test('a firm stands at its house, else at the nearest one of its street, else in the middle of its postcode', async () => {
  const { db, take, at } = openTown();
  at(1, 'FIKTIV ALLE 16 a, 2. tv');
  at(2, 'Fiktiv Allé 19');
  at(3, 'Ukendt Stræde 4');
  at(4, null);
  at(5, 'Fiktiv Allé 16A', '0999');
  await take('adresser', csv([house(), house({ husnr: '21', wgs84koordinat_bredde: '55.66' })]));
  const how = () => [1, 2, 3, 4, 5].map((pNumber) => placesOfFirms(db).get(pNumber)?.precision);
  expect(how()).toEqual(['hus', 'vej', 'postnummer', 'postnummer', undefined]);
  expect(placesOfFirms(db).get(2)).toMatchObject({ lat: 55.66, street: 'Fiktiv Allé' });
  // A firm that moves, and houses that come later, are seen at once.
  db.update(pUnit).set({ streetAddress: 'Fiktiv Allé 21' }).run();
  expect(how()).toEqual(['hus', 'hus', 'hus', 'hus', undefined]);
  const added = await take('virksomheder', csv([firm(7, { adresse: 'Nyvej 3' })]));
  expect(added.created).toBeGreaterThan(0);
  expect(placesOfFirms(db).get(1_000_000_007)?.precision).toBe('postnummer');
  const { importId } = await take('adresser', csv([house({ vejnavn: 'Ny Vej', husnr: '3' })]));
  expect(placesOfFirms(db).get(1_000_000_007)?.precision).toBe('hus');
  undoImport(db, importId ?? 0, { at: '2026-11-24T09:00:00.000Z', by: null });
  expect(placesOfFirms(db).get(1_000_000_007)?.precision).toBe('postnummer');
});

test('the two registers write one address in many ways', () => {
  const same = (streets: string[]) => expect(new Set(streets.map(foldStreet)).size).toBe(1);
  same(['Gl. Kongevej', 'Gammel Kongevej', 'gammel  kongevej']);
  same(['Nordmarks Allé', 'NORDMARKS ALLE', 'Nordmarksalle']);
  same(['Aagade', 'Ågade']);
  expect(foldStreet('Ågade')).not.toBe(foldStreet('Agade'));
  const read = (line: string) => {
    const found = readAddressLine(line);
    return found && `${found.streetFolded} ${found.number}${found.letter}`;
  };
  expect(read('Fiktiv Allé 16A-18, st. th')).toBe('fiktivalle 16A');
  expect(read('10. Februar Vej 5')).toBe('10februarvej 5');
  expect(read('Vej 1 12')).toBe('vej1 12');
  expect(read('Roskildevej 12 st. tv')).toBe('roskildevej 12');
  expect(read('Roskildevej 007 b')).toBe('roskildevej 7B');
  for (const none of ['', 'Postboks', 'Rådhuset, 2620', '12', 'Vej 1234']) expect(read(none)).toBeUndefined();
  expect(readHouse('0')).toBeUndefined();
});

test('a house is found again however its street is written and whatever follows it', () => {
  const street = fc.constantFrom('Fiktiv Allé', 'Gl. Landevej', 'Sdr. Ringvej', '10. Februar Vej', 'Åvænget');
  const floor = fc.constantFrom('', ', st. th', ', 2. tv', ' st. th', ', 1. sal');
  fc.assert(
    fc.property(
      street,
      fc.integer({ min: 1, max: 999 }),
      fc.constantFrom('', 'A', 'b'),
      floor,
      (name, number, letter, rest) => {
        expect(readAddressLine(`${name} ${number}${letter}${rest}`)).toEqual({
          streetFolded: foldStreet(name.toUpperCase()),
          number,
          letter: letter.toUpperCase(),
        });
      },
    ),
  );
});
