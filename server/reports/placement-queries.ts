import { and, asc, desc, eq, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { targetGroup } from '../../db/schema/legal-rules.ts';
import { placement, placementFollowUp } from '../../db/schema/placements.ts';
import { ORDER_TYPES, type OrderType, PRAKTIK_PURPOSES } from '../../workers/matching/types.ts';
import { firmName } from '../placements/queries.ts';
import { type Quarter, quarterBefore, quarterOf } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { Period } from './period.tsx';
import {
  type Check,
  countedTo,
  DAGPENGE,
  type Measure,
  measureOf,
  PLACEMENT_FIGURES,
  type PlacementFigure,
  type PlacementGrouping,
  placementFigures,
} from './placement-rules.ts';

/** The group that the citizen was in on a day, by the periods on benefit, or else as recorded now. */
export function groupOn(day: SQL): SQL<string> {
  return sql<string>`coalesce((SELECT bp.target_group FROM benefit_period AS bp WHERE bp.citizen_id = ${citizen.id}
    AND bp.superseded_at IS NULL AND bp.from_date <= ${day} AND (bp.until_date IS NULL OR bp.until_date > ${day})
    ORDER BY bp.from_date DESC LIMIT 1), ${citizen.targetGroup})`;
}

/** Hours a week on a day; before the first step, those of the first. */
function hoursOn(day: SQL): SQL<number | null> {
  const standing = sql`FROM placement_hours AS h WHERE h.placement_id = ${placement.id} AND h.superseded_at IS NULL`;
  return sql<number | null>`coalesce(
    (SELECT h.weekly_hours ${standing} AND h.from_date <= ${day} ORDER BY h.from_date DESC LIMIT 1),
    (SELECT h.weekly_hours ${standing} ORDER BY h.from_date LIMIT 1))`;
}

/** Every placement that a figure of the period counts, with those figures, the latest begun first. Never a name. */
export function reportedPlacements(db: Db, period: Period, today: string) {
  const last = countedTo(period, today);
  const lastDay = sql`coalesce(${placement.endedOn}, ${placement.endsOn})`;
  const checks = checksIn(db, period.from, last);
  const checked = JSON.stringify([...checks.keys()]);
  const rows = db
    .select({
      id: placement.id,
      jobFunction: placement.jobFunction,
      type: placement.type,
      purpose: placement.purpose,
      pNumber: placement.pNumber,
      cvr: placement.cvr,
      firmName,
      startsOn: placement.startsOn,
      endsOn: placement.endsOn,
      endedOn: placement.endedOn,
      ended: placement.ended,
      becameOrdinary: placement.becameOrdinary,
      hoursBefore: hoursOn(sql`max(${placement.startsOn}, ${period.from})`),
      hoursAfter: hoursOn(sql`${last}`),
      targetGroup: groupOn(sql`${placement.startsOn}`),
    })
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .innerJoin(company, eq(company.cvr, placement.cvr))
    .innerJoin(pUnit, eq(pUnit.pNumber, placement.pNumber))
    .where(
      and(
        isNull(placement.withdrawnAt),
        lte(placement.startsOn, last),
        or(
          sql`${lastDay} IS NULL`,
          sql`${lastDay} >= ${period.from}`,
          sql`${placement.id} IN (SELECT value FROM json_each(${checked}))`,
        ),
      ),
    )
    .orderBy(desc(placement.startsOn), desc(placement.id))
    .all();
  const names = groupNames(db);
  return rows.flatMap((row) => {
    const counted = { ...row, checks: checks.get(row.id) ?? [] };
    const figures = placementFigures(counted, period, today);
    const groupName = names.get(row.targetGroup) ?? row.targetGroup;
    return figures.length > 0 ? [{ ...counted, figures, groupName }] : [];
  });
}
export type ReportedPlacement = ReturnType<typeof reportedPlacements>[number];

function checksIn(db: Db, from: string, to: string): Map<number, Check[]> {
  const { placementId, kind, dueOn, doneOn, stillThere, ordinaryHours } = placementFollowUp;
  const rows = db
    .select({ placementId, kind, dueOn, doneOn, stillThere, ordinaryHours })
    .from(placementFollowUp)
    .where(and(gte(dueOn, from), lte(dueOn, to)))
    .all();
  const found = new Map<number, Check[]>();
  for (const { placementId: id, kind: what, ...check } of rows) {
    if (what === 'opfoelgning') continue;
    found.set(id, [...(found.get(id) ?? []), { kind: what, ...check }]);
  }
  return found;
}

/** Target groups as the law calls them, also those that have ended, in the law's order. */
export function groupNames(db: Pick<Db, 'select'>): Map<string, string> {
  const rows = db
    .select({ code: targetGroup.code, label: targetGroup.label })
    .from(targetGroup)
    .orderBy(asc(sql`CAST(${targetGroup.number} AS INTEGER)`), asc(targetGroup.label))
    .all();
  return new Map(rows.map(({ code, label }) => [code, label]));
}

/** Every measure, in the order of the types; a praktik by its purposes, and last without one. */
export const MEASURES: readonly Measure[] = ORDER_TYPES.flatMap((type): Measure[] =>
  type === 'virksomhedspraktik'
    ? [...PRAKTIK_PURPOSES.map((purpose) => `${type}-${purpose}` as const), type]
    : [type],
);

export function measureName(measure: Measure): string {
  const [type, purpose] = measure.split('-');
  if (purpose) {
    const name = labels.purpose[purpose as keyof typeof labels.purpose];
    return `${labels.orderType.virksomhedspraktik}, ${name.toLowerCase()}`;
  }
  return type === 'virksomhedspraktik'
    ? `${labels.orderType.virksomhedspraktik} uden formål`
    : labels.orderType[type as OrderType];
}

export interface PlacementLine {
  value: string;
  name: string;
  counts: Record<PlacementFigure, number>;
  /** hours a week in all of those running, at the beginning and at the end of the period */
  hoursBefore: number;
  hoursAfter: number;
}

/** All figures, and the line of each measure. */
export function tallyPlacements(rows: readonly ReportedPlacement[]) {
  const total = emptyLine('', '');
  const lines = MEASURES.map((measure) => emptyLine(measure, measureName(measure)));
  const lineOfMeasure = new Map(lines.map((line) => [line.value, line]));
  for (const row of rows)
    for (const line of [total, lineOfMeasure.get(measureOf(row))]) if (line) addTo(line, row);
  return { total, lines: lines.filter(({ counts }) => Object.values(counts).some((count) => count > 0)) };
}

function emptyLine(value: string, name: string): PlacementLine {
  const counts = Object.fromEntries(
    PLACEMENT_FIGURES.map((figure) => [figure, 0]),
  ) as PlacementLine['counts'];
  return { value, name, counts, hoursBefore: 0, hoursAfter: 0 };
}

function addTo(line: PlacementLine, row: ReportedPlacement): void {
  for (const figure of row.figures) line.counts[figure] += 1;
  if (!row.figures.includes('i_gang') || row.hoursBefore === null || row.hoursAfter === null) return;
  line.hoursBefore += row.hoursBefore;
  line.hoursAfter += row.hoursAfter;
}

export interface GroupLine {
  value: string;
  name: string;
  /** begun in the period, by measure */
  begun: ReadonlyMap<Measure, number>;
  total: number;
}

/** Begun in the period by target group and measure, in the law's order. */
export function begunByGroup(db: Db, rows: readonly ReportedPlacement[]): GroupLine[] {
  const begun = rows.filter(({ figures }) => figures.includes('begyndt'));
  return [...groupNames(db)].flatMap(([value, name]) => {
    const own = begun.filter(({ targetGroup: group }) => group === value);
    if (own.length === 0) return [];
    const counts = new Map<Measure, number>();
    for (const row of own) counts.set(measureOf(row), (counts.get(measureOf(row)) ?? 0) + 1);
    return [{ value, name, begun: counts, total: own.length }];
  });
}

/** Those in a figure, in one line of a breakdown when it is asked for. */
export function placementsBehind(
  rows: readonly ReportedPlacement[],
  figure: PlacementFigure,
  lines: readonly { by: PlacementGrouping; value: string }[],
) {
  return rows.filter(
    (row) =>
      row.figures.includes(figure) &&
      lines.every(({ by, value }) => (by === 'ordning' ? measureOf(row) : row.targetGroup) === value),
  );
}

const QUARTERS = 8;

export interface PlacementQuarter extends Quarter {
  begun: ReadonlyMap<OrderType, number>;
  /** private løntilskud for dagpengemodtagere */
  dagpenge: number;
  total: number;
}

/** Begun in each of the last eight quarters by type, oldest first; of the one that runs, up to today. */
export function placementTrend(db: Db, to: string, today: string): PlacementQuarter[] {
  const quarters = [quarterOf(to)];
  while (quarters.length < QUARTERS) quarters.unshift(quarterBefore(quarters[0] ?? quarterOf(to)));
  return quarters.map((quarter) => {
    const rows = db
      .select({
        type: placement.type,
        group: groupOn(sql`${placement.startsOn}`),
      })
      .from(placement)
      .innerJoin(citizen, eq(citizen.id, placement.citizenId))
      .where(
        and(
          isNull(placement.withdrawnAt),
          sql`${placement.type} IN (SELECT value FROM json_each(${JSON.stringify(ORDER_TYPES)}))`,
          gte(placement.startsOn, quarter.from),
          lte(placement.startsOn, countedTo(quarter, today)),
        ),
      )
      .all();
    const begun = new Map<OrderType, number>();
    for (const { type } of rows) begun.set(type, (begun.get(type) ?? 0) + 1);
    const dagpenge = rows.filter(({ type, group }) => type === 'loentilskud_privat' && group === DAGPENGE);
    return { ...quarter, begun, dagpenge: dagpenge.length, total: rows.length };
  });
}
