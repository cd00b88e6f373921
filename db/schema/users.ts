import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';

export const ROLES = ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const team = sqliteTable('team', {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
});

export const user = sqliteTable(
  'user',
  {
    id: integer().primaryKey(),
    username: text().notNull().unique(),
    name: text().notNull(),
    email: text(),
    passwordHash: text('password_hash').notNull(),
    teamId: integer('team_id').references(() => team.id),
    createdAt: text('created_at').notNull(),
    disabledAt: text('disabled_at'),
  },
  (t) => [index('user_team').on(t.teamId)],
);

export const userRole = sqliteTable(
  'user_role',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    role: text({ enum: ROLES }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.role] }), oneOf('user_role_role', t.role, ROLES)],
);

/** Only the SHA-256 of a session id is kept: a stolen database cannot sign in. */
export const session = sqliteTable(
  'session',
  {
    idHash: text('id_hash').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    createdAt: text('created_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
    endedAt: text('ended_at'),
  },
  (t) => [index('session_user').on(t.userId)],
);

export const signInAttempt = sqliteTable(
  'sign_in_attempt',
  {
    id: integer().primaryKey(),
    username: text().notNull(),
    address: text().notNull(),
    at: text().notNull(),
    succeeded: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [
    index('sign_in_attempt_username').on(t.username, t.at),
    index('sign_in_attempt_address').on(t.address, t.at),
  ],
);
