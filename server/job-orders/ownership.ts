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
  return filter === 'mine' || teamId === null ? mine : or(mine, sql`${ownership.ownerTeamId} = ${teamId}`);
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
