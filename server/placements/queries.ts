import { and, count, eq, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, type OrPlaceholder, preparedEach } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { foldedSql } from '../../db/schema/columns.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { readSettings, type Settings } from '../admin/queries.ts';
import { isAfterKey, keyColumn, orderOfKeys, rangeOf, type SortKey } from '../api/keyset.ts';
import { isCounted, type Key, type Slice } from '../api/paging.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { can, type Looking, scopeOf, type Viewer } from '../rights.ts';
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

function selectPlacements(db: Reader, today: OrPlaceholder<string>, keys: readonly SortKey[]) {
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
function selectIds(db: Reader, today: OrPlaceholder<string>) {
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
  const { userId, teamId, roles } = asking.viewer;
  const { after, limit, offset } = rangeOf(slice);
  const { held, type, status, attention, sort } = filters;
  const shape = {
    held,
    type,
    status,
    attention,
    sort,
    hasTeam: teamId !== null,
    seesOwn: roles.includes('sagsbehandler'),
    hasText: filters.text !== '',
    hasIds: filters.ids !== undefined,
  };
  const question = after === null ? listAsked(db, shape) : listQuestion(db, shape, after);
  const values = {
    ...statusDay(settings, asking.today),
    userId,
    teamId,
    like: likeText(filters.text),
    among: JSON.stringify(filters.ids),
  };
  const ids = question.ids.all({ ...values, limit, offset });
  const shown = JSON.stringify(ids.map(({ id }) => id));
  const rows = question.rows.all({ ids: shown, today: asking.today });
  const total = counts ? (question.count.get(values)?.n ?? 0) : 0;
  return { rows: toViews(db, rows, settings, asking), total };
}

type ListShape = Pick<PlacementFilters, 'held' | 'type' | 'status' | 'attention' | 'sort'> & {
  hasTeam: boolean;
  seesOwn: boolean;
  hasText: boolean;
  hasIds: boolean;
};

const listAsked = preparedEach((db: Db, shape: ListShape) => listQuestion(db, shape, null));

/** `after`: where a program goes on from. */
function listQuestion(db: Db, shape: ListShape, after: Key | null) {
  const keys = sortKeys(shape.sort);
  const orderBy = orderOfKeys(keys);
  const where = and(
    scopeOf(lookingAs(shape)).placements(),
    isHeldBy(shape.held, lookingAs(shape)),
    shape.hasText ? matchesText(lookingAs(shape)) : undefined,
    shape.type ? eq(placement.type, shape.type) : undefined,
    hasStatus(shape.status, DAY),
    shape.hasIds ? isAmong(placement.id, 'among') : undefined,
    shape.attention ? attentionSql(shape.attention, DAY) : undefined,
  );
  const found = selectIds(db, DAY.today).where(where).as('found');
  return {
    ids: selectIds(db, DAY.today)
      .where(and(where, isAfterKey(keys, after)))
      .orderBy(...orderBy)
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare(),
    rows: selectPlacements(db, DAY.today, keys)
      .where(isAmong(placement.id, 'ids'))
      .orderBy(...orderBy)
      .prepare(),
    count: db.select({ n: count() }).from(found).prepare(),
  };
}

const DAY: StatusDay = {
  today: sql.placeholder('today'),
  soon: sql.placeholder('soon'),
  signedTypes: sql.placeholder('signedTypes'),
  approvedTypes: sql.placeholder('approvedTypes'),
};

function lookingAs({ hasTeam, seesOwn }: { hasTeam: boolean; seesOwn: boolean }): Looking {
  return {
    userId: sql.placeholder('userId'),
    teamId: hasTeam ? sql.placeholder('teamId') : null,
    roles: seesOwn ? ['sagsbehandler'] : [],
  };
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
  const { userId, roles } = asking.viewer;
  const [owner = 'ids'] = Object.keys(of) as Owner[];
  const question = placementsAsked(db, { owner, seesOwn: roles.includes('sagsbehandler') });
  const values = { ...of, ids: 'ids' in of ? JSON.stringify(of.ids) : null };
  const rows = question.all({ ...values, userId, today: asking.today });
  return toViews(db, rows, readSettings(db), asking);
}

type Owner = 'citizenId' | 'jobOrderId' | 'pNumber' | 'ids';

const placementsAsked = preparedEach((db: Db, { owner, seesOwn }: { owner: Owner; seesOwn: boolean }) => {
  const isOf = owner === 'ids' ? isAmong(placement.id, 'ids') : eq(placement[owner], sql.placeholder(owner));
  return selectPlacements(db, sql.placeholder('today'), NEWEST)
    .where(and(isOf, scopeOf(lookingAs({ hasTeam: false, seesOwn })).placements()))
    .orderBy(sql`${placement.startsOn} DESC`, sql`${placement.id} DESC`)
    .prepare();
});

function isHeldBy(filter: HeldFilter, { userId, teamId }: Looking): SQL | undefined {
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

function likeText(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** Condition with the placeholder `like`, of likeText. */
function matchesText({ userId, teamId, roles }: Looking): SQL | undefined {
  const like = (folded: SQL | typeof pUnit.nameFolded) =>
    sql`${folded} LIKE ${sql.placeholder('like')} ESCAPE '\\'`;
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
