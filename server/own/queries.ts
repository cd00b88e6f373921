import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { user } from '../../db/schema/users.ts';

/** One's own taste, no change of anybody's rights: the audit log is not for it. */
export function setSingleKeys(db: Db, userId: number, on: boolean): void {
  db.update(user).set({ singleKeys: on }).where(eq(user.id, userId)).run();
}
