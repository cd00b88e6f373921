/** Eighteen months of contacts with firms, as the CRM that is replaced would hand them over. */
import type { DemoCompany, DemoUnit } from './company-model.ts';
import {
  type Desk,
  drawContactedQuarter,
  drawMailing,
  drawTriedQuarter,
  drawVisitByCaseworker,
} from './contact-episodes.ts';
import { addDays, daysBetween, monthStart, quarterStart } from './dates.ts';
import type { DemoOwner } from './owners.ts';
import { createRandom, type Random } from './random.ts';
import type { DemoUser } from './users.ts';

export type ContactKind =
  | 'telefon'
  | 'besoeg'
  | 'moede'
  | 'onlinemoede'
  | 'mail'
  | 'sms'
  | 'brev'
  | 'arrangement';
export type ContactOutcome = 'opnaaet' | 'ikke_opnaaet' | 'besked_lagt' | 'ikke_interesseret' | 'senere';

/** A row of kontakter.csv; an empty string is blank. */
export interface DemoContact {
  p_nummer: string;
  dato: string;
  art: ContactKind;
  retning: 'ud' | 'ind';
  udfald: ContactOutcome;
  tema: string;
  tilbud: string;
  konsulent: string;
  kontaktperson: string;
  note: string;
  naeste_skridt: string;
  naeste_dato: string;
}

export const HISTORY_MONTHS = 18;

/** Share of a size class's firms that are reached in an ordinary quarter. */
const REACHED_SHARE = { few: 0.2, straddle: 0.36, zero: 0.1, unreported: 0.06, ceased: 0.12 };

export function generateContacts(
  seed: number,
  today: string,
  companies: DemoCompany[],
  users: DemoUser[],
  owners: DemoOwner[],
): DemoContact[] {
  const random = createRandom(seed, 'contacts');
  const from = monthStart(today, -HISTORY_MONTHS);
  const desks = deskOfEachConsultant(random, users);
  const ownerOf = new Map(owners.map((owner) => [owner.pNumber, owner.username]));
  const caseworkers = users.filter(
    (user) => user.roles.includes('sagsbehandler') && !user.roles.includes('konsulent'),
  );
  const consultants = [...desks.values()];
  const contacts = companies
    .flatMap((company) => company.units)
    .flatMap((unit) => {
      const owner = ownerOf.get(unit.pNumber);
      const desk =
        owner === undefined ? random.pick(consultants) : (desks.get(owner) ?? random.pick(consultants));
      const appetite = drawAppetite(random, unit, desk, owner !== undefined);
      const scene = { random, today, unit, desk };
      const rows = quarters(from, today).flatMap(([start, end, whole]) => {
        const first = later(start, addDays(unit.startDate, 14));
        const last = unit.endDate !== null && unit.endDate < end ? unit.endDate : end;
        if (last < first) return [];
        const reached = appetite * seasonFactor(random, start) * shareOfQuarter(end, today, whole, start);
        if (random.chance(reached)) return drawContactedQuarter(scene, first, last);
        return random.chance(appetite * 0.32) ? drawTriedQuarter(scene, first, last) : [];
      });
      if (unit.band === 'many' && unit.headcount > 4 && random.chance(0.3)) {
        rows.push(
          ...drawVisitByCaseworker(scene, later(from, unit.startDate), random.pick(caseworkers).username),
        );
      }
      if (unit.band === 'many' && unit.inTown && random.chance(0.22)) {
        rows.push(...drawMailing(scene, later(from, unit.startDate)));
      }
      return keepOpenSteps(random, today, rows);
    });
  return contacts.sort((one, other) => order(one.dato, other.dato) || order(one.p_nummer, other.p_nummer));
}

function deskOfEachConsultant(random: Random, users: DemoUser[]): Map<string, Desk> {
  const consultants = users.filter((user) => user.roles.includes('konsulent'));
  return new Map(
    consultants.map(({ username, team }) => [
      username,
      {
        username,
        colleagues: consultants.filter((other) => other.team === team).map((other) => other.username),
        energy: 0.5 + random.next() * 0.95,
        writes: 0.35 + random.next() * 0.62,
        visits: 0.6 + random.next() * 0.9,
      },
    ]),
  );
}

/** How likely the firm is reached in a quarter: large firms nearly always, a good many small ones never. */
function drawAppetite(random: Random, unit: DemoUnit, desk: Desk, owned: boolean): number {
  if (unit.band !== 'many')
    return owned ? REACHED_SHARE[unit.band] * desk.energy : random.chance(0.1) ? 0.14 : 0;
  const never = unit.headcount < 6 ? 0.22 : unit.headcount < 20 ? 0.08 : 0.02;
  if (random.chance(unit.inTown ? never : 0.4)) return 0;
  const strong = unit.headcount < 6 ? 0.1 : unit.headcount < 20 ? 0.22 : 0.48;
  if (random.chance(strong)) return 0.97;
  const usual = random.chance(0.68) ? 0.76 : 0.38;
  return Math.min(0.95, usual * desk.energy ** 0.7);
}

function seasonFactor(random: Random, quarter: string): number {
  const month = quarter.slice(5, 7);
  const usual = month === '07' ? 0.84 : month === '10' ? 0.96 : 1.06;
  return usual * (0.97 + random.next() * 0.06);
}

/** Firms are called early in a quarter, so the running one is further than its days alone would say. */
function shareOfQuarter(end: string, today: string, whole: number, start: string): number {
  const days = daysBetween(start, end) + 1;
  if (days >= whole) return 1;
  return end === today ? (days / whole) ** 0.22 : days / whole;
}

/** Quarters of the history as [first day in it, last day in it, length of the whole quarter in days]. */
function quarters(from: string, today: string): [start: string, end: string, whole: number][] {
  const list: [string, string, number][] = [];
  for (let start = quarterStart(from); start <= today; start = monthStart(start, 3)) {
    const next = monthStart(start, 3);
    const end = addDays(next, -1);
    list.push([later(start, from), end < today ? end : today, daysBetween(start, next)]);
  }
  return list;
}

/** Old next steps stay only where a later contact shows that they were taken; the newest may be overdue or ahead. */
function keepOpenSteps(random: Random, today: string, rows: DemoContact[]): DemoContact[] {
  rows.sort((one, other) => order(one.dato, other.dato));
  return rows.map((row, index) => {
    if (row.naeste_dato === '' || index < rows.length - 1) return row;
    const overdueBy = daysBetween(row.naeste_dato, today);
    const stays = overdueBy <= 0 || (overdueBy <= 45 && random.chance(0.55));
    return stays ? row : { ...row, naeste_skridt: '', naeste_dato: '' };
  });
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
