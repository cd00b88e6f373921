/** The snapshot's format: a JSON header, then typed arrays of whole numbers. Written by snapshot.ts. */
export const FORMAT = 1;
const MAGIC = 0x4c54_4d53;

/** Changes whenever the same input could give other bytes or another ranking. */
export const ENGINE_VERSION = '1';

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
  orderHoursFrom: 'i16',
  orderHoursTo: 'i16',
  orderTimes: 'u8',
  orderAllTimes: 'u8',
  /** general, oral, written */
  orderDanish: 'i8',
  orderOffers: 'u8',
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
  wantedFull: 'u16',
  wantedRelated: 'u16',
  wantedKeyStart: 'u32',
  wantedKeys: 'u32',
  titleStart: 'u32',
  titleKeys: 'u32',
  citizenId: 'u32',
  /** 1 may not be shared, 2 must be asked, 4 has an employer */
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
  citizenNeeds: 'u8',
  heldStart: 'u32',
  heldBy: 'u32',
  heldUntil: 'i32',
  fullStart: 'u32',
  fullBy: 'u32',
  relatedStart: 'u32',
  relatedBy: 'u32',
  goalStart: 'u32',
  goalBy: 'u32',
  goalPoints: 'u16',
  experienceStart: 'u32',
  experienceBy: 'u32',
  experiencePoints: 'u16',
  /** decametres between zones, square, row by row */
  zoneDistance: 'u16',
} as const satisfies Record<string, TypeName>;

export type ArrayName = keyof typeof layout;
export type Arrays = { [Name in ArrayName]: InstanceType<(typeof types)[(typeof layout)[Name]]> };

interface Header {
  format: number;
  engine: string;
  taxonomy: string;
  today: string;
  seed: number;
  counts: { orders: number; citizens: number; keys: number; zones: number };
  /** concept ids of the keys; null for a certificate that no file lists */
  keys: (string | null)[];
  arrays: { name: string; offset: number; length: number }[];
}

/** An opened snapshot; opaque outside the engine. */
export interface Market {
  engine: string;
  taxonomy: string;
  today: string;
  orderIds: readonly number[];
  citizenCount: number;
  seed: number;
  zones: number;
  orderPlace: ReadonlyMap<number, number>;
  arrays: Arrays;
  /** travel minutes per order zone, filled when first asked for */
  minutes: (Int16Array | undefined)[];
}

export type Lists = Record<ArrayName, number[]>;

/** A list for every array; those of list starts begin with the first start. */
export function emptyLists(): Lists {
  const names = Object.keys(layout) as ArrayName[];
  return Object.fromEntries(names.map((name) => [name, name.endsWith('Start') ? [0] : []])) as Lists;
}

/** Snapshot bytes: magic, header length, header, then each array on an 8-byte boundary. Little-endian. */
export function packSnapshot(about: Omit<Header, 'format' | 'engine' | 'arrays'>, lists: Lists): Uint8Array {
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
  const complete = arrays as Arrays;
  const orderIds = [...complete.orderId];
  return {
    engine: header.engine,
    taxonomy: header.taxonomy,
    today: header.today,
    seed: header.seed,
    zones: header.counts.zones,
    citizenCount: header.counts.citizens,
    orderIds,
    orderPlace: new Map(orderIds.map((id, place) => [id, place])),
    arrays: complete,
    minutes: [],
  };
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 16 || view.getUint32(0, true) !== MAGIC) throw new Error('Not a matching snapshot');
  const length = view.getUint32(4, true);
  if (8 + length > bytes.byteLength) throw new Error('Snapshot is cut short');
  // A copy: text cannot be decoded straight from shared memory.
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.slice(8, 8 + length)));
  if (header.format !== FORMAT || header.engine !== ENGINE_VERSION) {
    throw new Error(
      `Snapshot was made by engine ${header.engine} (format ${header.format}); ` +
        `this is engine ${ENGINE_VERSION} (format ${FORMAT})`,
    );
  }
  return header;
}
