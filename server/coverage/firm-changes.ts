import type Database from 'better-sqlite3';
import { and, gt, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { firmChange } from '../../db/schema/coverage.ts';

/** Beyond so many changed firms an answer is read anew: it takes less time where firms are few. */
export const MOST_CHANGES = 400;
/** Facts of single firms are read more cheaply: a piece of an import of contacts changes none of them. */
export const MOST_FACTS = 5000;

/** How far something has followed what happens to firms. */
export interface Moment {
  /** the number of the last change */
  change: number;
  /** how often a large import had been let in */
  timesLetIn: number;
}

interface Changes {
  /** what to ask from the next time; the same object where nothing has happened */
  latest: Moment;
  /** the firms changed since; undefined: read everything anew */
  changed: number[] | undefined;
}

/** Numbers of changes: after one, up to another. */
interface Span {
  after: number;
  upTo: number;
}

/** What a large import, or an undo, has changed. */
interface Aside {
  underWay: Span[];
  /** of the one before, for those who have not asked since */
  letIn: readonly Span[];
  timesLetIn: number;
}

const NOTHING: Aside = { underWay: [], letIn: [], timesLetIn: 0 };
const asides = new WeakMap<Database.Database, Aside>();

/**
 * What has happened to firms since; triggers number each change (firm_change). What a large import, or an undo, has changed
 * is told of when it is done, all at once: everything would otherwise be read anew, again and again, while it goes on. What
 * people change meanwhile is told of at once.
 */
export function changesSince(db: Db, since: Moment | undefined, most = MOST_CHANGES): Changes {
  const { underWay, letIn, timesLetIn } = asides.get(db.$client) ?? NOTHING;
  const newest = newestBeside(db, underWay.at(-1));
  const latest = { change: newest, timesLetIn };
  if (!since) return { latest, changed: undefined };
  const { change } = since;
  const imports = timesLetIn - since.timesLetIn;
  if (change === newest && imports === 0) return { latest: since, changed: [] };
  // The numbers went backwards, as in a database that was put back; or more than one import has come since.
  if (change > newest || imports > 1) return { latest, changed: undefined };
  const missed = imports === 0 ? [] : letIn.filter(({ after }) => after < change);
  const spans = [
    ...missed.map(({ after, upTo }) => ({ after, upTo: Math.min(upTo, change) })),
    ...gapsAfter(change, underWay),
  ];
  const changed: number[] = [];
  for (const span of spans) {
    const limit = most + 1 - changed.length;
    for (const { pNumber } of changesIn(db).all({ ...span, limit })) changed.push(pNumber);
    if (changed.length > most) return { latest, changed: undefined };
  }
  return { latest, changed };
}

/** Does a piece of an import, or of an undo: what it changes is told of by `letFirmsIn`. */
export function setFirmsAside<Result>(db: Db, piece: () => Result): Result {
  const after = newestOf(db);
  const result = piece();
  const upTo = newestOf(db);
  const aside = asides.get(db.$client) ?? { ...NOTHING, underWay: [] };
  asides.set(db.$client, aside);
  const last = aside.underWay.at(-1);
  if (last?.upTo === after) last.upTo = upTo;
  else if (upTo > after) aside.underWay.push({ after, upTo });
  return result;
}

/** What another connection cannot know of: that firms are set aside, and how often they have been let in. */
export function firmsAside(db: Db): { underWay: boolean; timesLetIn: number } {
  const { underWay, timesLetIn } = asides.get(db.$client) ?? NOTHING;
  return { underWay: underWay.length > 0, timesLetIn };
}

/** Some two a firm. So few are read again by whoever asks, sooner than beside what is shown. */
const FEW = 1000;

export function areManyAside(db: Db): boolean {
  const { underWay } = asides.get(db.$client) ?? NOTHING;
  return underWay.reduce((sum, { after, upTo }) => sum + upTo - after, 0) > FEW;
}

/** What to ask from once firms have been let in, for what is read from here on. */
export function onceLetIn(db: Db): Moment {
  const { timesLetIn } = asides.get(db.$client) ?? NOTHING;
  return { change: newestOf(db), timesLetIn: timesLetIn + 1 };
}

/** The import, or the undo, is done, or goes no further now. */
export function letFirmsIn(db: Db): void {
  const aside = asides.get(db.$client);
  if (!aside || aside.underWay.length === 0) return;
  asides.set(db.$client, { underWay: [], letIn: aside.underWay, timesLetIn: aside.timesLetIn + 1 });
}

function newestBeside(db: Db, last: Span | undefined): number {
  const newest = newestOf(db);
  return last?.upTo === newest ? last.after : newest;
}

function newestOf(db: Db): number {
  return newestChange(db).get()?.seq ?? 0;
}

const newestChange = preparedOnce((db: Db) =>
  db
    .select({ seq: sql<number>`coalesce(max(${firmChange.seq}), 0)` })
    .from(firmChange)
    .prepare(),
);

/** What lies between the spans, and after the last. */
function gapsAfter(change: number, spans: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let after = change;
  for (const span of spans) {
    if (span.upTo <= after) continue;
    if (span.after > after) gaps.push({ after, upTo: span.after });
    after = span.upTo;
  }
  return [...gaps, { after, upTo: Number.MAX_SAFE_INTEGER }];
}

const changesIn = preparedOnce((db: Db) =>
  db
    .select({ pNumber: firmChange.pNumber })
    .from(firmChange)
    .where(and(gt(firmChange.seq, sql.placeholder('after')), lte(firmChange.seq, sql.placeholder('upTo'))))
    .limit(sql.placeholder('limit'))
    .prepare(),
);
