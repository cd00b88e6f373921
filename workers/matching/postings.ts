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
  const held = posted({ worths: true });
  const full = posted({ worths: false });
  const related = posted({ worths: false });
  const goals = posted({ worths: true });
  const experience = posted({ worths: true });
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

const FIRST_BLOCK = 256;
const LARGEST_BLOCK = 1 << 16;

interface Block {
  keys: Int32Array;
  places: Int32Array;
  worths: Int32Array;
  count: number;
}

// A country's lists are millions of numbers. They are written down as they come, in blocks that never move, and laid
// key by key at the end: places come ascending and stay so.
function posted({ worths: hasWorths }: { worths: boolean }) {
  const blocks: Block[] = [];
  let last: Block | undefined;

  function nextBlock(): Block {
    const size = Math.min(LARGEST_BLOCK, last ? last.keys.length * 2 : FIRST_BLOCK);
    const [keys, places] = [new Int32Array(size), new Int32Array(size)];
    const block = { keys, places, worths: new Int32Array(hasWorths ? size : 0), count: 0 };
    blocks.push(block);
    return block;
  }

  return {
    post(key: number | undefined, place: number, worth = 0): void {
      if (key === undefined) return;
      if (!last || last.count === last.keys.length) last = nextBlock();
      last.keys[last.count] = key;
      last.places[last.count] = place;
      if (hasWorths) last.worths[last.count] = worth;
      last.count += 1;
    },
    flatten(keys: number): { start: Int32Array; places: Int32Array; worths: Int32Array } {
      const total = blocks.reduce((sum, { count }) => sum + count, 0);
      const start = new Int32Array(keys + 1);
      for (const { keys: of, count } of blocks) {
        for (let at = 0; at < count; at++)
          start[(of[at] as number) + 1] = (start[(of[at] as number) + 1] ?? 0) + 1;
      }
      for (let key = 0; key < keys; key++)
        start[key + 1] = (start[key + 1] as number) + (start[key] as number);
      const next = start.slice();
      const places = new Int32Array(total);
      const worths = new Int32Array(hasWorths ? total : 0);
      for (const block of blocks) {
        for (let at = 0; at < block.count; at++) {
          const key = block.keys[at] as number;
          const to = next[key] as number;
          next[key] = to + 1;
          places[to] = block.places[at] as number;
          if (hasWorths) worths[to] = block.worths[at] as number;
        }
      }
      blocks.length = 0;
      return { start, places, worths };
    },
  };
}
