/** Where the demo's streets run: every house of them with a made-up place, in the shape of the address register's file. */
import { parseTsv } from '../../workers/matching/taxonomy.ts';
import { type LatLon, loadPostcodes, zoneOf } from '../../workers/matching/travel.ts';
import type { DemoCompany } from './company-model.ts';
import { createRandom } from './random.ts';
import { INDUSTRIAL_STREETS, TOWN_STREETS } from './words/places.ts';

export interface DemoHouse {
  id: string;
  status: number;
  vejnavn: string;
  husnr: string;
  postnr: string;
  postnrnavn: string;
  wgs84koordinat_bredde: string;
  wgs84koordinat_længde: string;
}

export const HOUSE_COLUMNS: (keyof DemoHouse)[] = [
  'id',
  'status',
  'vejnavn',
  'husnr',
  'postnr',
  'postnrnavn',
  'wgs84koordinat_bredde',
  'wgs84koordinat_længde',
];

const LAST_NUMBER = 98;
/** Metres between two houses on one side, from the middle of the road to a house, and between parallel streets. */
const PLOT = 20;
const SETBACK = 14;
const BLOCK = 230;
const METRES_A_DEGREE = 111_320;
/** The industrial quarter lies apart from the town: metres north and east of its middle. */
const QUARTER = { north: 900, east: 2100 };

/** The houses of every street where a place of work stands; a few are not in the register, as in life. */
export function generateHouses(seed: number, companies: DemoCompany[], postcodeTable: string): DemoHouse[] {
  const centres = loadPostcodes(parseTsv(postcodeTable));
  const streets = new Map<string, { street: string; postcode: string; district: string }>();
  for (const { street, place } of companies.flatMap(({ units }) =>
    units.flatMap(({ addresses }) => addresses),
  )) {
    const postcode = String(place.postcode);
    streets.set(`${postcode} ${street}`, { street, postcode, district: place.district });
  }
  return [...streets]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, { street, postcode, district }]) => {
      const centre = centres[zoneOf(centres, postcode)];
      if (!centre) return [];
      return layStreet(seed, key, street, centre).map(({ number, lat, lon }) => ({
        id: `demo-${postcode}-${street}-${number}`,
        status: 1,
        vejnavn: street,
        husnr: String(number),
        postnr: postcode,
        postnrnavn: district,
        wgs84koordinat_bredde: lat.toFixed(6),
        wgs84koordinat_længde: lon.toFixed(6),
      }));
    });
}

interface PlacedHouse extends LatLon {
  number: number;
}

/** Streets run along and across the town in turn, a block apart, each a little bent. */
function layStreet(seed: number, key: string, street: string, centre: LatLon): PlacedHouse[] {
  const random = createRandom(seed, `street ${key}`);
  const industrial = INDUSTRIAL_STREETS.includes(street);
  const among = industrial ? INDUSTRIAL_STREETS : TOWN_STREETS;
  const slot = among.indexOf(street);
  const along = slot % 2 === 0;
  const beside = (Math.floor(slot / 2) - among.length / 4) * BLOCK + random.int(-40, 40);
  const begin = random.int(-1500, 500) * (industrial ? 0.6 : 1);
  const quarter = industrial ? QUARTER : { north: 0, east: 0 };
  let heading = random.int(-12, 12) / 100;
  const bend = random.int(-20, 20) / 10_000;
  let [far, wide] = [begin, beside];
  const houses: PlacedHouse[] = [];
  for (let number = 1; number <= LAST_NUMBER; number++) {
    const side = number % 2 === 0 ? SETBACK : -SETBACK;
    const [ahead, off] = [far - Math.sin(heading) * side, wide + Math.cos(heading) * side];
    const [east, north] = along ? [ahead, off] : [off, ahead];
    if (!random.chance(0.03))
      houses.push({ number, ...placeAt(centre, north + quarter.north, east + quarter.east) });
    if (number % 2 === 1) continue;
    far += Math.cos(heading) * PLOT;
    wide += Math.sin(heading) * PLOT;
    heading += bend;
  }
  return houses;
}

function placeAt({ lat, lon }: LatLon, north: number, east: number): LatLon {
  return {
    lat: lat + north / METRES_A_DEGREE,
    lon: lon + east / (METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)),
  };
}
