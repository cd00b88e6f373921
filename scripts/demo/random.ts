/** Seeded random numbers for the demo town: the same seed and purpose give the same draws on every machine. */
export interface Random {
  /** [0, 1) */
  next(): number;
  /** whole number in [min, max] */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Up to `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
  weighted<T>(items: readonly T[], weight: (item: T) => number): T;
  shuffle<T>(items: readonly T[]): T[];
  /** Standard normal. */
  normal(): number;
}

/** One stream per purpose, so that a change in one kind of data leaves the others as they were. */
export function createRandom(seed: number, purpose: string): Random {
  const next = sfc32(seed, purpose);
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(items: readonly T[]): T => at(items, int(0, items.length - 1));
  const shuffle = <T>(items: readonly T[]): T[] => {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = int(0, last);
      const kept = at(copy, last);
      copy[last] = at(copy, other);
      copy[other] = kept;
    }
    return copy;
  };
  return {
    next,
    int,
    pick,
    shuffle,
    chance: (share) => next() < share,
    sample: (items, count) => shuffle(items).slice(0, count),
    weighted: (items, weight) => {
      let rest = next() * items.reduce((sum, item) => sum + weight(item), 0);
      for (const item of items) {
        rest -= weight(item);
        if (rest < 0) return item;
      }
      return at(items, items.length - 1);
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError('Cannot draw from an empty list');
  return items[index] as T;
}

/** sfc32 by Chris Doty-Humphrey (PractRand), seeded with an FNV-1a hash of seed and purpose. */
function sfc32(seed: number, purpose: string): () => number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}:${purpose}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  let [a, b, c, counter] = [hash | 0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    return (mixed >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 15; warm++) next();
  return next;
}
