import { createHash } from 'node:crypto';
import { and, asc, eq, isNull, like, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type Role, session, user, userIdentity } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { changeRights, createUser } from '../users/queries.ts';

/** How the user names begin that the first sign-in at an issuer makes. */
const MADE_HERE = 'kommune-';

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

/** What the municipality's sign-in knows a user by. */
export function identitiesOf(db: Db, userId: number) {
  return db.select().from(userIdentity).where(eq(userIdentity.userId, userId)).limit(20).all();
}

/** Whom the municipality's sign-in has made a user of by itself: each may turn out to be somebody who was here before. */
export function identitiesOfOthers(db: Db, userId: number) {
  return db
    .select({ issuer: userIdentity.issuer, subject: userIdentity.subject, name: user.name })
    .from(userIdentity)
    .innerJoin(user, eq(user.id, userIdentity.userId))
    .where(and(ne(user.id, userId), like(user.username, `${MADE_HERE}%`)))
    .orderBy(asc(user.name))
    .limit(500)
    .all();
}

/**
 * An administrator says that this name at this issuer is this user. A user that the issuer's first sign-in had made is
 * closed: what it did stays under its name.
 */
export function giveIdentity(
  db: Db,
  { issuer, subject, userId }: { issuer: string; subject: string; userId: number },
  { at, by }: { at: string; by: number },
): void {
  db.transaction(
    (tx) => {
      const before = findIdentity(tx, { issuer, subject });
      const row = { issuer, subject, userId, createdAt: at, lastSeenAt: at };
      tx.insert(userIdentity)
        .values(row)
        .onConflictDoUpdate({
          target: [userIdentity.issuer, userIdentity.subject],
          set: { userId, createdAt: at },
        })
        .run();
      if (before && before.userId !== userId) closeMadeUser(tx, before.userId, { at, by });
      recordEvent(tx, { at, userId: by, action: 'knyt', entity: 'user_identity', entityKey: String(userId) });
    },
    { behavior: 'immediate' },
  );
}

/** The user signs in with a password again; open sessions end. False when it was not theirs. */
export function takeIdentity(
  db: Db,
  { issuer, subject, userId }: { issuer: string; subject: string; userId: number },
  { at, by }: { at: string; by: number },
): boolean {
  return db.transaction(
    (tx) => {
      const its = and(
        eq(userIdentity.issuer, issuer),
        eq(userIdentity.subject, subject),
        eq(userIdentity.userId, userId),
      );
      const { changes } = tx.delete(userIdentity).where(its).run();
      if (changes === 0) return false;
      endAll(tx, userId, at);
      recordEvent(tx, { at, userId: by, action: 'løsn', entity: 'user_identity', entityKey: String(userId) });
      return true;
    },
    { behavior: 'immediate' },
  );
}

function closeMadeUser(
  tx: Pick<Db, 'select' | 'update' | 'insert'>,
  id: number,
  { at, by }: { at: string; by: number },
) {
  endAll(tx, id, at);
  const made = and(eq(user.id, id), like(user.username, `${MADE_HERE}%`), isNull(user.disabledAt));
  if (tx.update(user).set({ disabledAt: at }).where(made).run().changes === 0) return;
  recordEvent(tx, { at, userId: by, action: 'deaktiver', entity: 'user', entityKey: String(id) });
}

function endAll(tx: Pick<Db, 'update'>, userId: number, at: string): void {
  tx.update(session)
    .set({ endedAt: at })
    .where(and(eq(session.userId, userId), isNull(session.endedAt)))
    .run();
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
  return { username: MADE_HERE + digest, name, email, roles, teamName, passwordHash };
}
