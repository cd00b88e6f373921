import { gt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { firmChange } from '../../db/schema/coverage.ts';

/** Beyond so many changed firms an answer is read anew: it takes less time where firms are few. */
export const MOST_CHANGES = 400;
/** Facts of single firms are read more cheaply: a piece of an import of contacts changes none of them. */
export const MOST_FACTS = 5000;

interface Changes {
  /** the number of the last change there is */
  latest: number;
  /** the firms changed since; undefined: read everything anew */
  changed: number[] | undefined;
}

/** What has happened to firms since the change of that number; triggers number each (firm_change). */
export function changesSince(db: Db, seq: number, most = MOST_CHANGES): Changes {
  const latest = latestChange(db).get()?.seq ?? 0;
  if (latest === seq) return { latest, changed: [] };
  const changed = changesAfter(db)
    .all({ seq, limit: most + 1 })
    .map(({ pNumber }) => pNumber);
  // None: the numbers went backwards, as in a database that was put back.
  const few = changed.length > 0 && changed.length <= most;
  return { latest, changed: few ? changed : undefined };
}

const latestChange = preparedOnce((db: Db) =>
  db
    .select({ seq: sql<number>`coalesce(max(${firmChange.seq}), 0)` })
    .from(firmChange)
    .prepare(),
);

const changesAfter = preparedOnce((db: Db) =>
  db
    .select({ pNumber: firmChange.pNumber })
    .from(firmChange)
    .where(gt(firmChange.seq, sql.placeholder('seq')))
    .limit(sql.placeholder('limit'))
    .prepare(),
);
