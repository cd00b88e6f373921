import { and, eq, isNull } from 'drizzle-orm';
import { ordinaryStaff } from '../../db/schema/capacity.ts';
import type { Move, Tx } from './merge.ts';

/**
 * Full-time years of the merged firm: of a month that the kept one has no figure for, since the two were one place all
 * along and its own figure is of the whole. Superseded here and written anew there, as headcounts are.
 */
export function moveStaff(
  tx: Tx,
  { from, to, at }: Move,
  moved: (rowId: number, before: unknown) => void,
): void {
  const standing = (pNumber: number) =>
    and(eq(ordinaryStaff.pNumber, pNumber), isNull(ordinaryStaff.supersededAt));
  const known = tx.select({ month: ordinaryStaff.month }).from(ordinaryStaff).where(standing(to)).all();
  const months = new Set(known.map(({ month }) => month));
  for (const row of tx.select().from(ordinaryStaff).where(standing(from)).all()) {
    if (months.has(row.month)) continue;
    moved(writeAnew(tx, row, { to, at }), { id: row.id });
    supersede(tx, row.id, at);
  }
}

/** The firm's own figure again; one that the kept firm has given since stays with it. */
export function moveStaffBack(tx: Tx, movedId: number, before: { id: number }, { to, at }: Move): void {
  const find = (id: number) => tx.select().from(ordinaryStaff).where(eq(ordinaryStaff.id, id)).get();
  const own = find(before.id);
  if (!own) throw new Error(`No staff ${before.id}`);
  if (find(movedId)?.supersededAt === null) supersede(tx, movedId, at);
  writeAnew(tx, own, { to, at });
}

function writeAnew(
  tx: Tx,
  row: typeof ordinaryStaff.$inferSelect,
  { to, at }: Pick<Move, 'to' | 'at'>,
): number {
  const values = { ...row, id: undefined, pNumber: to, recordedAt: at, supersededAt: null };
  return tx.insert(ordinaryStaff).values(values).returning({ id: ordinaryStaff.id }).get().id;
}

function supersede(tx: Tx, id: number, at: string): void {
  tx.update(ordinaryStaff).set({ supersededAt: at }).where(eq(ordinaryStaff.id, id)).run();
}
