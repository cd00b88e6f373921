import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CONCEPT_KINDS } from '../../workers/matching/types.ts';
import { oneOf } from './columns.ts';
import { importBatch } from './imports.ts';
import { user } from './users.ts';

export { CONCEPT_KINDS };

/** `bekraeftet`: the suggestion was right; `rettet`: another concept; `afvist`: not this one, or no concept at all. */
export const TERM_DECISIONS = ['bekraeftet', 'rettet', 'afvist'] as const;
export type TermDecision = (typeof TERM_DECISIONS)[number];

/** What a person has decided that a text means. A confirmed one is an alias from the next shortlist on. */
export const termDecision = sqliteTable(
  'term_decision',
  {
    id: integer().primaryKey(),
    /** the text as typed by case worker or employer */
    text: text().notNull(),
    /** the text as the resolver compares it */
    textKey: text('text_key').notNull(),
    decision: text({ enum: TERM_DECISIONS }).notNull(),
    /** concept in the taxonomy's files or in taxonomy_concept; NULL: the text names no concept */
    conceptId: text('concept_id'),
    decidedAt: text('decided_at').notNull(),
    decidedBy: integer('decided_by')
      .notNull()
      .references(() => user.id),
    withdrawnAt: text('withdrawn_at'),
    withdrawnBy: integer('withdrawn_by').references(() => user.id),
  },
  (t) => [
    uniqueIndex('term_decision_standing').on(t.textKey).where(sql`withdrawn_at IS NULL`),
    index('term_decision_decided').on(t.decidedAt),
    index('term_decision_concept').on(t.conceptId),
    oneOf('term_decision_decision', t.decision, TERM_DECISIONS),
    check('term_decision_text', sql`length(${t.text}) BETWEEN 1 AND 200`),
    check('term_decision_concept_given', sql`${t.decision} = 'afvist' OR ${t.conceptId} IS NOT NULL`),
  ],
);

export const TAXONOMY_SOURCES = ['esco', 'star'] as const;

/** A concept imported beside those that ship with the project (workers/matching/taxonomy). */
export const taxonomyConcept = sqliteTable(
  'taxonomy_concept',
  {
    /** conceptUri */
    id: text().primaryKey(),
    kind: text({ enum: CONCEPT_KINDS }).notNull(),
    label: text().notNull(),
    source: text({ enum: TAXONOMY_SOURCES }).notNull(),
    importId: integer('import_id').references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [
    index('taxonomy_concept_import').on(t.importId, t.id),
    oneOf('taxonomy_concept_kind', t.kind, CONCEPT_KINDS),
    oneOf('taxonomy_concept_source', t.source, TAXONOMY_SOURCES),
  ],
);

/** A further name of an imported concept, in the file's order. */
export const taxonomyName = sqliteTable(
  'taxonomy_name',
  {
    conceptId: text('concept_id')
      .notNull()
      .references(() => taxonomyConcept.id),
    position: integer().notNull(),
    name: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.conceptId, t.position] })],
);
