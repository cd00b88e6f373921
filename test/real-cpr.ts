const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
// Ten digits that stand alone, also with a hyphen, a space or a sign between; not a part of a longer number, word or key.
const TEN_DIGITS = /(?<![\w.-])(\d{6})(?:[-–_/ ]| - )?(\d{4})(?![\w.])/g;

/**
 * Numbers in a text that may be some living person's: a day of the calendar, and modulus 11 or one of the birthdays that
 * have numbers without it (1 January). Days raised by 60 are nobody's.
 */
export function realCprs(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(TEN_DIGITS)].flatMap(([written, date = '', end = '']) => {
    const [day, month] = [Number(date.slice(0, 2)), Number(date.slice(2, 4))];
    if (day < 1 || day > (DAYS[month - 1] ?? 0)) return [];
    const sum = [...`${date}${end}`].reduce((all, digit, at) => all + Number(digit) * (WEIGHTS[at] ?? 0), 0);
    return sum % 11 === 0 || date.startsWith('0101') ? [written] : [];
  });
}
