import { editDistance, tokenise } from '../../workers/matching/text.ts';
import { NUMBER_WORDS, ONE_WORDS, ORDINAL_WORDS, TENS } from '../ui/number-words.ts';

/** A number as it was said: its digits, and whether it was a word, or the name of a day or month. */
interface Said {
  digits: string;
  isWord: boolean;
  isOrdinal: boolean;
}

const MONTHS = 'januar februar marts april maj juni juli august september oktober november december'.split(
  ' ',
);
/** Said between the digits without being one of them. */
const FILLERS = new Set(
  'bindestreg streg minus dash hyphen mellemrum skraastreg punktum komma og i den de sidste cifre er saa hundrede'.split(
    ' ',
  ),
);

/**
 * Does the text hold a CPR number said in words ("femten nul tre femogfirs bindestreg tolv fireogtredive")? The date may be
 * said in digits, pairs, as "femtende i tredje" or with the century; digits written out one by one count as well. It must
 * be a day and month that exist, then a year, then four digits.
 */
export function containsSpokenCpr(text: string): boolean {
  return runsOf(tokenise(text)).some((run) => run.some((_, at) => startsCpr(run, at)));
}

/** Numbers said one after another, with nothing but fillers between. */
function runsOf(words: readonly string[]): Said[][] {
  const runs: Said[][] = [[]];
  const few = words.filter((word) => NUMBER_WORDS.has(word)).length < 3;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const sum = words[at + 1] === 'og' ? (ONE_WORDS[word] ?? 0) && (TENS[words[at + 2] ?? ''] ?? 0) : 0;
    if (sum) {
      runs.at(-1)?.push(number(sum + (ONE_WORDS[word] ?? 0)));
      at += 2;
    } else if (word === 'sidste' && words[at + 1] === 'fire') at += 1;
    else {
      const said = saidAs(word, few);
      if (said?.isWord && endsInPhone(runs.at(-1) ?? [])) runs.push([]);
      if (said) runs.at(-1)?.push(said);
      else if (!FILLERS.has(word)) runs.push([]);
    }
  }
  return runs.filter((run) => run.length >= 5 && isSpoken(run));
}

/** Figures alone are for the written forms to judge, unless they stand one by one. */
const isSpoken = (run: readonly Said[]) =>
  run.some(({ isWord }) => isWord) || run.filter(({ digits }) => digits.length === 1).length >= 10;

/** Four pairs of figures are a telephone number; what is said after it is another matter. */
const endsInPhone = (run: readonly Said[]) =>
  run.length >= 4 && run.slice(-4).every(({ digits, isWord }) => !isWord && digits.length === 2);

const number = (value: number): Said => ({ digits: String(value), isWord: true, isOrdinal: false });

function saidAs(word: string, few: boolean): Said | null {
  if (/^\d+$/.test(word)) return { digits: word, isWord: false, isOrdinal: false };
  const value = NUMBER_WORDS.get(word);
  if (value !== undefined) return number(value);
  const month = MONTHS.indexOf(word) + 1;
  const ordinal = ORDINAL_WORDS.get(word) ?? (month || undefined);
  if (ordinal !== undefined)
    return { digits: String(ordinal).padStart(2, '0'), isWord: true, isOrdinal: true };
  const meant = few || word.length < 6 ? undefined : misspelt(word);
  return meant === undefined ? null : number(meant);
}

function misspelt(word: string): number | undefined {
  for (const [known, value] of NUMBER_WORDS) {
    if (known.length >= 5 && known[0] === word[0] && editDistance(known, word) === 1) return value;
  }
  return undefined;
}

interface Part {
  value: number;
  /** numbers it took */
  length: number;
}

function startsCpr(run: readonly Said[], at: number): boolean {
  return pairs(run, at).some((day) => {
    if (!isDay(day.value)) return false;
    const months = [...pairs(run, at + day.length), ...singleMonth(run, at, day)];
    return months.some((month) => {
      if (month.value < 1 || month.value > 12) return false;
      const afterMonth = at + day.length + month.length;
      return years(run, afterMonth).some((year) => endsInFour(run, afterMonth + year.length));
    });
  });
}

const isDay = (day: number) => (day >= 1 && day <= 31) || (day >= 61 && day <= 91);

/** Two digits said at once, or one by one. */
function pairs(run: readonly Said[], at: number): Part[] {
  const [first, second] = [run[at], run[at + 1]];
  if (!first) return [];
  if (first.digits.length === 2) return [{ value: Number(first.digits), length: 1 }];
  if (first.digits.length === 1 && second?.digits.length === 1 && !second.isOrdinal)
    return [{ value: Number(first.digits + second.digits), length: 2 }];
  return [];
}

/** "treogtyve tre femogfirs": a month of one digit, when day and year are said as whole numbers. */
function singleMonth(run: readonly Said[], at: number, day: Part): Part[] {
  const [month, year] = [run[at + day.length], run[at + day.length + 1]];
  return day.length === 1 && month?.digits.length === 1 && year?.digits.length === 2
    ? [{ value: Number(month.digits), length: 1 }]
    : [];
}

function years(run: readonly Said[], at: number): Part[] {
  const short = pairs(run, at);
  const whole = run[at]?.digits ?? '';
  if (/^(?:19|20)\d\d$/.test(whole)) return [{ value: Number(whole), length: 1 }];
  const centuries = short.filter(({ value }) => value === 19 || value === 20);
  const long = centuries.flatMap((century) =>
    pairs(run, at + century.length).map((year) => ({
      value: year.value,
      length: century.length + year.length,
    })),
  );
  return [...short, ...long];
}

function endsInFour(run: readonly Said[], from: number): boolean {
  let length = 0;
  for (let at = from; length < 4; at++) {
    const next = run[at];
    if (!next || next.isOrdinal) return false;
    length += next.digits.length;
  }
  return length === 4;
}
