import type { CompiledCitizen } from './citizen.ts';
import { heldUntil, reasonBits, travelMinutes } from './exclude.ts';
import type { CompiledOrder, HardGroup } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { ORDER_TYPES } from './types.ts';

/** What the hard rules ask of each order, by its place: one citizen is held against ten thousand of them at a time. */
export interface RuleColumns {
  orders: readonly CompiledOrder[];
  isBarred: Uint8Array;
  type: Uint8Array;
  validDay: Int32Array;
  general: Int8Array;
  oral: Int8Array;
  written: Int8Array;
  /** in minutes; where nobody has said, any hours overlap */
  hoursFrom: Float64Array;
  hoursTo: Float64Array;
  times: Uint8Array;
  needsAllTimes: Uint8Array;
  startDay: Int32Array;
  unavoidable: Uint32Array;
  zone: Int32Array;
  papers: PaperColumns;
}

/** Orders that demand the same of a paper share a number for it: a citizen is asked once whether they have it. */
interface PaperColumns {
  /** as in `hard`; those of an order are from start[place] up to start[place + 1] */
  start: Uint32Array;
  kind: Uint32Array;
  kinds: readonly HardGroup[];
}

const NEVER = -(2 ** 31);
const ALWAYS = 2 ** 31 - 1;
const NO_LEVEL = -1;
const ANY_LEVEL = 127;

export function ruleColumns(orders: readonly CompiledOrder[]): RuleColumns {
  return {
    orders,
    isBarred: Uint8Array.from(orders, ({ order }) => Number(order.firmBar !== null)),
    type: Uint8Array.from(orders, ({ type }) => type),
    validDay: Int32Array.from(orders, ({ validDay }) => validDay),
    general: Int8Array.from(orders, ({ danish }) => danish.general.level ?? NO_LEVEL),
    oral: Int8Array.from(orders, ({ danish }) => danish.oral.level ?? NO_LEVEL),
    written: Int8Array.from(orders, ({ danish }) => danish.written.level ?? NO_LEVEL),
    hoursFrom: Float64Array.from(orders, ({ hours }) => hours?.from ?? -Infinity),
    hoursTo: Float64Array.from(orders, ({ hours }) => hours?.to ?? Infinity),
    times: Uint8Array.from(orders, ({ times }) => times),
    needsAllTimes: Uint8Array.from(orders, ({ order }) => Number(order.allWorkingTimes)),
    startDay: Int32Array.from(orders, ({ startDay }) => startDay ?? ALWAYS),
    unavoidable: Uint32Array.from(orders, ({ unavoidable }) => unavoidable),
    zone: Int32Array.from(orders, ({ zone }) => zone),
    papers: paperColumns(orders),
  };
}

function paperColumns(orders: readonly CompiledOrder[]): PaperColumns {
  const numbers = new Map<string, number>();
  const kinds: HardGroup[] = [];
  const start = new Uint32Array(orders.length + 1);
  const kind: number[] = [];
  orders.forEach(({ hard }, place) => {
    for (const group of hard) {
      const name = JSON.stringify([group.reason, group.keys]);
      const number = numbers.get(name) ?? kinds.push(group) - 1;
      numbers.set(name, number);
      kind.push(number);
    }
    start[place + 1] = kind.length;
  });
  return { start, kind: Uint32Array.from(kind), kinds };
}

/** The rules that the citizen breaks, as reasonBits, by an order's place. */
export type BrokenAt = (place: number) => number;

const BIT = {
  virksomhed: reasonBits('virksomhed'),
  maaIkkeDeles: reasonBits('maa_ikke_deles'),
  maalgruppe: reasonBits('maalgruppe'),
  harArbejdsgiver: reasonBits('har_arbejdsgiver'),
  iForloeb: reasonBits('i_forloeb'),
  koerekort: reasonBits('koerekort'),
  certifikat: reasonBits('certifikat'),
  danskniveau: reasonBits('danskniveau'),
  timer: reasonBits('timer'),
  arbejdstid: reasonBits('arbejdstid'),
  startdato: reasonBits('startdato'),
  rejsetid: reasonBits('rejsetid'),
  vilkaar: reasonBits('vilkaar'),
};
const ORDINAER = ORDER_TYPES.indexOf('ordinaer');
const SMAAJOB = ORDER_TYPES.indexOf('smaajob');
const ALL_RULES = -1;

/** The rules of exclude.ts as numbers. `asked`, as reasonBits: only these are. */
export function rulesBrokenBy(
  taxonomy: Taxonomy,
  citizen: CompiledCitizen,
  columns: RuleColumns,
  asked = ALL_RULES,
): BrokenAt {
  const isHidden = citizen.citizen.mayBeShared === false || citizen.citizen.protectedAddress;
  const ofType = ORDER_TYPES.map((name, type) => {
    const notAllowed = citizen.citizen.allowed[name] === 'nej' ? BIT.maalgruppe : 0;
    return notAllowed | (citizen.citizen.hasEmployer === true && type === ORDINAER ? BIT.harArbejdsgiver : 0);
  });
  const placedDay = citizen.placedDay ?? NEVER;
  const general = citizen.danish.general.level ?? ANY_LEVEL;
  const oral = citizen.danish.oral.level ?? ANY_LEVEL;
  const written = citizen.danish.written.level ?? ANY_LEVEL;
  const from = citizen.hours?.from ?? -Infinity;
  const to = citizen.hours?.to ?? Infinity;
  const startDay = citizen.startDay ?? NEVER;
  // Tables of their own, which a change of one thing mostly needs none of.
  const asksPapers = (asked & (BIT.koerekort | BIT.certifikat)) !== 0;
  const asksTravel = (asked & BIT.rejsetid) !== 0;
  const lacksPapers = asksPapers ? papersLackedBy(citizen, columns) : () => 0;
  const isTooFar = asksTravel ? tooFarFor(taxonomy, citizen, columns) : () => false;
  const { times, needs } = citizen;
  return (place) => {
    if (columns.isBarred[place] === 1) return BIT.virksomhed & asked;
    if (isHidden) return BIT.maaIkkeDeles & asked;
    const type = columns.type[place] as number;
    let bits = ofType[type] as number;
    if (type !== SMAAJOB && placedDay !== NEVER && placedDay >= (columns.validDay[place] as number))
      bits |= BIT.iForloeb;
    if (asksPapers) bits |= lacksPapers(place);
    if (
      general < (columns.general[place] as number) ||
      oral < (columns.oral[place] as number) ||
      written < (columns.written[place] as number)
    )
      bits |= BIT.danskniveau;
    if (from > (columns.hoursTo[place] as number) || (columns.hoursFrom[place] as number) > to)
      bits |= BIT.timer;
    const wanted = columns.times[place] as number;
    if (wanted !== 0 && times !== 0) {
      const common = wanted & times;
      if (columns.needsAllTimes[place] === 1 ? common !== wanted : common === 0) bits |= BIT.arbejdstid;
    }
    if (startDay > (columns.startDay[place] as number)) bits |= BIT.startdato;
    if (asksTravel && isTooFar(place)) bits |= BIT.rejsetid;
    if (((columns.unavoidable[place] as number) & needs) !== 0) bits |= BIT.vilkaar;
    return bits & asked;
  };
}

function papersLackedBy(citizen: CompiledCitizen, { validDay, papers }: RuleColumns): BrokenAt {
  const { start, kind, kinds } = papers;
  const until = papersHeld(citizen, papers);
  const bitOf = Uint32Array.from(kinds, ({ reason }) => BIT[reason]);
  return (place) => {
    let bits = 0;
    const end = start[place + 1] as number;
    for (let at = start[place] as number; at < end; at++) {
      const asked = kind[at] as number;
      if ((until[asked] as number) < (validDay[place] as number)) bits |= bitOf[asked] as number;
    }
    return bits;
  };
}

/** By a paper's number, the last day on which the citizen has it. */
export function papersHeld(citizen: CompiledCitizen, { kinds }: PaperColumns): Int32Array {
  return Int32Array.from(kinds, (group) => heldUntil(citizen, group));
}

export const NO_PAPER = -1;

/** The number of the first paper that the order at a place demands and `held` has not, or NO_PAPER. */
export function firstPaperLacked(held: Int32Array, columns: RuleColumns, place: number): number {
  const { start, kind } = columns.papers;
  const day = columns.validDay[place] as number;
  const end = start[place + 1] as number;
  for (let at = start[place] as number; at < end; at++) {
    const paper = kind[at] as number;
    if ((held[paper] as number) < day) return paper;
  }
  return NO_PAPER;
}

/** A region's orders lie in some hundred places: the way to each is worked out once. */
function tooFarFor(
  taxonomy: Taxonomy,
  citizen: CompiledCitizen,
  { orders, zone }: RuleColumns,
): (place: number) => boolean {
  const most = citizen.citizen.maxTravelMinutes;
  if (most === null) return () => false;
  const known = new Map<number, boolean>();
  return (place) => {
    const at = zone[place] as number;
    const found = known.get(at);
    if (found !== undefined) return found;
    const isTooFar = travelMinutes(taxonomy, orders[place] as CompiledOrder, citizen) > most;
    known.set(at, isTooFar);
    return isTooFar;
  };
}
