import type { Db } from '../../db/client.ts';
import type { Engine, People } from '../../workers/matching/engine.ts';
import { finish } from '../../workers/matching/steps.ts';
import type { MatchCitizen } from '../../workers/matching/types.ts';
import { readSettings } from '../admin/queries.ts';
import { changedSince, latestChange } from '../citizens/changed-since.ts';
import { legalRules } from '../legal-rules/queries.ts';
import type { LegalRules } from '../legal-rules/rules.ts';
import { inTurns, type OneAtATime, oneAtATime } from '../turns.ts';
import { allCitizenIds, readCitizens } from './market.ts';

/** So many changes are looked at one by one while a page waits. */
const MOST_CHANGES = 200;
/** So many are kept apart from the others, as a market of their own; with more, everyone is read again. */
const MOST_APART = 5_000;
const A_TURN = 50;

/** Citizens ready for any order, and where each stands. */
export interface Layer {
  people: People;
  placeOf: ReadonlyMap<number, number>;
}

/** Everyone as of one change of the citizens, those who had changed a while later, and who has changed since. */
export interface PeopleNow {
  /** whoever stands in a later one or in `changed` is passed over in the earlier */
  layers: { layer: Layer; absent: readonly number[] }[];
  changed: number[];
}

interface Known {
  today: string;
  /** those whose answers the engine was told: a changed rule changes them for everyone */
  rules: LegalRules;
  /** hours a week that fill it: changed, others are placed full time */
  fullTimeHours: number;
  base: Layer;
  baseSeq: number;
  /** everyone who changed between baseSeq and seq, the erased ones too */
  apart: { layer: Layer; ids: readonly number[] } | null;
  seq: number;
}

/** By the engine's concepts: a decision about a text makes a new engine, and marks the citizens who have it as changed. */
type ByConcepts = WeakMap<Engine['concepts'], { known?: Known; renewal: OneAtATime<void> }>;
const byDb = new WeakMap<Db, ByConcepts>();

/**
 * All citizens for a live list. They are read and understood once; after that only those who have changed, so that a
 * list follows an edit at once however many citizens there are.
 */
export function peopleNow(db: Db, engine: Engine, today: string): PeopleNow {
  const slot = slotFor(db, engine);
  const kept = keptOn(db, slot.known, today);
  const changed = kept ? changedSince(db, kept.seq, MOST_CHANGES) : null;
  if (kept && changed) return asLayers(kept, changed.ids);
  slot.known = finish(everyone(db, engine, today));
  return asLayers(slot.known, []);
}

/**
 * The same done beforehand, a few milliseconds at a time: whoever awaits this waits for a new day's or an import's many
 * changes, and holds nobody else up.
 */
export function peopleReady(
  db: Db,
  engine: Engine,
  today: string,
  isOver = () => !db.$client.open,
): Promise<void> {
  const slot = slotFor(db, engine);
  const kept = keptOn(db, slot.known, today);
  if (kept && changedSince(db, kept.seq, MOST_CHANGES)) return Promise.resolve();
  return slot.renewal(renew);

  async function renew(): Promise<void> {
    const steps = kept ? setApart(db, engine, kept) : everyone(db, engine, today);
    slot.known = (await inTurns(steps, isOver)) ?? slot.known;
  }
}

function slotFor(db: Db, engine: Engine) {
  const slots: ByConcepts = byDb.get(db) ?? new WeakMap();
  byDb.set(db, slots);
  const slot = slots.get(engine.concepts) ?? { renewal: oneAtATime() };
  slots.set(engine.concepts, slot);
  return slot;
}

function keptOn(db: Db, known: Known | undefined, today: string): Known | undefined {
  if (known?.today !== today || known.rules !== legalRules(db)) return undefined;
  return known.fullTimeHours === readSettings(db).fullTimeHours ? known : undefined;
}

function asLayers({ base, apart }: Known, changed: number[]): PeopleNow {
  const later = { layer: base, absent: [...(apart?.ids ?? []), ...changed] };
  return { layers: apart ? [later, { layer: apart.layer, absent: changed }] : [later], changed };
}

function* everyone(db: Db, engine: Engine, today: string): Generator<void, Known> {
  const rules = legalRules(db);
  const { fullTimeHours } = readSettings(db);
  const seq = latestChange(db);
  const ids = allCitizenIds(db);
  yield;
  const base = yield* layerOf(db, engine, today, ids);
  return { today, rules, fullTimeHours, base, baseSeq: seq, apart: null, seq };
}

function* setApart(db: Db, engine: Engine, kept: Known): Generator<void, Known> {
  const changed = changedSince(db, kept.baseSeq, MOST_APART);
  if (!changed) return yield* everyone(db, engine, kept.today);
  const layer = yield* layerOf(db, engine, kept.today, changed.ids);
  return { ...kept, apart: { layer, ids: changed.ids }, seq: changed.upTo };
}

// Whoever changes between two steps has a later change than the one that the layer goes by.
function* layerOf(db: Db, engine: Engine, today: string, ids: readonly number[]): Generator<void, Layer> {
  const citizens: MatchCitizen[] = [];
  for (let from = 0; from < ids.length; from += A_TURN) {
    for (const { matchCitizen } of readCitizens(db, ids.slice(from, from + A_TURN), today)) {
      citizens.push(matchCitizen);
    }
    yield;
  }
  const people = yield* engine.peopleSteps({ citizens, ...drawOf(today), today });
  return { people, placeOf: new Map([...people.places].map((id, place) => [id, place])) };
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
