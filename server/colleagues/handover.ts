import type { Db } from '../../db/client.ts';
import { moveOwner } from '../companies/queries.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { noteErrors, writeNote } from './notes.ts';

type HandoverAnswer =
  | { outcome: 'saved' }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Gives a firm to another konsulent, who is told so; sent twice, it is one handover. */
export function handOver(
  db: Db,
  { pNumber, to, text }: { pNumber: number; to: number; text: string | null },
  doing: Doing,
): HandoverAnswer {
  const errors = noteErrors(db, { to, text });
  if (errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): HandoverAnswer => {
      const moved = moveOwner(tx, pNumber, to, doing);
      if (!moved) return { outcome: 'unknown' };
      const isNew = moved.before !== to && to !== doing.actor.userId;
      if (isNew) writeNote(tx, { pNumber, kind: 'overdragelse', text, to }, doing);
      return { outcome: 'saved' };
    },
    { behavior: 'immediate' },
  );
}
