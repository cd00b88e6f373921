import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { asc, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { contactPerson } from '../../db/schema/contact-persons.ts';
import { ERASURE_REASONS, erasure } from '../../db/schema/privacy.ts';

const Line = Type.Object({
  who: Type.Enum(['borger', 'kontaktperson']),
  id: Type.Integer({ minimum: 1 }),
  /** when the row was made: with the number it says who, also in a backup, and nothing of them */
  createdAt: Type.String({ minLength: 20 }),
  reason: Type.Enum([...ERASURE_REASONS]),
  erasedAt: Type.String({ minLength: 20 }),
});
/** One erasure as a backup must be told of it. */
export type Erased = Static<typeof Line>;

/** The list as it lies beside the backups, on their disk. */
export function listBeside(folder: string): string {
  return path.join(folder, 'sletninger.jsonl');
}

/**
 * Brings the list of erasures up to date, beside the database and beside the backups: a restored database knows nothing of
 * what was erased after it was copied. Only ever longer; each line on the disk before the erasure is.
 */
export function keepErasureList(
  db: Pick<Db, 'select'>,
  files: Pick<DataFiles, 'erasures' | 'backups'>,
): void {
  const all = erasedIn(db);
  for (const file of [files.erasures, listBeside(files.backups)]) {
    const known = new Set(readErasures(file).map(nameOf));
    append(
      file,
      all.filter((one) => !known.has(nameOf(one))),
    );
  }
}

/** What a list tells. A line whose end a power cut has taken is none: its erasure was not done. */
export function readErasures(file: string): Erased[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => parse(text) ?? []);
}

function parse(text: string): Erased | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Line, value) ? value : null;
  } catch {
    return null;
  }
}

const nameOf = ({ who, id, createdAt }: Erased) => `${who} ${id} ${createdAt}`;

function erasedIn(db: Pick<Db, 'select'>): Erased[] {
  const rows = db
    .select({ row: erasure, citizenAt: citizen.createdAt, personAt: contactPerson.createdAt })
    .from(erasure)
    .leftJoin(citizen, eq(citizen.id, erasure.citizenId))
    .leftJoin(contactPerson, eq(contactPerson.id, erasure.contactPersonId))
    .orderBy(asc(erasure.id))
    .all();
  return rows.map(({ row: { citizenId, contactPersonId, reason, erasedAt }, citizenAt, personAt }) => ({
    who: citizenId === null ? 'kontaktperson' : 'borger',
    id: citizenId ?? contactPersonId ?? 0,
    createdAt: citizenAt ?? personAt ?? '',
    reason,
    erasedAt,
  }));
}

/** The list is there from the first start on, empty or not: where it is missing, something is. */
function append(file: string, lines: readonly Erased[]): void {
  const opened = openSync(file, 'a', 0o600);
  try {
    if (lines.length === 0) return;
    // A line break first: it ends a line that a power cut may have left open.
    writeSync(opened, `\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
