import { setImmediate } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import { citizenTerm } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import type { Engine } from '../../workers/matching/engine.ts';

/** A few milliseconds' worth: what a waiting page may be held up by. */
const SLICE = 10;

/**
 * Has the engine understand every text in the database once, a few at a time, so that the first shortlist after a
 * start is as quick as the others and holds nobody up. The database is read before the first pause and not after.
 */
export async function warmUp(db: Db, engine: () => Engine): Promise<void> {
  const terms = [
    ...db.selectDistinct({ kind: citizenTerm.kind, text: citizenTerm.text }).from(citizenTerm).all(),
    ...db
      .selectDistinct({ kind: jobOrderRequirement.kind, text: jobOrderRequirement.text })
      .from(jobOrderRequirement)
      .all(),
    ...db
      .selectDistinct({ text: jobOrder.title })
      .from(jobOrder)
      .all()
      .map(({ text }) => ({ kind: 'titel' as const, text })),
  ];
  const ready = engine();
  for (const [index, { kind, text }] of terms.entries()) {
    if (index % SLICE === 0) await setImmediate();
    ready.resolve(text, kind);
  }
}
