import { and, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { placement } from '../../db/schema/placements.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import type { Settings } from '../admin/queries.ts';
import { addDays } from '../ui/dates.ts';

const lastDay = sql`coalesce(${placement.endedOn}, ${placement.endsOn})`;

/** rules.ts' statusOf in the database, for filters and counts; a test holds the two together. */
export function statusSql(settings: Settings, today: string): SQL<string> {
  const soon = addDays(today, settings.placementWarningDays);
  return sql<string>`CASE
    WHEN ${placement.withdrawnAt} IS NOT NULL THEN 'annulleret'
    WHEN ${lastDay} < ${today} THEN 'afsluttet'
    WHEN ${isAmong(settings.signedTypes)} AND ${isUnsigned} THEN 'afventer_underskrift'
    WHEN ${isAmong(settings.approvedTypes)} AND ${placement.approvedOn} IS NULL THEN 'afventer_godkendelse'
    WHEN ${placement.startsOn} > ${today} THEN 'klar'
    WHEN ${lastDay} <= ${soon} THEN 'udloeber_snart'
    ELSE 'i_gang' END`;
}

const isUnsigned = sql`(${placement.employerSignedOn} IS NULL OR ${placement.representativeSignedOn} IS NULL)`;

function isAmong(types: readonly OrderType[]): SQL {
  return sql`${placement.type} IN (SELECT value FROM json_each(${JSON.stringify(types)}))`;
}

/** Neither ended nor withdrawn on the day. */
export function isActiveSql(today: string): SQL {
  return sql`(${and(isNull(placement.withdrawnAt), or(sql`${lastDay} IS NULL`, sql`${lastDay} >= ${today}`))})`;
}

export function lacksSignatureSql(settings: Settings, today: string): SQL {
  return sql`(${isActiveSql(today)} AND ${isAmong(settings.signedTypes)} AND ${isUnsigned})`;
}

/** Begun without the signatures or the approval that must be there before. */
export function isBegunTooSoonSql(settings: Settings, today: string): SQL {
  const waits = sql`${statusSql(settings, today)} IN ('afventer_underskrift', 'afventer_godkendelse')`;
  return sql`(${waits} AND ${lte(placement.startsOn, today)})`;
}

/** The agreed last day has passed, and nobody has said what came of it. */
export function lacksEndSql(today: string): SQL {
  const passed = and(isNull(placement.withdrawnAt), isNull(placement.endedOn), lt(placement.endsOn, today));
  return sql`(${passed})`;
}

export function afterTheFactSql(): SQL {
  return sql`${placement.startsOn} < substr(${placement.createdAt}, 1, 10)`;
}
