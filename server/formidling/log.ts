import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type FormidlingEvent, formidlingEvent } from '../../db/schema/formidling.ts';
import { recordEvent } from '../admin/queries.ts';

/** One line of the formidlingslog, and the same in the log of changes. */
export function writeEvent(
  tx: Pick<Db, 'select' | 'insert'>,
  formidlingId: number,
  event: FormidlingEvent,
  comment: string | null,
  { at, by }: { at: string; by: number },
): void {
  tx.insert(formidlingEvent).values({ formidlingId, event, comment, at, by }).run();
  const audited = { action: event, entity: 'formidling', entityKey: String(formidlingId) };
  recordEvent(tx, { at, userId: by, ...audited });
}

/** The log's events of a card, oldest first. */
export function eventsOf(db: Pick<Db, 'select'>, formidlingId: number): FormidlingEvent[] {
  return db
    .select({ event: formidlingEvent.event })
    .from(formidlingEvent)
    .where(eq(formidlingEvent.formidlingId, formidlingId))
    .orderBy(asc(formidlingEvent.id))
    .all()
    .map(({ event }) => event);
}
