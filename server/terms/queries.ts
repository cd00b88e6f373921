import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { type TermDecision, termDecision } from '../../db/schema/taxonomy.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';

interface Change {
  at: string;
  by: number;
}

export interface NewDecision {
  /** every way that citizens' fields spell it */
  spellings: readonly string[];
  text: string;
  textKey: string;
  decision: TermDecision;
  /** null: the text names no concept */
  conceptId: string | null;
}

/** Keeps what a person says that a text means; `decided` when another decision about it stands. */
export function decideTerm(
  db: Db,
  { spellings, ...term }: NewDecision,
  { at, by }: Change,
): { id: number } | 'decided' {
  return db.transaction(
    (tx) => {
      const standing = tx
        .select()
        .from(termDecision)
        .where(and(eq(termDecision.textKey, term.textKey), isNull(termDecision.withdrawnAt)))
        .get();
      // The same click twice is one decision.
      if (standing?.decision === term.decision && standing.conceptId === term.conceptId)
        return { id: standing.id };
      if (standing) return 'decided';
      const { id } = tx
        .insert(termDecision)
        .values({ ...term, decidedAt: at, decidedBy: by })
        .returning({ id: termDecision.id })
        .get();
      markCitizens(tx, spellings);
      recordEvent(tx, {
        at,
        userId: by,
        action: 'beslut',
        entity: 'term_decision',
        entityKey: String(id),
        detail: `${term.decision}: ${term.conceptId ?? 'intet begreb'}`,
      });
      return { id };
    },
    { behavior: 'immediate' },
  );
}

/** Takes a decision back; false when there is none that stands. */
export function withdrawDecision(
  db: Db,
  id: number,
  spellings: readonly string[],
  { at, by }: Change,
): boolean {
  return db.transaction(
    (tx) => {
      const { changes } = tx
        .update(termDecision)
        .set({ withdrawnAt: at, withdrawnBy: by })
        .where(and(eq(termDecision.id, id), isNull(termDecision.withdrawnAt)))
        .run();
      if (changes === 0) return false;
      markCitizens(tx, spellings);
      const event = { action: 'traek_tilbage', entity: 'term_decision', entityKey: String(id) };
      recordEvent(tx, { at, userId: by, ...event });
      return true;
    },
    { behavior: 'immediate' },
  );
}

/**
 * Their words mean something else from now on: live lists must look at them again, and at nobody else. Reads the words of
 * all citizens, 0.05 s for 100,000: decisions are few, and an index would have every import write all its words twice.
 */
function markCitizens(tx: Pick<Db, 'run'>, spellings: readonly string[]): void {
  tx.run(sql`
    INSERT OR REPLACE INTO citizen_change
    SELECT id, (SELECT coalesce(max(seq), 0) FROM citizen_change) + row_number() OVER ()
    FROM (
      SELECT DISTINCT citizen_id AS id FROM citizen_term
      WHERE text IN (SELECT value FROM json_each(${JSON.stringify(spellings)}))
    )`);
}

export type Decision = ReturnType<typeof listDecisions>[number];

/** What has been decided, newest first; those that were taken back only when asked for. */
export function listDecisions(db: Db, { withdrawn }: { withdrawn: boolean }) {
  return selectDecisions(db)
    .where(withdrawn ? undefined : isNull(termDecision.withdrawnAt))
    .orderBy(desc(termDecision.decidedAt), desc(termDecision.id))
    .all();
}

export function findDecision(db: Db, id: number): Decision | undefined {
  return selectDecisions(db).where(eq(termDecision.id, id)).get();
}

const withdrawer = alias(user, 'withdrawer');

function selectDecisions(db: Db) {
  return db
    .select({
      id: termDecision.id,
      text: termDecision.text,
      textKey: termDecision.textKey,
      decision: termDecision.decision,
      conceptId: termDecision.conceptId,
      decidedAt: termDecision.decidedAt,
      decidedByName: user.name,
      withdrawnAt: termDecision.withdrawnAt,
      withdrawnByName: withdrawer.name,
    })
    .from(termDecision)
    .innerJoin(user, eq(user.id, termDecision.decidedBy))
    .leftJoin(withdrawer, eq(withdrawer.id, termDecision.withdrawnBy));
}

/** The texts that are not to be asked about: a decision about them stands. */
export function decidedKeys(db: Db): Set<string> {
  const rows = db
    .select({ textKey: termDecision.textKey })
    .from(termDecision)
    .where(isNull(termDecision.withdrawnAt))
    .all();
  return new Set(rows.map(({ textKey }) => textKey));
}
