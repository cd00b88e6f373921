import { eq, sql } from 'drizzle-orm';
import { contact } from '../../../db/schema/contacts.ts';
import { showDate } from '../../ui/dates.ts';
import { prepareRestore } from '../prepared-restore.ts';
import { attempter, rowsOf, type UndoContext, type UndoStep } from './undo-step.ts';

/** A contact that was corrected or followed up since is a person's now. */
export function undoContacts(context: UndoContext): UndoStep[] {
  const { db, at, keep } = context;
  const attempt = attempter(context);
  const update = prepareRestore(db, contact, contact.id);
  const find = db
    .select({
      id: contact.id,
      pNumber: contact.pNumber,
      date: contact.contactDate,
      supersededAt: contact.supersededAt,
      nextStepDoneAt: contact.nextStepDoneAt,
    })
    .from(contact)
    .where(eq(contact.id, sql.placeholder('id')))
    .prepare();
  const own = { table: contact, key: contact.id, ofImport: contact.importId };
  const rows = rowsOf(context, own, (id) => {
    const row = find.get({ id });
    if (!row) return;
    const what = `Kontakt ${showDate(row.date)} til P-nummer ${row.pNumber}`;
    if (row.supersededAt) keep(what, 'er rettet af en bruger siden');
    else if (row.nextStepDoneAt) keep(what, 'næste skridt er fulgt op af en bruger');
    else attempt(what, () => update(row.id, { supersededAt: at }));
  });
  return [rows];
}
