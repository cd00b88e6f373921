import { and, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { OrPlaceholder } from '../../db/prepared.ts';
import { placement } from '../../db/schema/placements.ts';
import type { Settings } from '../admin/queries.ts';
import { addDays } from '../ui/dates.ts';

const lastDay = sql`coalesce(${placement.endedOn}, ${placement.endsOn})`;

/** A day and what the settings ask for on it, as the conditions compare with them. */
export interface StatusDay {
  today: OrPlaceholder<string>;
  /** the last day that still warns of an end */
  soon: OrPlaceholder<string>;
  /** JSON lists of types */
  signedTypes: OrPlaceholder<string>;
  approvedTypes: OrPlaceholder<string>;
}

export function statusDay(settings: Settings, today: string) {
  return {
    today,
    soon: addDays(today, settings.placementWarningDays),
    signedTypes: JSON.stringify(settings.signedTypes),
    approvedTypes: JSON.stringify(settings.approvedTypes),
  };
}

/** rules.ts' statusOf in the database, for filters and counts; a test holds the two together. */
export function statusSql({ today, soon, signedTypes, approvedTypes }: StatusDay): SQL<string> {
  return sql<string>`CASE
    WHEN ${placement.withdrawnAt} IS NOT NULL THEN 'annulleret'
    WHEN ${lastDay} < ${today} THEN 'afsluttet'
    WHEN ${isOfType(signedTypes)} AND ${isUnsigned} THEN 'afventer_underskrift'
    WHEN ${isOfType(approvedTypes)} AND ${placement.approvedOn} IS NULL THEN 'afventer_godkendelse'
    WHEN ${placement.startsOn} > ${today} THEN 'klar'
    WHEN ${lastDay} <= ${soon} THEN 'udloeber_snart'
    ELSE 'i_gang' END`;
}

const isUnsigned = sql`(${placement.employerSignedOn} IS NULL OR ${placement.representativeSignedOn} IS NULL)`;

function isOfType(types: OrPlaceholder<string>): SQL {
  return sql`${placement.type} IN (SELECT value FROM json_each(${types}))`;
}

/** Neither ended nor withdrawn on the day. */
export function isActiveSql(today: OrPlaceholder<string>): SQL {
  return sql`(${and(isNull(placement.withdrawnAt), or(sql`${lastDay} IS NULL`, sql`${lastDay} >= ${today}`))})`;
}

export function lacksSignatureSql({ today, signedTypes }: StatusDay): SQL {
  return sql`(${isActiveSql(today)} AND ${isOfType(signedTypes)} AND ${isUnsigned})`;
}

/** Begun without the signatures or the approval that must be there before. */
export function isBegunTooSoonSql(day: StatusDay): SQL {
  const waits = sql`${statusSql(day)} IN ('afventer_underskrift', 'afventer_godkendelse')`;
  return sql`(${waits} AND ${lte(placement.startsOn, day.today)})`;
}

/** The agreed last day has passed, and nobody has said what came of it. */
export function lacksEndSql(today: OrPlaceholder<string>): SQL {
  const passed = and(isNull(placement.withdrawnAt), isNull(placement.endedOn), lt(placement.endsOn, today));
  return sql`(${passed})`;
}

export function afterTheFactSql(): SQL {
  return sql`${placement.startsOn} < substr(${placement.createdAt}, 1, 10)`;
}
