import { and, asc, desc, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Key, Slice } from './paging.ts';

/** One column or expression that a list is sorted by; the last of a list's must tell rows apart. */
export interface SortKey {
  by: SQLWrapper;
  descending?: boolean;
}

/** Condition, order and range of a list; of a program's one more than asked for, to know whether there are more. */
export function sliceBy(keys: readonly SortKey[], slice: Slice) {
  const { after, ...range } = rangeOf(slice);
  return { after: isAfterKey(keys, after), orderBy: orderOfKeys(keys), ...range };
}

/** Where a list begins, and how many of it. */
export function rangeOf(slice: Slice): { after: Key | null; limit: number; offset: number } {
  return 'page' in slice
    ? { after: null, limit: slice.pageSize, offset: (slice.page - 1) * slice.pageSize }
    : { after: slice.after, limit: slice.limit + 1, offset: 0 };
}

export function orderOfKeys(keys: readonly SortKey[]): SQL[] {
  return keys.map(({ by, descending }) => (descending ? desc(by) : asc(by)));
}

/** Condition: the row stands after this key. SQLite sorts a blank first, so descending it is last. */
export function isAfterKey(keys: readonly SortKey[], after: Key | null): SQL | undefined {
  if (after === null) return undefined;
  return or(
    ...keys.map((key, at) =>
      and(...keys.slice(0, at).map(({ by }, same) => sql`${by} IS ${after[same]}`), isBeyond(key, after[at])),
    ),
  );
}

function isBeyond({ by, descending }: SortKey, value: Key[number] | undefined): SQL {
  if (value === null || value === undefined) return descending ? sql`0` : sql`${by} IS NOT NULL`;
  return descending ? sql`(${by} < ${value} OR ${by} IS NULL)` : sql`${by} > ${value}`;
}

/** A row's key, to be selected beside its columns. */
export function keyColumn(keys: readonly SortKey[]) {
  return sql<string>`json_array(${sql.join(
    keys.map(({ by }) => sql`${by}`),
    sql`, `,
  )})`;
}

export function readKey({ key }: { key: string }): Key {
  return JSON.parse(key) as Key;
}
