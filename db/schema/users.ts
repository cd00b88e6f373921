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

/** How somebody showed who they are: a local password, or the municipality's own sign-in. */
export const SIGN_IN_METHODS = ['adgangskode', 'oidc', 'saml'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

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
    method: text({ enum: SIGN_IN_METHODS }).notNull().default('adgangskode'),
    /** what the issuer must be told at sign-out, sealed: its own token, or the assertion's name and session */
    atIssuer: text('at_issuer'),
  },
  (t) => [index('session_user').on(t.userId), oneOf('session_method', t.method, SIGN_IN_METHODS)],
);

export const signInAttempt = sqliteTable(
  'sign_in_attempt',
  {
    id: integer().primaryKey(),
    /** keyed, of what was typed as a user name */
    accountHash: text('account_hash').notNull(),
    address: text().notNull(),
    at: text().notNull(),
    succeeded: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [
    index('sign_in_attempt_account').on(t.accountHash, t.at),
    index('sign_in_attempt_address').on(t.address, t.at),
    index('sign_in_attempt_place').on(t.accountHash, t.address, t.at),
  ],
);

/** The secret of an authenticator app, sealed with a key outside the database; it counts once a code has confirmed it. */
export const secondFactor = sqliteTable('second_factor', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => user.id),
  secret: text().notNull(),
  createdAt: text('created_at').notNull(),
  confirmedAt: text('confirmed_at'),
  /** the newest step of 30 seconds that a code was taken from: it and every older one are refused */
  lastStep: integer('last_step').notNull().default(0),
});

/** Codes for the day the phone is gone. Only the SHA-256 of 80 random bits is kept; each works once. */
export const recoveryCode = sqliteTable(
  'recovery_code',
  {
    codeHash: text('code_hash').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    usedAt: text('used_at'),
  },
  (t) => [index('recovery_code_user').on(t.userId)],
);

/** What a sign-in that has begun still waits for: a code of the second factor, or an answer from the issuer. */
export const SIGN_IN_STEPS = ['engangskode', 'oidc', 'saml'] as const;
export type SignInStep = (typeof SIGN_IN_STEPS)[number];

/** Begun in one browser and ended there within minutes, once. */
export const signInStep = sqliteTable(
  'sign_in_step',
  {
    /** SHA-256 of the cookie that only the browser that began has */
    idHash: text('id_hash').primaryKey(),
    kind: text({ enum: SIGN_IN_STEPS }).notNull(),
    /** whom a password or an assertion has named */
    userId: integer('user_id').references(() => user.id),
    /** what the issuer's answer must repeat: state and nonce, or the id of the request */
    state: text(),
    nonce: text(),
    codeVerifier: text('code_verifier'),
    /** sealed, for the session to come */
    atIssuer: text('at_issuer'),
    wanted: text().notNull(),
    createdAt: text('created_at').notNull(),
    endedAt: text('ended_at'),
  },
  (t) => [
    index('sign_in_step_state').on(t.state),
    index('sign_in_step_user').on(t.userId),
    index('sign_in_step_created').on(t.createdAt),
    oneOf('sign_in_step_kind', t.kind, SIGN_IN_STEPS),
  ],
);

/** Whom an issuer's name means: two issuers may use the same name for two persons. */
export const userIdentity = sqliteTable(
  'user_identity',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    createdAt: text('created_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index('user_identity_user').on(t.userId)],
);

/** An assertion signs in once; kept until it has run out. */
export const usedAssertion = sqliteTable(
  'used_assertion',
  {
    idHash: text('id_hash').primaryKey(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [index('used_assertion_expires').on(t.expiresAt)],
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
