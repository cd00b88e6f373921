import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type Role, user, userIdentity } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { changeRights, createUser } from '../users/queries.ts';

/** Somebody, as an issuer vouches for them. */
export interface Person {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  roles: Role[];
  teamName: string | null;
}

export type Admission =
  | { ok: true; userId: number }
  | { ok: false; reason: 'unknown' | 'disabled' | 'no-role' };

/**
 * The user whom the issuer's name means, with the roles the issuer gives today: what it has taken away is gone also from
 * open sessions. Nobody is found by user name or mail, since that would let an issuer's name take over a local user.
 */
export function admit(
  db: Db,
  person: Person,
  { at, createUsers, unusableHash }: { at: string; createUsers: boolean; unusableHash: string },
): Admission {
  const known = findIdentity(db, person);
  if (!known && person.roles.length === 0) return { ok: false, reason: 'no-role' };
  if (!known && !createUsers) return { ok: false, reason: 'unknown' };
  const userId = known?.userId ?? createUser(db, newUser(person, unusableHash), { at, by: null });
  const disabledAt = db.select({ disabledAt: user.disabledAt }).from(user).where(eq(user.id, userId)).get();
  if (disabledAt?.disabledAt) return { ok: false, reason: 'disabled' };
  linkIdentity(db, { ...person, userId, at });
  changeRights(db, userId, { roles: person.roles, teamName: person.teamName }, { at, by: null });
  return person.roles.length > 0 ? { ok: true, userId } : { ok: false, reason: 'no-role' };
}

/** Says that this name at this issuer is the user; the newest sign-in is kept. */
export function linkIdentity(
  db: Db,
  { issuer, subject, userId, at }: { issuer: string; subject: string; userId: number; at: string },
): void {
  db.transaction(
    (tx) => {
      if (!findIdentity(tx, { issuer, subject })) {
        recordEvent(tx, {
          at,
          userId: null,
          action: 'knyt',
          entity: 'user_identity',
          entityKey: String(userId),
        });
      }
      tx.insert(userIdentity)
        .values({ issuer, subject, userId, createdAt: at, lastSeenAt: at })
        .onConflictDoUpdate({ target: [userIdentity.issuer, userIdentity.subject], set: { lastSeenAt: at } })
        .run();
    },
    { behavior: 'immediate' },
  );
}

export function findIdentity(
  db: Pick<Db, 'select'>,
  { issuer, subject }: { issuer: string; subject: string },
) {
  return db
    .select({ userId: userIdentity.userId })
    .from(userIdentity)
    .where(and(eq(userIdentity.issuer, issuer), eq(userIdentity.subject, subject)))
    .get();
}

/** The user name is made from issuer and subject, so that it meets nobody else's. */
function newUser({ issuer, subject, name, email, roles, teamName }: Person, passwordHash: string) {
  const digest = createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 16);
  return { username: `kommune-${digest}`, name, email, roles, teamName, passwordHash };
}
