import { and, eq, sql } from 'drizzle-orm';
import { addressPoint } from '../../db/schema/addresses.ts';
import type { AddressRow } from './adresser.ts';
import {
  type ApplyContext,
  changesTo,
  isEmpty,
  type Outcome,
  type RowWriter,
  type Tx,
} from './import-kind.ts';

type Point = typeof addressPoint.$inferSelect;

/** What undo needs to put a house back where it was. */
export interface AddressBefore {
  row: Point;
}

/** Writes houses with their places. A house that the file does not name stays. */
export function startAddresses({ tx, importId, at, keepBefore }: ApplyContext): RowWriter<AddressRow> {
  const statements = prepare(tx);

  function write(row: AddressRow): Outcome {
    const { postcode, streetFolded, houseNumber, houseLetter } = row;
    const stored = statements.find.get({ postcode, streetFolded, houseNumber, houseLetter });
    if (!stored) {
      statements.insert.run({ ...row, importId, at });
      return 'created';
    }
    const changes = changesTo<Partial<Point>>(stored, row);
    if (isEmpty(changes)) return 'unchanged';
    const before: AddressBefore = { row: stored };
    keepBefore('address_point', stored.id, before);
    tx.update(addressPoint)
      .set({ ...changes, importId, updatedAt: at })
      .where(eq(addressPoint.id, stored.id))
      .run();
    return 'updated';
  }

  return { write, finish: () => undefined };
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    find: tx
      .select()
      .from(addressPoint)
      .where(
        and(
          eq(addressPoint.postcode, placeholder('postcode')),
          eq(addressPoint.streetFolded, placeholder('streetFolded')),
          eq(addressPoint.houseNumber, placeholder('houseNumber')),
          eq(addressPoint.houseLetter, placeholder('houseLetter')),
        ),
      )
      .prepare(),
    insert: tx
      .insert(addressPoint)
      .values({
        postcode: placeholder('postcode'),
        street: placeholder('street'),
        streetFolded: placeholder('streetFolded'),
        houseNumber: placeholder('houseNumber'),
        houseLetter: placeholder('houseLetter'),
        latitude: placeholder('latitude'),
        longitude: placeholder('longitude'),
        registerId: placeholder('registerId'),
        importId: placeholder('importId'),
        createdAt: placeholder('at'),
        updatedAt: placeholder('at'),
      })
      .prepare(),
  };
}
