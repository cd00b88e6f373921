import type { CompiledCitizen } from './citizen.ts';
import { dayOf, type Hours, type Level, OPEN_END } from './compile.ts';
import { levelName } from './levels.ts';
import type { CompiledOrder, HardGroup } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres, fastestMinutes } from './travel.ts';
import {
  EXCLUSION_REASONS,
  type ExclusionReason,
  type FirmBar,
  type FunctionalNeed,
  NO_END,
  WORKING_TIMES,
  type WorkingTime,
} from './types.ts';

export interface Broken {
  reason: ExclusionReason;
  /** the requirement's own words, or the field */
  requirement: string;
  detail: string;
}

const barText: Record<FirmBar, string> = {
  blokade: 'Virksomheden er i blokade: der henvises ingen.',
  konflikt: 'Virksomheden er i konflikt: der henvises ingen.',
  spaerret: 'Virksomheden er spærret: der henvises ingen.',
  ophoert: 'Virksomheden er ophørt.',
};

const timeNames: Record<WorkingTime, string> = { dag: 'dag', aften: 'aften', nat: 'nat', weekend: 'weekend' };

type Asked = [taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen];

/** A hard rule: whether a pair breaks it, and what is then said of it. */
interface Rule {
  reason: ExclusionReason;
  breaks: (...asked: Asked) => boolean;
  tell: (...asked: Asked) => Broken[];
}

/** After these nothing more is asked: a protected address must not show through. */
const FIRST: readonly Rule[] = [
  {
    reason: 'virksomhed',
    breaks: (_taxonomy, { order }) => order.firmBar !== null,
    tell(_taxonomy, { order: { firmBar } }) {
      if (firmBar === null) return [];
      return [{ reason: 'virksomhed', requirement: 'Virksomheden', detail: barText[firmBar] }];
    },
  },
  {
    reason: 'maa_ikke_deles',
    breaks: (_taxonomy, _order, { citizen }) => citizen.mayBeShared === false || citizen.protectedAddress,
    tell() {
      const detail = 'Borgeren må ikke deles med virksomheder.';
      return [{ reason: 'maa_ikke_deles', requirement: 'Deling', detail }];
    },
  },
];

const RULES: readonly Rule[] = [
  {
    reason: 'maalgruppe',
    breaks: (_taxonomy, { order }, { citizen }) => citizen.allowed[order.type] === 'nej',
    tell() {
      const detail = 'Borgerens målgruppe kan ikke få denne type plads efter de gældende regler.';
      return [{ reason: 'maalgruppe', requirement: 'Målgruppe', detail }];
    },
  },
  {
    reason: 'har_arbejdsgiver',
    breaks: (_taxonomy, { order }, { citizen }) => citizen.hasEmployer === true && order.type === 'ordinaer',
    tell() {
      const detail = 'Borgeren har en arbejdsgiver og foreslås ikke til ordinære job.';
      return [{ reason: 'har_arbejdsgiver', requirement: 'Arbejdsgiver', detail }];
    },
  },
  {
    reason: 'i_forloeb',
    breaks: (_taxonomy, order, citizen) => isPlaced(order, citizen),
    tell: (_taxonomy, order, citizen) => tellPlacement(order, citizen),
  },
  {
    reason: 'koerekort',
    breaks: (_taxonomy, order, citizen) => lacksAny(order, citizen, 'koerekort'),
    tell: (...asked) => tellHoldings(...asked, 'koerekort'),
  },
  {
    reason: 'certifikat',
    breaks: (_taxonomy, order, citizen) => lacksAny(order, citizen, 'certifikat'),
    tell: (...asked) => tellHoldings(...asked, 'certifikat'),
  },
  {
    reason: 'danskniveau',
    breaks: (_taxonomy, { danish: { general, oral, written } }, { danish: own }) =>
      isTooLow(general, own.general) || isTooLow(oral, own.oral) || isTooLow(written, own.written),
    tell: (_taxonomy, order, citizen) => tellDanish(order, citizen),
  },
  {
    reason: 'timer',
    breaks: (_taxonomy, order, citizen) =>
      order.hours !== null && citizen.hours !== null && !overlap(order.hours, citizen.hours),
    tell: (_taxonomy, order, citizen) => tellHours(order, citizen),
  },
  {
    reason: 'arbejdstid',
    breaks: (_taxonomy, order, citizen) => isAtOtherTimes(order, citizen),
    tell: (_taxonomy, order, citizen) => tellTimes(order, citizen),
  },
  {
    reason: 'startdato',
    breaks: (_taxonomy, { startDay }, citizen) =>
      startDay !== null && citizen.startDay !== null && citizen.startDay > startDay,
    tell: (_taxonomy, order, citizen) => tellStart(order, citizen),
  },
  {
    reason: 'rejsetid',
    breaks(taxonomy, order, citizen) {
      const max = citizen.citizen.maxTravelMinutes;
      return max !== null && travelMinutes(taxonomy, order, citizen) > max;
    },
    tell: tellTravel,
  },
  {
    reason: 'vilkaar',
    breaks: (_taxonomy, order, citizen) => (order.unavoidable & citizen.needs) !== 0,
    tell() {
      // What cannot be avoided is said of the work, and the need it meets is not named: it may stand for health.
      const detail = 'Arbejdet har vilkår, der ikke kan tilpasses det, borgeren har brug for.';
      return [{ reason: 'vilkaar', requirement: 'Vilkår', detail }];
    },
  },
];

/**
 * Every hard rule that the pair breaks, in the fixed order in which rules are asked; the first is the reason given.
 * A citizen who may not be shared gets that one line only: a protected address must not show through.
 */
export function brokenRules(...asked: Asked): Broken[] {
  const first = FIRST.find(({ breaks }) => breaks(...asked));
  if (first) return first.tell(...asked);
  return RULES.flatMap(({ breaks, tell }) => (breaks(...asked) ? tell(...asked) : []));
}

const bitOf = Object.fromEntries(EXCLUSION_REASONS.map((reason, at) => [reason, 1 << at])) as Record<
  ExclusionReason,
  number
>;

/** Rules as bits of one number. */
export function reasonBits(...reasons: ExclusionReason[]): number {
  return reasons.reduce((bits, reason) => bits | bitOf[reason], 0);
}

// A småjob is ordinary work in spare hours: it may lie beside another placement.
function isPlaced({ order, validDay }: CompiledOrder, { placedDay }: CompiledCitizen): boolean {
  return order.type !== 'smaajob' && placedDay !== null && placedDay >= validDay;
}

function tellPlacement({ validDay }: CompiledOrder, { placedDay }: CompiledCitizen): Broken[] {
  const detail = `Borgeren er ${placedText(placedDay ?? 0)} på fuld tid; ordren starter ${dayText(validDay)}.`;
  return [{ reason: 'i_forloeb', requirement: 'Forløb', detail }];
}

/** i forløb til 12.03.2027 */
export function placedText(lastDay: number): string {
  return lastDay === dayOf(NO_END) ? 'i forløb uden aftalt slutdato' : `i forløb til ${dayText(lastDay)}`;
}

function lacksAny(
  { hard, validDay }: CompiledOrder,
  citizen: CompiledCitizen,
  reason: HardGroup['reason'],
): boolean {
  for (const group of hard) if (group.reason === reason && !holds(citizen, group, validDay)) return true;
  return false;
}

function lacksOf(
  { hard, validDay }: CompiledOrder,
  citizen: CompiledCitizen,
  reason: HardGroup['reason'],
): HardGroup[] {
  return hard.filter((group) => group.reason === reason && !holds(citizen, group, validDay));
}

function tellHoldings(
  taxonomy: Taxonomy,
  order: CompiledOrder,
  citizen: CompiledCitizen,
  reason: HardGroup['reason'],
): Broken[] {
  return lacksOf(order, citizen, reason).map((group) => ({
    reason,
    requirement: group.text,
    detail: holdingDetail(taxonomy, order, citizen, group),
  }));
}

export function holds(citizen: CompiledCitizen, group: HardGroup, day: number): boolean {
  return heldUntil(citizen, group) >= day;
}

/** The last day on which they hold any of it; -1 when they never did. */
export function heldUntil({ holdings }: CompiledCitizen, { keys }: HardGroup): number {
  let last = -1;
  for (const key of keys) last = Math.max(last, holdings.get(key)?.expires ?? -1);
  return last;
}

function holdingDetail(
  taxonomy: Taxonomy,
  order: CompiledOrder,
  { citizen, holdings }: CompiledCitizen,
  { reason, keys, text }: HardGroup,
): string {
  const wanted = keys.map((key) => taxonomy.concepts.get(key)?.label ?? `»${text}«`).join(' eller ');
  const expired = keys.map((key) => holdings.get(key)).find((held) => held !== undefined);
  if (expired) {
    return `»${expired.text}« gælder til ${dayText(expired.expires)}; det skal gælde ${dayText(order.validDay)}.`;
  }
  const field = reason === 'koerekort' ? 'kørekort' : 'certifikat';
  const own = citizen.terms.filter((term) => term.kind === reason).map((term) => term.text);
  if (own.length === 0) return `Mangler oplysning om ${field}: ordren kræver ${wanted}.`;
  return `Mangler ${wanted}; borgeren har ${own.join(', ')}.`;
}

/** 22.11.2026 */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('.');
}

export const danishSides = [
  { side: 'general', label: 'Dansk' },
  { side: 'oral', label: 'Dansk mundtligt' },
  { side: 'written', label: 'Dansk skriftligt' },
] as const;

function isTooLow({ level: wanted }: Level, { level: own }: Level): boolean {
  return wanted !== null && own !== null && own < wanted;
}

function tellDanish(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  return danishSides.flatMap(({ side, label }) => {
    if (!isTooLow(order.danish[side], citizen.danish[side])) return [];
    const { level, typed } = citizen.danish[side];
    const wanted = order.danish[side].level ?? 0;
    const detail = `${label}: »${typed}« er ${levelName(level ?? 0)}, ordren kræver mindst ${levelName(wanted)}.`;
    return [{ reason: 'danskniveau' as const, requirement: label, detail }];
  });
}

function tellHours(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  if (!order.hours || !citizen.hours) return [];
  const detail = `Borgeren kan arbejde ${hoursText(citizen.hours)} timer om ugen; ordren er på ${hoursText(order.hours)}.`;
  return [{ reason: 'timer', requirement: 'Timer', detail }];
}

function overlap(a: Hours, b: Hours): boolean {
  return Math.max(a.from, b.from) <= Math.min(a.to, b.to);
}

export function hoursText({ from, to }: Hours): string {
  const number = (minutes: number) => String(Math.round(minutes / 6) / 10).replace('.', ',');
  if (to === OPEN_END) return `mindst ${number(from)}`;
  return from === to ? number(from) : `${number(from)}–${number(to)}`;
}

function isAtOtherTimes(order: CompiledOrder, citizen: CompiledCitizen): boolean {
  if (order.times === 0 || citizen.times === 0) return false;
  const common = order.times & citizen.times;
  return order.order.allWorkingTimes ? common !== order.times : common === 0;
}

function tellTimes(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  const wanted = timesText(order.times, order.order.allWorkingTimes ? 'og' : 'eller');
  const detail = `Ordren kræver ${wanted}; borgeren kan ${timesText(citizen.times, 'og')}.`;
  return [{ reason: 'arbejdstid', requirement: 'Arbejdstid', detail }];
}

export function timesText(mask: number, joiner: string): string {
  const names = WORKING_TIMES.filter((_, bit) => (mask & (1 << bit)) !== 0).map((time) => timeNames[time]);
  return names.join(` ${joiner} `);
}

function tellStart({ startDay }: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  const detail = `Borgeren kan starte ${dayText(citizen.startDay ?? 0)}; ordren starter ${dayText(startDay ?? 0)}.`;
  return [{ reason: 'startdato', requirement: 'Startdato', detail }];
}

function tellTravel(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  const max = citizen.citizen.maxTravelMinutes;
  const minutes = travelMinutes(taxonomy, order, citizen);
  const detail = `Rejsetiden er ca. ${minutes} minutter hver vej; borgerens grænse er ${max} minutter.`;
  return [{ reason: 'rejsetid', requirement: 'Rejsetid', detail }];
}

export const needNames: Record<FunctionalNeed, string> = {
  mentor: 'mentor',
  oplaering: 'oplæring',
  faa_timer: 'få timer',
  ingen_tunge_loeft: 'ingen tunge løft',
  fleksibel_arbejdstid: 'fleksibel arbejdstid',
  rolige_omgivelser: 'rolige omgivelser',
  sprogstoette: 'sprogstøtte',
};

/** Minutes one way with the fastest of the citizen's transports; -1 when a place or the transport is unknown. */
export function travelMinutes(
  { postcodes }: Taxonomy,
  order: CompiledOrder,
  citizen: CompiledCitizen,
): number {
  return fastestMinutes(citizen.transports, decametres(postcodes, order.zone, citizen.zone));
}
