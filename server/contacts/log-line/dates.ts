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
  weekdayAfter,
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

type Reading = Omit<DateMention, 'from' | 'to' | 'said'>;
type Rule = [pattern: string, read: (groups: (string | undefined)[], today: string) => Reading | null];

const DAYS = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'loerdag', 'soendag'];
const MONTHS = 'januar februar marts april maj juni juli august september oktober november december'.split(
  ' ',
);
const DAY = `(${DAYS.join('|')})`;
const MONTH = `(${MONTHS.join('|')})`;
const ORDINAL = `(\\d{1,2}|${[...ORDINAL_WORDS.keys()].join('|')})`;
/** words before a day and month that belong to them: "torsdag d.", "på fredag den" */
const LEAD = `(?:(?:paa )?${DAY}(?: ,)? )?(?:(?:d|den|dato) )?`;
const COUNT = '(et par|en \\d{1,2}|\\d{1,3}|en|et) ';
const PART_OF_DAY = '(?: (?:morges|morgen|tidlig|formiddags?|eftermiddags?|middags?|aftes|aften))*';

const weekday = (name: string | undefined) => DAYS.indexOf(name ?? '') + 1;
const future = (date: string): Reading => ({ past: null, future: date, lean: 'future' });
const past = (date: string): Reading => ({ past: date, future: null, lean: 'past' });
/** Said of a time, but of no day: it is read so that its words mean nothing else. */
const VAGUE: Reading = { past: null, future: null, lean: 'future' };
const VAGUE_PAST: Reading = { past: null, future: null, lean: 'past' };

/** Tried in this order; what one has read is gone for the next. */
const RULES: Rule[] = [
  ['24/7', () => VAGUE],
  // Full and short dates in figures
  ['(\\d{4})-(\\d{2})-(\\d{2})', ([year, month, day], today) => fullDate(day, month, year, undefined, today)],
  [
    `${LEAD}(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4}|\\d{2})`,
    ([name, day, month, year], today) => fullDate(day, month, year, name, today),
  ],
  [
    `${LEAD}(\\d{1,2})[./](\\d{1,2})\\.?(?! (?:stilling|time|timer|t|dag|aar|aars|af|del|dele|kr|kroner|personer|mand) )`,
    ([name, day, month], today) => yearless(Number(day), Number(month), name, today),
  ],
  // With the month's name, or its number in words
  [
    `${LEAD}${ORDINAL}(?: \\.)?(?: i)? ${MONTH}(?: (20\\d\\d))?`,
    ([name, day, month, year], today) =>
      year
        ? fullDate(String(dayNumber(day)), String(MONTHS.indexOf(month ?? '') + 1), year, name, today)
        : yearless(dayNumber(day), MONTHS.indexOf(month ?? '') + 1, name, today),
  ],
  [
    `${LEAD}${ORDINAL}(?: \\.)? i ${ORDINAL}(?! timer| dage| uger)`,
    ([name, day, month], today) =>
      /^\d/.test(month ?? '') ? null : yearless(dayNumber(day), dayNumber(month), name, today),
  ],
  [`foerste uge i ${MONTH}`, () => VAGUE],
  [
    `(?:i )?(foerst|midt|sidst)(?: i| af)? ${MONTH}(?: (20\\d\\d))?`,
    ([part, month, year], today) => partOfMonth(part, month, year, today),
  ],
  // Weeks
  [
    `(?:i )?(naeste|sidste) uge(?: (?:paa|om))? ${DAY}${PART_OF_DAY}`,
    ([which, name], today) => ofWeek(which, name, today),
  ],
  [
    `(?:paa )?${DAY}${PART_OF_DAY} (?:i )?(naeste|sidste) uge`,
    ([name, which], today) => ofWeek(which, name, today),
  ],
  [`(?:paa )?${DAY} i denne uge`, ([name], today) => thisWeek(name, today)],
  ['(?:i )?uge \\d{1,2} ?(?:-|eller|og|/) ?\\d{1,2}', () => VAGUE],
  ['(?:i )?uge \\d{1,2}-\\d{1,2}', () => VAGUE],
  [
    `(?:(?:paa )?${DAY}(?: \\.| ,)?(?: i)? )?(?:(?:i|til|fra) )?uge (\\d{1,2})(?: (?:paa )?${DAY})?`,
    ([before, week, after], today) => weekNumber(Number(week), before ?? after, today),
  ],
  // Counted from today
  [
    `for ${COUNT}(dage|dag|uger|uge|maaneder|maaned|md) siden`,
    ([count, unit], today) => counted(count, unit, today, -1),
  ],
  [
    `(?:inden )?om (?:ca )?${COUNT}(dage|dag|uger|uge|maaneder|maaned|md)(?: tid)?`,
    ([count, unit], today) => counted(count, unit, today, 1),
  ],
  [
    'om (?:ca )?(?:(?:en|et|nogle|faa|lidt|par|\\d+-\\d+|\\d+|halvandet|halvanden|halvt|kort|laengere) ){1,3}(?:dage|dag|uger|uge|maaneder|maaned|aar|tid)',
    () => VAGUE,
  ],
  [`(?:i )?overmorgen${PART_OF_DAY}`, (_, today) => future(addDays(today, 2))],
  [`(?:i morgen|imorgen)${PART_OF_DAY}`, (_, today) => future(addDays(today, 1))],
  [`(?:i )?(?:forgaars|iforgaars)${PART_OF_DAY}`, (_, today) => past(addDays(today, -2))],
  ['i aftes', (_, today) => past(addDays(today, -1))],
  ['her til morgen', (_, today) => past(today)],
  [`(?:i gaar|igaar)${PART_OF_DAY}`, (_, today) => past(addDays(today, -1))],
  ['senere (?:i dag|idag|i eftermiddag)', (_, today) => future(today)],
  ['(?:i dag|idag|i eftermiddag|i aften)', (_, today) => ({ past: today, future: today, lean: 'open' })],
  ['(?:i )?(?:morges|formiddags|formiddag|eftermiddags|middags)', (_, today) => past(today)],
  // Weekdays
  [`(?:i )?${DAY}s${PART_OF_DAY}`, ([name], today) => past(weekdayBefore(today, weekday(name)))],
  [`sidste ${DAY}`, () => VAGUE_PAST],
  [`(?:paa )?naeste ${DAY}`, () => VAGUE],
  [`hver(?:t|en)? (?:anden )?${DAY}`, () => VAGUE],
  [
    `(?:(?:paa )?${DAY}(?: ,)? )?(?:d|den) (\\d{1,2})(?: \\.)?(?: (ds))?(?! (?:januar|timer|t|mand|uger|dage|personer|gang))`,
    ([name, day, ds], today) => dayAlone(Number(day), name, Boolean(ds), today),
  ],
  ['(\\d{1,2})(?: \\.)? ds', ([day], today) => dayAlone(Number(day), undefined, true, today)],
  [`(?:paa )?${DAY}${PART_OF_DAY}`, ([name], today) => future(weekdayAfter(today, weekday(name)))],
  ['(?<=(?: paa| igen| ring| foerst| senest| inden) )man(?= )', (_, today) => future(weekdayAfter(today, 1))],
  ['man(?= (?:\\.|,|@|-|uge|kl) )', (_, today) => future(weekdayAfter(today, 1))],
  ['(?<= (?:paa|igen) )soen(?= )', (_, today) => future(weekdayAfter(today, 7))],
  // Months and times of no day
  [
    `(?<= (?:i|til|engang i|fra|til og med|inden|primo) )${MONTH}(?: (20\\d\\d))?`,
    ([month, year], today) => partOfMonth('foerst', month, year, today),
  ],
  [
    `(januar|februar|marts|juni|juli|september|oktober|november|december)(?: (20\\d\\d))?`,
    ([month, year], today) => partOfMonth('foerst', month, year, today),
  ],
  [
    '(?:engang )?(?:efter|over|inden|foer|til) (?:naeste )?(?:nytaar|paaske|jul|sommerferien|sommer|vinter|pinse|weekenden|efteraaret|foraaret|aarsskiftet)',
    () => VAGUE,
  ],
  ['(?:i )?naeste (?:uge|maaned|aar|kvartal)', () => VAGUE],
  ['(?:i )?sidste (?:uge|maaned|aar)', () => VAGUE_PAST],
];

const COMPILED = RULES.map(([pattern, read]): [RegExp, Rule[1]] => [
  new RegExp(`(?<= )${pattern}(?= )`, 'g'),
  read,
]);

/** The dates of a flat line, in order, and the line with § in their place. */
export function readDates(flat: string, today: string): { dates: DateMention[]; flat: string } {
  const dates: DateMention[] = [];
  let rest = flat;
  for (const [pattern, read] of COMPILED) {
    rest = rest.replace(pattern, (found: string, ...more: unknown[]) => {
      const offset = more.find((each) => typeof each === 'number') as number;
      const groups = more.slice(0, more.indexOf(offset)) as (string | undefined)[];
      const reading = read(groups, today);
      if (!reading) return found;
      dates.push({ ...reading, from: offset, to: offset + found.length, said: found });
      return '§'.repeat(found.length);
    });
  }
  dates.sort((a, b) => a.from - b.from);
  const told = dates.map((date, at) => ofWeekBefore(date, dates[at - 1], today));
  return { dates: told, flat: rest };
}

/** "I sidste uge var jeg ude hos dem, det var tirsdag": the week is said first, the day later. */
function ofWeekBefore(date: DateMention, before: DateMention | undefined, today: string): DateMention {
  const week = before && /^(?:i )?(naeste|sidste) uge$/.exec(before.said)?.[1];
  const name = new RegExp(`^(?:paa )?${DAY}`).exec(date.said)?.[1];
  return week && name && date.lean === 'future' ? { ...date, ...ofWeek(week, name, today) } : date;
}

const dayNumber = (text: string | undefined) => ORDINAL_WORDS.get(text ?? '') ?? Number(text);

function fullDate(
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

function yearless(day: number, month: number, name: string | undefined, today: string): Reading | null {
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

function dayAlone(day: number, name: string | undefined, thisMonth: boolean, today: string): Reading | null {
  if (day < 1 || day > 31) return null;
  const { past, future } = dayOfMonth(today, day);
  const inMonth = (date: string | null) =>
    thisMonth && date?.slice(0, 7) !== today.slice(0, 7) ? null : date;
  return fitting(inMonth(past), future, name);
}

function partOfMonth(
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

function ofWeek(which: string | undefined, name: string | undefined, today: string): Reading {
  return which === 'naeste'
    ? future(weekdayInWeeks(today, 1, weekday(name)))
    : past(weekdayInWeeks(today, -1, weekday(name)));
}

function thisWeek(name: string | undefined, today: string): Reading {
  const date = weekdayInWeeks(today, 0, weekday(name));
  return date > today ? future(date) : past(date);
}

function weekNumber(week: number, name: string | undefined, today: string): Reading | null {
  if (week < 1 || week > 53) return null;
  const { past, future } = dayOfWeek(today, week, name ? weekday(name) : 1);
  // This very week, of which the day is behind us: nobody means that of next year.
  if (past && past > addDays(today, -7) && past < today && weekdayOf(past) < weekdayOf(today))
    return { past: name ? past : null, future: null, lean: 'open' };
  return { past, future, lean: 'open' };
}

function counted(
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
