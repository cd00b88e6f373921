import { and, asc, count, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedEach, preparedOnce } from '../../db/prepared.ts';
import { citizenShift } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { isAfterKey, keyColumn, orderOfKeys, rangeOf, type SortKey } from '../api/keyset.ts';
import { isCounted, type Key, type Slice } from '../api/paging.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
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
  const { tab, text, sort } = filters;
  const { userId, teamId } = viewer;
  const { after, limit, offset } = rangeOf(slice);
  const shape = { tab, hasTeam: teamId !== null, hasText: text !== '', sort };
  const question = after === null ? listAsked(db, shape) : listQuestion(db, shape, after);
  const values = { userId, teamId, text, like: likeText(text) };
  const rows = question.rows.all({ ...values, limit, offset });
  if (!isCounted(slice)) return { rows, total: 0 };
  return { rows, total: question.total.get(values)?.count ?? 0 };
}

type ListShape = Pick<CitizenFilters, 'tab' | 'sort'> & { hasTeam: boolean; hasText: boolean };

const listAsked = preparedEach((db: Db, shape: ListShape) => listQuestion(db, shape, null));

/** `after`: where a program goes on from. */
function listQuestion(db: Db, { tab, hasTeam, hasText, sort }: ListShape, after: Key | null) {
  const keys = sortKeys(sort);
  const orderBy = orderOfKeys(keys);
  const teamId = hasTeam ? sql.placeholder('teamId') : null;
  const scope = scopeOf({ userId: sql.placeholder('userId'), teamId, roles: [] });
  const where = and(scope.citizens(tab), hasText ? matchesText() : undefined);
  // First which, by an index that holds all they are chosen by; then what is shown of those.
  const ids = db
    .select({ id: citizen.id })
    .from(citizen)
    .where(and(where, isAfterKey(keys, after)))
    .orderBy(...orderBy)
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'));
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
    .prepare();
  return { rows, total: db.select({ count: count() }).from(citizen).where(where).prepare() };
}

const caseworker = sql<string | null>`coalesce(${user.name}, ${citizen.caseworkerName})`;

function likeText(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** Condition with the placeholders `text`, as it was typed, and `like`, of likeText. */
function matchesText(): SQL | undefined {
  const keyed = sql`(SELECT id FROM citizen WHERE citizen_key = ${sql.placeholder('text')})`;
  const named = sql`${citizen.nameFolded} LIKE ${sql.placeholder('like')} ESCAPE '\\'`;
  return or(named, sql`${citizen.id} = ${keyed}`);
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
  const more = moreAsked(db).get({ id });
  return {
    citizen: found.row,
    terms: found.terms,
    /** days and times, Monday first */
    shifts: shiftsAsked(db).all({ id }),
    benefitPeriods: found.benefitPeriods,
    hasCpr: more?.hasCpr === 1,
    caseworkerName: more?.caseworkerName ?? null,
    caseworkerTeamId: more?.caseworkerTeamId ?? null,
  };
}

const moreAsked = preparedOnce((db: Db) =>
  db
    .select({
      hasCpr: sql<number>`${citizen.cprIndex} IS NOT NULL`,
      caseworkerName: caseworker,
      caseworkerTeamId: user.teamId,
    })
    .from(citizen)
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(eq(citizen.id, sql.placeholder('id')))
    .prepare(),
);

const shiftsAsked = preparedOnce((db: Db) =>
  db
    .select({
      weekday: citizenShift.weekday,
      fromMinute: citizenShift.fromMinute,
      toMinute: citizenShift.toMinute,
    })
    .from(citizenShift)
    .where(eq(citizenShift.citizenId, sql.placeholder('id')))
    .orderBy(asc(citizenShift.weekday), asc(citizenShift.fromMinute))
    .prepare(),
);
