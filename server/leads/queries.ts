import { and, asc, count, eq, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { lead } from '../../db/schema/order-work.ts';
import { user } from '../../db/schema/users.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';

export const LEAD_OWNERS = ['mine', 'team', 'alle'] as const;
export type LeadOwner = (typeof LEAD_OWNERS)[number];
export const LEAD_STATES = ['aabne', 'afsluttede'] as const;
export type LeadState = (typeof LEAD_STATES)[number];

const SHOWN_DUE = 12;

const owner = alias(user, 'lead_owner');
const shown = {
  id: lead.id,
  pNumber: lead.pNumber,
  firmName: pUnit.name,
  title: lead.title,
  note: lead.note,
  type: lead.type,
  positions: lead.positions,
  weeklyHours: lead.weeklyHours,
  likelyFrom: lead.likelyFrom,
  followUpOn: lead.followUpOn,
  ownerUserId: lead.ownerUserId,
  ownerName: owner.name,
  jobOrderId: lead.jobOrderId,
  ended: lead.ended,
  endedAt: lead.endedAt,
  version: lead.version,
  createdAt: lead.createdAt,
};
export type Lead = ReturnType<typeof leadsAt>[number];

function select(db: Pick<Db, 'select'>) {
  return db
    .select(shown)
    .from(lead)
    .innerJoin(pUnit, eq(pUnit.pNumber, lead.pNumber))
    .leftJoin(owner, eq(owner.id, lead.ownerUserId));
}

/** A firm's open leads, the one to follow up first on top. */
export function leadsAt(db: Pick<Db, 'select'>, pNumber: number) {
  return openLeads(db).all({ pNumber });
}

const openLeads = preparedOnce((db: Pick<Db, 'select'>) =>
  select(db)
    .where(and(eq(lead.pNumber, sql.placeholder('pNumber')), isNull(lead.ended)))
    .orderBy(asc(lead.followUpOn), asc(lead.id))
    .prepare(),
);

export function findLead(db: Pick<Db, 'select'>, id: number): Lead | undefined {
  return select(db).where(eq(lead.id, id)).get();
}

interface Viewer {
  userId: number;
  teamId: number | null;
}

interface LeadFilters {
  owner: LeadOwner;
  state: LeadState;
}

export const LEAD_KEY_PARTS = 2;

/** Open ones by the day to follow up, ended ones by when they ended, the latest first. */
export function listLeads(
  db: Db,
  { owner: whose, state }: LeadFilters,
  { viewer, slice }: { viewer: Viewer; slice: Slice },
) {
  const open = state === 'aabne';
  const keys: SortKey[] = open
    ? [{ by: lead.followUpOn }, { by: lead.id }]
    : [
        { by: lead.endedAt, descending: true },
        { by: lead.id, descending: true },
      ];
  const { after, orderBy, limit, offset } = sliceBy(keys, slice);
  const where = and(open ? isNull(lead.ended) : isNotNull(lead.ended), isOf(whose, viewer));
  const rows = db
    .select({ ...shown, key: keyColumn(keys) })
    .from(lead)
    .innerJoin(pUnit, eq(pUnit.pNumber, lead.pNumber))
    .leftJoin(owner, eq(owner.id, lead.ownerUserId))
    .where(and(where, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  const counted = db
    .select({ n: count() })
    .from(lead)
    .leftJoin(owner, eq(owner.id, lead.ownerUserId))
    .where(where)
    .get();
  return { rows, total: counted?.n ?? 0 };
}

function isOf(whose: LeadOwner, { userId, teamId }: Viewer): SQL | undefined {
  if (whose === 'alle') return undefined;
  const mine = eq(lead.ownerUserId, userId);
  return whose === 'mine' || teamId === null ? mine : or(mine, eq(owner.teamId, teamId));
}

/** On Min dag: the user's own that are to be followed up by today, the oldest first. */
export function leadsDue(db: Db, userId: number, today: string) {
  const rows = leadsOfOwner(db).all({ userId, today });
  return { rows, total: rows[0]?.total ?? 0 };
}

const leadsOfOwner = preparedOnce((db: Db) =>
  db
    .select({ ...shown, total: sql<number>`${count()} OVER ()` })
    .from(lead)
    .innerJoin(pUnit, eq(pUnit.pNumber, lead.pNumber))
    .leftJoin(owner, eq(owner.id, lead.ownerUserId))
    .where(
      and(
        eq(lead.ownerUserId, sql.placeholder('userId')),
        isNull(lead.ended),
        lte(lead.followUpOn, sql.placeholder('today')),
      ),
    )
    .orderBy(asc(lead.followUpOn), asc(lead.id))
    .limit(SHOWN_DUE)
    .prepare(),
);
