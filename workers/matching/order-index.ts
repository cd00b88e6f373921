import type { CompiledCitizen } from './citizen.ts';
import type { CompiledOrder } from './order.ts';

/** Orders by what brings a citizen on their list, so that one citizen asks a few hundred of ten thousand. */
export interface OrderIndex {
  orders: readonly CompiledOrder[];
  /** everything that some order asks for */
  keys: ReadonlySet<string>;
  /** places in `orders`, ascending, by the concept that brings on the list */
  bringing: ReadonlyMap<string, readonly number[]>;
  /** they ask for nothing known: everybody who breaks no rule is listed */
  forEverybody: readonly number[];
  /** they demand a licence or a certificate, which may bring on the list as well as open */
  withPapers: readonly number[];
  /** exactly one requirement: whoever lacks it lacks nothing else */
  withOneKrav: readonly number[];
  /** those with more, by the concepts of each requirement */
  byKrav: ReadonlyMap<string, readonly number[]>;
}

/** The same orders in the same order; made in some milliseconds for ten thousand. */
export function indexOrders(orders: readonly CompiledOrder[]): OrderIndex {
  const all = new Set<string>();
  const bringing = new Map<string, number[]>();
  const forEverybody: number[] = [];
  const withPapers: number[] = [];
  const withOneKrav: number[] = [];
  const byKrav = new Map<string, number[]>();
  orders.forEach(({ wanted, title, hard }, place) => {
    const keys = new Set([...wanted.flatMap((item) => (item.alone ? item.keys : [])), ...title.ids]);
    for (const key of keys) addTo(bringing, key, place);
    const krav = wanted.filter(({ part }) => part === 'krav');
    if (krav.length === 1) withOneKrav.push(place);
    else for (const key of new Set(krav.flatMap((item) => item.keys))) addTo(byKrav, key, place);
    for (const { keys: asked } of [...hard, ...wanted]) for (const key of asked) all.add(key);
    for (const key of title.ids) all.add(key);
    if (wanted.length === 0 && title.ids.length === 0) forEverybody.push(place);
    if (hard.length > 0) withPapers.push(place);
  });
  return { orders, keys: all, bringing, forEverybody, withPapers, withOneKrav, byKrav };
}

function addTo(places: Map<string, number[]>, key: string, place: number): void {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
}

/** Places of the orders that the citizen has something in common with, rules aside; ascending. */
export function placesInCommon({ bringing, forEverybody }: OrderIndex, citizen: CompiledCitizen): number[] {
  const places = new Set(forEverybody);
  for (const key of bringingKeysOf(citizen)) for (const place of bringing.get(key) ?? []) places.add(place);
  return [...places].sort((a, b) => a - b);
}

/** The same of one order. */
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
export function placesWithin({ withOneKrav, byKrav }: OrderIndex, { skills }: CompiledCitizen): number[] {
  const places = new Set(withOneKrav);
  for (const key of skills.keys()) for (const place of byKrav.get(key) ?? []) places.add(place);
  return [...places].sort((a, b) => a - b);
}
