import Fuse from 'fuse.js';
import type { ImportKind } from '../../db/schema/imports.ts';
import { foldText } from '../companies/fold.ts';
import type { FieldError } from '../problems.ts';
import { OTHER_NAMES } from './column-names.ts';

/** One column of a file: its heading as written, how it is known, and its first values. */
export interface FileColumn {
  heading: string;
  /** trimmed, in lower case: as rows are read */
  key: string;
  samples: string[];
}

/** Heading in lower case to our field; '': the column is skipped. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** What a kind's rows are read from, as far as choosing columns needs to know. */
export interface KindColumns {
  columns: readonly string[];
  required: readonly string[];
}

/** Alike enough that a person would have meant it; 0 is the same. */
const CLOSE = 0.25;

/**
 * Our field for each heading, at most one heading a field: the same name first, then what other systems call it, then
 * what is nearly so. A guess to be looked at, never a decision.
 */
export function guessMapping(
  kind: ImportKind,
  { columns }: KindColumns,
  keys: readonly string[],
): Record<string, string> {
  const names = columns.flatMap((field) =>
    [field, ...(OTHER_NAMES[kind]?.[field] ?? [])].map((name, at) => ({
      field,
      name: bare(name),
      own: at === 0,
    })),
  );
  const mapping: Record<string, string> = Object.fromEntries(keys.map((key) => [key, '']));
  const free = (field: string) => !Object.values(mapping).includes(field);
  const take = (find: (name: string) => string | undefined) => {
    for (const key of keys) {
      const field = mapping[key] === '' ? find(bare(key)) : undefined;
      if (field && free(field)) mapping[key] = field;
    }
  };
  take((name) => names.find((known) => known.own && known.name === name)?.field);
  take((name) => names.find((known) => known.name === name && free(known.field))?.field);
  const fuse = new Fuse(names, { keys: ['name'], includeScore: true, threshold: CLOSE });
  take(
    (name) => fuse.search(name).find(({ item, score = 1 }) => score <= CLOSE && free(item.field))?.item.field,
  );
  return mapping;
}

/** Letters and digits alone, folded; our ae, oe and aa are the letters they stand for. */
function bare(name: string): string {
  return foldText(name)
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .replaceAll(/[^a-z0-9]/g, '');
}

/** A remembered mapping as far as it fits this file and this program; the rest is guessed. */
export function fitMapping(
  remembered: ColumnMapping,
  guessed: ColumnMapping,
  { columns }: KindColumns,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(guessed).map(([key, guess]) => {
      const field = remembered[key];
      return [key, field !== undefined && (field === '' || columns.includes(field)) ? field : guess];
    }),
  );
}

/** Required fields without a column. */
export function missingFields({ required }: KindColumns, mapping: ColumnMapping): string[] {
  const taken = new Set(Object.values(mapping));
  return required.filter((field) => !taken.has(field));
}

/** What keeps a chosen mapping from being used, at the columns' fields of the form. */
export function checkMapping(
  kind: KindColumns,
  columns: readonly FileColumn[],
  mapping: ColumnMapping,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [at, { key, heading }] of columns.entries()) {
    const field = mapping[key] ?? '';
    if (field === '') continue;
    if (!kind.columns.includes(field))
      errors.push({ field: `kolonne_${at}`, reason: `${heading}: feltet ${field} findes ikke.` });
    else if (columns.slice(0, at).some((other) => mapping[other.key] === field))
      errors.push({
        field: `kolonne_${at}`,
        reason: `${heading}: feltet ${field} er allerede valgt ovenfor.`,
      });
  }
  const missing = missingFields(kind, mapping);
  if (missing.length > 0)
    errors.push({ field: 'kolonne_0', reason: `Vælg en kolonne til ${missing.join(', ')}.` });
  return errors;
}

/** Every heading is a field of ours by name: there is nothing to choose. */
export function isOurs({ columns }: KindColumns, keys: readonly string[]): boolean {
  return keys.every((key) => key === '' || columns.includes(key));
}
