import type { CompiledCitizen } from './citizen.ts';
import { dayOf, type Hours, OPEN_END } from './compile.ts';
import { levelName } from './levels.ts';
import type { CompiledOrder, HardGroup } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres, fastestMinutes } from './travel.ts';
import {
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

/**
 * Every hard rule that the pair breaks, in the fixed order in which rules are asked; the first is the reason given.
 * A citizen who may not be shared gets that one line only: a protected address must not show through.
 */
export function brokenRules(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  const bar = order.order.firmBar;
  if (bar !== null) return [{ reason: 'virksomhed', requirement: 'Virksomheden', detail: barText[bar] }];
  const { mayBeShared, protectedAddress } = citizen.citizen;
  if (mayBeShared === false || protectedAddress) {
    return [
      { reason: 'maa_ikke_deles', requirement: 'Deling', detail: 'Borgeren må ikke deles med virksomheder.' },
    ];
  }
  return [
    ...brokenTargetGroup(order, citizen),
    ...brokenPlacement(order, citizen),
    ...brokenHoldings(taxonomy, order, citizen, 'koerekort'),
    ...brokenHoldings(taxonomy, order, citizen, 'certifikat'),
    ...brokenDanish(order, citizen),
    ...brokenHours(order, citizen),
    ...brokenTimes(order, citizen),
    ...brokenStart(order, citizen),
    ...brokenTravel(taxonomy, order, citizen),
    ...brokenCircumstances(order, citizen),
  ];
}

function brokenTargetGroup({ order }: CompiledOrder, { citizen }: CompiledCitizen): Broken[] {
  const broken: Broken[] = [];
  if (citizen.allowed[order.type] === 'nej') {
    const detail = 'Borgerens målgruppe kan ikke få denne type plads efter de gældende regler.';
    broken.push({ reason: 'maalgruppe', requirement: 'Målgruppe', detail });
  }
  if (citizen.hasEmployer === true && order.type === 'ordinaer') {
    const detail = 'Borgeren har en arbejdsgiver og foreslås ikke til ordinære job.';
    broken.push({ reason: 'har_arbejdsgiver', requirement: 'Arbejdsgiver', detail });
  }
  return broken;
}

// A småjob is ordinary work in spare hours: it may lie beside another placement.
function brokenPlacement({ order, validDay }: CompiledOrder, { placedDay }: CompiledCitizen): Broken[] {
  if (order.type === 'smaajob' || placedDay === null || placedDay < validDay) return [];
  const detail = `Borgeren er ${placedText(placedDay)} på fuld tid; ordren starter ${dayText(validDay)}.`;
  return [{ reason: 'i_forloeb', requirement: 'Forløb', detail }];
}

/** i forløb til 12.03.2027 */
export function placedText(lastDay: number): string {
  return lastDay === dayOf(NO_END) ? 'i forløb uden aftalt slutdato' : `i forløb til ${dayText(lastDay)}`;
}

function brokenHoldings(
  taxonomy: Taxonomy,
  order: CompiledOrder,
  citizen: CompiledCitizen,
  reason: 'koerekort' | 'certifikat',
): Broken[] {
  return order.hard
    .filter((group) => group.reason === reason && !holds(citizen, group, order.validDay))
    .map((group) => ({
      reason,
      requirement: group.text,
      detail: holdingDetail(taxonomy, order, citizen, group),
    }));
}

export function holds({ holdings }: CompiledCitizen, { keys }: HardGroup, day: number): boolean {
  return keys.some((key) => (holdings.get(key)?.expires ?? -1) >= day);
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

function brokenDanish(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  return danishSides.flatMap(({ side, label }) => {
    const wanted = order.danish[side].level;
    const { level, typed } = citizen.danish[side];
    if (wanted === null || level === null || level >= wanted) return [];
    const detail = `${label}: »${typed}« er ${levelName(level)}, ordren kræver mindst ${levelName(wanted)}.`;
    return [{ reason: 'danskniveau' as const, requirement: label, detail }];
  });
}

function brokenHours(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  if (!order.hours || !citizen.hours || overlap(order.hours, citizen.hours)) return [];
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

function brokenTimes(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  if (order.times === 0 || citizen.times === 0) return [];
  const common = order.times & citizen.times;
  if (order.order.allWorkingTimes ? common === order.times : common !== 0) return [];
  const wanted = timesText(order.times, order.order.allWorkingTimes ? 'og' : 'eller');
  const detail = `Ordren kræver ${wanted}; borgeren kan ${timesText(citizen.times, 'og')}.`;
  return [{ reason: 'arbejdstid', requirement: 'Arbejdstid', detail }];
}

export function timesText(mask: number, joiner: string): string {
  const names = WORKING_TIMES.filter((_, bit) => (mask & (1 << bit)) !== 0).map((time) => timeNames[time]);
  return names.join(` ${joiner} `);
}

function brokenStart(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  if (order.startDay === null || citizen.startDay === null || citizen.startDay <= order.startDay) return [];
  const detail = `Borgeren kan starte ${dayText(citizen.startDay)}; ordren starter ${dayText(order.startDay)}.`;
  return [{ reason: 'startdato', requirement: 'Startdato', detail }];
}

function brokenTravel(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  const max = citizen.citizen.maxTravelMinutes;
  const minutes = travelMinutes(taxonomy, order, citizen);
  if (max === null || minutes < 0 || minutes <= max) return [];
  const detail = `Rejsetiden er ca. ${minutes} minutter hver vej; borgerens grænse er ${max} minutter.`;
  return [{ reason: 'rejsetid', requirement: 'Rejsetid', detail }];
}

// What cannot be avoided is said of the work, and the need it meets is not named: it may stand for health.
function brokenCircumstances(order: CompiledOrder, citizen: CompiledCitizen): Broken[] {
  if ((order.unavoidable & citizen.needs) === 0) return [];
  const detail = 'Arbejdet har vilkår, der ikke kan tilpasses det, borgeren har brug for.';
  return [{ reason: 'vilkaar', requirement: 'Vilkår', detail }];
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
