/** The options of `npm run import` that say which field each column of a list is. */
import { existsSync, readFileSync } from 'node:fs';
import type { ImportKind } from '../db/schema/imports.ts';
import type { ColumnMapping } from '../server/imports/columns.ts';
import { columnsOf } from '../server/imports/kinds.ts';
import { UsageError } from './command.ts';

/** `--mapping` is a JSON file {"felt": "Overskrift"}; `--column` says the same, one at a time, and wins. */
export function readMapping(
  kind: ImportKind,
  { mapping: file, column }: { mapping?: string | undefined; column: string[] },
): { mapping?: ColumnMapping } {
  const chosen = new Map(file === undefined ? [] : readMappingFile(file));
  for (const text of column) {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw new UsageError(`--column ${text}: skriv felt=Overskrift, fx navn=Firmanavn`);
    chosen.set(text.slice(0, at).trim(), text.slice(at + 1).trim());
  }
  if (chosen.size === 0) return {};
  const known = columnsOf(kind)?.columns;
  if (!known) throw new UsageError(`Kolonner kan ikke vælges for ${kind}`);
  const mapping: Record<string, string> = {};
  for (const [field, heading] of chosen) {
    if (!known.includes(field))
      throw new UsageError(`Feltet ${field} findes ikke i ${kind}. Felterne er: ${known.join(', ')}`);
    const key = heading.toLowerCase();
    if (mapping[key])
      throw new UsageError(`Kolonnen ${heading} er valgt til både ${mapping[key]} og ${field}`);
    mapping[key] = field;
  }
  return { mapping };
}

function readMappingFile(file: string): [string, string][] {
  if (!existsSync(file)) throw new UsageError(`Filen ${file} findes ikke`);
  const wrong = new UsageError(`${file} skal være JSON: {"felt": "Overskrift"}`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw wrong;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw wrong;
  const entries = Object.entries(read);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) throw wrong;
  return entries.map(([field, heading]) => [field, heading.trim()]);
}
