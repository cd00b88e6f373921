import { isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { session } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { eraseAgain } from '../privacy/again.ts';
import { emptyLog } from '../privacy/empty-log.ts';
import { readErasures } from '../privacy/erasure-list.ts';
import { holdBack } from '../webhooks/deliveries.ts';
import type { Restored } from './restore.ts';

/**
 * The first start of a restored folder, before anybody is served: what has been taken back since the backup must not come
 * alive again. Whoever has been erased since would, and sessions that have been ended: all end, and messages to other programs
 * wait for somebody to look. One transaction: a start that is cut off does it anew.
 */
export function afterRestore(
  db: Db,
  { backupAt, restoredAt }: Restored,
  { files, now }: { files: Pick<DataFiles, 'erasures'>; now: Date },
): void {
  const at = now.toISOString();
  db.transaction(
    (tx) => {
      tx.update(session).set({ endedAt: at }).where(isNull(session.endedAt)).run();
      const erased = eraseAgain(tx, db, readErasures(files.erasures));
      holdBack(tx);
      recordEvent(tx, {
        at,
        userId: null,
        action: 'gendan',
        entity: 'database',
        entityKey: backupAt,
        detail: `${restoredAt}; slettet igen: ${erased}`,
      });
    },
    { behavior: 'immediate' },
  );
  emptyLog(db, at);
}
