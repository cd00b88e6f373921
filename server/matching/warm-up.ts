import { and, gt, lte, max } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenTerm } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import { inTurns } from '../turns.ts';
import { peopleReady } from './people.ts';

/** As many rows as are read, and as many texts as are understood, between two looks at the clock. */
const ROWS = 200;
const TEXTS = 4;

/**
 * Has a new engine understand every text in the database once and read everybody, a few milliseconds at a time, so that the
 * first shortlist is as quick as the others and holds nobody up.
 */
export async function warmUp(db: Db, engine: Engine, today: string, isOver: () => boolean): Promise<void> {
  await inTurns(understandAll(db, engine), isOver);
  if (!isOver()) await peopleReady(db, engine, today, isOver);
}

function* understandAll(db: Db, engine: Engine): Generator<void, void> {
  for (const [table, textsBetween] of TEXTS_OF) {
    const last =
      db
        .select({ id: max(table.id) })
        .from(table)
        .get()?.id ?? 0;
    for (let from = 0; from < last; from += ROWS) {
      for (const [at, { kind, text }] of textsBetween(db, from, from + ROWS).entries()) {
        engine.resolve(text, kind);
        if (at % TEXTS === 0) yield;
      }
      yield;
    }
  }
}

const TEXTS_OF = [
  [citizenTerm, termsBetween],
  [jobOrderRequirement, requirementsBetween],
  [jobOrder, titlesBetween],
] as const;

function termsBetween(db: Db, after: number, upTo: number) {
  return db
    .selectDistinct({ kind: citizenTerm.kind, text: citizenTerm.text })
    .from(citizenTerm)
    .where(and(gt(citizenTerm.id, after), lte(citizenTerm.id, upTo)))
    .all();
}

function requirementsBetween(db: Db, after: number, upTo: number) {
  return db
    .selectDistinct({ kind: jobOrderRequirement.kind, text: jobOrderRequirement.text })
    .from(jobOrderRequirement)
    .where(and(gt(jobOrderRequirement.id, after), lte(jobOrderRequirement.id, upTo)))
    .all();
}

function titlesBetween(db: Db, after: number, upTo: number) {
  return db
    .selectDistinct({ text: jobOrder.title })
    .from(jobOrder)
    .where(and(gt(jobOrder.id, after), lte(jobOrder.id, upTo)))
    .all()
    .map(({ text }) => ({ kind: 'titel' as const, text }));
}
