import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { type OrPlaceholder, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { firmKeeper } from '../companies/care.ts';
import type { Ownership } from '../rights.ts';

export const OWNER_FILTERS = ['mine', 'team', 'ingen', 'alle'] as const;
export type OwnerFilter = (typeof OWNER_FILTERS)[number];

export const orderOwner = alias(user, 'order_owner');
export const firmOwner = alias(user, 'firm_owner');
/** A konsulent who has left answers for nothing. */
export const orderOwnerJoin = and(eq(orderOwner.id, jobOrder.ownerUserId), isNull(orderOwner.disabledAt));
export const firmOwnerJoin = (today: OrPlaceholder<string>) => eq(firmOwner.id, firmKeeper(today));

/** The order's own konsulent, else the firm's, else the firm's substitute: the one rule of whose an order is. */
const ownerOr = <T>(own: SQLiteColumn, firms: SQLiteColumn) =>
  sql<T>`CASE WHEN ${orderOwner.id} IS NULL THEN ${firms} ELSE ${own} END`;
export const ownership = {
  ownerId: ownerOr<number | null>(orderOwner.id, firmOwner.id),
  ownerName: ownerOr<string | null>(orderOwner.name, firmOwner.name),
  ownerTeamId: ownerOr<number | null>(orderOwner.teamId, firmOwner.teamId),
};
export function isOwnedBy(
  filter: OwnerFilter,
  { userId, teamId }: { userId: OrPlaceholder<number>; teamId: OrPlaceholder<number> | null },
): SQL | undefined {
  if (filter === 'alle') return undefined;
  if (filter === 'ingen') return sql`${ownership.ownerId} IS NULL`;
  const mine = sql`${ownership.ownerId} = ${userId}`;
  if (filter === 'mine' || teamId === null) return and(mayBelongTo(sql`SELECT ${userId}`), mine);
  const whose = sql`SELECT id FROM user WHERE id = ${userId} OR team_id = ${teamId}`;
  return and(mayBelongTo(whose), or(mine, sql`${ownership.ownerTeamId} = ${teamId}`));
}

/**
 * Condition: the order is one of theirs, or lies at a firm that they have or stand in for. Whose it is only the joins know;
 * but these few are found by index, and the joins need not be made for ten thousand orders. CROSS: firms before orders.
 */
function mayBelongTo(users: SQL): SQL {
  return sql`${jobOrder.id} IN (
    SELECT id FROM job_order WHERE owner_user_id IN (${users})
    UNION ALL SELECT theirs.id FROM p_unit CROSS JOIN job_order theirs ON theirs.p_number = p_unit.p_number
      WHERE p_unit.owner_user_id IN (${users})
    UNION ALL SELECT theirs.id FROM firm_assignment CROSS JOIN job_order theirs ON theirs.p_number = firm_assignment.p_number
      WHERE firm_assignment.user_id IN (${users}) AND role = 'stedfortraeder' AND ended_at IS NULL)`;
}

/** Who answers for an order; undefined: there is none. */
export function ownershipOf(db: Db, id: number, today: string): Ownership | undefined {
  return ownershipAsked(db).get({ id, today });
}

const ownershipAsked = preparedOnce((db: Db) =>
  db
    .select(ownership)
    .from(jobOrder)
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(firmOwner, firmOwnerJoin(sql.placeholder('today')))
    .where(eq(jobOrder.id, sql.placeholder('id')))
    .prepare(),
);
