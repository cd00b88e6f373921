import type Database from 'better-sqlite3';
import { and, asc, isNull, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import type { RegisterChange } from '../../db/schema/firm-work.ts';
import { inMunicipality, OWN_PERIODS } from '../coverage/conditions.ts';
import { changesSince, MOST_FACTS, type Moment } from '../coverage/firm-changes.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { changeOf, type ScopeStretch } from './change-rules.ts';

/** What became of one firm since the baseline, by the register alone. */
export interface FirmChange {
  pNumber: number;
  change: RegisterChange;
  changedOn: string;
  before: ScopeStretch | null;
  after: ScopeStretch | null;
}

/** Two days and what was known then. */
interface Span {
  from: { to: string; asOf: string };
  today: string;
  limit: number;
}

interface Kept {
  upTo: Moment;
  found: FirmChange[];
}

/** This quarter, the one before it, and some imports to count from. */
const MOST_KEPT = 8;

const memories = new WeakMap<Database.Database, Map<string, Kept>>();

/**
 * What became of every firm, the latest change first. It is kept, and only the firms that something has happened to
 * since are looked at again (firm_change). Never call it in a transaction: what is rolled back would be remembered.
 */
export function firmChanges(
  db: Db,
  { date, asOf }: { date: string; asOf: string },
  today: string,
): readonly FirmChange[] {
  const limit = ruleFor(db, { to: today, asOf: ALL_KNOWN }).moreThanEmployees;
  const memory = memories.get(db.$client) ?? new Map<string, Kept>();
  memories.set(db.$client, memory);
  const key = [date, asOf, today, limit].join(' ');
  const kept = memory.get(key);
  const now = upToDate(db, { from: { to: date, asOf }, today, limit }, kept);
  if (!kept && memory.size >= MOST_KEPT) memory.clear();
  memory.set(key, now);
  return now.found;
}

function upToDate(db: Db, span: Span, kept: Kept | undefined): Kept {
  const { latest, changed } = changesSince(db, kept?.upTo, MOST_FACTS);
  if (!kept || !changed) return { upTo: latest, found: inOrder(findChanges(db, span)) };
  if (changed.length === 0) return kept;
  const again = new Set(changed);
  const others = kept.found.filter(({ pNumber }) => !again.has(pNumber));
  return { upTo: latest, found: inOrder([...others, ...findChanges(db, span, changed)]) };
}

function inOrder(found: FirmChange[]): FirmChange[] {
  return found.sort((a, b) =>
    a.changedOn === b.changedOn ? a.pNumber - b.pNumber : a.changedOn < b.changedOn ? 1 : -1,
  );
}

/** `among`: only these firms. */
function findChanges(db: Db, { from, today, limit }: Span, among?: readonly number[]): FirmChange[] {
  const then = stretchesOn(db, from, among);
  const now = stretchesOn(db, { to: today, asOf: ALL_KNOWN }, among);
  const pNumbers = [...new Set([...then.keys(), ...now.keys()])].filter((pNumber) =>
    differs(then.get(pNumber), now.get(pNumber)),
  );
  const histories = historiesOf(db, pNumbers);
  return datesOf(db, pNumbers).flatMap((dates) => {
    const { pNumber } = dates;
    const before = then.get(pNumber) ?? null;
    const after = now.get(pNumber) ?? null;
    const history = { ...dates, stretches: histories.get(pNumber) ?? [] };
    const found = changeOf(before, after, history, { from: from.to, to: today, limit });
    return found ? { pNumber, ...found, before, after } : [];
  });
}

function differs(before: ScopeStretch | undefined, after: ScopeStretch | undefined): boolean {
  return before?.minCount !== after?.minCount || before?.maxCount !== after?.maxCount || !before !== !after;
}

type StretchRow = [pNumber: number, from: string, to: string | null, min: number | null, max: number | null];

/**
 * Who is active in the municipality on a day as known at an instant: two ranges of the covering index, as one JSON text
 * each, because tens of thousands of rows take longer to make than to find.
 */
function stretchesOn(
  db: Db,
  question: { to: string; asOf: string },
  among: readonly number[] | undefined,
): Map<number, ScopeStretch> {
  const { pNumber, validFrom, validTo, minCount, maxCount } = scopePeriod;
  const list = sql`json_group_array(json_array(${pNumber}, ${validFrom}, ${validTo}, ${minCount}, ${maxCount}))`;
  const rows = inMunicipality(question).flatMap((here) => {
    const found = db
      .select({ list: sql<string>`${list}` })
      .from(among ? OWN_PERIODS : scopePeriod)
      .where(and(here, among && isAmong(pNumber, among)))
      .get();
    return JSON.parse(found?.list ?? '[]') as StretchRow[];
  });
  return new Map(
    rows.map(([id, from, to, min, max]) => [
      id,
      { validFrom: from, validTo: to, minCount: min, maxCount: max },
    ]),
  );
}

function historiesOf(db: Db, pNumbers: readonly number[]) {
  const rows = db
    .select({
      pNumber: scopePeriod.pNumber,
      validFrom: scopePeriod.validFrom,
      validTo: scopePeriod.validTo,
      minCount: scopePeriod.minCount,
      maxCount: scopePeriod.maxCount,
    })
    .from(scopePeriod)
    .where(and(isAmong(scopePeriod.pNumber, pNumbers), isNull(scopePeriod.supersededAt)))
    .orderBy(asc(scopePeriod.validFrom))
    .all();
  return Map.groupBy(rows, (row) => row.pNumber);
}

function datesOf(db: Db, pNumbers: readonly number[]) {
  return db
    .select({ pNumber: pUnit.pNumber, startDate: pUnit.startDate, endDate: pUnit.endDate })
    .from(pUnit)
    .where(isAmong(pUnit.pNumber, pNumbers))
    .all();
}

function isAmong(column: SQLiteColumn, values: readonly number[]) {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
