import { eq } from 'drizzle-orm';
import { addressPoint } from '../../db/schema/addresses.ts';
import type { AddressBefore } from './apply-adresser.ts';
import { attempt, beforeReader, keepChangedAgain, type UndoContext } from './undo-context.ts';

export function undoAddresses(context: UndoContext): void {
  const { tx, importId, at } = context;
  const beforeOf = beforeReader<AddressBefore>(context, 'address_point');
  const rows = tx.select().from(addressPoint).where(eq(addressPoint.importId, importId)).all();
  for (const row of rows) {
    const before = beforeOf(row.id);
    attempt(context, nameOf(row), () => {
      if (before)
        tx.update(addressPoint)
          .set({ ...before.row, updatedAt: at })
          .where(eq(addressPoint.id, row.id))
          .run();
      else tx.delete(addressPoint).where(eq(addressPoint.id, row.id)).run();
    });
  }
  const named = (key: string) => {
    const row = tx
      .select()
      .from(addressPoint)
      .where(eq(addressPoint.id, Number(key)))
      .get();
    return row ? nameOf(row) : `Adresse ${key}`;
  };
  keepChangedAgain(context, 'address_point', named, new Set(rows.map(({ id }) => id)));
}

function nameOf(row: typeof addressPoint.$inferSelect): string {
  return `${row.street} ${row.houseNumber}${row.houseLetter}, ${row.postcode}`;
}
