/** Numbers in words as people say and dictate them; words are folded (lower case, æøå as ae/oe/aa). */

const ONES: Readonly<Record<string, number>> = {
  nul: 0,
  null: 0,
  zero: 0,
  en: 1,
  et: 1,
  een: 1,
  eet: 1,
  one: 1,
  to: 2,
  tow: 2,
  two: 2,
  tre: 3,
  three: 3,
  fire: 4,
  four: 4,
  fem: 5,
  five: 5,
  seks: 6,
  sejs: 6,
  six: 6,
  syv: 7,
  syw: 7,
  seven: 7,
  otte: 8,
  eight: 8,
  ni: 9,
  nine: 9,
};

const TEENS: Readonly<Record<string, number>> = {
  ti: 10,
  ten: 10,
  elleve: 11,
  eleven: 11,
  tolv: 12,
  twelve: 12,
  tretten: 13,
  fjorten: 14,
  femten: 15,
  fifteen: 15,
  seksten: 16,
  sejsten: 16,
  sytten: 17,
  atten: 18,
  nitten: 19,
};

export const TENS: Readonly<Record<string, number>> = {
  tyve: 20,
  twenty: 20,
  tredive: 30,
  thirty: 30,
  fyrre: 40,
  fyrretyve: 40,
  forty: 40,
  halvtreds: 50,
  halvtres: 50,
  fifty: 50,
  tres: 60,
  treds: 60,
  sixty: 60,
  halvfjerds: 70,
  seventy: 70,
  firs: 80,
  firds: 80,
  eighty: 80,
  halvfems: 90,
  ninety: 90,
};

const ORDINALS: Readonly<Record<string, number>> = {
  foerste: 1,
  anden: 2,
  andet: 2,
  tredje: 3,
  fjerde: 4,
  femte: 5,
  sjette: 6,
  syvende: 7,
  ottende: 8,
  niende: 9,
  tiende: 10,
  ellevte: 11,
  tolvte: 12,
  trettende: 13,
  fjortende: 14,
  femtende: 15,
  sekstende: 16,
  syttende: 17,
  attende: 18,
  nittende: 19,
  tyvende: 20,
  tredivte: 30,
};

/** "fem" of "fem og tyve": the ones that can stand before "og" and a ten. */
export const ONE_WORDS = ONES;

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ONES),
  ...Object.entries(TEENS),
  ...Object.entries(TENS),
  ...withOnes(TENS),
]);

/** femte, tyvende, femogtyvende: days of a month */
export const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ORDINALS),
  ...withOnes({ tyvende: 20, tredivte: 30 }).filter(([, value]) => value <= 31),
]);

function withOnes(tens: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(tens).flatMap(([ten, value]) =>
    Object.entries(ONES)
      .filter(([, one]) => one > 0)
      .map(([word, one]): [string, number] => [`${word}og${ten}`, value + one]),
  );
}
