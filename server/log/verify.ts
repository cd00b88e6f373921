import type Database from 'better-sqlite3';
import { showInstant } from '../ui/dates.ts';
import { NOTHING_BEFORE } from './links.ts';
import { hashOfRow, ROWS_AFTER, type Row } from './rows.ts';
import { triggerProblems } from './triggers.ts';

/** A head that was written down outside the program: what the log ended with then. */
export interface KeptHead {
  number: number;
  /** hexadecimal */
  hash: string;
  at: string;
}

export interface Verdict {
  rows: number;
  /** where the log ends now; null: it is empty */
  head: KeptHead | null;
  /** Danish sentences; empty when nothing has been changed */
  problems: string[];
}

/**
 * Reads the whole chain and says where it is first broken. Within the database alone a tail that was cut off, or a chain
 * that was written anew from some row on, cannot be seen: that takes heads kept elsewhere.
 */
export function verifyChain(client: Database.Database, kept: readonly KeptHead[] = []): Verdict {
  const problems = triggerProblems(client);
  const wanted = Map.groupBy(kept, ({ number }) => number);
  let rows = 0;
  let last: Row | undefined;
  for (const row of client.prepare(ROWS_AFTER).raw().iterate({ after: 0 }) as Iterable<Row>) {
    const fault = faultOf(row, last);
    if (fault !== null) return { rows, head: headOfRow(last), problems: [...problems, fault] };
    const [number, , , , , , , , , , , hash] = row;
    const other = wanted.get(number)?.find((head) => head.hash !== hash.toString('hex'));
    if (other) problems.push(rewritten(other));
    wanted.delete(number);
    rows += 1;
    last = row;
  }
  for (const [head] of wanted.values()) if (head) problems.push(cutOff(head, last?.[0] ?? 0));
  return { rows, head: headOfRow(last), problems };
}

/** False: a database from before the log was a chain. */
export function isChained(client: Database.Database): boolean {
  const found = client.prepare("SELECT 1 FROM pragma_table_info('citizen_read') WHERE name = 'hash'").get();
  return found !== undefined;
}

/** Whether the chain has this very row. */
export function holdsHead(client: Database.Database, { number, hash }: KeptHead): boolean {
  const found = client
    .prepare(
      'SELECT hash FROM audit_event WHERE id = @number UNION ALL SELECT hash FROM citizen_read WHERE id = @number',
    )
    .pluck()
    .get({ number }) as Buffer | undefined;
  return found?.toString('hex') === hash;
}

function headOfRow(row: Row | undefined): KeptHead | null {
  if (!row) return null;
  return { number: row[0], hash: row[11].toString('hex'), at: row[2] };
}

/** Why this row cannot follow that one; null when it does. */
function faultOf(row: Row, last: Row | undefined): string | null {
  const [number] = row;
  const previous = row[10];
  const hash = row[11];
  const before = last?.[0] ?? 0;
  if (number === before) return `Der er to rækker med nr. ${number}: en af dem er indsat.`;
  if (number !== before + 1)
    return `Række ${missing(before + 1, number - 1)} mangler: den er slettet, eller nr. ${number} er indsat.`;
  if (hash.equals(NOTHING_BEFORE)) return `${named(row)} er ikke kædet sammen med resten.`;
  if (!hashOfRow(previous, row).equals(hash)) return `${named(row)} er ændret, efter at den blev skrevet.`;
  if (!previous.equals(last?.[11] ?? NOTHING_BEFORE))
    return `${named(row)} hænger ikke sammen med rækken før: en af dem er indsat, byttet om eller skrevet igen.`;
  return null;
}

function named([number, kind, at]: Row): string {
  const when = Number.isNaN(Date.parse(at)) ? 'uden læseligt tidspunkt' : showInstant(at);
  return `Række nr. ${number} (${kind === 0 ? 'hændelse' : 'opslag'} ${when})`;
}

function missing(from: number, to: number): string {
  return from === to ? `nr. ${from}` : `nr. ${from}–${to}`;
}

function rewritten({ number, at }: KeptHead): string {
  return `Række nr. ${number} er en anden end den, der blev gemt ${showInstant(at)}: loggen er skrevet om.`;
}

function cutOff({ number, at }: KeptHead, last: number): string {
  return `Loggen slutter ved nr. ${last}, men havde nr. ${number} ${showInstant(at)}: enden er klippet af.`;
}
