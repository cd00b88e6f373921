import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { companyBar, pUnit } from '../../db/schema/companies.ts';
import { user } from '../../db/schema/users.ts';
import type { FirmBar } from '../../workers/matching/types.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { localDate } from '../ui/dates.ts';
import { type BarDraft, checkBar, checkBarReason } from './bar-form.ts';
import { barOf } from './rules.ts';

const setter = alias(user, 'setter');
const lifter = alias(user, 'lifter');

export type CompanyBar = ReturnType<typeof barsAt>[number];

/** Every bar a place of work has had, the latest first. */
export function barsAt(db: Pick<Db, 'select'>, pNumber: number) {
  return barsOfFirm(db).all({ pNumber });
}

const barsOfFirm = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      id: companyBar.id,
      kind: companyBar.kind,
      reason: companyBar.reason,
      fromDate: companyBar.fromDate,
      untilDate: companyBar.untilDate,
      recordedAt: companyBar.recordedAt,
      recordedByName: setter.name,
      liftedAt: companyBar.liftedAt,
      liftedByName: lifter.name,
      liftedReason: companyBar.liftedReason,
    })
    .from(companyBar)
    .innerJoin(setter, eq(setter.id, companyBar.recordedBy))
    .leftJoin(lifter, eq(lifter.id, companyBar.liftedBy))
    .where(eq(companyBar.pNumber, sql.placeholder('pNumber')))
    .orderBy(desc(companyBar.fromDate), desc(companyBar.id))
    .prepare(),
);

interface Place {
  pNumber: number | null;
  cvr: number;
}

/**
 * What keeps people from each of these places on the local date `today`: one question for all of them. One who names
 * only the company is barred when every place of the company is.
 */
export function firmBarsFor<P extends Place>(
  db: Pick<Db, 'select'>,
  places: readonly P[],
  today: string,
): (place: P) => FirmBar | null {
  const numbers = places.flatMap(({ pNumber }) => pNumber ?? []);
  const companies = places.filter(({ pNumber }) => pNumber === null).map(({ cvr }) => cvr);
  const rows = placesWithBars(db).all({
    pNumbers: JSON.stringify(numbers),
    cvrs: JSON.stringify(companies),
  });
  const bars = [...Map.groupBy(rows, (row) => row.pNumber).values()].flatMap((unit) => {
    const [first] = unit;
    return first
      ? [
          {
            ...first,
            bar: barOf(
              today,
              first,
              unit.flatMap(({ bar }) => bar ?? []),
            ),
          },
        ]
      : [];
  });
  const byNumber = new Map(bars.map(({ pNumber, bar }) => [pNumber, bar]));
  const byCompany = Map.groupBy(bars, ({ cvr }) => cvr);
  return ({ pNumber, cvr }) => {
    if (pNumber !== null) return byNumber.get(pNumber) ?? null;
    const units = byCompany.get(cvr) ?? [];
    const open = units.some(({ bar }) => bar === null);
    return open ? null : (units.find(({ bar }) => bar !== 'ophoert')?.bar ?? units[0]?.bar ?? null);
  };
}

const placesWithBars = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ pNumber: pUnit.pNumber, cvr: pUnit.cvr, endDate: pUnit.endDate, bar: companyBar })
    .from(pUnit)
    .leftJoin(companyBar, and(eq(companyBar.pNumber, pUnit.pNumber), isNull(companyBar.liftedAt)))
    .where(or(isAmong(pUnit.pNumber, 'pNumbers'), isAmong(pUnit.cvr, 'cvrs')))
    .prepare(),
);

export type BarAnswer =
  | { outcome: 'saved'; id: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Bars a place of work. It is never changed afterwards: it runs out, or it is lifted and a new one set. */
export function setBar(db: Db, entry: { pNumber: number; draft: BarDraft }, { actor, at }: Doing): BarAnswer {
  const today = localDate(new Date(at));
  const { bar, errors } = checkBar(entry.draft, today);
  if (!bar) return { outcome: 'refused', errors };
  const { pNumber } = entry;
  return db.transaction(
    (tx): BarAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const standing = barsAt(tx, pNumber).find(
        ({ kind, liftedAt, untilDate }) =>
          kind === bar.kind && liftedAt === null && (untilDate === null || untilDate > today),
      );
      // A double click: it already says so.
      const same = standing?.reason === bar.reason && standing.fromDate === bar.fromDate;
      if (standing && same && standing.untilDate === bar.untilDate)
        return { outcome: 'saved', id: standing.id };
      if (standing) return { outcome: 'refused', errors: [STANDING] };
      const { id } = tx
        .insert(companyBar)
        .values({ pNumber, ...bar, recordedAt: at, recordedBy: actor.userId })
        .returning({ id: companyBar.id })
        .get();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'spaer',
        entity: 'company_bar',
        entityKey: String(id),
        detail: `${pNumber} ${bar.kind}`,
      });
      return { outcome: 'saved', id };
    },
    { behavior: 'immediate' },
  );
}

const STANDING: FieldError = {
  field: 'kind',
  reason: 'Virksomheden har allerede en af den slags. Ophæv den først, hvis den skal ændres.',
};

export type LiftAnswer =
  | { outcome: 'lifted'; pNumber: number }
  | { outcome: 'refused'; pNumber: number; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Ends a bar from this instant on, with a reason. One that is lifted already stays as it is. */
export function liftBar(
  db: Db,
  { id, reason }: { id: number; reason: string | null },
  { actor, at }: Doing,
): LiftAnswer {
  return db.transaction(
    (tx): LiftAnswer => {
      const bar = tx.select().from(companyBar).where(eq(companyBar.id, id)).get();
      if (!bar) return { outcome: 'unknown' };
      const { pNumber } = bar;
      if (bar.liftedAt !== null) return { outcome: 'lifted', pNumber };
      const errors = checkBarReason(reason, 'Skriv, hvorfor spærringen ophæves.');
      if (errors.length > 0) return { outcome: 'refused', pNumber, errors };
      tx.update(companyBar)
        .set({ liftedAt: at, liftedBy: actor.userId, liftedReason: reason })
        .where(eq(companyBar.id, id))
        .run();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'ophaev',
        entity: 'company_bar',
        entityKey: String(id),
        detail: `${pNumber} ${bar.kind}`,
      });
      return { outcome: 'lifted', pNumber };
    },
    { behavior: 'immediate' },
  );
}
