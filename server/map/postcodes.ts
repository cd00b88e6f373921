import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../db/files.ts';
import { parseTsv } from '../../workers/matching/taxonomy.ts';
import { type LatLon, loadPostcodes, type Postcodes, zoneOf } from '../../workers/matching/travel.ts';

const FILE = path.join(projectRoot, 'workers', 'matching', 'taxonomy', 'postcodes.tsv');
let postcodes: Postcodes | undefined;

/** The middle of a postcode by the table that matching measures journeys with; undefined: not in it. */
export function postcodeCentre(postcode: string | null): LatLon | undefined {
  postcodes ??= loadPostcodes(parseTsv(readFileSync(FILE, 'utf8')));
  return postcodes[zoneOf(postcodes, postcode)];
}
