import type { ExclusionReason } from './types.ts';
import type { TypeWeights } from './weights.ts';

/** The snapshot's format: a JSON header, then typed arrays of whole numbers. Written by snapshot.ts. */
const FORMAT = 3;
const MAGIC = 0x4c54_4d53;

/** Changes whenever the same input could give other bytes or another ranking. */
export const ENGINE_VERSION = '3';

const types = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
};
type TypeName = keyof typeof types;
type Numbers = InstanceType<(typeof types)[TypeName]>;

/**
 * Every array, its width and what one entry is. A list per order, per key or per group has a …Start array with one
 * entry more than there are lists. Blank numbers are -1. Keys are concepts (or unlisted certificates) that some
 * order asks for; postings hold citizens' places, ascending.
 */
const layout = {
  orderId: 'u32',
  orderType: 'u8',
  /** 1: the firm is barred */
  orderBarred: 'u8',
  orderHoursFrom: 'i16',
  orderHoursTo: 'i16',
  orderTimes: 'u8',
  orderAllTimes: 'u8',
  /** general, oral, written */
  orderDanish: 'i8',
  orderOffers: 'u8',
  orderUnavoidable: 'u8',
  /** 0: none, else 1 + place in PRAKTIK_PURPOSES */
  orderPurpose: 'u8',
  /** points that every candidate gets alike: follow-up and job opening */
  orderBonus: 'i16',
  orderZone: 'i16',
  orderStartDay: 'i32',
  orderValidDay: 'i32',
  hardStart: 'u32',
  /** 0 koerekort, 1 certifikat */
  hardReason: 'u8',
  hardKeyStart: 'u32',
  hardKeys: 'u32',
  wantedStart: 'u32',
  wantedPart: 'u8',
  /** 1: may bring a citizen on the list by itself */
  wantedAlone: 'u8',
  wantedFull: 'u16',
  wantedRelated: 'u16',
  wantedKeyStart: 'u32',
  wantedKeys: 'u32',
  titleStart: 'u32',
  titleKeys: 'u32',
  asideStart: 'u32',
  /** citizens set aside for the order */
  asideBy: 'u32',
  /** the citizen's pseudonym in this run: drawn anew, and what the tie-break draws from */
  citizenTie: 'u32',
  /** 1 may not be shared, 2 must be asked, 4 has an employer, 8 has too few facts to be compared */
  citizenFlags: 'u8',
  /** two bits per order type: 0 ja, 1 nej, 2 mangler */
  citizenAllowed: 'u32',
  citizenHoursFrom: 'i16',
  citizenHoursTo: 'i16',
  citizenTimes: 'u8',
  citizenDanish: 'i8',
  citizenTransports: 'u8',
  citizenMaxTravel: 'i16',
  citizenZone: 'i16',
  citizenStartDay: 'i32',
  /** the last day on which placements fill the week */
  citizenPlacedDay: 'i32',
  citizenNeeds: 'u8',
  citizenPurpose: 'u8',
  heldStart: 'u32',
  heldBy: 'u32',
  heldUntil: 'i32',
  fullStart: 'u32',
  fullBy: 'u32',
  relatedStart: 'u32',
  relatedBy: 'u32',
  goalStart: 'u32',
  goalBy: 'u32',
  /** goalCode of weights.ts */
  goalCode: 'u8',
  experienceStart: 'u32',
  experienceBy: 'u32',
  /** experienceCode of weights.ts */
  experienceCode: 'u8',
  /** decametres between zones, square, row by row */
  zoneDistance: 'u16',
} as const satisfies Record<string, TypeName>;

export type ArrayName = keyof typeof layout;
export type Arrays = { [Name in ArrayName]: InstanceType<(typeof types)[(typeof layout)[Name]]> };

interface Header extends About {
  format: number;
  engine: string;
  arrays: { name: string; offset: number; length: number }[];
}

/** What a market is known by, and what its numbers stand for. */
interface About {
  taxonomy: string;
  today: string;
  seed: number;
  counts: { orders: number; citizens: number; keys: number; zones: number };
  weightsVersion: string;
  /** the points in force, by place in ORDER_TYPES */
  weights: TypeWeights[];
  /** concept ids of the keys; null for a certificate that no file lists */
  keys: readonly (string | null)[];
}

/** An opened snapshot; opaque outside the engine. */
export interface Market {
  engine: string;
  taxonomy: string;
  today: string;
  weightsVersion: string;
  weights: readonly TypeWeights[];
  keys: readonly (string | null)[];
  orderIds: readonly number[];
  citizenCount: number;
  seed: number;
  zones: number;
  /** decametres between two zones, -1 when unknown */
  distanceOf: (from: number, to: number) => number;
  orderPlace: ReadonlyMap<number, number>;
  arrays: Arrays;
  /** worked out from the arrays when first asked for, by filters.ts and rank.ts */
  derived: Derived;
}

/** One bit per citizen, 32 a word. */
export type Bits = Uint32Array;

/** Who is left after some rules, and how many each kept out. */
export interface Counted {
  counts: Record<ExclusionReason, number>;
  left: Bits;
  count: number;
}

/** What a market has worked out so far; none of it is part of the snapshot. */
export interface Derived {
  /** citizens that meet a condition, by the condition's name */
  bits: Map<string, Bits>;
  /** what the rules that depend on the order's type alone leave, per type */
  counted: Map<number, Counted>;
  /** the first day on which some holder of a key no longer holds it */
  soonest: Map<number, number>;
  /** travel minutes from an order's zone, by zone and transports of the citizen */
  minutes: Map<number, Int16Array>;
  /** travel points from an order's zone, per order type */
  travel: Map<number, Int16Array>;
  /** points per goal code and experience code, per order type */
  codePoints: Map<number, { goals: Uint16Array; experience: Uint16Array }>;
  scratch: Scratch | null;
}

/** Room for one order's scoring, used again for the next. */
export interface Scratch {
  points: Uint16Array;
  best: Uint16Array;
  touched: Uint32Array;
  row: Uint16Array;
  /** per citizen: travel key, facts that are unknown and needs, bonus key */
  travelKey: Uint16Array;
  open: Uint32Array;
  bonusKey: Uint8Array;
  eligible: Bits;
}

export type Lists = Record<ArrayName, number[]>;

/** A list for every array; those of list starts begin with the first start. */
export function emptyLists(): Lists {
  const names = Object.keys(layout) as ArrayName[];
  return Object.fromEntries(names.map((name) => [name, name.endsWith('Start') ? [0] : []])) as Lists;
}

/** Snapshot bytes: magic, header length, header, then each array on an 8-byte boundary. Little-endian. */
export function packSnapshot(about: About, lists: Record<ArrayName, ArrayLike<number>>): Uint8Array {
  let offset = 0;
  const names = Object.keys(layout) as ArrayName[];
  const arrays = names.map((name) => {
    const entry = { name, offset, length: lists[name].length };
    offset = align(offset + entry.length * types[layout[name]].BYTES_PER_ELEMENT);
    return entry;
  });
  const header: Header = { format: FORMAT, engine: ENGINE_VERSION, ...about, arrays };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = align(8 + json.length);
  const bytes = new Uint8Array(start + offset);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length, true);
  bytes.set(json, 8);
  for (const entry of arrays) {
    new types[layout[entry.name]](bytes.buffer, start + entry.offset, entry.length).set(lists[entry.name]);
  }
  return bytes;
}

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

/**
 * Opens a snapshot in place (also on shared memory; copied only when its memory is not aligned). Throws a clear
 * error when it is no snapshot, is cut short or was made by another version.
 */
export function openSnapshot(given: Uint8Array): Market {
  const bytes = given.byteOffset % 8 === 0 ? given : new Uint8Array(given);
  const header = readHeader(bytes);
  const start = align(8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true));
  // Perhaps shared memory: the views over it do not differ.
  const buffer = bytes.buffer as ArrayBuffer;
  const arrays = {} as Record<string, Numbers>;
  for (const { name, offset, length } of header.arrays) {
    const type = layout[name as ArrayName];
    if (!type) throw new Error(`Snapshot has an array this version does not know: ${name}`);
    const size = length * types[type].BYTES_PER_ELEMENT;
    if (start + offset + size > bytes.byteLength) throw new Error('Snapshot is cut short');
    arrays[name] = new types[type](buffer, bytes.byteOffset + start + offset, length);
  }
  for (const name of Object.keys(layout)) if (!arrays[name]) throw new Error(`Snapshot lacks ${name}`);
  return marketOf(header, arrays as Arrays);
}

/** What a snapshot's bytes hold, of arrays that need not be a snapshot's: a market for one question is never packed. */
export function marketOf(about: About, arrays: Arrays): Market {
  const orderIds = [...arrays.orderId];
  return {
    engine: ENGINE_VERSION,
    taxonomy: about.taxonomy,
    today: about.today,
    seed: about.seed,
    weightsVersion: about.weightsVersion,
    weights: about.weights,
    keys: about.keys,
    zones: about.counts.zones,
    distanceOf: (from, to) => arrays.zoneDistance[from * about.counts.zones + to] ?? -1,
    citizenCount: about.counts.citizens,
    orderIds,
    orderPlace: new Map(orderIds.map((id, place) => [id, place])),
    arrays,
    derived: {
      bits: new Map(),
      counted: new Map(),
      soonest: new Map(),
      minutes: new Map(),
      travel: new Map(),
      codePoints: new Map(),
      scratch: null,
    },
  };
}

/** The same numbers in arrays as wide as a snapshot's. */
export function arraysOf(lists: Record<ArrayName, ArrayLike<number>>): Arrays {
  const names = Object.keys(layout) as ArrayName[];
  return Object.fromEntries(names.map((name) => [name, types[layout[name]].from(lists[name])])) as Arrays;
}

/** The engine and format that made a snapshot, also one that this engine cannot open. Throws when it is none. */
export function snapshotMaker(bytes: Uint8Array): { engine: string; format: number; isOurs: boolean } {
  const { engine, format } = readAnyHeader(bytes);
  return { engine, format, isOurs: engine === ENGINE_VERSION && format === FORMAT };
}

function readHeader(bytes: Uint8Array): Header {
  const header = readAnyHeader(bytes);
  if (header.format !== FORMAT || header.engine !== ENGINE_VERSION) {
    throw new Error(
      `Snapshot was made by engine ${header.engine} (format ${header.format}); ` +
        `this is engine ${ENGINE_VERSION} (format ${FORMAT})`,
    );
  }
  return header;
}

function readAnyHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 16 || view.getUint32(0, true) !== MAGIC) throw new Error('Not a matching snapshot');
  const length = view.getUint32(4, true);
  if (8 + length > bytes.byteLength) throw new Error('Snapshot is cut short');
  // A copy: text cannot be decoded straight from shared memory.
  return JSON.parse(new TextDecoder().decode(bytes.slice(8, 8 + length)));
}
