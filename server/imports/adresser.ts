import { foldStreet, readHouse } from '../map/addresses.ts';
import { startAddresses } from './apply-adresser.ts';
import { readFields } from './fields.ts';
import type { ImportKindRules, ParseContext, ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

/** A house of the address register; degrees in WGS 84. */
export interface AddressRow {
  postcode: string;
  street: string;
  streetFolded: string;
  houseNumber: number;
  houseLetter: string;
  latitude: number;
  longitude: number;
  registerId: string | null;
}

/** The register's names of what we read, the first as messages say it; x and y are what its small structure calls them. */
const NAMES = {
  vejnavn: ['vejnavn'],
  husnr: ['husnr', 'husnummer'],
  postnr: ['postnr', 'postnummer'],
  wgs84koordinat_bredde: ['wgs84koordinat_bredde', 'bredde', 'y'],
  wgs84koordinat_længde: ['wgs84koordinat_længde', 'wgs84koordinat_laengde', 'længde', 'x'],
  id: ['adgangsadresseid', 'id'],
  status: ['status'],
} as const;

/** What the register's files hold besides, which we do not keep. */
const UNUSED = [
  'oprettet',
  'ændret',
  'ikrafttrædelsesdato',
  'darstatus',
  'vejkode',
  'adresseringsvejnavn',
  'vejadresseringsnavn',
  'supplerendebynavn',
  'supplerendebynavn_dagi_id',
  'postnrnavn',
  'stormodtagerpostnr',
  'stormodtagerpostnrnavn',
  'kommunekode',
  'kommunenavn',
  'ejerlavkode',
  'ejerlavnavn',
  'matrikelnr',
  'esrejendomsnr',
  'etage',
  'dør',
  'etrs89koordinat_øst',
  'etrs89koordinat_nord',
  'nøjagtighed',
  'kilde',
  'tekniskstandard',
  'tekstretning',
  'ddkn_m100',
  'ddkn_km1',
  'ddkn_km10',
  'adressepunktændringsdato',
  'adgangspunktid',
  'adgangsadresse_status',
  'regionskode',
  'regionsnavn',
  'sognekode',
  'sognenavn',
  'politikredskode',
  'politikredsnavn',
  'retskredskode',
  'retskredsnavn',
  'opstillingskredskode',
  'opstillingskredsnavn',
  'zone',
  'jordstykke_ejerlavkode',
  'jordstykke_matrikelnr',
  'jordstykke_esrejendomsnr',
  'jordstykke_ejerlavnavn',
  'højde',
  'kvh',
  'kvhx',
  'betegnelse',
  'href',
  'navngivenvej_id',
  'vejpunkt_id',
  'vejpunkt_kilde',
  'vejpunkt_nøjagtighed',
  'vejpunkt_tekniskstandard',
  'vejpunkt_x',
  'vejpunkt_y',
] as const;

/** Discontinued and abandoned, in the register's code list (1 in force, 3 provisional). */
const GONE = ['2', '4'];
const LONGEST_STREET = 100;
const LONGEST_ID = 60;

/** Access addresses of Danmarks Adresseregister (docs/import.md, "adresser"). */
export const adresser: ImportKindRules<AddressRow> = {
  columns: [...Object.values(NAMES).flat(), ...UNUSED],
  required: [
    NAMES.vejnavn,
    NAMES.husnr,
    NAMES.postnr,
    NAMES.wgs84koordinat_bredde,
    NAMES.wgs84koordinat_længde,
  ],
  uniqueField: undefined,
  parse: parseAddress,
  // A file of flats has a line for each door of a house.
  merge: (first) => first,
  start: startAddresses,
};

/**
 * Passed over: another postcode than the firms', a house that is no more, and one that the register has not placed yet
 * (no street, postcode or point). Wrong: what is there and cannot be read.
 */
function parseAddress(
  fields: Fields,
  { firmPostcodes }: ParseContext,
): ParsedRow<AddressRow> | FieldProblem[] {
  const read = readFields(sayAsRegister(fields));
  const postcode = read.digits('postnr', 4);
  if (read.problems.length > 0) return read.problems;
  if (!postcode || !firmPostcodes().has(postcode)) return [];
  const street = read.text('vejnavn', { max: LONGEST_STREET });
  const latitude = degrees(read, 'wgs84koordinat_bredde', { min: 54, max: 58 });
  const longitude = degrees(read, 'wgs84koordinat_længde', { min: 7, max: 16 });
  const house = readHouse(read.requiredText('husnr'));
  if (!house && read.text('husnr'))
    read.reject('husnr', 'skal være et tal fra 1 til 999, evt. med et bogstav');
  const registerId = read.text('id', { max: LONGEST_ID }) ?? null;
  const gone = GONE.includes(read.text('status') ?? '');
  const onlyOne = (latitude === null) !== (longitude === null);
  if (read.problems.length === 0 && onlyOne)
    read.reject(latitude === null ? 'wgs84koordinat_bredde' : 'wgs84koordinat_længde', 'mangler');
  if (read.problems.length > 0) return read.problems;
  if (gone || !street || !house || latitude === null || longitude === null) return [];
  const streetFolded = foldStreet(street);
  const { number: houseNumber, letter: houseLetter } = house;
  return {
    key: `${postcode} ${streetFolded} ${houseNumber}${houseLetter}`,
    sort: 0,
    row: { postcode, street, streetFolded, houseNumber, houseLetter, latitude, longitude, registerId },
  };
}

type Reader = ReturnType<typeof readFields>;

/** Degrees with a point or a comma; null when blank. */
function degrees(read: Reader, field: string, { min, max }: { min: number; max: number }): number | null {
  const text = read.text(field);
  if (!text) return null;
  const value = /^-?\d{1,3}([.,]\d{1,20})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(value)) return read.reject(field, 'skal være et gradtal, fx 55,6581');
  if (value < min || value > max)
    return read.reject(
      field,
      `ligger uden for Danmark (${min}–${max} grader): er bredde og længde byttet om?`,
    );
  return value;
}

const CANONICAL = new Map<string, string>(
  Object.entries(NAMES).flatMap(([name, others]) => others.map((other) => [other, name] as const)),
);

/** The fields under the register's own names. A file of flats names its houses in adgangsadresseid. */
function sayAsRegister(fields: Fields): Fields {
  const said: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const canonical = CANONICAL.get(name.toLowerCase());
    if (canonical && (name.toLowerCase() !== 'id' || said.id === undefined)) said[canonical] = value;
  }
  return said;
}
