import { and, asc, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { taxonomyConcept, taxonomyName, termDecision } from '../../db/schema/taxonomy.ts';
import type { Knowledge } from '../../workers/matching/engine.ts';
import { finish } from '../../workers/matching/steps.ts';

/** What the municipality knows beside the shipped taxonomy: imported concepts, and what people have decided of texts. */
export function readKnowledge(db: Db): Knowledge {
  return { concepts: readConcepts(db), ...readDecisions(db) };
}

/** The imported concepts with their further names, by id. */
export function readConcepts(db: Db): Knowledge['concepts'] {
  return finish(conceptSteps(db));
}

const A_TURN = 200;

/** The same a few at a time; what changes meanwhile shows in `conceptsVersion`. */
export function* conceptSteps(db: Db): Generator<void, Knowledge['concepts']> {
  const concepts: Knowledge['concepts'][number][] = [];
  for (let after = ''; ; ) {
    const rows = db
      .select({ id: taxonomyConcept.id, kind: taxonomyConcept.kind, label: taxonomyConcept.label })
      .from(taxonomyConcept)
      .where(gt(taxonomyConcept.id, after))
      .orderBy(asc(taxonomyConcept.id))
      .limit(A_TURN)
      .all();
    const last = rows.at(-1);
    if (!last) return concepts;
    const names = namesBetween(db, after, last.id);
    for (const row of rows) {
      concepts.push({ ...row, aliases: (names.get(row.id) ?? []).map(({ name }) => name) });
    }
    after = last.id;
    yield;
  }
}

function namesBetween(db: Db, after: string, upTo: string) {
  return Map.groupBy(
    db
      .select({ conceptId: taxonomyName.conceptId, name: taxonomyName.name })
      .from(taxonomyName)
      .where(and(gt(taxonomyName.conceptId, after), lte(taxonomyName.conceptId, upTo)))
      .orderBy(asc(taxonomyName.conceptId), asc(taxonomyName.position))
      .all(),
    ({ conceptId }) => conceptId,
  );
}

/** The decisions that stand, oldest first. */
export function readDecisions(db: Db): Pick<Knowledge, 'confirmed' | 'rejected'> {
  const rows = db
    .select({ text: termDecision.text, decision: termDecision.decision, conceptId: termDecision.conceptId })
    .from(termDecision)
    .where(isNull(termDecision.withdrawnAt))
    .orderBy(asc(termDecision.id))
    .all();
  return {
    confirmed: rows.flatMap(({ text, decision, conceptId }) =>
      decision !== 'afvist' && conceptId !== null ? [{ text, conceptId }] : [],
    ),
    rejected: rows.flatMap(({ text, decision, conceptId }) =>
      decision === 'afvist' ? [{ text, conceptId }] : [],
    ),
  };
}

/** Another text whenever a decision or an imported concept has changed; costs a look into two indexes. */
export function knowledgeVersion(db: Db): string {
  return `${conceptsVersion(db)}/${decisionsVersion(db)}`;
}

/** Imported concepts change with an import and its undoing only. */
export function conceptsVersion(db: Db): string {
  const row = db.get<{ imports: number; undone: number; finished: number }>(
    sql`SELECT count(*) AS imports, count(undone_at) AS undone, count(finished_at) AS finished
      FROM import_batch WHERE kind = 'esco'`,
  );
  return `${row?.imports ?? 0}-${row?.undone ?? 0}-${row?.finished ?? 0}`;
}

/** Every decision is a new row, and taking one back leaves one fewer standing. */
export function decisionsVersion(db: Db): string {
  const row = db.get<{ latest: number | null; standing: number }>(
    sql`SELECT (SELECT max(id) FROM term_decision) AS latest,
      (SELECT count(*) FROM term_decision WHERE withdrawn_at IS NULL) AS standing`,
  );
  return `${row?.latest ?? 0}-${row?.standing ?? 0}`;
}
