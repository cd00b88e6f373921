import { showDate } from '../ui/dates.ts';
import type { Capacity } from './queries.ts';
import { forholdstalSteps, showStaff, showYears, wholeOnes } from './rules.ts';

/** "23,5 årsværk: 23,5/5 = 4 pladser; 3 i brug; 1 ledig; næste slutter 12.02.2027 → 2 ledige" */
export function writtenOut(capacity: Capacity): string {
  const { staff, places, inUse, next } = capacity;
  if (!staff || places === null) return 'Virksomhedens ordinære årsværk er ikke oplyst';
  const then = next && freeOf(places - inUse + next.givesBack);
  return [
    `${showStaff(staff.years)} årsværk${ofMonths(staff)}: ${arithmetic(capacity, places)}`,
    `${showYears(inUse)} i brug`,
    freeOf(places - inUse),
    ...(next ? [`næste slutter ${showDate(next.endsOn)} → ${then}`] : []),
  ].join('; ');
}

function arithmetic({ rule, staff }: Capacity, places: number): string {
  if (!rule || !staff) return showPlaces(places);
  const steps = forholdstalSteps(staff.years, rule.content);
  const earned = steps.reduce((sum, step) => sum + step.places, 0);
  if (earned < places) return `altid mindst ${showPlaces(places)}`;
  const divided = steps.map(({ years, per }) => `${showStaff(years)}/${per}`).join(' + ');
  const rounded = steps.length > 1 ? ` = ${steps.map((step) => step.places).join(' + ')}` : '';
  return `${divided}${rounded} = ${showPlaces(places)}`;
}

function ofMonths({ given, missing }: NonNullable<Capacity['staff']>): string {
  if (missing.length === 0) return '';
  return ` (kun ${given.length} af ${given.length + missing.length} måneder er oplyst)`;
}

function showPlaces(places: number): string {
  return places === 1 ? '1 plads' : `${places} pladser`;
}

/** In tenths of a place where somebody is there for part of the week. */
function freeOf(left: number): string {
  if (left < -1e-9) return `${showYears(-left)} for mange`;
  const free = Number.isInteger(wholeOnes(left * 100) / 100) ? wholeOnes(left) : wholeOnes(left * 10) / 10;
  return `${showYears(free)} ${free === 1 ? 'ledig' : 'ledige'}`;
}
