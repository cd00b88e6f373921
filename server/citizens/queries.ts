import { and, asc, count, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenShift } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import { isCounted, type Slice } from '../api/paging.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
import type { ShiftRow } from '../job-orders/shifts.ts';
import { readCitizen } from '../matching/market.ts';
import { type CitizenTab, scopeOf, type Viewer } from '../rights.ts';

export const PAGE_SIZE = 50;
export const CITIZEN_SORTS = ['navn', 'maalgruppe', 'ledig'] as const;
export type CitizenSort = (typeof CITIZEN_SORTS)[number];

export interface CitizenFilters {
  tab: CitizenTab;
  text: string;
  sort: { by: CitizenSort; descending: boolean };
  /** 1 is the first */
  page: number;
}

export type CitizenListRow = ReturnType<typeof listCitizens>['rows'][number];

/** What is asked for of own, the team's or all citizens. Of others', the protected ones are left out. */
export function listCitizens(
  db: Db,
  filters: Omit<CitizenFilters, 'page'>,
  { viewer, slice }: { viewer: Viewer; slice: Slice },
) {
  const keys = sortKeys(filters.sort);
  const { after, orderBy, limit, offset } = sliceBy(keys, slice);
  const where = and(scopeOf(viewer).citizens(filters.tab), matchesText(filters.text));
  // First which, by an index that holds all they are chosen by; then what is shown of those.
  const ids = db
    .select({ id: citizen.id })
    .from(citizen)
    .where(and(where, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset);
  const rows = db
    .select({
      id: citizen.id,
      citizenKey: citizen.citizenKey,
      name: citizen.name,
      targetGroup: citizen.targetGroup,
      unemployedSince: citizen.unemployedSince,
      canStart: citizen.canStart,
      mayBeShared: citizen.mayBeShared,
      protectedAddress: citizen.protectedAddress,
      caseworkerName: caseworker,
      key: keyColumn(keys),
    })
    .from(citizen)
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(inArray(citizen.id, ids))
    .orderBy(...orderBy)
    .all();
  if (!isCounted(slice)) return { rows, total: 0 };
  const total = db.select({ count: count() }).from(citizen).where(where).get();
  return { rows, total: total?.count ?? 0 };
}

const caseworker = sql<string | null>`coalesce(${user.name}, ${citizen.caseworkerName})`;

function matchesText(text: string): SQL | undefined {
  if (text === '') return undefined;
  const pattern = `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
  const keyed = sql`(SELECT id FROM citizen WHERE citizen_key = ${text})`;
  return or(sql`${citizen.nameFolded} LIKE ${pattern} ESCAPE '\\'`, sql`${citizen.id} = ${keyed}`);
}

function sortKeys({ by, descending }: CitizenFilters['sort']): SortKey[] {
  const column = {
    navn: danishOrder(citizen.nameFolded),
    maalgruppe: citizen.targetGroup,
    ledig: citizen.unemployedSince,
  }[by];
  return [{ by: sql`${column} IS NULL` }, { by: column, descending }, { by: citizen.id }];
}

export type CitizenDetails = NonNullable<ReturnType<typeof findCitizen>>;

/** One citizen with terms and caseworker. Whether there is a CPR number is told, never which. */
export function findCitizen(db: Db, id: number, today: string) {
  const found = readCitizen(db, id, today);
  if (!found) return undefined;
  const more = db
    .select({
      hasCpr: sql<number>`${citizen.cprIndex} IS NOT NULL`,
      caseworkerName: caseworker,
      caseworkerTeamId: user.teamId,
    })
    .from(citizen)
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(eq(citizen.id, id))
    .get();
  return {
    citizen: found.row,
    terms: found.terms,
    /** days and times, Monday first */
    shifts: shiftsOf(db, id),
    benefitPeriods: found.benefitPeriods,
    hasCpr: more?.hasCpr === 1,
    caseworkerName: more?.caseworkerName ?? null,
    caseworkerTeamId: more?.caseworkerTeamId ?? null,
  };
}

function shiftsOf(db: Pick<Db, 'select'>, citizenId: number): ShiftRow[] {
  return db
    .select({
      weekday: citizenShift.weekday,
      fromMinute: citizenShift.fromMinute,
      toMinute: citizenShift.toMinute,
    })
    .from(citizenShift)
    .where(eq(citizenShift.citizenId, citizenId))
    .orderBy(asc(citizenShift.weekday), asc(citizenShift.fromMinute))
    .all();
}
