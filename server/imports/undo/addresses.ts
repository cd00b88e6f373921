import { eq, sql } from 'drizzle-orm';
import { addressPoint } from '../../../db/schema/addresses.ts';
import type { AddressBefore } from '../apply-adresser.ts';
import { prepareDelete, prepareRestore } from '../prepared-restore.ts';
import {
  attempter,
  beforeReader,
  changedAgain,
  rowsOf,
  type UndoContext,
  type UndoStep,
} from './undo-step.ts';

export function undoAddresses(context: UndoContext): UndoStep[] {
  const { db, importId, at } = context;
  const beforeOf = beforeReader<AddressBefore>(context, 'address_point');
  const attempt = attempter(context);
  const restore = prepareRestore(db, addressPoint, addressPoint.id);
  const remove = prepareDelete(db, addressPoint, addressPoint.id);
  const find = db
    .select()
    .from(addressPoint)
    .where(eq(addressPoint.id, sql.placeholder('id')))
    .prepare();
  const again = changedAgain(context, 'address_point', {
    isOwn: (id) => find.get({ id })?.importId === importId,
    what: (id) => nameOf(find.get({ id })) ?? `Adresse ${id}`,
  });
  const own = { table: addressPoint, key: addressPoint.id, ofImport: addressPoint.importId };
  const rows = rowsOf(context, own, (id) => {
    const row = find.get({ id });
    if (row?.importId !== importId) return;
    const before = beforeOf(id);
    attempt(nameOf(row) ?? id, () => {
      if (before) restore(row.id, { ...before.row, updatedAt: at });
      else remove(row.id);
    });
  });
  return [again, rows];
}

function nameOf(row: typeof addressPoint.$inferSelect | undefined): string | undefined {
  return row && `${row.street} ${row.houseNumber}${row.houseLetter}, ${row.postcode}`;
}
