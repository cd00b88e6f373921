import { randomBytes } from 'node:crypto';
import { foldText } from '../../server/companies/fold.ts';
import { parseDanishLevel } from '../../workers/matching/levels.ts';
import { drawPerson } from '../demo/people.ts';
import { createRandom } from '../demo/random.ts';
import type { Kind } from './fates.ts';

type Text = string | null;
/** The value in the copy. `n` is the row's number, so that what must differ differs. */
type Make = (text: string, n: number) => Text;

const FILLER = 'Her stod en tekst. ';
const SKILLS = [
  'lager',
  'rengøring',
  'køkkenhjælp',
  'truckcertifikat',
  'kundeservice',
  'excel',
  'salg',
  'kørekort b',
];
const STREETS = ['Bakkevej', 'Engvej', 'Skovvej', 'Markvej', 'Åvej'];

/** What each kind that is not left alone makes of a text. Firms' numbers and the log's chain are the copier's own work. */
export function valuesOf(firmNumbers: ReadonlyMap<number, number>, passwordHash: string) {
  // Nobody's surname, so that a name of the copy is never by chance one that was in the original.
  const nameOf = (n: number) => `${drawPerson(createRandom(n, 'pseudonymise'), 0.8).first} Prøve ${n}`;
  const values: Partial<Record<Kind, Make>> = {
    dates: (text) => (DATE.test(text) ? text : '1970-01-01'),
    words: (text) => (WORDS.test(text) ? text : 'ukendt'),
    hex: (text) => (/^[0-9a-f]{64}$/.test(text) ? text : otherHex()),
    levels: (text) => (parseDanishLevel(text) === null ? null : text),
    postcodes: (text) => (/^\d{4}$/.test(text) ? text : null),
    json: onlyCodes,
    emptyJson: () => '{}',
    firmKeys: (text) => firmKey(text, firmNumbers),
    people: (_, n) => nameOf(n),
    peopleFolded: (_, n) => foldText(nameOf(n)),
    firmNames: (_, n) => `Virksomhed ${n} ApS`,
    firmNamesFolded: (_, n) => foldText(`Virksomhed ${n} ApS`),
    usernames: (_, n) => `testbruger-${n}`,
    // No person's number begins with 1.
    phones: (_, n) => String(10_000_000 + (n % 10_000_000)),
    mails: (_, n) => `person-${n}@example.com`,
    streets: (_, n) => `${STREETS[n % STREETS.length]} ${n}`,
    cities: () => 'Byen',
    skills: (_, n) => SKILLS[n % SKILLS.length] ?? '',
    numbered: (_, n) => `Nr. ${n}`,
    text: (text) => fillerOf(text.length),
    otherHex,
    passwords: () => passwordHash,
    emptied: () => null,
  };
  return values;
}

const DATE = /^\d{4}(-\d\d){0,2}(T[\d:.]{5,12}Z)?$/;
const WORDS = /^(\p{Ll}[\p{Ll}\d _:.-]{0,79}|\d{1,3})$/u;
const CODE = /^\p{Ll}[\p{Ll}\d_:.-]{0,39}$/u;
const LONGEST_NUMBER = 10_000_000;

/** Of the same length, and nothing of it: what a page looks like is kept. */
function fillerOf(length: number): string {
  return FILLER.repeat(Math.ceil(length / FILLER.length))
    .slice(0, length)
    .replace(/ $/, '.');
}

function otherHex(): string {
  return randomBytes(32).toString('hex');
}

/** A JSON text with its numbers, dates and codes; every other text in it is a dash, and a number that may be somebody's is 0. */
function onlyCodes(text: string): string {
  const clean = (_key: string, value: unknown) => {
    if (typeof value === 'number') return Math.abs(value) < LONGEST_NUMBER ? value : 0;
    if (typeof value !== 'string' || DATE.test(value)) return value;
    return CODE.test(value) ? value : '–';
  };
  try {
    return JSON.stringify(JSON.parse(text), clean);
  } catch {
    return '[]';
  }
}

/** The key of a row in the log of changes: a row's number, or a firm's; texts go. */
function firmKey(text: string, firmNumbers: ReadonlyMap<number, number>): string {
  if (!/^\d{1,10}$/.test(text)) return '–';
  const number = Number(text);
  return String(firmNumbers.get(number) ?? (number < LONGEST_NUMBER ? number : 0));
}
