/**
 * Character trigrams over whole names, written as one word so that "lager medarbejder" and "lagermedarbejder"
 * are alike, ranked by BM25 with every trigram counted once.
 */
export interface GramIndex {
  count: number;
  /** where a trigram's names begin in `postings`; one more entry than there are trigrams */
  starts: Uint32Array;
  postings: Uint32Array;
  rarity: Float32Array;
  /** where a name's trigrams begin in `grams` */
  places: Uint32Array;
  grams: Uint32Array;
  /** BM25's factor for the name's length */
  norms: Float32Array;
  /** the sum of a name's own rarities */
  mass: Float32Array;
  scores: Float32Array;
  touched: Uint32Array;
  marked: Uint8Array;
}

const BASE = 42;
const SIZE = BASE ** 3;
const K = 1.2;
const B = 0.75;
/** Postings read for one text: the rarest trigrams first, the commonest tell little and cost most. */
const BUDGET = 24_000;

export function* indexGrams(names: readonly (readonly string[])[]): Generator<void, GramIndex> {
  const places = new Uint32Array(names.length + 1);
  const starts = new Uint32Array(SIZE + 1);
  let grams = new Uint32Array(16 * names.length + 1_024);
  let total = 0;
  for (const [at, tokens] of names.entries()) {
    const list = gramsOf(tokens);
    if (total + list.length > grams.length) grams = grown(grams, list.length);
    for (let i = 0; i < list.length; i++) {
      const gram = list[i] as number;
      grams[total++] = gram;
      starts[gram + 1] = (starts[gram + 1] as number) + 1;
    }
    places[at + 1] = total;
    if (at % A_TURN === 0) yield;
  }
  grams = grams.slice(0, total);
  const rarity = raritiesOf(starts, names.length);
  for (let gram = 0; gram < SIZE; gram++)
    starts[gram + 1] = (starts[gram + 1] as number) + (starts[gram] as number);
  yield;
  const postings = yield* postingsOf(grams, places, starts);
  const average = total / Math.max(1, names.length);
  const norms = new Float32Array(names.length);
  const mass = new Float32Array(names.length);
  for (let at = 0; at < names.length; at++) {
    const [from, to] = [places[at] as number, places[at + 1] as number];
    norms[at] = (1 + K) / (1 + K * (1 - B + (B * (to - from)) / average));
    let sum = 0;
    for (let place = from; place < to; place++) sum += rarity[grams[place] as number] as number;
    mass[at] = sum;
  }
  return {
    count: names.length,
    starts,
    postings,
    rarity,
    places,
    grams,
    norms,
    mass,
    scores: new Float32Array(names.length),
    touched: new Uint32Array(names.length),
    marked: new Uint8Array(SIZE),
  };
}

const A_TURN = 500;

function grown(grams: Uint32Array, by: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * grams.length + by);
  larger.set(grams);
  return larger;
}

/** `counts[gram + 1]` names have the trigram. Most trigrams are in none or a few, so few logarithms are different. */
function raritiesOf(counts: Uint32Array, names: number): Float32Array {
  const rarity = new Float32Array(SIZE);
  const known: number[] = [];
  for (let gram = 0; gram < SIZE; gram++) {
    const count = counts[gram + 1] as number;
    const value = known[count] ?? Math.log(1 + (names - count + 0.5) / (count + 0.5));
    known[count] = value;
    rarity[gram] = value;
  }
  return rarity;
}

function* postingsOf(
  grams: Uint32Array,
  places: Uint32Array,
  starts: Uint32Array,
): Generator<void, Uint32Array> {
  const postings = new Uint32Array(grams.length);
  const next = starts.slice(0, SIZE);
  for (let at = 0; at + 1 < places.length; at++) {
    for (let place = places[at] as number; place < (places[at + 1] as number); place++) {
      const gram = grams[place] as number;
      const free = next[gram] as number;
      postings[free] = at;
      next[gram] = free + 1;
    }
    if (at % (4 * A_TURN) === 0) yield;
  }
  return postings;
}

/** The numbers of the best names, best first. */
export function alikeByGrams(index: GramIndex, grams: readonly number[], count: number): number[] {
  const { starts, postings, rarity, norms, scores, touched } = index;
  const size = (gram: number) => (starts[gram + 1] ?? 0) - (starts[gram] ?? 0);
  const rarest = grams.toSorted((a, b) => size(a) - size(b) || a - b);
  let read = 0;
  let reached = 0;
  for (const gram of rarest) {
    read += size(gram);
    if (read > BUDGET && reached > 0) break;
    const weight = rarity[gram] as number;
    const end = starts[gram + 1] as number;
    for (let place = starts[gram] as number; place < end; place++) {
      const at = postings[place] as number;
      if (scores[at] === 0) touched[reached++] = at;
      scores[at] = (scores[at] as number) + weight;
    }
  }
  const best = topOf(
    touched.subarray(0, reached),
    (at) => (scores[at] as number) * (norms[at] as number),
    count,
  );
  for (let i = 0; i < reached; i++) scores[touched[i] as number] = 0;
  return best;
}

/** The numbers with the highest scores, best first; of equals the lower number. */
export function topOf(numbers: Uint32Array, scoreOf: (at: number) => number, count: number): number[] {
  const ids: number[] = [];
  const scores: number[] = [];
  for (const at of numbers) {
    const score = scoreOf(at);
    if (ids.length === count && score <= (scores[count - 1] as number)) continue;
    let place = Math.min(ids.length, count - 1);
    while (place > 0 && isBelow(scores[place - 1] as number, ids[place - 1] as number, score, at)) {
      ids[place] = ids[place - 1] as number;
      scores[place] = scores[place - 1] as number;
      place--;
    }
    ids[place] = at;
    scores[place] = score;
  }
  return ids;
}

function isBelow(otherScore: number, other: number, score: number, at: number): boolean {
  return otherScore < score || (otherScore === score && other > at);
}

/** Dice by rarity: the share of trigrams that a text and each of the names have in common, 0–1. */
export function sharesOf(index: GramIndex, grams: readonly number[], names: readonly number[]): number[] {
  const { rarity, places, grams: all, mass, marked } = index;
  let own = 0;
  for (const gram of grams) {
    own += rarity[gram] as number;
    marked[gram] = 1;
  }
  const shares = names.map((at) => {
    let common = 0;
    const end = places[at + 1] as number;
    for (let place = places[at] as number; place < end; place++) {
      const gram = all[place] as number;
      if (marked[gram] === 1) common += rarity[gram] as number;
    }
    return (2 * common) / Math.max(1e-9, own + (mass[at] as number));
  });
  for (const gram of grams) marked[gram] = 0;
  return shares;
}

const taken = new Uint8Array(SIZE);

/** Trigrams of the words run together, and the first letters of each word with a mark before them. */
export function gramsOf(tokens: readonly string[]): number[] {
  const grams: number[] = [];
  let a = 1;
  let b = 1;
  let length = 0;
  for (let word = 0; word < tokens.length && length < 400; word++) {
    const token = tokens[word] as string;
    length += token.length;
    for (let at = 0; at < token.length && at < 400; at++) {
      const c = codeOf(token.charCodeAt(at));
      take(grams, (a * BASE + b) * BASE + c);
      a = b;
      b = c;
    }
    if (token.length < 3) continue;
    take(grams, (2 * BASE + codeOf(token.charCodeAt(0))) * BASE + codeOf(token.charCodeAt(1)));
  }
  take(grams, (a * BASE + b) * BASE + 1);
  for (const gram of grams) taken[gram] = 0;
  return grams;
}

function take(grams: number[], gram: number): void {
  if (taken[gram] === 1) return;
  taken[gram] = 1;
  grams.push(gram);
}

function codeOf(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 97 + 3;
  if (unit >= 48 && unit <= 57) return unit - 48 + 29;
  return unit === 35 ? 39 : unit < 128 ? 40 : 41;
}
