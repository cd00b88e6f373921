import { addDays } from '../../ui/dates.ts';
import { ORDINAL_WORDS } from '../../ui/number-words.ts';
import { weekdayAfter, weekdayBefore } from './calendar.ts';
import {
  dayOfMonthFrom,
  lastOrNext,
  partOfMonthFrom,
  weekdayAndSpan,
  weekdayOfMonth,
  workingDay,
} from './date-idioms.ts';
import {
  counted,
  DAYS,
  type DateMention,
  dayAlone,
  dayNumber,
  fullDate,
  future,
  MONTHS,
  ofWeek,
  partOfMonth,
  past,
  type Reading,
  thisWeek,
  VAGUE,
  VAGUE_PAST,
  weekday,
  weekNumber,
  yearless,
} from './date-readings.ts';

type Rule = [pattern: string, read: (groups: (string | undefined)[], today: string) => Reading | null];

const DAY = `(${DAYS.join('|')})`;
const MONTH = `(${MONTHS.join('|')})`;
const ORDINAL = `(\\d{1,2}|${[...ORDINAL_WORDS.keys()].join('|')})`;
/** words before a day and month that belong to them: "torsdag d.", "på fredag den" */
const LEAD = `(?:(?:paa )?${DAY}(?: ,)? )?(?:(?:d|den|dato) )?`;
const COUNT = '(et par|en \\d{1,2}|\\d{1,3}|en|et) ';
const PART_OF_DAY = '(?: (?:morges|morgen|tidlig|formiddags?|eftermiddags?|middags?|aftes|aften))*';

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
    `(?:den )?${ORDINAL}(?: \\.)? (?:hverdag|arbejdsdag) (?:i|efter) (?:${MONTH}|(nytaar)|(?:det )?nye aar)`,
    ([count, month], today) => workingDay(dayNumber(count), month ?? 'januar', today),
  ],
  [
    `(?:den )?${ORDINAL}(?: \\.)? ${DAY} i ${MONTH}`,
    ([count, name, month], today) => weekdayOfMonth(dayNumber(count), name, month, today),
  ],
  [`(?:den )?sidste ${DAY} i ${MONTH}`, ([name, month], today) => weekdayOfMonth(-1, name, month, today)],
  // "fyrede fire i december": so many, and no day
  [`(?<= (?:fyrer|afskediger|opsiger|ansat|mangler|soeger|skal bruge) )\\d{1,2} i ${MONTH}`, () => VAGUE],
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
  [`(?:den )?(?:foerste|anden|tredje|fjerde|sidste) uge (?:i|af) ${MONTH}`, () => VAGUE],
  ['(?:i )?(?:den )?foerste uge (?:i|af) (?:det )?nye aar', (_, today) => weekNumber(1, undefined, today)],
  [
    `(?:d|den) ${ORDINAL}(?: \\.)? i (naeste|denne) maaned`,
    ([day, which], today) => dayOfMonthFrom(dayNumber(day), which === 'naeste' ? 1 : 0, today),
  ],
  [
    '(?:i )?(foerst|midt|sidst)(?: i| af| paa)? (naeste maaned|denne maaned|maaned)',
    ([part, which], today) => partOfMonthFrom(part, which === 'naeste maaned' ? 1 : 0, today),
  ],
  [
    '(?:den )?sidste(?: dag)? i (?:maaneden|maaned|denne maaned)',
    (_, today) => partOfMonthFrom('sidst', 0, today),
  ],
  ['(?:i )?(?:foerst|midt|sidst)(?: i| af| paa)? (?:naeste |denne )?uge(?! \\d)', () => VAGUE],
  [
    `(?:i )?(foerst|midt|sidst)(?: i| af)? ${MONTH}(?: (20\\d\\d))?`,
    ([part, month, year], today) => partOfMonth(part, month, year, today),
  ],
  // Weeks
  [
    `(?:i )?(naeste|sidste) uge(?: (?:paa|om))? ${DAY}${PART_OF_DAY}`,
    ([which, name], today) => ofWeek(which, name, today),
  ],
  // "mandag otte dage", "fredag om 14 dage"
  [
    `(?:paa )?${DAY}(?: (om))? (8 dage|14 dage|en uge|2 uger|3 uger)`,
    ([name, om, span], today) => weekdayAndSpan(name, om !== undefined, span ?? '', today),
  ],
  ['(?:foerst (?:i )?)uge (\\d{1,2})', ([week], today) => weekNumber(Number(week), undefined, today)],
  ['(?:midt|sidst) (?:i )?uge \\d{1,2}', () => VAGUE],
  ['(?:i|til|paa|inden|efter) (?:det nye|naeste) aar', () => VAGUE],
  ['this (?:morgen|morning)', (_, today) => past(today)],
  ['i dag (?:om )?8 dage', (_, today) => future(addDays(today, 7))],
  ['i morgen (?:om )?8 dage', (_, today) => future(addDays(today, 8))],
  [
    `(?:paa )?${DAY}${PART_OF_DAY} (?:i )?(naeste|sidste) uge`,
    ([name, which], today) => ofWeek(which, name, today),
  ],
  [`(?:paa )?${DAY} i denne uge`, ([name], today) => thisWeek(name, today)],
  ['(?:i )?uge \\d{1,2} ?(?:-|eller|og|/) ?\\d{1,2}', () => VAGUE],
  ['(?:i )?uge \\d{1,2}-\\d{1,2}', () => VAGUE],
  [
    `(?:(?:paa )?${DAY}(?: \\.| ,)?(?: i)? )?(?:(?:i|til|fra) )?uge (\\d{1,2})(?: (?:(?:paa|om) )?${DAY})?`,
    ([before, week, after], today) => weekNumber(Number(week), before ?? after, today),
  ],
  // Counted from today
  [
    `for ${COUNT}(dage|dag|uger|uge|maaneder|maaned|md) siden`,
    ([count, unit], today) => counted(count, unit, today, -1),
  ],
  [
    `(?:(?:inden )?om|in) (?:ca )?${COUNT}(dage|dag|uger|uge|maaneder|maaned|md)(?: tid)?`,
    ([count, unit], today) => counted(count, unit, today, 1),
  ],
  [
    `${COUNT}(dage|dag|uger|uge|maaneder|maaned|md) fra (?:nu|i dag|idag)`,
    ([count, unit], today) => counted(count, unit, today, 1),
  ],
  [
    'om (?:ca )?(?:(?:en|et|nogle|faa|lidt|par|\\d+-\\d+|\\d+|halvandet|halvanden|halvt|kort|laengere) ){1,3}(?:dage|dag|uger|uge|maaneder|maaned|kvartal|aar|tid)',
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
  [`sidste ${DAY}${PART_OF_DAY}`, ([name], today) => lastOrNext('sidste', name, today)],
  [`(?:paa )?naeste ${DAY}${PART_OF_DAY}`, ([name], today) => lastOrNext('naeste', name, today)],
  [`${DAY}(?: og | - |-| eller )${DAY}`, () => VAGUE],
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
    `(?<= (?:i|til|ring|ringer|igen|tilbage|op|engang i|fra|til og med|inden|primo) )${MONTH}(?: (20\\d\\d))?`,
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
  const told = dates.map((date, at) =>
    isDayOfWeek(date, dates[at + 1], rest)
      ? { ...date, ...VAGUE }
      : ofWeekBefore(date, dates[at - 1], rest, today),
  );
  return { dates: told, flat: rest };
}

/** "I sidste uge var jeg ude hos dem, det var tirsdag": the week is said first, the day later. */
function ofWeekBefore(
  date: DateMention,
  before: DateMention | undefined,
  flat: string,
  today: string,
): DateMention {
  if (before && isDayOfWeek(before, date, flat)) {
    const day = weekNumber(Number(/\d+/.exec(before.said)?.[0]), dayName(date), today);
    return { ...date, ...(day ?? VAGUE) };
  }
  const week = before && /^(?:i )?(naeste|sidste) uge$/.exec(before.said)?.[1];
  const name = dayName(date);
  return week && name && date.lean === 'future' ? { ...date, ...ofWeek(week, name, today) } : date;
}

const dayName = ({ said }: DateMention) => new RegExp(`^(?:paa )?${DAY}`).exec(said)?.[1];

/** "i uge 53, det var onsdag" */
const isDayOfWeek = (week: DateMention, day: DateMention | undefined, flat: string) =>
  /^(?:i )?uge \d+$/.test(week.said) &&
  day !== undefined &&
  dayName(day) !== undefined &&
  /^(?: ,)? (?:det (?:var|er|bliver) )?(?:om )?$/.test(flat.slice(week.to, day.from));
