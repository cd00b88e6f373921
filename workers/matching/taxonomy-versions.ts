import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTsv, type Taxonomy } from './taxonomy.ts';
import { stem, tokenise } from './text.ts';

export interface TaxonomyVersions {
  /** oldest first; `version` is what a run keeps */
  versions: { number: number; version: string; date: string; note: string }[];
  /** every id that any version has had, with the number of the first */
  ids: { id: string; since: number }[];
}

/** The versions of a taxonomy folder, written by `npm run taxonomy`; none when there are no files yet. */
export function readVersions(folder: string): TaxonomyVersions {
  const read = (name: string) => {
    const file = path.join(folder, 'versions', name);
    return existsSync(file) ? parseTsv(readFileSync(file, 'utf8')) : [];
  };
  return {
    versions: read('versions.tsv').map(({ number, version = '', date = '', note = '' }) => {
      return { number: Number(number), version, date, note };
    }),
    ids: read('ids.tsv').map(({ id = '', since }) => ({ id, since: Number(since) })),
  };
}

/**
 * Concepts, and names beside the label that are not made of another by inflection, word order, spelling or a hyphen:
 * what somebody had to know and write down.
 */
export function countNames({ concepts }: Taxonomy): { concepts: number; aliases: number } {
  let aliases = 0;
  for (const { label, aliases: names } of concepts.values()) {
    const seen = new Set([sameName(label)]);
    for (const name of names) seen.add(sameName(name));
    aliases += seen.size - 1;
  }
  return { concepts: concepts.size, aliases };
}

function sameName(name: string): string {
  return [...new Set(tokenise(name).map(stem))].sort().join('');
}
