import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
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
    /** shortcuts of one key may be pressed by speech input: whoever talks to the machine turns them off (WCAG 2.1.4) */
    singleKeys: integer('single_keys', { mode: 'boolean' }).notNull().default(true),
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

/** A user's own calendar feed. Only the SHA-256 of its secret is kept; a new secret takes the old one's place. */
export const calendarFeed = sqliteTable(
  'calendar_feed',
  {
    userId: integer('user_id')
      .primaryKey()
      .references(() => user.id),
    secretHash: text('secret_hash').notNull().unique(),
    createdAt: text('created_at').notNull(),
    lastFetchedAt: text('last_fetched_at'),
  },
  (t) => [check('calendar_feed_secret_hash', sql`length(${t.secretHash}) = 64`)],
);
