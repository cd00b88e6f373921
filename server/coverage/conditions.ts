import { and, gt, inArray, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { OrPlaceholder } from '../../db/prepared.ts';
import { scopePeriod } from '../../db/schema/companies.ts';
import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  type ContactRole,
  contact,
} from '../../db/schema/contacts.ts';
import { asProduct, type CoverageRule, type RuleLine } from './rules.ts';

/** The rule as SQL over contact. */
export function countsAsContact(rule: CoverageRule): SQL | undefined {
  const outcomes = CONTACT_OUTCOMES.filter((outcome) => rule.lines.some((line) => line.outcome === outcome));
  return and(
    // Always by outcome as well: the covering index begins with it.
    inArray(contact.outcome, outcomes),
    isOneOf(rule.lines),
    rule.countsSagsbehandler
      ? undefined
      : or(isNull(contact.madeAs), ne(contact.madeAs, 'sagsbehandler' satisfies ContactRole)),
  );
}

/** The rule as SQL over a contact that counts. */
export function isVisit(rule: CoverageRule): SQL | undefined {
  return isOneOf(rule.lines.filter((line) => line.isVisit));
}

/** Three lists when the lines are all their combinations; comparing triples takes three times as long. */
function isOneOf(lines: readonly RuleLine[]): SQL | undefined {
  if (lines.length === 0) return sql`0`;
  const product = asProduct(lines);
  if (!product) {
    const triples = lines.map(({ kind, direction, outcome }) => sql`(${kind}, ${direction}, ${outcome})`);
    return sql`(${contact.kind}, ${contact.direction}, ${contact.outcome}) IN (VALUES ${sql.join(triples, sql`, `)})`;
  }
  const { kinds, directions, outcomes } = product;
  return and(
    kinds.length < CONTACT_KINDS.length ? inArray(contact.kind, kinds) : undefined,
    directions.length < CONTACT_DIRECTIONS.length ? inArray(contact.direction, directions) : undefined,
    inArray(contact.outcome, outcomes),
  );
}

/** The row was recorded by then, and not yet superseded. */
export function knownAt(
  table: typeof contact | typeof scopePeriod,
  asOf: OrPlaceholder<string>,
): SQL | undefined {
  return and(lte(table.recordedAt, asOf), or(isNull(table.supersededAt), gt(table.supersededAt, asOf)));
}

/**
 * The scope periods that hold a day, as known at an instant: those until further notice, and those with an end.
 * Two conditions to ask one after the other, not one OR: each is then a range of the covering index.
 */
export function inMunicipality({
  to,
  asOf,
}: {
  to: OrPlaceholder<string>;
  asOf: OrPlaceholder<string>;
}): (SQL | undefined)[] {
  return [isNull(scopePeriod.validTo), gt(scopePeriod.validTo, to)].map((stillValid) =>
    and(stillValid, lte(scopePeriod.validFrom, to), knownAt(scopePeriod, asOf)),
  );
}

/** A hundred thousand numbers as one JSON text: making them rows of JavaScript takes longer than the scan. */
export function numberList(column: SQLiteColumn | SQL.Aliased<number>, where?: SQL) {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``;
  return sql`json_group_array(${column})${filter}`.mapWith((text: string) => JSON.parse(text) as number[]);
}

/** Of a few firms by their own rows; of all by the index that covers the question. */
export const OWN_CONTACTS = sql`contact INDEXED BY contact_p_unit`;
export const OWN_PERIODS = sql`scope_period INDEXED BY scope_period_p_unit`;
