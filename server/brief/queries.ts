import { and, count, desc, eq, isNotNull, isNull, max, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { contact } from '../../db/schema/contacts.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';

const SHOWN_PEOPLE = 6;
const SHOWN_TALKS = 5;

/** Whom of the firm we have spoken with without noting them down as contact persons, the latest first. */
export function peopleWeKnow(db: Db, pNumber: number) {
  return namedInTalks(db).all({ pNumber });
}

const namedInTalks = preparedOnce((db: Db) =>
  db
    .select({ name: contact.contactPerson, lastDate: max(contact.contactDate), talks: count() })
    .from(contact)
    .where(
      and(
        eq(contact.pNumber, sql.placeholder('pNumber')),
        isNotNull(contact.contactPerson),
        isNull(contact.contactPersonId),
        isNull(contact.supersededAt),
      ),
    )
    .groupBy(contact.contactPerson)
    .orderBy(desc(max(contact.contactDate)))
    .limit(SHOWN_PEOPLE)
    .prepare(),
);

/** The latest contacts with what was said. */
export function lastTalks(db: Db, pNumber: number) {
  return talksWith(db).all({ pNumber });
}

const talksWith = preparedOnce((db: Db) =>
  db
    .select({
      contactDate: contact.contactDate,
      kind: contact.kind,
      outcome: contact.outcome,
      topic: contact.topic,
      note: contact.note,
      contactPerson: contact.contactPerson,
      byName: user.name,
      consultantName: contact.consultantName,
    })
    .from(contact)
    .leftJoin(user, eq(user.id, contact.userId))
    .where(and(eq(contact.pNumber, sql.placeholder('pNumber')), isNull(contact.supersededAt)))
    .orderBy(desc(contact.contactDate), desc(contact.id))
    .limit(SHOWN_TALKS)
    .prepare(),
);

/** How many stood on each order's list in the last run that ended: numbers only, nobody is seen. */
export function candidateCounts(db: Db, orderIds: readonly number[]): ReadonlyMap<number, number> {
  const run = latestRun(db).get();
  if (!run) return new Map();
  const rows = rowsOfRun(db).all({ runId: run.id, orderIds: JSON.stringify(orderIds) });
  return new Map(rows.map(({ id, rows }) => [id, rows]));
}

const latestRun = preparedOnce((db: Db) =>
  db
    .select({ id: matchRun.id })
    .from(matchRun)
    .where(eq(matchRun.status, 'faerdig'))
    .orderBy(desc(matchRun.plannedAt))
    .limit(1)
    .prepare(),
);

const rowsOfRun = preparedOnce((db: Db) =>
  db
    .select({ id: matchOrderResult.jobOrderId, rows: matchOrderResult.rows })
    .from(matchOrderResult)
    .where(
      and(
        eq(matchOrderResult.runId, sql.placeholder('runId')),
        isAmong(matchOrderResult.jobOrderId, 'orderIds'),
      ),
    )
    .prepare(),
);
