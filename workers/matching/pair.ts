import type { Arrays, Market } from './market.ts';
import { fastestMinutes } from './travel.ts';
import { EXCLUSION_REASONS, ORDER_TYPES, type ScoreParts, TRANSPORTS } from './types.ts';
import { NEED_POINTS, SHARED_PARTS, travelPoints, UNKNOWN_POINTS } from './weights.ts';

const ordinary = ORDER_TYPES.indexOf('ordinaer');
const reasonAt = {
  maa_ikke_deles: EXCLUSION_REASONS.indexOf('maa_ikke_deles'),
  maalgruppe: EXCLUSION_REASONS.indexOf('maalgruppe'),
  har_arbejdsgiver: EXCLUSION_REASONS.indexOf('har_arbejdsgiver'),
  koerekort: EXCLUSION_REASONS.indexOf('koerekort'),
  certifikat: EXCLUSION_REASONS.indexOf('certifikat'),
  danskniveau: EXCLUSION_REASONS.indexOf('danskniveau'),
  timer: EXCLUSION_REASONS.indexOf('timer'),
  arbejdstid: EXCLUSION_REASONS.indexOf('arbejdstid'),
  startdato: EXCLUSION_REASONS.indexOf('startdato'),
  rejsetid: EXCLUSION_REASONS.indexOf('rejsetid'),
};

/** Bits of what a citizen lacks of the order's hard groups. */
const LACKS_LICENCE = 1;
const LACKS_CERTIFICATE = 2;

/** Per citizen, which kinds of hard group are not held: found from the postings. */
export function holdsAll(market: Market, order: number): Uint8Array {
  const { arrays: a, citizenCount } = market;
  const lacks = new Uint8Array(citizenCount);
  const held = new Uint8Array(citizenCount);
  const day = a.orderValidDay[order] ?? 0;
  for (let group = a.hardStart[order] ?? 0; group < (a.hardStart[order + 1] ?? 0); group++) {
    held.fill(0);
    for (let at = a.hardKeyStart[group] ?? 0; at < (a.hardKeyStart[group + 1] ?? 0); at++) {
      const key = a.hardKeys[at] ?? 0;
      for (let posting = a.heldStart[key] ?? 0; posting < (a.heldStart[key + 1] ?? 0); posting++) {
        if ((a.heldUntil[posting] ?? 0) >= day) held[a.heldBy[posting] ?? 0] = 1;
      }
    }
    const bit = a.hardReason[group] === 0 ? LACKS_LICENCE : LACKS_CERTIFICATE;
    for (let citizen = 0; citizen < citizenCount; citizen++) {
      if (held[citizen] === 0) lacks[citizen] = (lacks[citizen] ?? 0) | bit;
    }
  }
  return lacks;
}

/** The first hard rule the pair breaks as a number of EXCLUSION_REASONS, or -1. `lacks` null: worked out here. */
export function exclusionOf(market: Market, order: number, citizen: number, lacks: number | null): number {
  const { arrays: a } = market;
  const flags = a.citizenFlags[citizen] ?? 0;
  if ((flags & 1) !== 0) return reasonAt.maa_ikke_deles;
  const type = a.orderType[order] ?? 0;
  if ((((a.citizenAllowed[citizen] ?? 0) >> (2 * type)) & 3) === 1) return reasonAt.maalgruppe;
  if ((flags & 4) !== 0 && type === ordinary) return reasonAt.har_arbejdsgiver;
  const missing = lacks ?? lacksOf(market, order, citizen);
  if ((missing & LACKS_LICENCE) !== 0) return reasonAt.koerekort;
  if ((missing & LACKS_CERTIFICATE) !== 0) return reasonAt.certifikat;
  for (let side = 0; side < 3; side++) {
    const level = a.citizenDanish[3 * citizen + side] ?? -1;
    if (level >= 0 && level < (a.orderDanish[3 * order + side] ?? -1)) return reasonAt.danskniveau;
  }
  if (hoursApart(a, order, citizen)) return reasonAt.timer;
  const times = a.orderTimes[order] ?? 0;
  const theirTimes = a.citizenTimes[citizen] ?? 0;
  if (times !== 0 && theirTimes !== 0) {
    const common = times & theirTimes;
    if (a.orderAllTimes[order] === 1 ? common !== times : common === 0) return reasonAt.arbejdstid;
  }
  const start = a.orderStartDay[order] ?? -1;
  if (start >= 0 && (a.citizenStartDay[citizen] ?? -1) > start) return reasonAt.startdato;
  const max = a.citizenMaxTravel[citizen] ?? -1;
  return max >= 0 && minutesOf(market, order, citizen) > max ? reasonAt.rejsetid : -1;
}

function hoursApart(a: Arrays, order: number, citizen: number): boolean {
  const from = a.orderHoursFrom[order] ?? -1;
  const theirFrom = a.citizenHoursFrom[citizen] ?? -1;
  if (from < 0 || theirFrom < 0) return false;
  return from > (a.citizenHoursTo[citizen] ?? -1) || theirFrom > (a.orderHoursTo[order] ?? -1);
}

function lacksOf({ arrays: a }: Market, order: number, citizen: number): number {
  const day = a.orderValidDay[order] ?? 0;
  let lacks = 0;
  for (let group = a.hardStart[order] ?? 0; group < (a.hardStart[order + 1] ?? 0); group++) {
    let held = false;
    for (let at = a.hardKeyStart[group] ?? 0; at < (a.hardKeyStart[group + 1] ?? 0); at++) {
      const posting = find(a.heldBy, a.heldStart, a.hardKeys[at] ?? 0, citizen);
      if (posting >= 0 && (a.heldUntil[posting] ?? 0) >= day) held = true;
    }
    if (!held) lacks |= a.hardReason[group] === 0 ? LACKS_LICENCE : LACKS_CERTIFICATE;
  }
  return lacks;
}

function minutesOf({ arrays: a, zones, minutes }: Market, order: number, citizen: number): number {
  const from = a.orderZone[order] ?? -1;
  const to = a.citizenZone[citizen] ?? -1;
  if (from < 0 || to < 0) return -1;
  let table = minutes[from];
  if (table === undefined) {
    table = minutesFrom(a.zoneDistance, zones, from);
    minutes[from] = table;
  }
  return table[(to << TRANSPORTS.length) | (a.citizenTransports[citizen] ?? 0)] ?? -1;
}

// Minutes from one zone to every zone with every set of transports: thousands of citizens share a few of them.
function minutesFrom(distances: Uint16Array, zones: number, from: number): Int16Array {
  const sets = 1 << TRANSPORTS.length;
  return Int16Array.from({ length: zones * sets }, (_, at) =>
    fastestMinutes(at % sets, distances[from * zones + Math.floor(at / sets)] ?? -1),
  );
}

/** Travel points and what unknown facts and unmet needs cost: the same for every order text. */
export function fixedPoints(market: Market, order: number, citizen: number): number {
  return travelPoints(minutesOf(market, order, citizen)) + unknownPoints(market, order, citizen);
}

function unknownPoints(market: Market, order: number, citizen: number): number {
  const { arrays: a } = market;
  let points = 0;
  if (((a.citizenFlags[citizen] ?? 0) & 2) !== 0) points += UNKNOWN_POINTS;
  if ((((a.citizenAllowed[citizen] ?? 0) >> (2 * (a.orderType[order] ?? 0))) & 3) === 2)
    points += UNKNOWN_POINTS;
  for (let side = 0; side < 3; side++) {
    if ((a.orderDanish[3 * order + side] ?? -1) >= 0 && (a.citizenDanish[3 * citizen + side] ?? -1) < 0)
      points += UNKNOWN_POINTS;
  }
  if ((a.orderHoursFrom[order] ?? -1) >= 0 && (a.citizenHoursFrom[citizen] ?? -1) < 0)
    points += UNKNOWN_POINTS;
  if (a.orderTimes[order] !== 0 && a.citizenTimes[citizen] === 0) points += UNKNOWN_POINTS;
  if ((a.orderStartDay[order] ?? -1) >= 0 && (a.citizenStartDay[citizen] ?? -1) < 0) points += UNKNOWN_POINTS;
  if ((a.citizenMaxTravel[citizen] ?? -1) < 0 || minutesOf(market, order, citizen) < 0)
    points += UNKNOWN_POINTS;
  const unmet = bits((a.citizenNeeds[citizen] ?? 0) & ~(a.orderOffers[order] ?? 0));
  for (let need = 0; need < unmet; need++) points += NEED_POINTS;
  return points;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** All parts of one pair's score. */
export function partsOf(market: Market, order: number, citizen: number): ScoreParts {
  const { arrays: a } = market;
  const parts: ScoreParts = {
    krav: 0,
    oensker: 0,
    kanLaeres: 0,
    jobmaal: bestOf(a, order, citizen, a.goalStart, a.goalBy, a.goalPoints),
    erfaring: bestOf(a, order, citizen, a.experienceStart, a.experienceBy, a.experiencePoints),
    sprog: 0,
    rejse: travelPoints(minutesOf(market, order, citizen)),
    ukendt: unknownPoints(market, order, citizen),
  };
  for (let wanted = a.wantedStart[order] ?? 0; wanted < (a.wantedStart[order + 1] ?? 0); wanted++) {
    const part = SHARED_PARTS[a.wantedPart[wanted] ?? 0] ?? 'krav';
    parts[part] += wantedPoints(market, wanted, citizen);
  }
  return parts;
}

function wantedPoints({ arrays: a }: Market, wanted: number, citizen: number): number {
  let points = 0;
  for (let at = a.wantedKeyStart[wanted] ?? 0; at < (a.wantedKeyStart[wanted + 1] ?? 0); at++) {
    const key = a.wantedKeys[at] ?? 0;
    if (find(a.fullBy, a.fullStart, key, citizen) >= 0) return a.wantedFull[wanted] ?? 0;
    if (find(a.relatedBy, a.relatedStart, key, citizen) >= 0) points = a.wantedRelated[wanted] ?? 0;
  }
  return points;
}

function bestOf(
  a: Arrays,
  order: number,
  citizen: number,
  start: Uint32Array,
  by: Uint32Array,
  points: Uint16Array,
): number {
  let best = 0;
  const end = a.titleStart[order + 1] ?? 0;
  for (let at = a.titleStart[order] ?? 0; at < end; at++) {
    const posting = find(by, start, a.titleKeys[at] ?? 0, citizen);
    if (posting >= 0) best = Math.max(best, points[posting] ?? 0);
  }
  return best;
}

/** Where a citizen stands in a key's postings, or -1. */
function find(by: Uint32Array, start: Uint32Array, key: number, citizen: number): number {
  let low = start[key] ?? 0;
  let high = (start[key + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = by[middle] ?? 0;
    if (found === citizen) return middle;
    if (found < citizen) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
