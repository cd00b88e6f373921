import { and, eq, isNull, sql } from 'drizzle-orm';
import { taxonomyConcept, taxonomyName, termDecision } from '../../../db/schema/taxonomy.ts';
import type { ConceptBefore } from '../apply-esco.ts';
import { prepareInsert } from '../prepared-insert.ts';
import { prepareDelete, prepareRestore } from '../prepared-restore.ts';
import {
  attempter,
  beforeReader,
  changedAgain,
  rowsOf,
  type UndoContext,
  type UndoStep,
} from './undo-step.ts';

const DECIDED = 'en sagsbehandler har besluttet, at et ord betyder det';

export function undoConcepts(context: UndoContext): UndoStep[] {
  const { db, importId, at, keep } = context;
  const beforeOf = beforeReader<ConceptBefore>(context, 'taxonomy_concept');
  const attempt = attempter(context);
  const restore = prepareRestore(db, taxonomyConcept, taxonomyConcept.id);
  const remove = prepareDelete(db, taxonomyConcept, taxonomyConcept.id);
  const removeNames = prepareDelete(db, taxonomyName, taxonomyName.conceptId);
  const insertName = prepareInsert(db, taxonomyName);
  const { concept, decision } = prepare(context);
  const again = changedAgain(context, 'taxonomy_concept', {
    isOwn: (id) => concept.get({ id })?.importId === importId,
    what: (id) => `Begreb ${concept.get({ id })?.label ?? id}`,
  });
  const own = { table: taxonomyConcept, key: taxonomyConcept.id, ofImport: taxonomyConcept.importId };
  const rows = rowsOf(context, own, (id) => {
    const row = concept.get({ id });
    if (row?.importId !== importId) return;
    const before = beforeOf(id);
    const what = `Begreb ${row.label}`;
    if (before) attempt(what, () => restoreConcept(before));
    else if (decision.get({ id })) keep(what, DECIDED);
    else attempt(what, () => deleteConcept(id));
  });
  return [again, rows];

  function deleteConcept(id: string): void {
    removeNames(id);
    remove(id);
  }

  function restoreConcept({ row, names }: ConceptBefore): void {
    restore(row.id, { ...row, updatedAt: at });
    removeNames(row.id);
    for (const [position, name] of names.entries()) insertName({ conceptId: row.id, position, name });
  }
}

function prepare({ db }: UndoContext) {
  const id = sql.placeholder('id');
  return {
    concept: db
      .select({ label: taxonomyConcept.label, importId: taxonomyConcept.importId })
      .from(taxonomyConcept)
      .where(eq(taxonomyConcept.id, id))
      .prepare(),
    /** one that still holds would point at nothing */
    decision: db
      .select({ id: termDecision.id })
      .from(termDecision)
      .where(and(eq(termDecision.conceptId, id), isNull(termDecision.withdrawnAt)))
      .limit(1)
      .prepare(),
  };
}
