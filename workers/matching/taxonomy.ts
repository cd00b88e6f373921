import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { finish } from './steps.ts';
import { readSynonyms, type Synonyms } from './synonyms.ts';
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
  /** a retired concept lives on under its id; its names lead to this one */
  replacedBy: string | null;
}

export interface Taxonomy {
  /** changes whenever a data file changes */
  version: string;
  concepts: Map<string, Concept>;
  synonyms: Synonyms;
  /** Danish words beside those of the names: they help to take compounds apart and to tell words from slips */
  lexicon: readonly string[];
  postcodes: Postcodes;
}

const A_TURN = 200;
const POSTCODES = 'postcodes.tsv';
const SYNONYMS = 'synonyms.tsv';

/** Reads the data files of one folder (the path comes from outside). Throws on a row that refers to nothing. */
export function loadTaxonomy(folder: string): Taxonomy {
  return finish(taxonomySteps(folder));
}

/** The same in steps of a few milliseconds at most. */
export function* taxonomySteps(folder: string): Generator<void, Taxonomy> {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const conceptFiles = readdirSync(folder)
    .filter((file) => file.endsWith('.tsv') && file !== POSTCODES && file !== SYNONYMS)
    .sort();
  return yield* parseSteps(conceptFiles.map(read), read(POSTCODES), read(SYNONYMS));
}

/** The same from the files' contents. */
export function parseTaxonomy(conceptTexts: string[], postcodeText: string, synonymText = ''): Taxonomy {
  return finish(parseSteps(conceptTexts, postcodeText, synonymText));
}

function* parseSteps(
  conceptTexts: string[],
  postcodeText: string,
  synonymText: string,
): Generator<void, Taxonomy> {
  const hash = createHash('sha256');
  for (const text of [...conceptTexts, postcodeText, synonymText]) hash.update(text).update('\0');
  const rows: Row[] = [];
  for (const text of conceptTexts) {
    for (const cells of parseTsv(text)) rows.push(parseRow(cells));
    yield;
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (byId.size !== rows.length) throw new Error('Taxonomy: an id is used twice');
  const neighbours = neighboursOf(rows, byId);
  yield;
  const concepts = new Map<string, Concept>();
  for (const row of rows) {
    concepts.set(row.id, toConcept(row, byId, neighbours));
    if (concepts.size % A_TURN === 0) yield;
  }
  const synonyms = readSynonyms(parseTsv(synonymText));
  yield;
  const postcodes = loadPostcodes(parseTsv(postcodeText));
  return { version: hash.digest('hex').slice(0, 12), concepts, synonyms, lexicon: [], postcodes };
}

/** A concept from outside the data files: an ESCO file, STAR's titles. */
export interface ExtraConcept {
  id: string;
  kind: ConceptKind;
  label: string;
  aliases: string[];
}

/** The taxonomy with further concepts; one that is there already gets the label and aliases as further names. */
export function extendTaxonomy(taxonomy: Taxonomy, extra: readonly ExtraConcept[]): Taxonomy {
  return finish(extendSteps(taxonomy, extra));
}

/** The same in steps of a few milliseconds at most. */
export function* extendSteps(taxonomy: Taxonomy, extra: readonly ExtraConcept[]): Generator<void, Taxonomy> {
  if (extra.length === 0) return taxonomy;
  const hash = createHash('sha256').update(taxonomy.version);
  const concepts = new Map(taxonomy.concepts);
  for (const [at, { id, kind, label, aliases }] of extra.entries()) {
    if (at % A_TURN === 0) yield;
    hash.update(JSON.stringify([id, kind, label, aliases]));
    const known = concepts.get(id);
    concepts.set(
      id,
      known
        ? { ...known, aliases: [...new Set([...known.aliases, label, ...aliases])] }
        : { id, kind, label, aliases, gives: [id], related: [], not: [], replacedBy: null },
    );
  }
  return { ...taxonomy, version: hash.digest('hex').slice(0, 12), concepts };
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
  const list = (name: string) =>
    (cells[name] ?? '')
      .split('|')
      .map((item) => item.trim())
      .filter((item) => item !== '');
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
    replacedBy: cells.replaced_by || null,
  };
}

function neighboursOf(rows: Row[], byId: Map<string, Row>): Map<string, Set<string>> {
  const neighbours = new Map(rows.map((row) => [row.id, new Set<string>()]));
  for (const row of rows) {
    const pointers = [...row.related, ...row.broader, ...row.implies];
    for (const other of row.replacedBy ? [...pointers, row.replacedBy] : pointers) {
      if (!byId.has(other)) throw new Error(`Taxonomy: ${row.id} points at ${other}, which is not there`);
      if (other === row.replacedBy) continue;
      neighbours.get(row.id)?.add(other);
      neighbours.get(other)?.add(row.id);
    }
  }
  return neighbours;
}

function toConcept(row: Row, byId: Map<string, Row>, neighbours: Map<string, Set<string>>): Concept {
  const gives = [row.id];
  for (const id of gives) {
    const { implies = [], replacedBy = null } = byId.get(id) ?? {};
    for (const implied of replacedBy ? [...implies, replacedBy] : implies)
      if (!gives.includes(implied)) gives.push(implied);
  }
  const barred = (other: string) => row.not.includes(other) || byId.get(other)?.not.includes(row.id) === true;
  const related = [...(neighbours.get(row.id) ?? [])].filter(
    (other) => !gives.includes(other) && !barred(other),
  );
  const { id, kind, label, aliases, not, replacedBy } = row;
  return { id, kind, label, aliases, gives, related, not, replacedBy };
}
