import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTACT_KINDS, CONTACT_OUTCOMES } from '../db/schema/contacts.ts';
import { parseLogLine } from '../server/contacts/log-line/parse.ts';
import { LOGGED_TYPES } from '../server/contacts/log-line/posts.ts';
import { STEP_WORDS } from '../server/contacts/log-line/steps.ts';
import { LOGGED_TOPICS } from '../server/contacts/log-line/topics.ts';
import { isIsoDate } from '../server/ui/dates.ts';
import { readCorpus } from './log-line/corpus.ts';
import { judge } from './log-line/score.ts';

const TODAY = '2026-11-25';
const cases = readCorpus();
const judged = cases.map((each) => ({
  ...each,
  verdicts: judge(parseLogLine(each.line, { today: each.today }), each),
}));

/** Lines of the open half that the grammar does not read whole, and why they are left so. */
const NOT_READ = new Map([
  [
    'ringede til aps huset i ry ingen tog den jeg prøver igen om en uges tid',
    'a legal form begins the name, in small letters',
  ],
  [
    'jeg ska liige ha lavet en aftaale med Bondes Biks paa onsdag',
    'an appointment of no kind, with two slips',
  ],
  [
    'de skal bruge fem til julepakning hos gaveriet aps ordinære timer ca tredive i ugen jeg har lige talt med dem i telefonen',
    'an unknown place of work, and hours without the word beside the number',
  ],
  [
    'Firma To Mand og en Trailer, ringet, vil have én praktikant',
    'small letters and an article within the name',
  ],
  ['Nexø Bådværft udsætter besøget en uge, til d. 23/9', 'the new day stands in a clause of its own'],
  ['talt med Skive Sko de vil se os den femte december klokken ti', '"se os" may be a visit or a meeting'],
  ['jeg talte med Bettina i Brugsen, hun skal bruge 3 til nytår', 'one word after "i" is most often a town'],
  ['hotel søfryd mnagler en kokk og to tjnere, rigner tirsdga', 'a job of four letters is too short to mend'],
  [
    'Hasle Klinker ville gerne have haft besøg i går, men jeg var syg. Ringer i dag',
    'a wish that came to nothing reads as a report',
  ],
  [
    'Snogebæk Is & Kaffe siger op til 10 timer er fint, én i småjob',
    'the hours stand before the place they belong to',
  ],
  [
    'Fra Nibe Marineservice til os i dag: opkald, de opsiger tre mand',
    'who rang whom stands in a clause of its own',
  ],
  ['ringed tl ulfborg uld ingn svar', 'three words of four letters or fewer with a slip each'],
  ['bsgte ulfborg uld i gåar, vil ha 2 praktikkanter', '"gåar" is too short to mend'],
  ['var hos Bælum Bogtryk i søndags?? nej i lørdags', 'a correction in a sentence of its own'],
  [
    'Ferieafløsere til Spøttrup Slagtehus: 8 stk i uge 28-31, 37 t',
    'the job stands before the firm, the number after it',
  ],
  ['hurup has ring om halvanden måned', '"has" is taken for English'],
  [
    'Tulip Teknik d. 10/11: besøg. D. 20/11: tlf. D. 1/12: møde.',
    'a diary of three days, each before its contact',
  ],
  [
    'tulip teknik CPR nummer to fem nul seks syv nul en to tre fire',
    'a name in small letters before one in capitals',
  ],
  [
    'Aulum Auto, nej til fleks, nej til småjob, "kom igen om et år"',
    'two schemes refused may be all of them',
  ],
  [
    'Skarrild Skov 3 stillinger: 1 kontor, 1 chauffør og 1 skovhjælper',
    'a place of work that is counted as a post',
  ],
  ['Vamdrup Vægte skrev i går at de holder lukket 24.-26. december', 'a range of two days of one month'],
  ['Gelsted Gær møde mandag d. 3.', 'the 3rd is a Sunday: behind or ahead, nobody knows'],
  [
    'Teams med Kromann Reklame om fleksjob, de tager én 15 timer på kontoret',
    'the scheme stands before the place it belongs to, which may as well be another',
  ],
]);

describe('linjer, hvis mening var skrevet ned, før grammatikken var', () => {
  test('den åbne halvdel læses rigtigt, undtagen de linjer, der har en grund', () => {
    const wrong = judged
      .filter(({ half, line }) => half === 'open' && !NOT_READ.has(line))
      .flatMap(({ line, verdicts }) =>
        [...verdicts].filter(([, verdict]) => verdict !== 'right').map(([field]) => `${field}: ${line}`),
      );
    expect(wrong).toEqual([]);
  });

  test('de undtagne linjer er der, og grunden gælder stadig', () => {
    for (const line of NOT_READ.keys()) {
      const found = judged.find((each) => each.line === line);
      expect(
        [...(found?.verdicts.values() ?? [])].some((verdict) => verdict !== 'right'),
        line,
      ).toBe(true);
    }
  });

  test('ingen forkert dato og intet overset CPR-nummer, heller ikke i den halvdel, der er holdt tilbage', () => {
    const wrong = judged.filter(
      ({ verdicts }) =>
        verdicts.get('contact_date') === 'wrong' ||
        verdicts.get('next_step_date') === 'wrong' ||
        verdicts.get('contains_cpr') === 'wrong',
    );
    expect(wrong.map(({ line }) => line)).toEqual([]);
  });

  test('mindst 95 % af felterne er rigtige i den halvdel, der er holdt tilbage', () => {
    const verdicts = judged
      .filter(({ half }) => half === 'held')
      .flatMap((each) => [...each.verdicts.values()]);
    expect(verdicts.filter((verdict) => verdict === 'right').length / verdicts.length).toBeGreaterThan(0.95);
  });
});

describe('hvad der end står', () => {
  const anyDay = fc
    .date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2034-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10));
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    someWords(),
  );

  test('en linje giver altid et svar af kendte værdier, med datoer, der findes, på den rigtige side af i dag', () => {
    fc.assert(
      fc.property(anyText, anyDay, (text, today) => {
        const line = parseLogLine(text, { today });
        expect([null, ...CONTACT_KINDS]).toContain(line.kind);
        expect([null, 'ud', 'ind']).toContain(line.direction);
        expect([null, ...CONTACT_OUTCOMES]).toContain(line.outcome);
        expect([null, ...STEP_WORDS]).toContain(line.next_step);
        for (const topic of line.topics) expect(LOGGED_TOPICS).toContain(topic);
        expect(
          line.contact_date === null || (isIsoDate(line.contact_date) && line.contact_date <= today),
        ).toBe(true);
        expect(
          line.next_step_date === null || (isIsoDate(line.next_step_date) && line.next_step_date >= today),
        ).toBe(true);
        for (const order of line.orders) {
          expect([null, ...LOGGED_TYPES]).toContain(order.type);
          expect(order.count === null || order.count > 0).toBe(true);
          expect((order.hours_min ?? 0) <= (order.hours_max ?? 60)).toBe(true);
        }
        expect(parseLogLine(text, { today })).toEqual(line);
      }),
      { numRuns: 1_500 },
    );
  });

  test('ti tusind tegn læses også, hvad de end gentager', () => {
    const words = fc.constantFrom(
      'ring ',
      'Ring ',
      '12 ',
      '010180',
      'nul ',
      'i morgen ',
      ', ',
      '- ',
      'A',
      'æ',
      '😊',
      'en og ',
      'uge 1 ',
      '1/1 ',
      ' ',
      'a/',
      '.',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join('').repeat(10_000).slice(0, 10_000);
        expect(parseLogLine(text, { today: TODAY }).orders).toBeInstanceOf(Array);
      }),
      { numRuns: 60 },
    );
  });

  test('et CPR-nummer findes, hvor det end står i en linje', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), anyCpr(), fc.nat(), ({ line, today }, cpr, place) => {
        const words = line.split(' ');
        const at = place % (words.length + 1);
        const text = [...words.slice(0, at), cpr, ...words.slice(at)].join(' ');
        expect(parseLogLine(text, { today }).contains_cpr, text).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('et telefonnummer gør ingen linje til en med CPR-nummer', () => {
    const without = cases.filter(({ line, today }) => !parseLogLine(line, { today }).contains_cpr);
    fc.assert(
      fc.property(fc.constantFrom(...without), anyPhone(), fc.nat(2), ({ line, today }, phone, place) => {
        const text = [`${line}, tlf. ${phone}`, `${phone}: ${line}`, `tlf ${phone} ${line}`][place] ?? line;
        expect(parseLogLine(text, { today }).contains_cpr, text).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('et firma, brugeren kender, findes, hvad det end hedder, også med en slåfejl', () => {
    const firms = ['Ring til Os ApS', 'Praktik & Job', 'Bøgelunds Boghandel'];
    const hint = (text: string) => parseLogLine(text, { today: TODAY, firms }).company_hint;
    expect(hint('ringede til bøgelunds boghandle i dag')).toBe('bøgelunds boghandle');
    expect(hint('praktik & job: ringet, ingen svar')).toBe('praktik & job');
    expect(hint('Besøg hos Møller VVS')).toBe('Møller VVS');
  });
});

/** Words of the corpus in any order: nearer to what people write than any string. */
function someWords() {
  const words = [...new Set(cases.flatMap(({ line }) => line.split(' ')))];
  return fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((some) => some.join(' '));
}

/** Each form of the conventions: hyphen, space, nothing, spoken in pairs or digit by digit. */
function anyCpr() {
  const day = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 61, max: 91 }));
  const digits = fc
    .tuple(
      day,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 9999 }),
    )
    .map(
      ([dd, mm, yy, last]) =>
        [dd, mm, yy].map((part) => String(part).padStart(2, '0')).join('') + String(last).padStart(4, '0'),
    );
  return fc.tuple(digits, fc.nat(4)).map(([ten, form]) => {
    const [date, last] = [ten.slice(0, 6), ten.slice(6)];
    const spoken = [date.slice(0, 2), date.slice(2, 4), date.slice(4), last.slice(0, 2), last.slice(2)].map(
      inWords,
    );
    return (
      [
        `${date}-${last}`,
        `${date} ${last}`,
        ten,
        spoken.join(' '),
        [...ten].map((digit) => ONES[Number(digit)]).join(' '),
      ][form] ?? ten
    );
  });
}

const ONES = 'nul et to tre fire fem seks syv otte ni'.split(' ');
const TEENS = 'ti elleve tolv tretten fjorten femten seksten sytten atten nitten'.split(' ');
const TENS = ' ti tyve tredive fyrre halvtreds tres halvfjerds firs halvfems'.split(' ');

/** Two digits as they are said: "nul tre", "femogfirs". */
function inWords(pair: string): string {
  const [ten, one] = [Number(pair[0]), Number(pair[1])];
  if (ten === 0) return `nul ${ONES[one]}`;
  if (ten === 1) return TEENS[one] ?? '';
  return one === 0 ? (TENS[ten] ?? '') : `${one === 1 ? 'en' : ONES[one]}og${TENS[ten]}`;
}

/** Danish numbers begin with 2 to 9. */
function anyPhone() {
  const eight = fc.integer({ min: 20_000_000, max: 99_999_999 }).map(String);
  return fc.tuple(eight, fc.nat(3)).map(([number, form]) => {
    const pairs = number.match(/../g)?.join(' ') ?? '';
    return [number, pairs, `+45 ${pairs}`, `+45${number}`][form] ?? number;
  });
}
