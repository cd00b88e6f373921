import { travelKeyOf, wayFrom } from './filters.ts';
import type { Arrays, Market } from './market.ts';
import type { Hurdle, Step } from './obstacles.ts';
import { askedBy, better, codePoints, type Found, findBetween, openFacts } from './points.ts';
import type { OrderSpec } from './spec.ts';
import { FUNCTIONAL_NEEDS, ORDER_TYPES } from './types.ts';

const ORDINARY = ORDER_TYPES.indexOf('ordinaer');
const SMALL_JOB = ORDER_TYPES.indexOf('smaajob');
const MENTOR = 1 << FUNCTIONAL_NEEDS.indexOf('mentor');

/** The hard rules of the order that one citizen breaks, in the order in which they are asked: as the bit sets give. */
export function rulesBrokenInPair(market: Market, order: OrderSpec, citizen: number): Step[] {
  const { arrays: a } = market;
  const broken: Step[] = [];
  const ask = (
    hurdle: Hurdle,
    isBroken: boolean,
    group: number | null = null,
    side: number | null = null,
  ) => {
    if (isBroken) broken.push({ hurdle, group, side });
  };
  const flags = a.citizenFlags[citizen] ?? 0;
  ask('virksomhed', order.barred);
  ask('maa_ikke_deles', (flags & 1) !== 0);
  ask('sat_til_side', Array.prototype.includes.call(order.aside, citizen));
  ask('maalgruppe', (((a.citizenAllowed[citizen] ?? 0) >> (2 * order.type)) & 3) === 1);
  ask('har_arbejdsgiver', order.type === ORDINARY && (flags & 4) !== 0);
  ask('i_forloeb', order.type !== SMALL_JOB && (a.citizenPlacedDay[citizen] ?? -1) >= order.validDay);
  for (const isPaper of [isLicence, isCertificate]) {
    order.hard.forEach((hard, group) => {
      if (isPaper(hard))
        ask(
          hard.isLicence ? 'koerekort' : 'certifikat',
          !holdsAny(a, hard.keys, citizen, order.validDay),
          group,
        );
    });
  }
  for (let side = 0; side < 3; side++) {
    const own = a.citizenDanish[3 * citizen + side] ?? -1;
    ask('danskniveau', own >= 0 && own < (order.danish[side] ?? -1), null, side);
  }
  ask('timer', areHoursApart(a, order, citizen));
  ask('arbejdstid', areTimesApart(a, order, citizen));
  ask('startdato', order.startDay >= 0 && (a.citizenStartDay[citizen] ?? -1) > order.startDay);
  ask('rejsetid', isOutOfReach(market, order, citizen));
  ask('vilkaar', ((a.citizenNeeds[citizen] ?? 0) & order.unavoidable) !== 0);
  return broken;
}

const isLicence = ({ isLicence: is }: OrderSpec['hard'][number]) => is;
const isCertificate = ({ isLicence: is }: OrderSpec['hard'][number]) => !is;

function areHoursApart(a: Arrays, { hoursFrom, hoursTo }: OrderSpec, citizen: number): boolean {
  const from = a.citizenHoursFrom[citizen] ?? -1;
  if (hoursFrom < 0 || from < 0) return false;
  return hoursFrom > (a.citizenHoursTo[citizen] ?? -1) || from > hoursTo;
}

function areTimesApart(a: Arrays, order: OrderSpec, citizen: number): boolean {
  const times = a.citizenTimes[citizen] ?? 0;
  if (order.times === 0 || times === 0) return false;
  const common = order.times & times;
  return order.allTimes ? common !== order.times : common === 0;
}

function isOutOfReach(market: Market, order: OrderSpec, citizen: number): boolean {
  const most = market.arrays.citizenMaxTravel[citizen] ?? -1;
  const key = travelKeyOf(market, citizen);
  return order.zone >= 0 && most >= 0 && key >= 0 && wayFrom(market, order.zone)(key) > most;
}

function holdsAny(a: Arrays, keys: readonly number[], citizen: number, day: number): boolean {
  return keys.some((key) => {
    const posting = find(a.heldBy, a.heldStart, key, citizen);
    return posting >= 0 && (a.heldUntil[posting] ?? 0) >= day;
  });
}

/** What is found of the order in one citizen: the same as ranking finds. */
export function pairFound(market: Market, order: OrderSpec, citizen: number): Found {
  const { arrays: a } = market;
  const { goals, experience } = codePoints(market, order.type);
  const found: Found = {
    wanted: order.wanted.map(({ keys }) => {
      if (keys.some((key) => find(a.fullBy, a.fullStart, key, citizen) >= 0)) return 2;
      return keys.some((key) => find(a.relatedBy, a.relatedStart, key, citizen) >= 0) ? 1 : 0;
    }),
    goal: 0,
    experience: 0,
    open: (openFacts(market, citizen) & askedBy(order)) >>> 0,
    bonusKey: ((a.citizenPurpose[citizen] ?? 0) << 1) | ((a.citizenNeeds[citizen] ?? 0) & MENTOR ? 1 : 0),
    travelKey: Math.max(0, travelKeyOf(market, citizen)),
  };
  for (const key of order.title) {
    const goal = find(a.goalBy, a.goalStart, key, citizen);
    if (goal >= 0) found.goal = better(goals, found.goal, a.goalCode[goal] ?? 0);
    const worked = find(a.experienceBy, a.experienceStart, key, citizen);
    if (worked >= 0) found.experience = better(experience, found.experience, a.experienceCode[worked] ?? 0);
  }
  return found;
}

/** Where a citizen stands in a key's postings, or -1. */
function find(by: Uint32Array, start: Uint32Array, key: number, citizen: number): number {
  return findBetween(by, start[key] ?? 0, start[key + 1] ?? 0, citizen);
}
