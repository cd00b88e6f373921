import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { isIsoDate } from '../ui/dates.ts';
import { isOpenStep } from './next-steps.ts';

/**
 * Another day for a promise that is not kept yet. The contact itself is the same, so no figure changes; the log of who
 * changed what tells both days. A sentence in Danish when the day cannot be. Call it inside the transaction.
 */
export function moveStep(
  tx: Pick<Db, 'select' | 'update' | 'insert'>,
  { contactId, date }: { contactId: number; date: string },
  { actor, at }: Doing,
): string | undefined {
  const old = tx
    .select({ date: contact.nextStepDate, contactDate: contact.contactDate, open: isOpenStep() })
    .from(contact)
    .where(eq(contact.id, contactId))
    .get();
  if (!old?.open) return 'Skridtet er klaret i mellemtiden.';
  if (!isIsoDate(date)) return 'Vælg den nye dato.';
  if (date < old.contactDate) return 'Næste skridt kan ikke ligge før kontakten.';
  if (date === old.date) return undefined;
  tx.update(contact).set({ nextStepDate: date }).where(eq(contact.id, contactId)).run();
  const event = { action: 'flyt', entity: 'contact', entityKey: String(contactId) };
  recordEvent(tx, { at, userId: actor.userId, ...event, detail: `${old.date} → ${date}` });
  return undefined;
}
