import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact, contactWithdrawal } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { keptInstead } from '../register/merge-queries.ts';
import { type ContactAnswer, standingContact } from './queries.ts';
import { freeTextErrors, TEXT_LIMITS } from './rules.ts';

type Reader = Pick<Db, 'select'>;

/** A contact that never took place: it counts no more, and past figures stay as they were. */
export function withdrawContact(
  db: Db,
  { id, reason }: { id: number; reason: string | null },
  { actor, at }: Doing,
): ContactAnswer {
  const errors = reason
    ? freeTextErrors('reason', reason, TEXT_LIMITS.reason)
    : [{ field: 'reason', reason: 'Skriv, hvorfor kontakten ikke fandt sted.' }];
  return db.transaction(
    (tx): ContactAnswer => {
      const old = tx.select().from(contact).where(eq(contact.id, id)).get();
      if (!old) return { outcome: 'unknown' };
      if (old.supersededAt !== null) return { outcome: 'stale' };
      if (!reason || errors.length > 0) return { outcome: 'refused', errors };
      tx.update(contact).set({ supersededAt: at }).where(eq(contact.id, id)).run();
      tx.insert(contactWithdrawal)
        .values({ contactId: id, reason, withdrawnAt: at, withdrawnBy: actor.userId })
        .run();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'traek-tilbage',
        entity: 'contact',
        entityKey: String(id),
      });
      return { outcome: 'saved', id, pNumber: old.pNumber };
    },
    { behavior: 'immediate' },
  );
}

/** It took place after all: a new version says what the withdrawn one said, also of its next step. */
export function reinstateContact(db: Db, id: number, { actor, at }: Doing): ContactAnswer {
  return db.transaction(
    (tx): ContactAnswer => {
      const old = withdrawnContact(tx, id);
      if (!old) return { outcome: standingContact(tx, id) ? 'stale' : 'unknown' };
      const { id: _id, importId: _importId, formKey: _formKey, ...said } = old.version;
      // The firm may have been merged into another meanwhile.
      const pNumber = keptInstead(tx, said.pNumber) ?? said.pNumber;
      const { id: newId } = tx
        .insert(contact)
        .values({
          ...said,
          pNumber,
          recordedAt: at,
          recordedBy: actor.userId,
          replacesId: id,
          correctionReason: 'Tilbagetrækningen er fortrudt.',
          supersededAt: null,
        })
        .returning({ id: contact.id })
        .get();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'ret',
        entity: 'contact',
        entityKey: String(newId),
      });
      return { outcome: 'saved', id: newId, pNumber };
    },
    { behavior: 'immediate' },
  );
}

/** A contact that is withdrawn and not reinstated since, with who did it, when and why. */
export function withdrawnContact(db: Reader, id: number) {
  const found = db
    .select({ version: contact, withdrawal: contactWithdrawal, byName: user.name })
    .from(contactWithdrawal)
    .innerJoin(contact, eq(contact.id, contactWithdrawal.contactId))
    .innerJoin(user, eq(user.id, contactWithdrawal.withdrawnBy))
    .where(eq(contactWithdrawal.contactId, id))
    .get();
  const isReplaced = db.select({ id: contact.id }).from(contact).where(eq(contact.replacesId, id)).get();
  return isReplaced ? undefined : found;
}
