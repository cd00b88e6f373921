import { and, asc, eq, gt, gte, isNull, max, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen, citizenChange } from '../../db/schema/citizens.ts';
import { findUnderWay } from '../imports/queries.ts';

interface Changed {
  ids: number[];
  /** what to ask from the next time */
  upTo: number;
}

/** While a large file is written: what others than the import have changed. */
interface Beside {
  importId: number;
  from: number;
  upTo: number;
  ids: Set<number>;
}

const besides = new WeakMap<Db, Beside>();

/**
 * Who has changed since a change of the citizens; null when there are more than `most`, and everybody must be read anew. Whom
 * a large import has changed is told of when it is done, all at once: everybody would otherwise be read anew with each of
 * its pieces. What people change meanwhile is told of at once.
 */
export function changedSince(db: Db, seq: number, most: number): Changed | null {
  const underWay = findUnderWay(db);
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

function besideImport(
  db: Db,
  seq: number,
  { importId, importedAt }: { importId: number; importedAt: string },
): number[] {
  const known = besides.get(db);
  const isOf = known?.importId === importId && known.from <= seq;
  const beside = isOf ? known : { importId, from: seq, upTo: seq, ids: new Set<number>() };
  besides.set(db, beside);
  const rows = db
    .select({ id: citizenChange.citizenId, seq: citizenChange.seq })
    .from(citizenChange)
    .leftJoin(citizen, eq(citizen.id, citizenChange.citizenId))
    .where(
      and(
        gt(citizenChange.seq, beside.upTo),
        or(isNull(citizen.importId), ne(citizen.importId, importId), gte(citizen.editedAt, importedAt)),
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
