import { type CsvError, parse } from 'csv-parse/sync';
import { type ExtraConcept, extendTaxonomy, type Taxonomy } from './taxonomy.ts';
import { dotted, fold, tokenise } from './text.ts';

export interface EscoConcept extends ExtraConcept {
  /** line of the file on which the row begins */
  line: number;
}

export interface IgnoredRow {
  line: number;
  /** Danish, for the person who imports */
  reason: string;
}

export interface EscoFile {
  source: 'esco' | 'star';
  rows: EscoConcept[];
  ignored: IgnoredRow[];
}

/** The file cannot be read at all; the message is one Danish line for the person who gave it. */
export class EscoFileError extends Error {}

interface Column {
  /** as the official file spells it, for messages */
  title: string;
  headers: string[];
}

export const columns = {
  id: {
    title: 'conceptUri',
    headers: ['concepturi', 'conceptid', 'concept id', 'begrebsid', 'titelid', 'uri', 'id'],
  },
  label: {
    title: 'preferredLabel',
    headers: ['preferredlabel', 'titel', 'title', 'stillingsbetegnelse', 'betegnelse', 'preferred label'],
  },
  aliases: {
    title: 'altLabels',
    headers: ['altlabels', 'alias', 'aliaser', 'aliases', 'synonymer', 'synonym', 'alternative labels'],
  },
  hidden: { title: 'hiddenLabels', headers: ['hiddenlabels'] },
  type: { title: 'conceptType', headers: ['concepttype', 'begrebstype', 'type'] },
  skillType: { title: 'skillType', headers: ['skilltype'] },
  status: { title: 'status', headers: ['status'] },
} satisfies Record<string, Column>;

export const gone = new Set(['obsolete', 'deprecated', 'udgaaet']);
export const LONGEST_LABEL = 300;

/**
 * Reads ESCO's official CSV (conceptUri, preferredLabel, altLabels with one name a line, conceptType …) or STAR's
 * list of titles (concept id, title, alias), comma-, semicolon- or tab-separated, with or without BOM. A row
 * without id or label is left out and listed with its line. Throws EscoFileError when the file is no such list.
 * Source: ESCO's download page (esco.ec.europa.eu), "classification, Danish, CSV".
 */
export function parseEsco(text: string): EscoFile {
  const records = readRecords(text.replace(/^\uFEFF/, ''));
  const [header, ...body] = records;
  if (!header) throw new EscoFileError('Filen er tom.');
  const names = header.cells.map((name) => fold(name.trim()));
  const at = (column: Column) => names.findIndex((name) => column.headers.includes(name));
  const places = {
    id: required(at(columns.id), columns.id),
    label: required(at(columns.label), columns.label),
    aliases: [at(columns.aliases), at(columns.hidden)].filter((place) => place >= 0),
    type: at(columns.type),
    skillType: at(columns.skillType),
    status: at(columns.status),
  };
  const source = names.includes('concepturi') ? 'esco' : 'star';
  const file: EscoFile = { source, rows: [], ignored: [] };
  const byId = new Map<string, EscoConcept>();
  for (const { cells, line } of body) {
    const cell = (place: number) => (place < 0 ? '' : (cells[place] ?? '').trim());
    const [id, label] = [cell(places.id), cell(places.label)];
    const reason = reasonToIgnore(id, label, cell(places.status));
    if (reason) {
      file.ignored.push({ line, reason });
      continue;
    }
    const aliases = places.aliases.flatMap((place) => namesIn(cell(place))).filter((name) => name !== label);
    const known = byId.get(id);
    if (known) {
      known.aliases = [...new Set([...known.aliases, label, ...aliases])].filter(
        (name) => name !== known.label,
      );
      continue;
    }
    const kind = isOccupation(cell(places.type), id, source) ? 'erhverv' : 'kompetence';
    const concept: EscoConcept = { id, kind, label, aliases: [...new Set(aliases)], line };
    byId.set(id, concept);
    file.rows.push(concept);
  }
  return file;
}

/** A taxonomy of the file's concepts alone, with the synonyms and postcodes that ship with the project. */
export function taxonomyOf(shipped: Taxonomy, rows: readonly EscoConcept[]): Taxonomy {
  const names = [...shipped.concepts.values()].flatMap(({ label, aliases }) => [label, ...aliases]);
  const abbreviations = new Set(names.flatMap((name) => [...dotted(name)]));
  const lexicon = [...new Set(names.flatMap(tokenise))].filter((word) => !abbreviations.has(word));
  return extendTaxonomy({ ...shipped, concepts: new Map(), lexicon }, rows);
}

function required(place: number, column: Column): number {
  if (place >= 0) return place;
  throw new EscoFileError(
    `Kolonnen ${column.title} mangler i linje 1. Brug ESCO's CSV-fil med conceptUri, preferredLabel og altLabels.`,
  );
}

function reasonToIgnore(id: string, label: string, status: string): string | null {
  if (id === '' && label === '') return 'Linjen er tom.';
  if (id === '') return 'conceptUri mangler.';
  if (label === '') return 'preferredLabel mangler.';
  if (label.length > LONGEST_LABEL) return `preferredLabel er længere end ${LONGEST_LABEL} tegn.`;
  return gone.has(fold(status)) ? 'Begrebet er udgået.' : null;
}

export function namesIn(cell: string): string[] {
  return cell
    .split(/\r?\n|\|/)
    .map((name) => name.trim())
    .filter((name) => name !== '' && name.length <= LONGEST_LABEL);
}

export function isOccupation(type: string, id: string, source: 'esco' | 'star'): boolean {
  const folded = fold(type);
  if (folded.includes('skill') || folded.includes('kompetence')) return false;
  if (folded.includes('occupation') || folded.includes('isco') || folded.includes('erhverv')) return true;
  return id.includes('/occupation/') || (source === 'star' && folded === '');
}

interface CsvLine {
  cells: string[];
  line: number;
}

function readRecords(text: string): CsvLine[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = firstLine.includes('\t')
    ? '\t'
    : firstLine.includes(';') && !firstLine.includes(',')
      ? ';'
      : ',';
  try {
    const lines: number[] = [];
    const records = parse(text, {
      delimiter,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line - record.join('').split('\n').length + 1);
        return record;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      // A tab-separated file quotes nothing but cells with line breaks.
      relax_quotes: delimiter === '\t',
    });
    return records.map((cells, at) => ({ cells, line: lines[at] ?? 0 }));
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new EscoFileError(`Filen er ikke en gyldig CSV-fil: fejl i linje ${error.lines}.`);
  }
}

function isCsvError(error: unknown): error is CsvError & { lines: number } {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_') && 'lines' in error
  );
}
