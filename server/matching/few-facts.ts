import { createHash } from 'node:crypto';
import type { Db } from '../../db/client.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import type { Actor } from '../plugins/session.ts';
import type { Ownership } from '../rights.ts';
import { type Person, personFor, teamsOfUsers, visibleAmong } from './candidates.ts';
import { type LiveOptions, readSeen, type Shortlist } from './live.ts';
import { isAsked } from './reason-words.ts';

/** Of those who have told too little; the rest are counted. */
const SHOWN = 10;

/** Somebody who breaks no rule, but of whom too little is known to be compared: no rank, only what to ask. */
export interface FewFacts {
  person: Person;
  ask: string[];
}

interface Viewing extends LiveOptions {
  viewer: Actor;
  ownership: Ownership;
}

/** Some of those with too few facts whom this viewer may see, drawn by lot each day, and how many there are in all. */
export function fewFactsFor(
  db: Db,
  engine: Engine,
  { fewFacts, matchOrder }: Pick<Shortlist, 'fewFacts' | 'matchOrder'>,
  { viewer, ownership, ...options }: Viewing,
): { shown: FewFacts[]; total: number } {
  const teams = teamsOfUsers(db);
  const drawn = visibleAmong(db, fewFacts, { viewer, ownership })
    .map((id) => ({ id, lot: lotOf(options.today, id) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, SHOWN);
  // There may be thousands of them: only those who are shown are read.
  const read = readSeen(
    db,
    drawn.map(({ id }) => id),
    options,
  );
  const byId = new Map(read.map((entry) => [entry.row.id, entry]));
  const shown = drawn.flatMap(({ id }) => {
    const entry = byId.get(id);
    const person = entry && personFor(viewer, ownership, entry.row, teams);
    if (!person) return [];
    const { unknown } = engine.explain(matchOrder, entry.matchCitizen, options.today);
    const asked = unknown.filter(isAsked).map(({ requirement }) => requirement);
    return [{ person, ask: [...new Set(['Kompetencer og erfaring', ...asked])] }];
  });
  return { shown, total: fewFacts.length };
}

/** Equals stand in an order that is drawn anew each day: no id comes first for being old. */
export function lotOf(today: string, citizenId: number): string {
  return createHash('sha256').update(`${today}\0${citizenId}`).digest('hex');
}
