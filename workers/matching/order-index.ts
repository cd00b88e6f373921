import type { CompiledCitizen } from './citizen.ts';
import type { CompiledOrder } from './order.ts';
import { type RuleColumns, ruleColumns } from './rule-columns.ts';

/** Orders by what brings a citizen on their list, so that one citizen asks a few hundred of ten thousand. */
export interface OrderIndex {
  orders: readonly CompiledOrder[];
  rules: RuleColumns;
  /** places in `orders`, ascending, by the concept that brings on the list */
  bringing: ReadonlyMap<string, readonly number[]>;
  /** of these, those that ask for it as something wanted, and those whose title it is */
  wanting: ReadonlyMap<string, readonly number[]>;
  titled: ReadonlyMap<string, readonly number[]>;
  /** they ask for nothing known: everybody who breaks no rule is listed */
  forEverybody: readonly number[];
  /** they demand a licence or a certificate, which may bring on the list as well as open */
  withPapers: readonly number[];
  /** of each order what its requirements are, by number: orders that require the same share it */
  krav: { number: Uint32Array; kinds: readonly (readonly string[])[][] };
  /** exactly one requirement: whoever lacks it lacks nothing else */
  withOneKrav: readonly number[];
  /** those with more, by the concepts of each requirement */
  byKrav: ReadonlyMap<string, readonly number[]>;
}

/** The same orders in the same order; made in some milliseconds for ten thousand. */
export function indexOrders(orders: readonly CompiledOrder[]): OrderIndex {
  const bringing = new Map<string, number[]>();
  const wanting = new Map<string, number[]>();
  const titled = new Map<string, number[]>();
  const forEverybody: number[] = [];
  const withPapers: number[] = [];
  const withOneKrav: number[] = [];
  const byKrav = new Map<string, number[]>();
  orders.forEach(({ wanted, title, hard }, place) => {
    const alone = new Set(wanted.flatMap((item) => (item.alone ? item.keys : [])));
    for (const key of alone) addTo(wanting, key, place);
    for (const key of new Set(title.ids)) addTo(titled, key, place);
    for (const key of new Set([...alone, ...title.ids])) addTo(bringing, key, place);
    const krav = wanted.filter(({ part }) => part === 'krav');
    if (krav.length === 1) withOneKrav.push(place);
    else for (const key of new Set(krav.flatMap((item) => item.keys))) addTo(byKrav, key, place);
    if (wanted.length === 0 && title.ids.length === 0) forEverybody.push(place);
    if (hard.length > 0) withPapers.push(place);
  });
  return {
    orders,
    rules: ruleColumns(orders),
    krav: kravOf(orders),
    bringing,
    wanting,
    titled,
    forEverybody,
    withPapers,
    withOneKrav,
    byKrav,
  };
}

function kravOf(orders: readonly CompiledOrder[]): OrderIndex['krav'] {
  const numbers = new Map<string, number>();
  const kinds: string[][][] = [];
  const number = Uint32Array.from(orders, ({ wanted }) => {
    const krav = wanted.flatMap(({ part, keys }) => (part === 'krav' ? [keys] : []));
    const name = JSON.stringify(krav);
    const found = numbers.get(name) ?? kinds.push(krav) - 1;
    numbers.set(name, found);
    return found;
  });
  return { number, kinds };
}

function addTo(places: Map<string, number[]>, key: string, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}

/** Places of the orders that may have something in common with the citizen, rules aside; ascending. */
export function placesInCommon(index: OrderIndex, citizen: CompiledCitizen): number[] {
  const { bringing, forEverybody } = index;
  return marked(index, forEverybody, [[bringing, bringingKeysOf(citizen)]]);
}

/** Places of those that do, whose list the citizen would be on but for the rules; ascending. */
export function placesListing(index: OrderIndex, { skills, goals, experience }: CompiledCitizen): number[] {
  const { wanting, titled, forEverybody } = index;
  return marked(index, forEverybody, [
    [wanting, skills.keys()],
    [titled, goals.keys()],
    [titled, experience.keys()],
  ]);
}

type Postings = ReadonlyMap<string, readonly number[]>;

/** Thousands of places come up again and again: they are marked, not collected and sorted. */
function marked(
  { orders }: OrderIndex,
  first: readonly number[],
  more: [postings: Postings, keys: Iterable<string>][],
): number[] {
  const marks = new Uint8Array(orders.length);
  for (const place of first) marks[place] = 1;
  for (const [postings, keys] of more)
    for (const key of keys) for (const place of postings.get(key) ?? []) marks[place] = 1;
  const places: number[] = [];
  for (let place = 0; place < marks.length; place++) if (marks[place] === 1) places.push(place);
  return places;
}

/** Does the citizen stand on its list but for the rules? */
export function hasInCommon({ wanted, title }: CompiledOrder, citizen: CompiledCitizen): boolean {
  if (wanted.length === 0 && title.ids.length === 0) return true;
  return (
    wanted.some(({ alone, keys }) => alone && keys.some((key) => citizen.skills.has(key))) ||
    title.ids.some((key) => citizen.goals.has(key) || citizen.experience.has(key))
  );
}

/** Everything of a citizen's that can bring them on a list. */
export function bringingKeysOf({ skills, goals, experience }: CompiledCitizen): string[] {
  return [...new Set([...skills.keys(), ...goals.keys(), ...experience.keys()])];
}

/** Places of all orders of whose requirements the citizen may lack one only; ascending. */
export function placesWithin(index: OrderIndex, { skills }: CompiledCitizen): number[] {
  const { withOneKrav, byKrav } = index;
  return marked(index, withOneKrav, [[byKrav, skills.keys()]]);
}
