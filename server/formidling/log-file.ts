import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { type CardRow, type LogEntry, readCards, readLog } from './queries.ts';
import type { ShownCard } from './rights.ts';

interface LogRow extends LogEntry {
  shown: ShownCard;
}

/** The order's formidlingslog as a file, oldest first; of those whom the viewer may know. */
export function logRows(
  db: Db,
  orderId: number,
  { shown, today }: { shown: (rows: CardRow[]) => ShownCard[]; today: string },
): { cards: ShownCard[]; rows: LogRow[] } {
  const orderBy = [asc(formidling.id)];
  const cards = shown(readCards(db, eq(formidling.jobOrderId, orderId), { today, orderBy }));
  const byId = new Map(cards.map((each) => [each.card.id, each]));
  const entries = readLog(db, [...byId.keys()]).reverse();
  const rows = entries.flatMap((entry) => {
    const card = byId.get(entry.formidlingId);
    return card ? [{ ...entry, shown: card }] : [];
  });
  return { cards, rows };
}

export const LOG_COLUMNS: FileColumn<LogRow>[] = [
  { head: 'Tidspunkt', type: 'text', cell: ({ at }) => showInstant(at) },
  { head: 'Borgernummer', type: 'text', cell: ({ shown }) => shown.person.key },
  { head: 'Borger', type: 'text', cell: ({ shown }) => shown.person.name },
  { head: 'Hændelse', type: 'text', cell: ({ event }) => labels.formidlingEvent[event] },
  { head: 'Kommentar', type: 'text', cell: ({ comment }) => comment },
  { head: 'Af', type: 'text', cell: ({ byName }) => byName ?? 'Systemet' },
];
