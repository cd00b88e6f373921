import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { team, user } from './users.ts';

/** What we know better than the register, kept beside it: an import never writes here. */
/** kontaktoenske: how and when they wish to be contacted; the register has none. */
export const OWN_FIELDS = ['navn', 'telefon', 'mail', 'adresse', 'kontaktoenske'] as const;
export type OwnField = (typeof OWN_FIELDS)[number];

export const OWN_SOURCES = ['virksomheden', 'hjemmeside', 'kollega', 'sammenlaegning'] as const;
export type OwnSource = (typeof OWN_SOURCES)[number];

export const ownValue = sqliteTable(
  'own_value',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    field: text({ enum: OWN_FIELDS }).notNull(),
    /** NULL: taken away, the register's holds again */
    value: text(),
    /** as searched: foldText */
    valueFolded: text('value_folded'),
    source: text({ enum: OWN_SOURCES }).notNull(),
    knownOn: text('known_on').notNull(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    index('own_value_p_unit').on(t.pNumber),
    uniqueIndex('own_value_standing').on(t.field, t.pNumber).where(sql`${t.supersededAt} IS NULL`),
    oneOf('own_value_field', t.field, OWN_FIELDS),
    oneOf('own_value_source', t.source, OWN_SOURCES),
    isoDate('own_value_known_on', t.knownOn),
    check('own_value_folded', sql`(${t.value} IS NULL) = (${t.valueFolded} IS NULL)`),
  ],
);

/** Who else looks after a firm beside its konsulent (p_unit.owner_user_id). */
export const ASSIGNMENT_ROLES = ['stedfortraeder', 'foelger', 'team'] as const;
export type AssignmentRole = (typeof ASSIGNMENT_ROLES)[number];

export const firmAssignment = sqliteTable(
  'firm_assignment',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    role: text({ enum: ASSIGNMENT_ROLES }).notNull(),
    userId: integer('user_id').references(() => user.id),
    teamId: integer('team_id').references(() => team.id),
    fromDate: text('from_date').notNull(),
    /** the first day without it; NULL: until further notice */
    untilDate: text('until_date'),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    endedAt: text('ended_at'),
    endedBy: integer('ended_by').references(() => user.id),
  },
  (t) => [
    index('firm_assignment_p_unit').on(t.pNumber),
    index('firm_assignment_user').on(t.userId, t.role, t.pNumber).where(sql`${t.endedAt} IS NULL`),
    index('firm_assignment_team').on(t.teamId, t.pNumber),
    oneOf('firm_assignment_role', t.role, ASSIGNMENT_ROLES),
    isoDate('firm_assignment_from_date', t.fromDate),
    isoDate('firm_assignment_until_date', t.untilDate),
    check('firm_assignment_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} > ${t.fromDate}`),
    check(
      'firm_assignment_whom',
      sql`(${t.role} = 'team') = (${t.userId} IS NULL) AND (${t.role} = 'team') = (${t.teamId} IS NOT NULL)`,
    ),
  ],
);

/** What the register says now that it did not say before. */
export const REGISTER_CHANGES = [
  'ny',
  'flyttet_ind',
  'flyttet_ud',
  'lukket',
  'over_graensen',
  'under_graensen',
] as const;
export type RegisterChange = (typeof REGISTER_CHANGES)[number];

/** Who has taken a change of the register upon them, and who has dealt with it. The change itself is derived. */
export const registerChangeMark = sqliteTable(
  'register_change_mark',
  {
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    change: text({ enum: REGISTER_CHANGES }).notNull(),
    changedOn: text('changed_on').notNull(),
    takenBy: integer('taken_by').references(() => user.id),
    takenAt: text('taken_at'),
    handledBy: integer('handled_by').references(() => user.id),
    handledAt: text('handled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.pNumber, t.change, t.changedOn] }),
    oneOf('register_change_mark_change', t.change, REGISTER_CHANGES),
    isoDate('register_change_mark_changed_on', t.changedOn),
    check('register_change_mark_taken', sql`(${t.takenBy} IS NULL) = (${t.takenAt} IS NULL)`),
    check('register_change_mark_handled', sql`(${t.handledBy} IS NULL) = (${t.handledAt} IS NULL)`),
  ],
);

/** Two P-units that were one place of work: the merged one hides behind the kept one until it is undone. */
export const firmMerge = sqliteTable(
  'firm_merge',
  {
    id: integer().primaryKey(),
    keptPNumber: integer('kept_p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    mergedPNumber: integer('merged_p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    mergedAt: text('merged_at').notNull(),
    mergedBy: integer('merged_by')
      .notNull()
      .references(() => user.id),
    undoneAt: text('undone_at'),
    undoneBy: integer('undone_by').references(() => user.id),
  },
  (t) => [
    index('firm_merge_kept').on(t.keptPNumber),
    uniqueIndex('firm_merge_standing').on(t.mergedPNumber).where(sql`${t.undoneAt} IS NULL`),
    index('firm_merge_merged').on(t.mergedPNumber),
    check('firm_merge_two', sql`${t.keptPNumber} <> ${t.mergedPNumber}`),
  ],
);

/** Which rows a merge moved, so that undoing it brings back exactly those. */
export const firmMergeRow = sqliteTable(
  'firm_merge_row',
  {
    mergeId: integer('merge_id')
      .notNull()
      .references(() => firmMerge.id),
    entity: text().notNull(),
    rowId: integer('row_id').notNull(),
    /** JSON of what the row was, where moving it changed more than whom it belongs to */
    before: text(),
  },
  (t) => [primaryKey({ columns: [t.mergeId, t.entity, t.rowId] })],
);

/** Somebody has looked: these two are not the same. The lower number first. */
export const keptApart = sqliteTable(
  'kept_apart',
  {
    firstPNumber: integer('first_p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    secondPNumber: integer('second_p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    decidedAt: text('decided_at').notNull(),
    decidedBy: integer('decided_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    primaryKey({ columns: [t.firstPNumber, t.secondPNumber] }),
    index('kept_apart_second').on(t.secondPNumber),
    check('kept_apart_order', sql`${t.firstPNumber} < ${t.secondPNumber}`),
  ],
);

/** What a bulk edit changes on many firms at once. */
export const BULK_ACTIONS = ['ansvarlig', 'stedfortraeder', 'tilstand'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export const bulkEdit = sqliteTable(
  'bulk_edit',
  {
    id: integer().primaryKey(),
    action: text({ enum: BULK_ACTIONS }).notNull(),
    editedAt: text('edited_at').notNull(),
    editedBy: integer('edited_by')
      .notNull()
      .references(() => user.id),
    undoneAt: text('undone_at'),
    undoneBy: integer('undone_by').references(() => user.id),
    /** the preview's one-time key: a double click edits once */
    formKey: text('form_key').notNull().unique(),
  },
  (t) => [index('bulk_edit_at').on(t.editedAt), oneOf('bulk_edit_action', t.action, BULK_ACTIONS)],
);

export const bulkEditRow = sqliteTable(
  'bulk_edit_row',
  {
    bulkEditId: integer('bulk_edit_id')
      .notNull()
      .references(() => bulkEdit.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    /** the konsulent before and after, or the row made (firm_assignment, firm_record) */
    beforeId: integer('before_id'),
    afterId: integer('after_id'),
  },
  (t) => [primaryKey({ columns: [t.bulkEditId, t.pNumber] }), index('bulk_edit_row_p_unit').on(t.pNumber)],
);

/** Who sees a saved view. */
export const VIEW_SHARES = ['mig', 'team', 'alle'] as const;
export type ViewShare = (typeof VIEW_SHARES)[number];

/** The filters of the firm list under a name. */
export const savedView = sqliteTable(
  'saved_view',
  {
    id: integer().primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    name: text().notNull(),
    /** the list's query string, without page and message */
    query: text().notNull(),
    share: text({ enum: VIEW_SHARES }).notNull(),
    createdAt: text('created_at').notNull(),
    deletedAt: text('deleted_at'),
  },
  (t) => [
    index('saved_view_user').on(t.userId),
    uniqueIndex('saved_view_name').on(t.userId, t.name).where(sql`${t.deletedAt} IS NULL`),
    oneOf('saved_view_share', t.share, VIEW_SHARES),
    check('saved_view_name_length', sql`length(${t.name}) BETWEEN 1 AND 80`),
  ],
);
