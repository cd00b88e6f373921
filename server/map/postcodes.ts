import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../db/files.ts';
import { parseTsv } from '../../workers/matching/taxonomy.ts';
import { type LatLon, loadPostcodes, zoneOf } from '../../workers/matching/travel.ts';

const FILE = path.join(projectRoot, 'workers', 'matching', 'taxonomy', 'postcodes.tsv');

/** Read at the first question, by the table that matching measures journeys with. */
let kept: ReturnType<typeof readTable> | undefined;

function readTable() {
  const rows = parseTsv(readFileSync(FILE, 'utf8'));
  return { centres: loadPostcodes(rows), names: new Map(rows.map((row) => [row.from, row.name ?? ''])) };
}

/** The middle of a postcode; undefined: not in the table. */
export function postcodeCentre(postcode: string): LatLon | undefined {
  kept ??= readTable();
  return kept.centres[zoneOf(kept.centres, postcode)];
}

/** 2620 Albertslund; only the number where a name stands for a whole range of them. */
export function postcodeName(postcode: string): string {
  kept ??= readTable();
  return [postcode, kept.names.get(postcode)].filter(Boolean).join(' ');
}
