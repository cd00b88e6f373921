import type { Db } from '../../db/client.ts';
import type { Engine, NearStep } from '../../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import type { Actor } from '../plugins/session.ts';
import type { Ownership } from '../rights.ts';
import { type Person, personFor, teamsOfUsers } from './candidates.ts';
import { lotOf } from './few-facts.ts';
import { type LiveOptions, liveSides, type OrderRef, readSeen } from './live.ts';
import { type JobOrderRow, readOrder } from './market.ts';

export interface NearMatches {
  order: JobOrderRow;
  matchOrder: MatchOrder;
  /** requirement by requirement, smallest change first: what to ask the firm, and whom a yes would bring */
  questions: NearStep[][];
}

/** What the order would gain by asking less, as things are now; undefined when there is no such order. */
export function nearOf(
  db: Db,
  engine: Engine,
  order: OrderRef,
  options: LiveOptions,
): NearMatches | undefined {
  const found = readOrder(db, order, options.today);
  if (!found) return undefined;
  const { sides } = liveSides(db, engine, found.matchOrder, options);
  const seen = sides.map(({ people, order: { aside, absent } }) => ({ people, aside, absent }));
  return {
    order: found.row,
    matchOrder: found.matchOrder,
    questions: engine.near(found.matchOrder, seen, options.today),
  };
}

/** Somebody who would be on the list with one change, as far as the viewer may know them. */
export interface AlmostCandidate {
  person: Person;
  /** the smallest change that brings this person */
  step: NearStep;
  /** what the person would have on the changed order */
  score: number;
  lot: string;
}

/** A question to the firm with the people behind it: some of those whom the viewer may see. */
export interface NearQuestion {
  steps: NearStep[];
  shown: AlmostCandidate[];
  visible: number;
  total: number;
}

/** More than one reads before the next call. */
const SHOWN = 10;

export function nearQuestions(db: Db, engine: Engine, near: NearMatches, viewing: Viewing): NearQuestion[] {
  return near.questions.map((steps) => {
    const people = almostCandidates(db, engine, near.matchOrder, steps, viewing);
    const total = new Set(steps.flatMap((step) => step.citizens)).size;
    return { steps, shown: people.slice(0, SHOWN), visible: people.length, total };
  });
}

interface Viewing extends LiveOptions {
  viewer: Actor;
  ownership: Ownership;
}

/** Those of one question whom this viewer may see, nearest to a good match first, each with their own smallest change. */
function almostCandidates(
  db: Db,
  engine: Engine,
  matchOrder: MatchOrder,
  question: readonly NearStep[],
  { viewer, ownership, ...options }: Viewing,
): AlmostCandidate[] {
  const teams = teamsOfUsers(db);
  const known = new Set<number>();
  return question
    .flatMap((step) => {
      const fresh = step.citizens.filter((id) => !known.has(id));
      for (const id of fresh) known.add(id);
      const changed = { ...matchOrder, ...step.loosening.patch };
      return readSeen(db, fresh, options).flatMap(({ row, matchCitizen }) => {
        const person = personFor(viewer, ownership, row, teams);
        if (!person || tellsOfNeed(step, person)) return [];
        const { score } = engine.judge(changed, within(matchCitizen, step), options.today);
        return [{ person, step, score, lot: lotOf(options.today, person.citizenId) }];
      });
    })
    .sort((a, b) => b.score - a.score || (a.lot < b.lot ? -1 : 1));
}

// Beside a condition of the work a name would say what the person needs, which may stand for health.
function tellsOfNeed({ loosening }: NearStep, { sight }: Person): boolean {
  return loosening.rule === 'vilkaar' && sight !== 'full';
}

// Of a longer way it is the limit that gives way, not the order.
function within(person: MatchCitizen, { loosening }: NearStep): MatchCitizen {
  if (loosening.rule !== 'rejsetid' || person.maxTravelMinutes === null) return person;
  return { ...person, maxTravelMinutes: person.maxTravelMinutes + loosening.minutes };
}
