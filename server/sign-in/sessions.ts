import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { session } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { ABSOLUTE_MS, IDLE_MS } from '../plugins/session.ts';

const MOST = 50;

/** Where the user is signed in now, the newest first. */
export function openSessions(db: Db, userId: number, now: Date) {
  const since = (ms: number) => new Date(now.getTime() - ms).toISOString();
  return db
    .select({
      idHash: session.idHash,
      method: session.method,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
    })
    .from(session)
    .where(
      and(
        eq(session.userId, userId),
        isNull(session.endedAt),
        gt(session.createdAt, since(ABSOLUTE_MS)),
        gt(session.lastSeenAt, since(IDLE_MS)),
      ),
    )
    .orderBy(desc(session.createdAt))
    .limit(MOST)
    .all();
}

/** What the issuer must be told at sign-out, sealed; null after a local sign-in. */
export function atIssuerOf(db: Db, idHash: string): string | null {
  const found = db
    .select({ atIssuer: session.atIssuer })
    .from(session)
    .where(eq(session.idHash, idHash))
    .get();
  return found?.atIssuer ?? null;
}

/** Out everywhere, at once: the next request of each of them asks for a new sign-in. */
export function endSessions(db: Db, userId: number, { at, by }: { at: string; by: number | null }): void {
  db.transaction(
    (tx) => {
      tx.update(session)
        .set({ endedAt: at })
        .where(and(eq(session.userId, userId), isNull(session.endedAt)))
        .run();
      recordEvent(tx, {
        at,
        userId: by,
        action: 'log ud overalt',
        entity: 'user',
        entityKey: String(userId),
      });
    },
    { behavior: 'immediate' },
  );
}
