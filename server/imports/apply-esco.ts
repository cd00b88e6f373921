import { asc, eq, sql } from 'drizzle-orm';
import { taxonomyConcept, taxonomyName } from '../../db/schema/taxonomy.ts';
import type { ConceptRow } from './esco.ts';
import {
  type ApplyContext,
  changesTo,
  isEmpty,
  type Outcome,
  type RowWriter,
  type Tx,
} from './import-kind.ts';

type Concept = typeof taxonomyConcept.$inferSelect;

/** What undo needs to bring a concept back. */
export interface ConceptBefore {
  row: Concept;
  names: string[];
}

/** Writes concepts with their names, which are replaced as a whole. Nothing is taken away that the file does not name. */
export function startEsco(context: ApplyContext): RowWriter<ConceptRow> {
  const { tx, importId, at } = context;
  const statements = prepare(tx);

  function write({ names, ...row }: ConceptRow): Outcome {
    const stored = statements.concept.get({ id: row.id });
    if (!stored) {
      statements.insert.run({ ...row, importId, at });
      insertNames(row.id, names);
      return 'created';
    }
    const before: ConceptBefore = {
      row: stored,
      names: statements.names.all({ id: row.id }).map(({ name }) => name),
    };
    const changes = changesTo<Partial<Concept>>(stored, row);
    const sameNames = JSON.stringify(before.names) === JSON.stringify(names);
    if (isEmpty(changes) && sameNames) return 'unchanged';
    context.keepBefore('taxonomy_concept', row.id, before);
    tx.update(taxonomyConcept)
      .set({ ...changes, importId, updatedAt: at })
      .where(eq(taxonomyConcept.id, row.id))
      .run();
    if (!sameNames) {
      statements.deleteNames.run({ id: row.id });
      insertNames(row.id, names);
    }
    return 'updated';
  }

  function insertNames(conceptId: string, names: readonly string[]): void {
    for (const [position, name] of names.entries()) statements.insertName.run({ conceptId, position, name });
  }

  return { write, finish: () => undefined };
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    concept: tx
      .select()
      .from(taxonomyConcept)
      .where(eq(taxonomyConcept.id, placeholder('id')))
      .prepare(),
    names: tx
      .select({ name: taxonomyName.name })
      .from(taxonomyName)
      .where(eq(taxonomyName.conceptId, placeholder('id')))
      .orderBy(asc(taxonomyName.position))
      .prepare(),
    insert: tx
      .insert(taxonomyConcept)
      .values({
        id: placeholder('id'),
        kind: placeholder('kind'),
        label: placeholder('label'),
        source: placeholder('source'),
        importId: placeholder('importId'),
        createdAt: placeholder('at'),
        updatedAt: placeholder('at'),
      })
      .prepare(),
    insertName: tx
      .insert(taxonomyName)
      .values({
        conceptId: placeholder('conceptId'),
        position: placeholder('position'),
        name: placeholder('name'),
      })
      .prepare(),
    deleteNames: tx
      .delete(taxonomyName)
      .where(eq(taxonomyName.conceptId, placeholder('id')))
      .prepare(),
  };
}
