import { type TSchema, Type } from 'typebox';

const DEFAULT_LIMIT = 50;
const MOST = 200;

/** What a list is asked with: how many, and where the answer before it ended. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST,
      description: `Hvor mange ad gangen: 1-${MOST}; ellers ${DEFAULT_LIMIT}.`,
      examples: [DEFAULT_LIMIT],
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 1000,
      description: 'nextCursor fra det forrige svar, uændret; uden den begynder listen forfra.',
      examples: ['WyJpZCIsNDJd'],
    }),
  ),
};

/** The one shape of every list; `counted` lists say how many there are in the first answer. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    items: Type.Array(item, { description: 'Højst limit stykker, i listens rækkefølge.' }),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Hvor det næste svar begynder; null: der er ikke flere.',
      examples: ['WyJpZCIsNDJd'],
    }),
    total: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Hvor mange der er i alt. Står kun i det første svar, og kun hvor listen tæller dem.',
        examples: [1045],
      }),
    ),
  });
}

type KeyPart = string | number | null;
/** The sort key of a row, its id last: where a list goes on after it. */
export type Key = readonly KeyPart[];

export interface Paging {
  limit: number;
  /** null: from the beginning */
  after: Key | null;
  /** what the list is sorted by; a cursor of another order is refused */
  sort: string;
  /** parts of a key */
  parts: number;
}

/** A page of a screen, or what a program goes on from: the same list for both. */
export type Slice = { page: number; pageSize: number } | Paging;

/** Whether the list must say how many there are: on every page, and in the first answer. */
export function isCounted(slice: Slice): boolean {
  return 'page' in slice || slice.after === null;
}

/**
 * Reads `limit` and `cursor` of a query. A cursor says after which row to go on, never how many to skip, so that rows
 * that come or go in between neither repeat nor hide others. One that is not of this list answers 400.
 */
export function readPaging(
  query: { limit?: number; cursor?: string },
  { sort, parts }: { sort: string; parts: number },
): Paging {
  const { limit = DEFAULT_LIMIT, cursor } = query;
  return { limit, sort, parts, after: cursor === undefined ? null : readCursor(cursor, { sort, parts }) };
}

function readCursor(cursor: string, { sort, parts }: { sort: string; parts: number }): Key {
  const read = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(read) || read.length !== parts + 1 || read[0] !== sort || !read.every(isKeyPart))
    throw unreadable();
  return read.slice(1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isKeyPart(part: unknown): part is KeyPart {
  return part === null || typeof part === 'string' || typeof part === 'number';
}

/** In the shape of a failed validation, so that it is answered as one. */
function unreadable(): Error {
  const reason = 'Hører ikke til denne liste i denne rækkefølge. Begynd forfra uden cursor.';
  return Object.assign(new Error('unreadable cursor'), {
    statusCode: 400,
    validation: [{ instancePath: '/cursor', keyword: 'cursor', params: {}, message: reason }],
    validationContext: 'querystring',
  });
}

/** The answer of a list of which one more than `limit` was read, to know whether there are more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  paging: Paging,
  { keyOf, toItem, total }: { keyOf: (row: Row) => Key; toItem: (row: Row) => Item; total?: number },
) {
  const shown = rows.slice(0, paging.limit);
  const last = rows.length > paging.limit ? shown.at(-1) : undefined;
  const counted = total === undefined || paging.after !== null ? {} : { total };
  return { items: shown.map(toItem), nextCursor: last ? toCursor(keyOf(last), paging) : null, ...counted };
}

function toCursor(key: Key, { sort }: Paging): string {
  return Buffer.from(JSON.stringify([sort, ...key])).toString('base64url');
}

/** What of an ordered list is asked for; of a program's one more. `compare` orders keys as the list is ordered. */
export function cutTo<Row>(
  rows: readonly Row[],
  slice: Slice,
  { keyOf, compare = compareKeys }: { keyOf: (row: Row) => Key; compare?: (a: Key, b: Key) => number },
): Row[] {
  if ('page' in slice) return rows.slice((slice.page - 1) * slice.pageSize, slice.page * slice.pageSize);
  const { limit, after } = slice;
  const first = after === null ? 0 : rows.findIndex((row) => compare(keyOf(row), after) > 0);
  return first < 0 ? [] : rows.slice(first, first + limit + 1);
}

/** Turns the first part alone: equals stay in order of what follows, most often the name. */
export function compareTurned(descending: boolean): (a: Key, b: Key) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const first = compareParts(a[0] ?? null, b[0] ?? null);
    return first === 0 ? compareKeys(a, b) : sign * first;
  };
}

/** A date as a number, so that a key can turn it: the latest first is ascending by minus this. */
export function dayKey(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/** Part by part, ascending, a blank first. */
export function compareKeys(a: Key, b: Key): number {
  for (let at = 0; at < a.length; at++) {
    const order = compareParts(a[at] ?? null, b[at] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(part: KeyPart, other: KeyPart): number {
  if (part === other) return 0;
  if (part === null || other === null) return part === null ? -1 : 1;
  return part < other ? -1 : 1;
}
