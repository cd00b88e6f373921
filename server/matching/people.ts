import { gt, max } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenChange } from '../../db/schema/citizens.ts';
import type { Engine, People } from '../../workers/matching/engine.ts';
import { readActiveCitizens, readCitizens } from './market.ts';

/** So many changes are looked at one by one; with more, everyone is read again. */
const MOST_CHANGES = 200;

/** Everyone as of one change of the citizens, ready for any order, and who has changed since. */
export interface PeopleNow {
  base: People;
  placeOf: ReadonlyMap<number, number>;
  changed: number[];
}

interface Known extends Omit<PeopleNow, 'changed'> {
  /** of the engine: a decision about a text makes a new engine, and marks the citizens who have the text as changed */
  concepts: Engine['concepts'];
  today: string;
  seq: number;
}
const known = new WeakMap<Db, Known>();

/**
 * All citizens for a live list. They are read and understood once; after that only those who have changed, so that a
 * list follows an edit at once however many citizens there are.
 */
export function peopleNow(db: Db, engine: Engine, today: string): PeopleNow {
  const kept = known.get(db);
  if (kept?.concepts === engine.concepts && kept.today === today) {
    const changed = changedSince(db, kept.seq);
    if (changed.length <= MOST_CHANGES) return { base: kept.base, placeOf: kept.placeOf, changed };
  }
  const read = readPeople(db, engine, today);
  known.set(db, read);
  return { base: read.base, placeOf: read.placeOf, changed: [] };
}

function readPeople(db: Db, engine: Engine, today: string): Known {
  const seq =
    db
      .select({ seq: max(citizenChange.seq) })
      .from(citizenChange)
      .get()?.seq ?? 0;
  const citizens = readActiveCitizens(db, today).map((entry) => entry.matchCitizen);
  const base = engine.people({ citizens, ...drawOf(today), today });
  const placeOf = new Map([...base.places].map((id, place) => [id, place]));
  return { concepts: engine.concepts, today, seq, base, placeOf };
}

function changedSince(db: Db, seq: number): number[] {
  const rows = db
    .select({ id: citizenChange.citizenId })
    .from(citizenChange)
    .where(gt(citizenChange.seq, seq))
    .limit(MOST_CHANGES + 1)
    .all();
  return rows.map((row) => row.id);
}

/** A few citizens as they are now, as a market of their own; `asSeen` may change what the engine is told. */
export function somePeople(
  db: Db,
  engine: Engine,
  today: string,
  ids: readonly number[],
  asSeen: (entry: ReturnType<typeof readCitizens>[number]) => ReturnType<typeof readCitizens>[number],
): People {
  const citizens = readCitizens(db, ids, today).map((entry) => asSeen(entry).matchCitizen);
  return engine.people({ citizens, ...drawOf(today), today });
}

/** The fair tie-break is drawn anew each day, and stays the same through the day, also for who has changed. */
export function drawOf(today: string): { runKey: string; secret: string } {
  return { runKey: `live:${today}`, secret: today };
}
