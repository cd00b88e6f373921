import { columns, gone, isOccupation, LONGEST_LABEL, namesIn } from '../../workers/matching/esco.ts';
import { startEsco } from './apply-esco.ts';
import { readFields } from './fields.ts';
import type { ImportKindRules, ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

/** A concept of the file; `names` are its further names, in the file's order. */
export interface ConceptRow {
  id: string;
  kind: 'erhverv' | 'kompetence';
  label: string;
  source: 'esco' | 'star';
  names: string[];
}

/** What ESCO's files (version 1.2) hold besides, which we do not keep. */
const UNUSED = [
  'skilltype',
  'reuselevel',
  'modifieddate',
  'scopenote',
  'definition',
  'inscheme',
  'description',
  'iscogroup',
  'regulatedprofessionnote',
  'code',
  'nacecode',
  'broaderconcepturi',
  'broaderconceptpt',
];

const MAX_ID = 300;
const MAX_NAMES = 500;
const ESCO = /^https?:\/\/data\.europa\.eu\/esco\//;

/** Concepts of ESCO's official files and STAR's lists of titles (docs/import.md, "esco"). */
export const esco: ImportKindRules<ConceptRow> = {
  columns: [...Object.values(columns).flatMap(({ headers }) => headers), ...UNUSED],
  required: [
    [columns.id.title, ...columns.id.headers],
    [columns.label.title, ...columns.label.headers],
  ],
  uniqueField: undefined,
  parse: parseConcept,
  merge: joinConcepts,
  start: startEsco,
};

/** A concept that has gone out of use is passed over. */
function parseConcept(fields: Fields): ParsedRow<ConceptRow> | FieldProblem[] {
  const read = readFields(sayAsEsco(fields));
  const text = (column: keyof typeof columns) => read.text(columns[column].title) ?? '';
  const uri = read.requiredText(columns.id.title, { max: MAX_ID });
  const label = oneLine(read.requiredText(columns.label.title, { max: LONGEST_LABEL }));
  const status = text('status').toLowerCase();
  const type = text('type');
  const names = namesIn(`${text('aliases')}\n${text('hidden')}`).map(oneLine);
  if (names.length > MAX_NAMES) read.reject(columns.aliases.title, `må højst rumme ${MAX_NAMES} navne`);
  if (read.problems.length > 0 || gone.has(status)) return read.problems;
  const source = ESCO.test(uri) ? 'esco' : 'star';
  const id = URL.canParse(uri) ? uri : `star:${uri}`;
  const kind = isOccupation(type, uri, source) ? 'erhverv' : 'kompetence';
  return { key: id, sort: 0, row: { id, kind, label, source, names: others(names, label) } };
}

/** STAR lists a title a line: the first is the concept's label, the others its further names. */
function joinConcepts(first: ConceptRow, next: ConceptRow): ConceptRow {
  return { ...first, names: others([...first.names, next.label, ...next.names], first.label) };
}

function others(names: string[], label: string): string[] {
  return [...new Set(names)].filter((name) => name !== label);
}

const TITLES = new Map(
  Object.values(columns).flatMap(({ title, headers }) => headers.map((header) => [header, title])),
);

/** The fields under ESCO's own names, whatever the file calls them. JSON may hold names as a list. */
function sayAsEsco(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      TITLES.get(name.toLowerCase()) ?? name,
      Array.isArray(value) ? value.join('\n') : value,
    ]),
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
