import type { CompiledCitizen } from './citizen.ts';

/** Keys as numbers; a key without one is asked for by nobody. */
export interface Numbering {
  of: (key: string) => number | undefined;
  count: () => number;
}

/** The lists of a market's citizens key by key, as market.ts lays them out. */
export type Postings = Record<
  | 'heldStart'
  | 'heldBy'
  | 'heldUntil'
  | 'fullStart'
  | 'fullBy'
  | 'relatedStart'
  | 'relatedBy'
  | 'goalStart'
  | 'goalBy'
  | 'goalCode'
  | 'experienceStart'
  | 'experienceBy'
  | 'experienceCode',
  Int32Array
>;

/** Key by key, the citizens who have it: places ascending, so that one pair can be looked up too. */
export function newPostings() {
  const held = posted();
  const full = posted();
  const related = posted();
  const goals = posted();
  const experience = posted();
  return {
    add(citizen: CompiledCitizen, place: number, { of }: Numbering): void {
      for (const [key, { expires }] of citizen.holdings) held.post(of(key), place, expires);
      for (const [key, skill] of citizen.skills) (skill.related ? related : full).post(of(key), place);
      for (const [key, { code }] of citizen.goals) goals.post(of(key), place, code);
      for (const [key, { code }] of citizen.experience) experience.post(of(key), place, code);
    },
    lists(count: number): Postings {
      const ofHeld = held.flatten(count);
      const ofFull = full.flatten(count);
      const ofRelated = related.flatten(count);
      const ofGoals = goals.flatten(count);
      const ofExperience = experience.flatten(count);
      return {
        heldStart: ofHeld.start,
        heldBy: ofHeld.places,
        heldUntil: ofHeld.worths,
        fullStart: ofFull.start,
        fullBy: ofFull.places,
        relatedStart: ofRelated.start,
        relatedBy: ofRelated.places,
        goalStart: ofGoals.start,
        goalBy: ofGoals.places,
        goalCode: ofGoals.worths,
        experienceStart: ofExperience.start,
        experienceBy: ofExperience.places,
        experienceCode: ofExperience.worths,
      };
    },
  };
}

// Per key a growing list of places, and of values where there are any. A country's lists are millions of numbers:
// 32 bits each, and thrown away list by list as they are laid one after another.
function posted() {
  const by: (Growing | undefined)[] = [];
  const worth: (Growing | undefined)[] = [];
  return {
    post(key: number | undefined, place: number, value?: number): void {
      if (key === undefined) return;
      by[key] = append(by[key], place);
      if (value !== undefined) worth[key] = append(worth[key], value);
    },
    flatten(keys: number): { start: Int32Array; places: Int32Array; worths: Int32Array } {
      const total = by.reduce((sum, list) => sum + (list?.length ?? 0), 0);
      const places = new Int32Array(total);
      const worths = new Int32Array(worth.length > 0 ? total : 0);
      const start = new Int32Array(keys + 1);
      let at = 0;
      for (let key = 0; key < keys; key++) {
        const list = by[key];
        const values = worth[key];
        if (list) places.set(list.numbers.subarray(0, list.length), at);
        if (values) worths.set(values.numbers.subarray(0, values.length), at);
        at += list?.length ?? 0;
        start[key + 1] = at;
        by[key] = undefined;
        worth[key] = undefined;
      }
      return { start, places, worths };
    },
  };
}

interface Growing {
  numbers: Int32Array;
  length: number;
}

function append(list: Growing | undefined, value: number): Growing {
  if (!list) {
    const numbers = new Int32Array(4);
    numbers[0] = value;
    return { numbers, length: 1 };
  }
  if (list.length === list.numbers.length) {
    const room = new Int32Array(list.length * 2);
    room.set(list.numbers);
    list.numbers = room;
  }
  list.numbers[list.length++] = value;
  return list;
}
