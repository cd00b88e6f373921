import { and, count, eq, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import type { OrPlaceholder } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { foldedSql } from '../../db/schema/columns.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { readSettings, type Settings } from '../admin/queries.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import { isCounted, type Slice } from '../api/paging.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { can, scopeOf, type Viewer } from '../rights.ts';
import { citizenFor } from './access.ts';
import { hoursOf } from './collision-errors.ts';
import { hoursOn } from './collisions.ts';
import {
  afterTheFactSql,
  isActiveSql,
  isBegunTooSoonSql,
  lacksEndSql,
  lacksSignatureSql,
  type StatusDay,
  statusDay,
  statusSql,
} from './conditions.ts';
import {
  demandsOf,
  isAfterTheFact,
  isBegunTooSoon,
  lacksEnd,
  lastDayOf,
  type PlacementStatus,
  statusOf,
} from './rules.ts';

type Reader = Pick<Db, 'select'>;
const caseworker = alias(user, 'caseworker');
const creator = alias(user, 'creator');

export const PAGE_SIZE = 50;
export const HELD_FILTERS = ['mine', 'team', 'alle'] as const;
export type HeldFilter = (typeof HELD_FILTERS)[number];
/** What somebody should look at. */
export const ATTENTIONS = [
  'mangler_underskrift',
  'begyndt_uden',
  'mangler_ophoer',
  'efterregistreret',
] as const;
export type Attention = (typeof ATTENTIONS)[number];
export const PLACEMENT_SORTS = ['start', 'slut', 'virksomhed', 'type'] as const;
export type PlacementSort = (typeof PLACEMENT_SORTS)[number];

export interface PlacementFilters {
  text: string;
  type: OrderType | null;
  /** `aktive`: neither ended nor withdrawn */
  status: PlacementStatus | 'aktive' | 'alle';
  held: HeldFilter;
  attention: Attention | null;
  /** only these */
  ids?: readonly number[];
  sort: { by: PlacementSort; descending: boolean };
  /** 1 is the first */
  page: number;
}

/** Who asks, and on which local date. */
export interface Asking {
  viewer: Viewer;
  today: string;
}

export const firmName = sql<string>`coalesce(${pUnit.name}, ${company.name}, 'CVR ' || ${placement.cvr})`;

function columns(keys: readonly SortKey[]) {
  return {
    placement,
    firmName,
    orderTitle: jobOrder.title,
    creatorName: creator.name,
    citizen: {
      id: citizen.id,
      name: citizen.name,
      citizenKey: citizen.citizenKey,
      targetGroup: citizen.targetGroup,
      protectedAddress: citizen.protectedAddress,
      mayBeShared: citizen.mayBeShared,
      caseworkerUserId: citizen.caseworkerUserId,
    },
    caseworkerTeamId: caseworker.teamId,
    ...ownership,
    key: keyColumn(keys),
  };
}

function selectPlacements(db: Reader, today: string, keys: readonly SortKey[]) {
  return db
    .select(columns(keys))
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .innerJoin(company, eq(company.cvr, placement.cvr))
    .innerJoin(pUnit, eq(pUnit.pNumber, placement.pNumber))
    .innerJoin(creator, eq(creator.id, placement.createdBy))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .leftJoin(jobOrder, eq(jobOrder.id, placement.jobOrderId))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today));
}

/** The same as numbers alone: thousands are sorted and counted for the sake of the fifty that are read whole. */
function selectIds(db: Reader, today: string) {
  return db
    .select({ id: placement.id })
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .leftJoin(pUnit, eq(pUnit.pNumber, placement.pNumber))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .leftJoin(jobOrder, eq(jobOrder.id, placement.jobOrderId))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today));
}

const NEWEST: SortKey[] = [
  { by: placement.startsOn, descending: true },
  { by: placement.id, descending: true },
];

export type PlacementView = ReturnType<typeof toView>;

/** A row with what follows from it on the day, and no more of the citizen than the viewer may know. */
function toView(
  {
    citizen: person,
    caseworkerTeamId,
    ownerTeamId,
    ...row
  }: ReturnType<ReturnType<typeof selectPlacements>['all']>[number],
  settings: Settings,
  hours: ReturnType<typeof hoursOf>,
  { viewer, today }: Asking,
) {
  const { placement: facts } = row;
  const held = { ...row, createdBy: facts.createdBy, citizen: person, caseworkerTeamId, ownerTeamId };
  const demands = demandsOf(facts.type, settings);
  const status = statusOf(facts, demands, { today, warningDays: settings.placementWarningDays });
  const steps = hours.get(facts.id) ?? [];
  return {
    ...row,
    demands,
    status,
    targetGroup: person.targetGroup,
    shown: citizenFor(viewer, held),
    mayChange: can(viewer, 'change placement', held),
    hours: steps,
    weeklyHours: hoursOn({ hours: steps }, today).weeklyHours,
    lastDay: lastDayOf(facts),
    afterTheFact: isAfterTheFact(facts),
    begunTooSoon: isBegunTooSoon(status, facts, today),
    lacksEnd: lacksEnd(facts, today),
  };
}

/** What is asked for of the placements that the filters leave, and how many there are in all. */
export function listPlacements(
  db: Db,
  filters: Omit<PlacementFilters, 'page'>,
  { slice, counts = isCounted(slice), ...asking }: Asking & { slice: Slice; counts?: boolean },
) {
  const settings = readSettings(db);
  const keys = sortKeys(filters.sort);
  const { after, orderBy, limit, offset } = sliceBy(keys, slice);
  const day = statusDay(settings, asking.today);
  const where = and(
    scopeOf(asking.viewer).placements(),
    isHeldBy(filters.held, asking.viewer),
    matchesText(filters.text, asking.viewer),
    filters.type ? eq(placement.type, filters.type) : undefined,
    hasStatus(filters.status, day),
    filters.ids ? isAmongIds(filters.ids) : undefined,
    filters.attention ? attentionSql(filters.attention, day) : undefined,
  );
  const ids = selectIds(db, asking.today)
    .where(and(where, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all()
    .map(({ id }) => id);
  const rows = selectPlacements(db, asking.today, keys)
    .where(isAmongIds(ids))
    .orderBy(...orderBy)
    .all();
  const total = counts ? countWhere(db, asking.today, where) : 0;
  return { rows: toViews(db, rows, settings, asking), total };
}

function countWhere(db: Db, today: string, where: SQL | undefined): number {
  const found = selectIds(db, today).where(where).as('found');
  return db.select({ n: count() }).from(found).get()?.n ?? 0;
}

function toViews(
  db: Reader,
  rows: ReturnType<ReturnType<typeof selectPlacements>['all']>,
  settings: Settings,
  asking: Asking,
): PlacementView[] {
  const hours = hoursOf(
    db,
    rows.map((row) => row.placement.id),
  );
  return rows.map((row) => toView(row, settings, hours, asking));
}

/** Placements of a citizen, an order or a place of work, or some by id: the newest first, those that the viewer may see. */
export function placementsOf(
  db: Db,
  of: { citizenId: number } | { jobOrderId: number } | { pNumber: number } | { ids: readonly number[] },
  asking: Asking,
): PlacementView[] {
  const rows = selectPlacements(db, asking.today, NEWEST)
    .where(and(belongsTo(of), scopeOf(asking.viewer).placements()))
    .orderBy(sql`${placement.startsOn} DESC`, sql`${placement.id} DESC`)
    .all();
  return toViews(db, rows, readSettings(db), asking);
}

function isAmongIds(ids: readonly number[]): SQL {
  return sql`${placement.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

function belongsTo(of: Parameters<typeof placementsOf>[1]): SQL {
  if ('citizenId' in of) return eq(placement.citizenId, of.citizenId);
  if ('jobOrderId' in of) return eq(placement.jobOrderId, of.jobOrderId);
  if ('pNumber' in of) return eq(placement.pNumber, of.pNumber);
  return isAmongIds(of.ids);
}

function isHeldBy(filter: HeldFilter, { userId, teamId }: Viewer): SQL | undefined {
  if (filter === 'alle') return undefined;
  const mine = isHeldByUser(userId);
  if (filter === 'mine' || teamId === null) return mine;
  return or(mine, sql`${ownership.ownerTeamId} = ${teamId}`, eq(caseworker.teamId, teamId));
}

/** Condition on placement with its order's and its citizen's people: the user answers for it. */
export function isHeldByUser(userId: OrPlaceholder<number>): SQL | undefined {
  return or(
    sql`${ownership.ownerId} = ${userId}`,
    eq(placement.createdBy, userId),
    eq(citizen.caseworkerUserId, userId),
  );
}

function matchesText(text: string, { userId, teamId, roles }: Viewer): SQL | undefined {
  if (text === '') return undefined;
  const like = (folded: SQL | typeof pUnit.nameFolded) =>
    sql`${folded} LIKE ${`%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`;
  const known = teamId === null ? undefined : eq(caseworker.teamId, teamId);
  const byName = roles.includes('sagsbehandler')
    ? and(or(eq(citizen.caseworkerUserId, userId), known), like(sql`${citizen.nameFolded}`))
    : undefined;
  return or(like(pUnit.nameFolded), like(foldedSql(placement.jobFunction)), byName);
}

function hasStatus(status: PlacementFilters['status'], day: StatusDay): SQL | undefined {
  if (status === 'alle') return undefined;
  return status === 'aktive' ? isActiveSql(day.today) : sql`${statusSql(day)} = ${status}`;
}

function attentionSql(attention: Attention, day: StatusDay): SQL {
  return {
    mangler_underskrift: lacksSignatureSql(day),
    begyndt_uden: isBegunTooSoonSql(day),
    mangler_ophoer: lacksEndSql(day.today),
    efterregistreret: afterTheFactSql(),
  }[attention];
}

function sortKeys({ by, descending }: PlacementFilters['sort']): SortKey[] {
  const column = {
    start: placement.startsOn,
    // Word for word as the index placement_last_day has it.
    slut: sql`CASE WHEN ${placement.endedOn} IS NULL THEN ${placement.endsOn} ELSE ${placement.endedOn} END`,
    virksomhed: danishOrder(pUnit.nameFolded),
    type: placement.type,
  }[by];
  return [{ by: sql`${column} IS NULL` }, { by: column, descending }, { by: placement.id }];
}
