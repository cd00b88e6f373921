import { and, asc, eq, gt, gte, isNotNull, isNull, max, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen, citizenChange } from '../../db/schema/citizens.ts';
import { findUnderWay, findUndo } from '../imports/queries.ts';

interface Changed {
  ids: number[];
  /** what to ask from the next time */
  upTo: number;
}

/** An import that is written, or undone, in pieces. */
interface UnderWay {
  importId: number;
  importedAt: string;
  /** it is being undone, since */
  undoneFrom?: string;
}

/** While a large file is written, or undone: what others have changed. */
interface Beside {
  of: string;
  from: number;
  upTo: number;
  ids: Set<number>;
}

const besides = new WeakMap<Db, Beside>();

/**
 * Who has changed since a change of the citizens; null when there are more than `most`, and everybody must be read anew. Whom
 * a large import, or an undo, has changed is told of when it is done, all at once: everybody would otherwise be read anew
 * with each of its pieces. What people change meanwhile is told of at once.
 */
export function changedSince(db: Db, seq: number, most: number): Changed | null {
  const underWay = importUnderWay(db);
  if (underWay) {
    const ids = besideImport(db, seq, underWay);
    return ids.length > most ? null : { ids, upTo: seq };
  }
  const rows = changesAsked(db).all({ seq, most: most + 1 });
  if (rows.length > most) return null;
  return { ids: rows.map(({ id }) => id), upTo: rows.at(-1)?.seq ?? seq };
}

const changesAsked = preparedOnce((db: Db) =>
  db
    .select({ id: citizenChange.citizenId, seq: citizenChange.seq })
    .from(citizenChange)
    .where(gt(citizenChange.seq, sql.placeholder('seq')))
    .orderBy(asc(citizenChange.seq))
    .limit(sql.placeholder('most'))
    .prepare(),
);

function importUnderWay(db: Db): UnderWay | undefined {
  const found = findUndo(db);
  if (!found) return findUnderWay(db);
  const { id: importId, importedAt } = found.batch;
  return { importId, importedAt, undoneFrom: found.undo.begunAt };
}

function besideImport(db: Db, seq: number, { importId, importedAt, undoneFrom }: UnderWay): number[] {
  const of = `${importId} ${undoneFrom}`;
  const known = besides.get(db);
  const isOf = known?.of === of && known.from <= seq;
  const beside = isOf ? known : { of, from: seq, upTo: seq, ids: new Set<number>() };
  besides.set(db, beside);
  const rows = db
    .select({ id: citizenChange.citizenId, seq: citizenChange.seq })
    .from(citizenChange)
    .leftJoin(citizen, eq(citizen.id, citizenChange.citizenId))
    .where(
      and(
        gt(citizenChange.seq, beside.upTo),
        or(isNull(citizen.importId), ne(citizen.importId, importId), gte(citizen.editedAt, importedAt)),
        // What an undo has deleted or brought back is its own; nobody is erased meanwhile.
        undoneFrom === undefined ? undefined : and(isNotNull(citizen.id), ne(citizen.updatedAt, undoneFrom)),
      ),
    )
    .orderBy(asc(citizenChange.seq))
    .all();
  for (const { id } of rows) beside.ids.add(id);
  beside.upTo = latestChange(db);
  return [...beside.ids];
}

/** The number of the latest change of a citizen. */
export function latestChange(db: Pick<Db, 'select'>): number {
  const row = db
    .select({ seq: max(citizenChange.seq) })
    .from(citizenChange)
    .get();
  return row?.seq ?? 0;
}
