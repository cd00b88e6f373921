import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPostcodes, type Postcodes } from './travel.ts';
import { CONCEPT_KINDS, type ConceptKind } from './types.ts';

export type { ConceptKind } from './types.ts';

export interface Concept {
  id: string;
  kind: ConceptKind;
  label: string;
  aliases: string[];
  /** everything whoever has this concept also has, itself first: CE gives C, C1, B … */
  gives: string[];
  /** neighbours that earn related credit, never anything in `gives` or `not` */
  related: string[];
  /** texts and concept ids that may never be taken for this concept */
  not: string[];
}

export interface Taxonomy {
  /** changes whenever a data file changes */
  version: string;
  concepts: Map<string, Concept>;
  postcodes: Postcodes;
}

const POSTCODES = 'postcodes.tsv';

/** Reads the data files of one folder (the path comes from outside). Throws on a row that refers to nothing. */
export function loadTaxonomy(folder: string): Taxonomy {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const conceptFiles = readdirSync(folder)
    .filter((file) => file.endsWith('.tsv') && file !== POSTCODES)
    .sort();
  return parseTaxonomy(conceptFiles.map(read), read(POSTCODES));
}

/** The same from the files' contents. */
export function parseTaxonomy(conceptTexts: string[], postcodeText: string): Taxonomy {
  const hash = createHash('sha256');
  for (const text of [...conceptTexts, postcodeText]) hash.update(text).update('\0');
  const rows = conceptTexts.flatMap(parseTsv).map(parseRow);
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (byId.size !== rows.length) throw new Error('Taxonomy: an id is used twice');
  const neighbours = neighboursOf(rows, byId);
  const concepts = new Map(rows.map((row) => [row.id, toConcept(row, byId, neighbours)]));
  return {
    version: hash.digest('hex').slice(0, 12),
    concepts,
    postcodes: loadPostcodes(parseTsv(postcodeText)),
  };
}

/** Rows of a tab-separated text with a header row; lines that begin with # are comments. */
export function parseTsv(text: string): Record<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const header = (lines.shift() ?? '').split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(header.map((name, at) => [name, (cells[at] ?? '').trim()]));
  });
}

type Row = ReturnType<typeof parseRow>;

function parseRow(cells: Record<string, string>) {
  const list = (name: string) => (cells[name] ?? '').split('|').filter((item) => item !== '');
  const kind = CONCEPT_KINDS.find((known) => known === cells.kind);
  if (!cells.id || !cells.label || !kind) throw new Error(`Taxonomy: bad row ${JSON.stringify(cells)}`);
  return {
    id: cells.id,
    kind,
    label: cells.label,
    aliases: list('aliases'),
    implies: list('implies'),
    related: list('related'),
    broader: list('broader'),
    not: list('not'),
  };
}

function neighboursOf(rows: Row[], byId: Map<string, Row>): Map<string, Set<string>> {
  const neighbours = new Map(rows.map((row) => [row.id, new Set<string>()]));
  for (const row of rows) {
    for (const other of [...row.related, ...row.broader, ...row.implies]) {
      if (!byId.has(other)) throw new Error(`Taxonomy: ${row.id} points at ${other}, which is not there`);
      neighbours.get(row.id)?.add(other);
      neighbours.get(other)?.add(row.id);
    }
  }
  return neighbours;
}

function toConcept(row: Row, byId: Map<string, Row>, neighbours: Map<string, Set<string>>): Concept {
  const gives = [row.id];
  for (const id of gives) {
    for (const implied of byId.get(id)?.implies ?? []) if (!gives.includes(implied)) gives.push(implied);
  }
  const barred = (other: string) => row.not.includes(other) || byId.get(other)?.not.includes(row.id) === true;
  const related = [...(neighbours.get(row.id) ?? [])].filter(
    (other) => !gives.includes(other) && !barred(other),
  );
  return { id: row.id, kind: row.kind, label: row.label, aliases: row.aliases, gives, related, not: row.not };
}
