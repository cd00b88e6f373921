import type { jobOrderShift } from '../../db/schema/order-work.ts';
import { WORKING_TIMES, type WorkingTime } from '../../workers/matching/types.ts';
import type { FieldError } from '../problems.ts';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';

/** The same times on some days: "man, ons 22.00–06.00". As typed until checkShifts has seen it. */
export interface ShiftGroup {
  /** Monday is 1 */
  weekdays: number[];
  from: string;
  /** not later than `from`: the morning after; 00:00 and 24:00 are midnight */
  to: string;
}

/** A row of job_order_shift: within one day, so that a night shift is two. */
export type ShiftRow = Omit<typeof jobOrderShift.$inferSelect, 'jobOrderId'>;

const MIDNIGHT = 1440;
/** As many lines as a person can oversee. */
export const MOST_GROUPS = 14;

/** Field errors at `shifts.0.weekdays`, `shifts.0.from` and `shifts.0.to`; a group with nothing in it is no shift. */
export function checkShifts(groups: readonly ShiftGroup[]): FieldError[] {
  if (groups.length > MOST_GROUPS)
    return [{ field: 'shifts', reason: `Højst ${MOST_GROUPS} linjer med dage og tider.` }];
  const errors = groups.flatMap((group, index) => (isBlank(group) ? [] : checkGroup(group, index)));
  return errors.length > 0 ? errors : checkOverlaps(groups);
}

function checkGroup({ weekdays, from, to }: ShiftGroup, index: number): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (part: string, reason: string) => errors.push({ field: `shifts.${index}.${part}`, reason });
  if (weekdays.length === 0) refuse('weekdays', 'Vælg de dage, tiderne gælder.');
  else if (weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    refuse('weekdays', 'Vælg blandt de viste dage.');
  const start = minuteOf(from);
  const end = minuteOf(to);
  if (start === null || start === MIDNIGHT)
    refuse('from', from === '' ? 'Skriv, hvornår arbejdet begynder.' : NOT_A_TIME);
  if (end === null) refuse('to', to === '' ? 'Skriv, hvornår arbejdet slutter.' : NOT_A_TIME);
  if (start !== null && end !== null && start === end % MIDNIGHT)
    refuse('to', 'Arbejdet slutter, når det begynder. Ret et af tidspunkterne.');
  return errors;
}

const NOT_A_TIME = 'Tidspunktet er ikke forstået. Skriv det som 07:30.';

function checkOverlaps(groups: readonly ShiftGroup[]): FieldError[] {
  const placed: ShiftRow[] = [];
  for (const [index, group] of groups.entries()) {
    for (const row of rowsOf([group])) {
      const clash = placed.find(
        (other) =>
          other.weekday === row.weekday && row.fromMinute < other.toMinute && other.fromMinute < row.toMinute,
      );
      if (clash) {
        const day = labels.weekday[row.weekday as Weekday].toLowerCase();
        return [{ field: `shifts.${index}.from`, reason: `Tiderne ligger oven i hinanden ${day}.` }];
      }
      placed.push(row);
    }
  }
  return [];
}

type Weekday = keyof typeof labels.weekday;

export function isBlank({ weekdays, from, to }: ShiftGroup): boolean {
  return weekdays.length === 0 && from === '' && to === '';
}

/** 7, 7:30, 07.30, 0730 or 24:00 in minutes from midnight; null for anything else. */
export function minuteOf(typed: string): number | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(typed);
  if (!found) return null;
  const minute = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minute <= MIDNIGHT ? minute : null;
}

/** What the table keeps of checked groups. */
export function rowsOf(groups: readonly ShiftGroup[]): ShiftRow[] {
  return groups.flatMap(({ weekdays, from, to }) =>
    weekdays.flatMap((weekday) => {
      const fromMinute = minuteOf(from) ?? 0;
      const toMinute = minuteOf(to) || MIDNIGHT;
      if (toMinute > fromMinute) return [{ weekday, fromMinute, toMinute }];
      const night = { weekday, fromMinute, toMinute: MIDNIGHT };
      return [night, { weekday: (weekday % 7) + 1, fromMinute: 0, toMinute }];
    }),
  );
}

/** The rows as a person says them: nights joined, days with the same times together, Monday first. */
export function groupsOf(rows: readonly ShiftRow[]): ShiftGroup[] {
  const mornings = rows.filter((row) => eveningBefore(row, rows));
  const groups = new Map<string, ShiftGroup>();
  const whole = rows.filter((row) => !mornings.includes(row)).sort(byDay);
  for (const row of whole) {
    const morning = mornings.find((other) => eveningBefore(other, [row]));
    const from = timeOf(row.fromMinute);
    const to = timeOf(morning?.toMinute ?? row.toMinute);
    const group = groups.get(`${from}–${to}`) ?? { weekdays: [], from, to };
    group.weekdays.push(row.weekday);
    groups.set(`${from}–${to}`, group);
  }
  return [...groups.values()];
}

/** The part before midnight of the shift that this one ends. */
function eveningBefore(morning: ShiftRow, rows: readonly ShiftRow[]): ShiftRow | undefined {
  if (morning.fromMinute !== 0) return undefined;
  return rows.find(
    ({ weekday, fromMinute, toMinute }) =>
      (weekday % 7) + 1 === morning.weekday && toMinute === MIDNIGHT && morning.toMinute < fromMinute,
  );
}

function byDay(a: ShiftRow, b: ShiftRow): number {
  return a.weekday - b.weekday || a.fromMinute - b.fromMinute;
}

function timeOf(minute: number): string {
  const clock = minute % MIDNIGHT;
  return `${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}`;
}

export function weeklyHours(groups: readonly ShiftGroup[]): number {
  const minutes = rowsOf(groups).reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);
  return Math.round((minutes / 60) * 100) / 100;
}

/** Our own choice, as nobody else's: the hour at which each part of a weekday begins. */
const PARTS_OF_DAY: readonly [from: number, WorkingTime][] = [
  [6, 'dag'],
  [17, 'aften'],
  [23, 'nat'],
];

/**
 * In which parts of the week days and times lie: Saturday and Sunday are weekend, another shift is in the part where most
 * of it lies, the later one where two have as much; a night belongs to the day on which it begins.
 */
export function workingTimesOf(groups: readonly ShiftGroup[]): WorkingTime[] {
  const found = new Set(
    groups.flatMap((group) => group.weekdays.map((weekday) => (weekday > 5 ? 'weekend' : partOfDay(group)))),
  );
  return WORKING_TIMES.filter((time) => found.has(time));
}

/** What an order asks of the parts of the week: what somebody ticked, else all of those in which its days and times lie. */
export function timesAsked(
  order: { workingTimes: readonly WorkingTime[]; allWorkingTimes: boolean },
  shifts: readonly ShiftGroup[],
): { workingTimes: WorkingTime[]; allWorkingTimes: boolean } {
  if (order.workingTimes.length > 0 || shifts.length === 0)
    return { workingTimes: [...order.workingTimes], allWorkingTimes: order.allWorkingTimes };
  return { workingTimes: workingTimesOf(shifts), allWorkingTimes: true };
}

function partOfDay({ from, to }: ShiftGroup): WorkingTime {
  const start = minuteOf(from) ?? 0;
  const ends = minuteOf(to) || MIDNIGHT;
  const end = ends > start ? ends : ends + MIDNIGHT;
  const minutes = (time: WorkingTime) =>
    PARTS_OF_DAY.reduce((sum, [hour, part], at) => {
      if (part !== time) return sum;
      const begins = hour * 60;
      const until = (PARTS_OF_DAY[at + 1]?.[0] ?? 24 + (PARTS_OF_DAY[0]?.[0] ?? 0)) * 60;
      // The same part of yesterday and of tomorrow: a shift may begin before six and end after.
      const on = (days: number) =>
        Math.max(0, Math.min(end, until + days * MIDNIGHT) - Math.max(start, begins + days * MIDNIGHT));
      return sum + on(-1) + on(0) + on(1);
    }, 0);
  return PARTS_OF_DAY.map(([, part]) => part).reduce((most, part) =>
    minutes(part) >= minutes(most) ? part : most,
  );
}

/** "mandag–onsdag og fredag 22.00–06.00 (til næste morgen)" */
export function showShift({ weekdays, from, to }: ShiftGroup): string {
  const night = from > to && to !== '00:00' ? ' (til næste morgen)' : '';
  return `${showDays(weekdays)} ${from.replace(':', '.')}–${to.replace(':', '.')}${night}`;
}

/** Three or more days in a row are said as from–to. */
function showDays(weekdays: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of [...weekdays].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => labels.weekday[(day ?? 1) as Weekday].toLowerCase();
  const words = runs.flatMap((run) =>
    run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name),
  );
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} og ${words.at(-1)}` : (words[0] ?? '');
}

/** What is odd about the hours beside the shifts, or null: a word to the reader, never a refusal. */
export function hoursNote(
  groups: readonly ShiftGroup[],
  { hoursMin, hoursMax }: { hoursMin: number | null; hoursMax: number | null },
): string | null {
  const hours = weeklyHours(groups);
  const said = `Dage og tider giver ${showHour(hours)} timer om ugen`;
  if (groups.length === 0) return null;
  if (hoursMin !== null && hours < hoursMin) return `${said}, men ordren er på mindst ${showHour(hoursMin)}.`;
  // More time at the place than hours paid may be breaks, or days to choose among.
  if (hoursMax !== null && hours > hoursMax)
    return `${said}, men ordren er på højst ${showHour(hoursMax)}. Pauser, eller dage at vælge imellem?`;
  return null;
}
