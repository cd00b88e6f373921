import { and, gt, inArray, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import type { CoverageRule } from './rules.ts';

/** The rule as SQL over contact. */
export function countsAsContact(rule: CoverageRule): SQL | undefined {
  return and(
    inArray(contact.outcome, [...rule.outcomes]),
    or(isNull(contact.madeAs), ne(contact.madeAs, rule.exceptMadeAs)),
  );
}

/** The rule as SQL over a contact that counts. */
export function isVisit(rule: CoverageRule): SQL | undefined {
  return and(
    inArray(contact.kind, [...rule.visitKinds]),
    inArray(contact.direction, [...rule.visitDirections]),
  );
}

/** The row was recorded by then, and not yet superseded. */
export function knownAt(table: typeof contact | typeof scopePeriod, asOf: string): SQL | undefined {
  return and(lte(table.recordedAt, asOf), or(isNull(table.supersededAt), gt(table.supersededAt, asOf)));
}

/**
 * The scope periods that hold a day, as known at an instant: those until further notice, and those with an end.
 * Two conditions to ask one after the other, not one OR: each is then a range of the covering index.
 */
export function inMunicipality({ to, asOf }: { to: string; asOf: string }): (SQL | undefined)[] {
  return [isNull(scopePeriod.validTo), gt(scopePeriod.validTo, to)].map((stillValid) =>
    and(stillValid, lte(scopePeriod.validFrom, to), knownAt(scopePeriod, asOf)),
  );
}

/** A hundred thousand numbers as one JSON text: making them rows of JavaScript takes longer than the scan. */
export function numberList(column: SQLiteColumn | SQL.Aliased<number>, where?: SQL) {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``;
  return sql`json_group_array(${column})${filter}`.mapWith((text: string) => JSON.parse(text) as number[]);
}
