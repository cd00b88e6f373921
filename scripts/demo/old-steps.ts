/** Next steps of months ago were taken, or came to nothing: an office does not carry them along for years. */
import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import { addDays } from './dates.ts';
import { createRandom } from './random.ts';

export function finishOldSteps(db: Db, { seed, today }: { seed: number; today: string }): void {
  const random = createRandom(seed, 'old steps');
  db.transaction(
    (tx) => {
      const open = tx
        .select({ id: contact.id, date: contact.nextStepDate })
        .from(contact)
        .where(
          and(
            isNotNull(contact.nextStepDate),
            isNull(contact.nextStepDoneAt),
            isNull(contact.supersededAt),
            lt(contact.nextStepDate, addDays(today, -12)),
          ),
        )
        .orderBy(contact.id)
        .all();
      for (const { id, date } of open) {
        if (date === null || (date > addDays(today, -50) && random.chance(0.15))) continue;
        const nextStepDoneAt = `${addDays(date, random.int(0, 9))}T12:00:00.000Z`;
        tx.update(contact).set({ nextStepDoneAt }).where(eq(contact.id, id)).run();
      }
    },
    { behavior: 'immediate' },
  );
}
