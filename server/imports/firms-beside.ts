import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { orderAsBefore } from '../companies/list.ts';
import { numberList } from '../coverage/conditions.ts';
import { areManyAside, letFirmsIn, onceLetIn } from '../coverage/firm-changes.ts';
import {
  addTo,
  byName,
  factsOf,
  type Kept,
  type Memory,
  memories,
  ranksIn,
  readAgain,
  tallyOf,
} from '../coverage/live.ts';
import { sortInParts } from './sort-in-parts.ts';

const A_TURN = 200;
/** The questions asked last; of the others whoever asks reads the answer anew. */
const MOST_QUESTIONS = 12;

/**
 * Lets in what a large import, or an undo, has changed of firms: all that is kept of them is read again beside what is shown
 * meanwhile, some firms at a time, and takes its place in one. Read by whoever asked first it took a page many seconds.
 */
export function* letFirmsInBeside(db: Db): Generator<void, void> {
  const shown = memories.get(db.$client);
  if (shown && areManyAside(db)) memories.set(db.$client, yield* readBeside(db, shown));
  letFirmsIn(db);
}

function* readBeside(db: Db, shown: Memory): Generator<void, Memory> {
  const empty = { firms: new Map(), companies: new Map(), rank: undefined, kept: new Map() };
  const next: Memory = { upTo: onceLetIn(db), version: {}, rules: shown.rules, ...empty };
  const parts = [...inParts(db)];
  for (const part of parts) {
    for (const facts of factsOf(db, part)) {
      next.firms.set(facts.pNumber, facts);
      addTo(next.companies, facts);
    }
    yield;
  }
  for (const [key, kept] of [...shown.kept].slice(-MOST_QUESTIONS))
    next.kept.set(key, yield* answerBeside(db, { next, kept, parts }));
  if (shown.rank) next.rank = ranksIn(yield* sortInParts([...next.firms.values()], byName));
  yield;
  yield* orderAsBefore(shown, next);
  return next;
}

function* answerBeside(
  db: Db,
  { next, kept, parts }: { next: Memory; kept: Kept; parts: number[][] },
): Generator<void, Kept> {
  const again: Kept = {
    ...kept,
    upTo: next.upTo,
    states: new Map(),
    tallies: new Map(),
    latest: kept.latest && new Map(),
    visits: kept.visits && new Map(),
    reaches: kept.reaches && new Map(),
  };
  for (const part of parts) {
    readAgain(db, again, part);
    yield;
  }
  for (const unit of kept.tallies.keys()) {
    again.tallies.set(unit, tallyOf(next, again, unit));
    yield;
  }
  return again;
}

function* inParts(db: Db): Generator<number[]> {
  const all =
    db
      .select({ all: numberList(pUnit.pNumber) })
      .from(pUnit)
      .get()?.all ?? [];
  for (let from = 0; from < all.length; from += A_TURN) yield all.slice(from, from + A_TURN);
}
