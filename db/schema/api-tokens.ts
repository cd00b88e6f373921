import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';
import { user } from './users.ts';

/** What a token may be let into: the API's subjects. */
export const API_AREAS = [
  'virksomheder',
  'kontakter',
  'kampagner',
  'jobordrer',
  'formidling',
  'forloeb',
  'borgere',
  'rettigheder',
  'match',
  'daekning',
  'rapporter',
  'ord',
  'regler',
  'import',
  'brugere',
] as const;
export type ApiArea = (typeof API_AREAS)[number];

export const API_REACHES = ['laes', 'skriv'] as const;
export type ApiReach = (typeof API_REACHES)[number];

/**
 * A program's key. It acts as a user of its own, whose name is the token's, so that every log says which program it was;
 * that user is closed from the start: nobody signs in as it, and no list of colleagues has it. Only the SHA-256 is kept.
 */
export const apiToken = sqliteTable(
  'api_token',
  {
    id: integer().primaryKey(),
    userId: integer('user_id')
      .notNull()
      .unique()
      .references(() => user.id),
    tokenHash: text('token_hash').notNull().unique(),
    requestsPerMinute: integer('requests_per_minute').notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    expiresAt: text('expires_at').notNull(),
    withdrawnAt: text('withdrawn_at'),
    withdrawnBy: integer('withdrawn_by').references(() => user.id),
    lastUsedAt: text('last_used_at'),
  },
  (t) => [
    check('api_token_hash', sql`length(${t.tokenHash}) = 64`),
    check('api_token_requests', sql`${t.requestsPerMinute} BETWEEN 1 AND 1000`),
    check('api_token_expires', sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);

/** An area it may read, or read and write; an area without a row is closed to it. */
export const apiTokenScope = sqliteTable(
  'api_token_scope',
  {
    tokenId: integer('token_id')
      .notNull()
      .references(() => apiToken.id),
    area: text({ enum: API_AREAS }).notNull(),
    reach: text({ enum: API_REACHES }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.area] }),
    oneOf('api_token_scope_area', t.area, API_AREAS),
    oneOf('api_token_scope_reach', t.reach, API_REACHES),
  ],
);
