import { addDays, isIsoDate } from '../../ui/dates.ts';
import { ORDINAL_WORDS } from '../../ui/number-words.ts';
import {
  addMonths,
  dayOfMonth,
  dayOfWeek,
  dayOfYear,
  isoOf,
  lastOfMonth,
  type PastAndFuture,
  weekdayBefore,
  weekdayInWeeks,
  weekdayOf,
} from './calendar.ts';

/** A date named in the line. What it is the date of is for timing.ts to say. */
export interface DateMention extends PastAndFuture {
  /** offsets in the flat line */
  from: number;
  to: number;
  /** said so that it can only lie behind or ahead, or either */
  lean: 'past' | 'future' | 'open';
  /** the words, flat */
  said: string;
}

/** What a date is read as, before it is known where it stands. */
export type Reading = Omit<DateMention, 'from' | 'to' | 'said'>;
export const DAYS = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'loerdag', 'soendag'];
export const MONTHS =
  'januar februar marts april maj juni juli august september oktober november december'.split(' ');
export const weekday = (name: string | undefined) => DAYS.indexOf(name ?? '') + 1;
export const future = (date: string): Reading => ({ past: null, future: date, lean: 'future' });
export const past = (date: string): Reading => ({ past: date, future: null, lean: 'past' });
/** Said of a time, but of no day: it is read so that its words mean nothing else. */
export const VAGUE: Reading = { past: null, future: null, lean: 'future' };
export const VAGUE_PAST: Reading = { past: null, future: null, lean: 'past' };

export const dayNumber = (text: string | undefined) => ORDINAL_WORDS.get(text ?? '') ?? Number(text);

export function fullDate(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  name: string | undefined,
  today: string,
): Reading | null {
  const years = Number(year) < 100 ? 2000 + Number(year) : Number(year);
  const date = isoOf(years, Number(month), Number(day));
  if (!isIsoDate(date) || years < 2015 || years > 2045 || !fits(date, name)) return null;
  return {
    past: date <= today ? date : null,
    future: date >= today ? date : null,
    lean: date < today ? 'past' : date > today ? 'future' : 'open',
  };
}

/** A weekday that is said beside a date must be the date's own: else one of them is a slip, and neither can be trusted. */
const fits = (date: string, name: string | undefined) =>
  !name || weekdayBefore(addDays(date, 1), weekday(name)) === date;

export function yearless(
  day: number,
  month: number,
  name: string | undefined,
  today: string,
): Reading | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null;
  const { past, future } = dayOfYear(today, day, month);
  return fitting(past, future, name);
}

function fitting(past: string | null, future: string | null, name: string | undefined): Reading {
  return {
    past: past && fits(past, name) ? past : null,
    future: future && fits(future, name) ? future : null,
    lean: 'open',
  };
}

export function dayAlone(
  day: number,
  name: string | undefined,
  thisMonth: boolean,
  today: string,
): Reading | null {
  if (day < 1 || day > 31) return null;
  const { past, future } = dayOfMonth(today, day);
  const inMonth = (date: string | null) =>
    thisMonth && date?.slice(0, 7) !== today.slice(0, 7) ? null : date;
  return fitting(inMonth(past), future, name);
}

export function partOfMonth(
  part: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: string,
): Reading {
  const number = MONTHS.indexOf(month ?? '') + 1;
  const days = part === 'midt' ? 15 : 1;
  const years = year ? [Number(year)] : [0, 1].map((more) => Number(today.slice(0, 4)) + more);
  const dates = years.map((each) =>
    part === 'sidst' ? lastOfMonth(isoOf(each, number, 1)) : isoOf(each, number, days),
  );
  const next = dates.find((date) => date >= today);
  return next ? future(next) : VAGUE;
}

export function ofWeek(which: string | undefined, name: string | undefined, today: string): Reading {
  return which === 'naeste'
    ? future(weekdayInWeeks(today, 1, weekday(name)))
    : past(weekdayInWeeks(today, -1, weekday(name)));
}

export function thisWeek(name: string | undefined, today: string): Reading {
  const date = weekdayInWeeks(today, 0, weekday(name));
  return date > today ? future(date) : past(date);
}

export function weekNumber(week: number, name: string | undefined, today: string): Reading | null {
  if (week < 1 || week > 53) return null;
  const { past, future } = dayOfWeek(today, week, name ? weekday(name) : 1);
  // This very week, of which the day is behind us: nobody means that of next year.
  if (past && past > addDays(today, -7) && past < today && weekdayOf(past) < weekdayOf(today))
    return { past, future: null, lean: 'open' };
  return { past, future, lean: 'open' };
}

export function counted(
  count: string | undefined,
  unit: string | undefined,
  today: string,
  sign: 1 | -1,
): Reading | null {
  const number = countOf(count ?? '');
  if (number === null || number > 400) return null;
  const date = /^dage?$/.test(unit ?? '')
    ? addDays(today, sign * number)
    : /^uger?$/.test(unit ?? '')
      ? addDays(today, sign * number * 7)
      : addMonths(today, sign * number);
  return sign > 0 ? future(date) : past(date);
}

function countOf(text: string): number | null {
  if (text === 'et par') return 2;
  if (text === 'en' || text === 'et') return 1;
  const number = Number(text.replace('en ', ''));
  return Number.isInteger(number) ? number : null;
}

/** "uge 48", said within it: of a contact that is told it lies behind, of a bare "møde" nobody knows. */
export const isBareWeek = ({ said }: DateMention) => /^(?:(?:i|til|fra) )?uge \d+$/.test(said);
