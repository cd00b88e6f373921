import type { Db } from '../../db/client.ts';
import type { ErasureReason } from '../../db/schema/privacy.ts';
import { busyProblem } from '../imports/busy.ts';
import type { FieldError, Problem } from '../problems.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';

/** The night gives the third reason by itself. */
export const CHOSEN_REASONS = ['anmodning', 'fejl'] as const satisfies ErasureReason[];

/** What must be typed: a slip of the finger erases nobody. */
const CONFIRMATION = 'SLET';

/** A large import is written, and undone, in pieces: somebody erased in the midst of it would come back with the next. */
export function mustWait(db: Pick<Db, 'select'>): Problem | undefined {
  return busyProblem(db, 'Ingen kan slettes, før den er færdig. Prøv igen om lidt.');
}

export function readErasure(fields: Fields): { reason: ErasureReason | undefined; errors: FieldError[] } {
  const reason = oneOf(CHOSEN_REASONS, textOf(fields, 'grund'));
  const errors: FieldError[] = [];
  if (!reason) errors.push({ field: 'grund', reason: 'Vælg, hvorfor der slettes.' });
  if (textOf(fields, 'bekraeft').toUpperCase() !== CONFIRMATION)
    errors.push({ field: 'bekraeft', reason: `Skriv ${CONFIRMATION} for at bekræfte.` });
  return { reason, errors };
}
