import { and, asc, desc, eq, gte, isNull, ne, or, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { company, headcount, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { personsAt } from '../persons/queries.ts';
import type { FieldError } from '../problems.ts';
import { recordsAt } from '../records/queries.ts';
import { localDate } from '../ui/dates.ts';
import { konsulentChoices } from '../users/queries.ts';
import { barsAt } from './bars.ts';
import { danishOrder } from './fold.ts';
import { ownValuesOf, standingValue } from './own-values.ts';
import { barOf, checkHeadcount, type HeadcountDraft, rulingHeadcount } from './rules.ts';
import { refreshScopePeriods } from './scope.ts';

const SHOWN_SIBLINGS = 50;
const SHOWN_ORDERS = 50;
const SHOWN_TO_COPY = 5;

/** A firm with its company, its other places, the headcount that rules today and every bar it has had. */
export function findPUnit(db: Db, pNumber: number, today: string) {
  const row = placeWithCompany(db).get({ pNumber });
  if (!row) return undefined;
  const headcounts = headcountsOf(db).all({ pNumber });
  const bars = barsAt(db, pNumber);
  const ownValues = ownValuesOf(db, pNumber);
  return {
    ...row.firm,
    name: standingValue(ownValues, 'navn')?.value ?? row.firm.name,
    registerName: row.firm.name,
    ownValues,
    company: row.company,
    ownerName: row.ownerName,
    siblings: siblings(db).all({ cvr: row.firm.cvr, pNumber }),
    headcounts,
    headcount: rulingHeadcount(headcounts, today),
    bars,
    records: recordsAt(db, pNumber),
    persons: personsAt(db, pNumber),
    bar: barOf(today, row.firm, bars),
  };
}
export type PUnitDetail = NonNullable<ReturnType<typeof findPUnit>>;

const placeWithCompany = preparedOnce((db: Db) =>
  db
    .select({ firm: pUnit, company, ownerName: user.name })
    .from(pUnit)
    .innerJoin(company, eq(company.cvr, pUnit.cvr))
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .where(isThisFirm(pUnit.pNumber))
    .prepare(),
);

const siblings = preparedOnce((db: Db) =>
  db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, city: pUnit.city, endDate: pUnit.endDate })
    .from(pUnit)
    .where(
      and(
        eq(pUnit.cvr, sql.placeholder('cvr')),
        ne(pUnit.pNumber, sql.placeholder('pNumber')),
        isNull(pUnit.mergedInto),
      ),
    )
    .orderBy(danishOrder(pUnit.nameFolded))
    .limit(SHOWN_SIBLINGS)
    .prepare(),
);

const headcountsOf = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      id: headcount.id,
      validFrom: headcount.validFrom,
      count: headcount.count,
      interval: headcount.interval,
      source: headcount.source,
      note: headcount.note,
      recordedAt: headcount.recordedAt,
      recordedByName: user.name,
    })
    .from(headcount)
    .leftJoin(user, eq(user.id, headcount.recordedBy))
    .where(and(isThisFirm(headcount.pNumber), isNull(headcount.supersededAt)))
    .orderBy(asc(headcount.validFrom), asc(headcount.id))
    .prepare(),
);

function isThisFirm(column: SQLiteColumn) {
  return eq(column, sql.placeholder('pNumber'));
}

/** The firm's orders that can still be filled, those with the nearest deadline first. */
export function openOrdersAt(db: Db, pNumber: number, today: string) {
  return openOrders(db).all({ pNumber, today });
}

const openOrders = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      positions: jobOrder.positions,
      deadline: jobOrder.deadline,
    })
    .from(jobOrder)
    .where(
      and(
        isThisFirm(jobOrder.pNumber),
        // The plus sign: a firm has few orders, and a region thousands that are open.
        sql`+${jobOrder.status} = 'under_behandling'`,
        or(isNull(jobOrder.deadline), gte(jobOrder.deadline, sql.placeholder('today'))),
      ),
    )
    .orderBy(asc(jobOrder.deadline), asc(jobOrder.id))
    .limit(SHOWN_ORDERS)
    .prepare(),
);

/** The firm's latest orders, open or not, for ordering the same again. */
export function ordersToCopy(db: Db, pNumber: number) {
  return latestOrders(db).all({ pNumber });
}

const latestOrders = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      createdAt: jobOrder.createdAt,
    })
    .from(jobOrder)
    .where(isThisFirm(jobOrder.pNumber))
    .orderBy(desc(jobOrder.createdAt), desc(jobOrder.id))
    .limit(SHOWN_TO_COPY)
    .prepare(),
);

export type HeadcountAnswer =
  | { outcome: 'saved'; id: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** What a konsulent learned about the number of employees, from a date on; it settles the firm's scope. */
export function recordHeadcount(
  db: Db,
  entry: { pNumber: number; draft: HeadcountDraft },
  { actor, at }: Doing,
): HeadcountAnswer {
  const checked = checkHeadcount(entry.draft, localDate(new Date(at)));
  if (!checked.headcount) return { outcome: 'refused', errors: checked.errors };
  const { pNumber } = entry;
  const { municipalityCode } = readSettings(db);
  const row = { pNumber, ...checked.headcount, source: 'konsulent' as const };
  return db.transaction(
    (tx): HeadcountAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const standing = headcountsOf(tx)
        .all({ pNumber })
        .findLast((old) => old.source === 'konsulent' && old.validFrom === row.validFrom);
      // A double click: the latest figure from that day already says so.
      if (standing && standing.count === row.count && standing.note === row.note)
        return { outcome: 'saved', id: standing.id };
      const { id } = tx
        .insert(headcount)
        .values({ ...row, recordedAt: at, recordedBy: actor.userId })
        .returning({ id: headcount.id })
        .get();
      refreshScopePeriods(tx, [pNumber], { at, municipalityCode });
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'opret',
        entity: 'headcount',
        entityKey: String(pNumber),
      });
      return { outcome: 'saved', id };
    },
    { behavior: 'immediate' },
  );
}

/** Makes somebody responsible for a firm, or nobody (null). False: no such firm. */
export function setOwner(db: Db, pNumber: number, ownerUserId: number | null, doing: Doing): boolean {
  return db.transaction((tx) => moveOwner(tx, pNumber, ownerUserId, doing) !== undefined, {
    behavior: 'immediate',
  });
}

/** Call it inside the transaction. Who had it before; undefined: no such firm. */
export function moveOwner(
  tx: Pick<Db, 'select' | 'insert' | 'update'>,
  pNumber: number,
  ownerUserId: number | null,
  { actor, at }: Doing,
): { before: number | null } | undefined {
  const old = tx.select({ before: pUnit.ownerUserId }).from(pUnit).where(eq(pUnit.pNumber, pNumber)).get();
  if (!old || old.before === ownerUserId) return old;
  tx.update(pUnit)
    .set({ ownerUserId, updatedAt: at, editedAt: at, editedBy: actor.userId })
    .where(eq(pUnit.pNumber, pNumber))
    .run();
  const nameOf = (id: number | null) =>
    (id !== null && tx.select({ name: user.name }).from(user).where(eq(user.id, id)).get()?.name) || 'ingen';
  const detail = `${nameOf(old.before)} → ${nameOf(ownerUserId)}`;
  const event = { action: 'ansvarlig', entity: 'p_unit', entityKey: String(pNumber), detail };
  recordEvent(tx, { at, userId: actor.userId, ...event });
  return old;
}

/** Somebody who may look after firms. */
export function isKonsulent(db: Db, userId: number): boolean {
  return konsulentChoices(db).some(([id]) => Number(id) === userId);
}
