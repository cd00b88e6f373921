import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { chained, isHash, oneOf } from './columns.ts';
import { user } from './users.ts';

/** What the municipality decides: its code, its unit's name on screen, where firms without a figure belong. */
export const setting = sqliteTable('setting', {
  key: text().primaryKey(),
  value: text().notNull(),
  updatedAt: text('updated_at').notNull(),
  updatedBy: integer('updated_by').references(() => user.id),
});

/** Who changed what: never free text, never CPR, a citizen by the log's number (log_person). A chain with citizen_read. */
export const auditEvent = sqliteTable(
  'audit_event',
  {
    id: integer().primaryKey(),
    at: text().notNull(),
    userId: integer('user_id').references(() => user.id),
    action: text().notNull(),
    entity: text().notNull(),
    entityKey: text('entity_key').notNull(),
    detail: text(),
    ...chained(),
  },
  (t) => [
    index('audit_event_entity').on(t.entity, t.entityKey, t.at),
    index('audit_event_user').on(t.userId, t.at),
    isHash('audit_event_previous', t.previous),
    isHash('audit_event_hash', t.hash),
  ],
);

export const HEARTBEATS = ['planlaegger'] as const;
export type Heartbeat = (typeof HEARTBEATS)[number];

/** When a part of the program last said that it is at work: whoever falls silent is seen. */
export const heartbeat = sqliteTable(
  'heartbeat',
  {
    name: text({ enum: HEARTBEATS }).primaryKey(),
    at: text().notNull(),
  },
  (t) => [oneOf('heartbeat_name', t.name, HEARTBEATS)],
);
