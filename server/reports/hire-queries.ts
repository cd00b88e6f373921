import { and, asc, desc, eq, gte, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';
import { localDate } from '../ui/dates.ts';
import { HIRE_FIGURES, type HireFigure, hireFigures } from './hire-rules.ts';
import { lineOf } from './order-queries.ts';
import type { OrderGrouping } from './order-rules.ts';
import { instantsOf, type Period } from './period.tsx';

/** Every time a citizen was shared with an employer in the period, with its figures, the latest first. Never a name. */
export function reportedHires(db: Db, period: Period, today: string) {
  const { first, last } = instantsOf(period);
  const sharedAt = sql<string>`${formidling.sharedAt}`;
  const rows = db
    .select({
      id: formidling.id,
      stage: formidling.stage,
      ended: formidling.ended,
      sharedAt,
      orderId: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      pNumber: jobOrder.pNumber,
      cvr: jobOrder.cvr,
      firmName,
      branchCode: pUnit.branchCode,
      postcode: sql<string | null>`coalesce(${jobOrder.postcode}, ${pUnit.postcode})`,
      ...ownership,
    })
    .from(formidling)
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(
      and(isNotNull(formidling.sharedAt), gte(formidling.sharedAt, first), lte(formidling.sharedAt, last)),
    )
    .orderBy(desc(formidling.sharedAt), desc(formidling.id))
    .all();
  const starts = startsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const sharedOn = localDate(new Date(row.sharedAt));
    const own = starts.get(row.id) ?? [];
    return {
      ...row,
      sharedOn,
      startedOn: own[0]?.startsOn ?? null,
      figures: hireFigures({ sharedOn, starts: own }, today),
    };
  });
}
export type ReportedHire = ReturnType<typeof reportedHires>[number];

/** Placements that came of a formidling, or that the same citizen has at the same order. */
function startsOf(db: Db, ids: readonly number[]) {
  const rows = db
    .select({ id: formidling.id, type: placement.type, startsOn: placement.startsOn })
    .from(formidling)
    .innerJoin(
      placement,
      and(
        eq(placement.citizenId, formidling.citizenId),
        or(eq(placement.formidlingId, formidling.id), eq(placement.jobOrderId, formidling.jobOrderId)),
        isNull(placement.withdrawnAt),
      ),
    )
    .where(sql`${formidling.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(placement.startsOn))
    .all();
  const found = new Map<number, typeof rows>();
  for (const row of rows) found.set(row.id, [...(found.get(row.id) ?? []), row]);
  return found;
}

export type HireCounts = Record<HireFigure, number>;

export interface HireLine {
  value: string;
  name: string;
  counts: HireCounts;
}

/** All figures of formidling, and each line of a breakdown, those with most formidlede first. */
export function tallyHires(rows: readonly ReportedHire[], by: OrderGrouping) {
  const total = noHires();
  const lines = new Map<string, HireLine>();
  for (const row of rows) {
    const [value, name] = lineOf(row, by);
    const line = lines.get(value) ?? { value, name, counts: noHires() };
    lines.set(value, line);
    for (const figure of row.figures) {
      total[figure] += 1;
      line.counts[figure] += 1;
    }
  }
  const sorted = [...lines.values()].sort(
    (a, b) => b.counts.formidlede - a.counts.formidlede || a.name.localeCompare(b.name, 'da'),
  );
  return { total, lines: sorted };
}

export function noHires(): HireCounts {
  return Object.fromEntries(HIRE_FIGURES.map((figure) => [figure, 0])) as HireCounts;
}

/** Those in a figure, in one line of a breakdown when it is asked for. */
export function hiresBehind(
  rows: readonly ReportedHire[],
  figure: HireFigure,
  line?: { by: OrderGrouping; value: string },
) {
  return rows.filter(
    (row) => row.figures.includes(figure) && (!line || lineOf(row, line.by)[0] === line.value),
  );
}
