import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { apiToken } from '../../db/schema/api-tokens.ts';
import { type Role, session, team, user, userRole } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';

/** OWASP: 19 MiB, two passes, one lane; about 12 ms a sign-in. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface NewUser {
  username: string;
  name: string;
  email: string | null;
  roles: Role[];
  teamName: string | null;
  password: string;
}

interface Change {
  at: string;
  by: number | null;
}

export async function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** Creates the user; hash the password first, nothing may be awaited inside a transaction. */
export function createUser(
  db: Db,
  newUser: Omit<NewUser, 'password'> & { passwordHash: string },
  { at, by }: Change,
): number {
  return db.transaction(
    (tx) => {
      const { id } = tx
        .insert(user)
        .values({
          username: newUser.username,
          name: newUser.name,
          email: newUser.email,
          passwordHash: newUser.passwordHash,
          teamId: newUser.teamName ? teamIdOf(tx, newUser.teamName) : null,
          createdAt: at,
        })
        .returning({ id: user.id })
        .get();
      for (const role of newUser.roles) tx.insert(userRole).values({ userId: id, role }).run();
      recordEvent(tx, {
        at,
        userId: by,
        action: 'opret',
        entity: 'user',
        entityKey: String(id),
        detail: newUser.roles.join(' '),
      });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/** A program's user: closed from the start, so that nobody signs in as it and no list of colleagues has it. */
export function addClosedUser(
  tx: Pick<Db, 'insert'>,
  {
    name,
    roles,
    teamName,
    passwordHash,
  }: Omit<NewUser, 'username' | 'email' | 'password'> & { passwordHash: string },
  at: string,
): number {
  const { id } = tx
    .insert(user)
    .values({
      username: `program-${randomUUID()}`,
      name,
      passwordHash,
      teamId: teamName ? teamIdOf(tx, teamName) : null,
      createdAt: at,
      disabledAt: at,
    })
    .returning({ id: user.id })
    .get();
  for (const role of roles) tx.insert(userRole).values({ userId: id, role }).run();
  return id;
}

function teamIdOf(tx: Pick<Db, 'insert'>, name: string): number {
  return tx
    .insert(team)
    .values({ name })
    .onConflictDoUpdate({ target: team.name, set: { name } })
    .returning({ id: team.id })
    .get().id;
}

export function changeUser(
  db: Db,
  id: number,
  change: { name: string; email: string | null; roles: Role[]; teamName: string | null },
  { at, by }: Change,
): void {
  db.transaction(
    (tx) => {
      const teamId = change.teamName ? teamIdOf(tx, change.teamName) : null;
      tx.update(user).set({ name: change.name, email: change.email, teamId }).where(eq(user.id, id)).run();
      tx.delete(userRole).where(eq(userRole.userId, id)).run();
      for (const role of change.roles) tx.insert(userRole).values({ userId: id, role }).run();
      recordEvent(tx, {
        at,
        userId: by,
        action: 'ret',
        entity: 'user',
        entityKey: String(id),
        detail: change.roles.join(' '),
      });
    },
    { behavior: 'immediate' },
  );
}

/** What the municipality's own sign-in gives today; an event is told only of what is new. */
export function changeRights(
  db: Db,
  id: number,
  { roles, teamName }: { roles: Role[]; teamName: string | null },
  { at, by }: Change,
): void {
  db.transaction(
    (tx) => {
      const before = tx.select({ role: userRole.role }).from(userRole).where(eq(userRole.userId, id)).all();
      const held = before.map((row) => row.role);
      if (teamName)
        tx.update(user)
          .set({ teamId: teamIdOf(tx, teamName) })
          .where(eq(user.id, id))
          .run();
      if (held.length === roles.length && held.every((role) => roles.includes(role))) return;
      tx.delete(userRole).where(eq(userRole.userId, id)).run();
      for (const role of roles) tx.insert(userRole).values({ userId: id, role }).run();
      const event = { action: 'ret', entity: 'user', entityKey: String(id), detail: roles.join(' ') };
      recordEvent(tx, { at, userId: by, ...event });
    },
    { behavior: 'immediate' },
  );
}

/** Disabling ends every session at once (ASVS 7.4.2). */
export function setDisabled(db: Db, id: number, disabled: boolean, { at, by }: Change): void {
  db.transaction(
    (tx) => {
      tx.update(user)
        .set({ disabledAt: disabled ? at : null })
        .where(eq(user.id, id))
        .run();
      if (disabled) {
        tx.update(session)
          .set({ endedAt: at })
          .where(and(eq(session.userId, id), isNull(session.endedAt)))
          .run();
      }
      recordEvent(tx, {
        at,
        userId: by,
        action: disabled ? 'deaktiver' : 'genaktiver',
        entity: 'user',
        entityKey: String(id),
      });
    },
    { behavior: 'immediate' },
  );
}

/** A new password ends the user's sessions, but the one it was changed in: whoever knew the old one is out. */
export function setPassword(
  db: Db,
  id: number,
  passwordHash: string,
  { at, by, but = null }: Change & { but?: string | null },
): void {
  db.transaction(
    (tx) => {
      tx.update(user).set({ passwordHash }).where(eq(user.id, id)).run();
      tx.update(session)
        .set({ endedAt: at })
        .where(
          and(
            eq(session.userId, id),
            isNull(session.endedAt),
            but === null ? undefined : ne(session.idHash, but),
          ),
        )
        .run();
      recordEvent(tx, { at, userId: by, action: 'ny adgangskode', entity: 'user', entityKey: String(id) });
    },
    { behavior: 'immediate' },
  );
}

/** A person; programs have their own page. */
export function findUser(db: Db, id: number) {
  const found = db
    .select({
      id: user.id,
      username: user.username,
      name: user.name,
      email: user.email,
      disabledAt: user.disabledAt,
      teamName: team.name,
    })
    .from(user)
    .leftJoin(team, eq(team.id, user.teamId))
    .where(and(eq(user.id, id), isPerson))
    .get();
  return found && { ...found, roles: rolesOf(db, id) };
}

export function findUserByUsername(db: Db, username: string) {
  return db
    .select()
    .from(user)
    .where(eq(user.username, foldUsername(username)))
    .get();
}

const isPerson = sql`${user.id} NOT IN (SELECT user_id FROM ${apiToken})`;

/** Every user by name; a town has some dozens. */
export function listUsers(db: Db) {
  const roles = Map.groupBy(everyRole(db).all(), (row) => row.userId);
  return everyPerson(db)
    .all()
    .map((row) => ({ ...row, roles: (roles.get(row.id) ?? []).map((entry) => entry.role) }));
}

const everyRole = preparedOnce((db: Db) => db.select().from(userRole).prepare());

const everyPerson = preparedOnce((db: Db) =>
  db
    .select({
      id: user.id,
      username: user.username,
      name: user.name,
      disabledAt: user.disabledAt,
      teamName: team.name,
    })
    .from(user)
    .leftJoin(team, eq(team.id, user.teamId))
    .where(isPerson)
    .orderBy(asc(user.name), asc(user.id))
    .prepare(),
);

/** [id, name] of everybody who can look after firms, for choosing one. */
export function konsulentChoices(db: Db): [string, string][] {
  return listUsers(db)
    .filter((one) => one.disabledAt === null && one.roles.includes('konsulent'))
    .map(({ id, name }) => [String(id), name]);
}

export function teamOf(db: Db, userId: number): number | null {
  return teamOfUser(db).get({ userId })?.teamId ?? null;
}

const teamOfUser = preparedOnce((db: Db) =>
  db
    .select({ teamId: user.teamId })
    .from(user)
    .where(eq(user.id, sql.placeholder('userId')))
    .prepare(),
);

export function membersOf(db: Db, teamId: number): number[] {
  const rows = db.select({ id: user.id }).from(user).where(eq(user.teamId, teamId)).all();
  return rows.map(({ id }) => id);
}

export function listTeams(db: Db): string[] {
  return db
    .select({ name: team.name })
    .from(team)
    .orderBy(asc(team.name))
    .all()
    .map((row) => row.name);
}

export function rolesOf(db: Db, userId: number): Role[] {
  return db
    .select({ role: userRole.role })
    .from(userRole)
    .where(eq(userRole.userId, userId))
    .all()
    .map((row) => row.role);
}

export function foldUsername(username: string): string {
  return username.normalize('NFC').trim().toLocaleLowerCase('da');
}
