import type { Market } from './market.ts';
import type { CompiledOrder } from './order.ts';
import { levels } from './snapshot.ts';
import { SHARED_PARTS, type SharedPart } from './weights.ts';

/** An order in the market's numbers: what ranking reads. Blank numbers are -1. */
export interface OrderSpec {
  id: number;
  /** place in ORDER_TYPES */
  type: number;
  barred: boolean;
  hoursFrom: number;
  hoursTo: number;
  times: number;
  allTimes: boolean;
  /** general, oral, written */
  danish: readonly [number, number, number];
  offers: number;
  unavoidable: number;
  purpose: number;
  bonus: number;
  zone: number;
  startDay: number;
  validDay: number;
  hard: { isLicence: boolean; keys: number[] }[];
  wanted: { part: SharedPart; alone: boolean; full: number; related: number; keys: number[] }[];
  title: number[];
  /** places of citizens set aside for the order */
  aside: ArrayLike<number>;
  /** places to pass over as if nobody stood there: who has changed since is ranked elsewhere */
  absent: ArrayLike<number>;
}

/** The order that lies at a place of the snapshot. */
export function specAt({ arrays: a }: Market, order: number): OrderSpec {
  const hard: OrderSpec['hard'] = [];
  for (let group = a.hardStart[order] ?? 0; group < (a.hardStart[order + 1] ?? 0); group++) {
    hard.push({ isLicence: a.hardReason[group] === 0, keys: slice(a.hardKeys, a.hardKeyStart, group) });
  }
  const wanted: OrderSpec['wanted'] = [];
  for (let item = a.wantedStart[order] ?? 0; item < (a.wantedStart[order + 1] ?? 0); item++) {
    wanted.push({
      part: SHARED_PARTS[a.wantedPart[item] ?? 0] ?? 'krav',
      alone: a.wantedAlone[item] === 1,
      full: a.wantedFull[item] ?? 0,
      related: a.wantedRelated[item] ?? 0,
      keys: slice(a.wantedKeys, a.wantedKeyStart, item),
    });
  }
  return {
    id: a.orderId[order] ?? 0,
    type: a.orderType[order] ?? 0,
    barred: a.orderBarred[order] === 1,
    hoursFrom: a.orderHoursFrom[order] ?? -1,
    hoursTo: a.orderHoursTo[order] ?? -1,
    times: a.orderTimes[order] ?? 0,
    allTimes: a.orderAllTimes[order] === 1,
    danish: [
      a.orderDanish[3 * order] ?? -1,
      a.orderDanish[3 * order + 1] ?? -1,
      a.orderDanish[3 * order + 2] ?? -1,
    ],
    offers: a.orderOffers[order] ?? 0,
    unavoidable: a.orderUnavoidable[order] ?? 0,
    purpose: a.orderPurpose[order] ?? 0,
    bonus: a.orderBonus[order] ?? 0,
    zone: a.orderZone[order] ?? -1,
    startDay: a.orderStartDay[order] ?? -1,
    validDay: a.orderValidDay[order] ?? 0,
    hard,
    wanted,
    title: slice(a.titleKeys, a.titleStart, order),
    aside: a.asideBy.subarray(a.asideStart[order] ?? 0, a.asideStart[order + 1] ?? 0),
    absent: [],
  };
}

function slice(values: Uint32Array, start: Uint32Array, at: number): number[] {
  return Array.from(values.subarray(start[at] ?? 0, start[at + 1] ?? 0));
}

/** A key that nobody in the market has. */
const NOBODYS = -1;

/**
 * An order that is not in the snapshot, against a market that has every key and every postcode (encodePeople).
 */
export function specOf(
  order: CompiledOrder,
  keys: Pick<ReadonlyMap<string, number>, 'get'>,
  { aside, absent }: Pick<OrderSpec, 'aside' | 'absent'>,
): OrderSpec {
  const numbers = (ids: string[]) => ids.map((id) => keys.get(id) ?? NOBODYS);
  return {
    id: order.order.id,
    type: order.type,
    barred: order.order.firmBar !== null,
    hoursFrom: order.hours?.from ?? -1,
    hoursTo: order.hours?.to ?? -1,
    times: order.times,
    allTimes: order.order.allWorkingTimes,
    danish: levels(order.danish),
    offers: order.offers,
    unavoidable: order.unavoidable,
    purpose: order.purpose,
    bonus: order.bonus,
    zone: order.zone,
    startDay: order.startDay ?? -1,
    validDay: order.validDay,
    hard: order.hard.map(({ reason, keys: ids }) => ({
      isLicence: reason === 'koerekort',
      keys: numbers(ids),
    })),
    wanted: order.wanted.map(({ part, alone, full, related, keys: ids }) => ({
      part,
      alone,
      full,
      related,
      keys: numbers(ids),
    })),
    title: numbers(order.title.ids),
    aside,
    absent,
  };
}
