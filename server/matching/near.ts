import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import type { Engine, NearStep } from '../../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import type { Actor } from '../plugins/session.ts';
import type { Ownership } from '../rights.ts';
import { inTurns } from '../turns.ts';
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
export async function nearOf(
  db: Db,
  engine: Engine,
  order: OrderRef,
  options: LiveOptions,
): Promise<NearMatches | undefined> {
  const found = readOrder(db, order, options.today);
  if (!found) return undefined;
  const { sides } = liveSides(db, engine, found.matchOrder, options);
  const seen = sides.map(({ people, order: { aside, absent } }) => ({ people, aside, absent }));
  const steps = engine.near(found.matchOrder, seen, options.today);
  const questions = await inTurns(steps, () => !db.$client.open);
  return questions && { order: found.row, matchOrder: found.matchOrder, questions };
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
/** So many people are read and judged between two turns of everybody else. */
const A_TURN = 50;

export async function nearQuestions(
  db: Db,
  engine: Engine,
  near: NearMatches,
  viewing: Viewing,
): Promise<NearQuestion[]> {
  const questions: NearQuestion[] = [];
  for (const steps of near.questions) {
    const people = await almostCandidates(db, engine, near.matchOrder, steps, viewing);
    const total = new Set(steps.flatMap((step) => step.citizens)).size;
    questions.push({ steps, shown: people.slice(0, SHOWN), visible: people.length, total });
  }
  return questions;
}

interface Viewing extends LiveOptions {
  viewer: Actor;
  ownership: Ownership;
}

/** Those of one question whom this viewer may see, nearest to a good match first, each with their own smallest change. */
async function almostCandidates(
  db: Db,
  engine: Engine,
  matchOrder: MatchOrder,
  question: readonly NearStep[],
  { viewer, ownership, ...options }: Viewing,
): Promise<AlmostCandidate[]> {
  const teams = teamsOfUsers(db);
  const known = new Set<number>();
  const found: AlmostCandidate[] = [];
  for (const step of question) {
    const fresh = step.citizens.filter((id) => !known.has(id));
    for (const id of fresh) known.add(id);
    const changed = { ...matchOrder, ...step.loosening.patch };
    for (let from = 0; from < fresh.length; from += A_TURN) {
      for (const { row, matchCitizen } of readSeen(db, fresh.slice(from, from + A_TURN), options)) {
        const person = personFor(viewer, ownership, row, teams);
        if (!person || tellsOfNeed(step, person)) continue;
        const { score } = engine.judge(changed, within(matchCitizen, step), options.today);
        found.push({ person, step, score, lot: lotOf(options.today, person.citizenId) });
      }
      await nextTurn();
    }
  }
  return found.sort((a, b) => b.score - a.score || (a.lot < b.lot ? -1 : 1));
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
