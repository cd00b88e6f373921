import { eq, isNull } from 'drizzle-orm';
import { taxonomyConcept, taxonomyName, termDecision } from '../../db/schema/taxonomy.ts';
import type { ConceptBefore } from './apply-esco.ts';
import { attempt, beforeReader, keepChangedAgain, type UndoContext } from './undo-context.ts';

const DECIDED = 'en sagsbehandler har besluttet, at et ord betyder det';

export function undoConcepts(context: UndoContext): void {
  const { tx, importId } = context;
  const beforeOf = beforeReader<ConceptBefore>(context, 'taxonomy_concept');
  const rows = tx.select().from(taxonomyConcept).where(eq(taxonomyConcept.importId, importId)).all();
  const decided = standingConcepts(context);
  for (const row of rows) {
    const before = beforeOf(row.id);
    const what = `Begreb ${row.label}`;
    if (before) attempt(context, what, () => restoreConcept(context, before));
    else if (decided.has(row.id)) context.keep(what, DECIDED);
    else attempt(context, what, () => deleteConcept(context, row.id));
  }
  keepChangedAgain(
    context,
    'taxonomy_concept',
    (key) => `Begreb ${labelOf(context, key)}`,
    new Set(rows.map((row) => row.id)),
  );
}

/** A decision that still holds would point at nothing. */
function standingConcepts({ tx }: UndoContext): Set<string | null> {
  const rows = tx
    .selectDistinct({ conceptId: termDecision.conceptId })
    .from(termDecision)
    .where(isNull(termDecision.withdrawnAt))
    .all();
  return new Set(rows.map((row) => row.conceptId));
}

function deleteConcept({ tx }: UndoContext, id: string): void {
  tx.delete(taxonomyName).where(eq(taxonomyName.conceptId, id)).run();
  tx.delete(taxonomyConcept).where(eq(taxonomyConcept.id, id)).run();
}

function restoreConcept({ tx, at }: UndoContext, { row, names }: ConceptBefore): void {
  tx.update(taxonomyConcept)
    .set({ ...row, updatedAt: at })
    .where(eq(taxonomyConcept.id, row.id))
    .run();
  tx.delete(taxonomyName).where(eq(taxonomyName.conceptId, row.id)).run();
  for (const [position, name] of names.entries()) {
    tx.insert(taxonomyName).values({ conceptId: row.id, position, name }).run();
  }
}

function labelOf({ tx }: UndoContext, id: string): string {
  const row = tx
    .select({ label: taxonomyConcept.label })
    .from(taxonomyConcept)
    .where(eq(taxonomyConcept.id, id))
    .get();
  return row?.label ?? id;
}
