import { asCount, countBefore, hoursOf, isUnit, looseCount } from './counts.ts';
import { DENIED, NEEDS } from './needs.ts';
import { isPlace, isTitle, type LoggedOrderType, typeOf } from './posts.ts';
import { isOrdinary } from './words.ts';

/** A place that the firm has, needs or has agreed to. Hours are per week. */
export interface LoggedOrder {
  type: LoggedOrderType | null;
  count: number | null;
  hours_min: number | null;
  hours_max: number | null;
  title_hint: string | null;
}

/** One part of a list: "2 småjobs 10 t/uge på lageret". */
interface Item {
  words: string[];
  /** offset of its first word in the flat line */
  from: number;
  /** how it is joined to the one before */
  join: string;
}

/** The firm's places, as told: needed, offered or agreed; not those refused, asked about or merely talked of. */
export function readOrders(flat: string): { orders: LoggedOrder[]; taken: Set<string> } {
  const orders: LoggedOrder[] = [];
  for (const sentence of sentencesOf(flat)) readSentence(sentence, orders);
  // "mangler hænder: 3 i pakkeriet": said again, and better.
  const told =
    orders.length > 1 ? orders.filter(({ type, count, title_hint }) => type ?? count ?? title_hint) : orders;
  return { orders: told, taken: new Set(told.flatMap(({ type }) => type ?? [])) };
}

function sentencesOf(flat: string): string[] {
  return flat.split(/ [.;!:] | (?=(?:men|samt at) )/).map((sentence) => ` ${sentence.trim()} `);
}

/** "Søger maler. Ordinær. Fuld tid.": a sentence of a few words that only adds to the order before it. */
function addsToLast(sentence: string, orders: readonly LoggedOrder[]): boolean {
  const words = sentence.trim().split(' ');
  const order = readItem(words, false);
  const hours = hoursOf(words);
  const last = orders.at(-1);
  if (!last || words.length > 4 || (order === null && hours.min === null && hours.max === null)) return false;
  if (order && (order.count !== null || order.title_hint !== null || last.type !== null)) return false;
  if (order) add(last, order);
  else addHours(last, words);
  return true;
}

function readSentence(sentence: string, orders: LoggedOrder[]): void {
  if (addsToLast(sentence, orders)) return;
  const first = orders.length;
  let needed = false;
  let denied = false;
  for (const item of itemsOf(sentence)) {
    const text = ` ${item.words.join(' ')} `;
    const need = NEEDS.exec(text);
    const denial = DENIED.exec(text);
    if (need || denial) {
      // The last of the two words before the post decides: "nej til praktik, ja til småjob".
      needed =
        need !== null &&
        (denial === null ||
          need.index >= denial.index ||
          / (?:aftalt|enige?|aftale) (?:med )?(?:\S+ )?om /.test(text));
      denied = !needed;
      if (
        need &&
        denial &&
        / vil ikke | ikke (?:\S+ )?(?:har|bruge|soeger) | mangler ikke | (?:ingen|ikke|intet) (?:\S+ )?(?:plads|pladser|brug|behov) /.test(
          text,
        )
      )
        [needed, denied] = [false, true];
    }
    if (denied || / vil har har | fortrudt /.test(sentence)) continue;
    const order = readItem(item.words, needed);
    if (order && !isOthers(text, sentence)) {
      const last = orders.at(-1);
      if (/ (?:begge|alle|hver) /.test(text))
        for (const each of orders.slice(first)) addHours(each, item.words);
      if (last && orders.length > first && (isTypeOf(last, order, item.join) || isNumberOf(last, order)))
        add(last, order);
      else if (order.complete || !last || orders.length === first || !complements(last, order)) {
        if (order.complete) orders.push(stripped(order));
      } else add(last, order);
    } else if (order === null && orders.length > first) {
      const told = / (?:begge|alle|hver) /.test(text) ? orders.slice(first) : orders.slice(-1);
      for (const each of told) addHours(each, item.words);
    }
  }
}

/** Already in place, or let go: no opening. */
const isOthers = (text: string, sentence: string) =>
  / (?:\d+|en|et) (?:\S+ )?i (?:virksomhedspraktik|loentilskud|fleksjob|smaajob) (?:pt|lige nu|nu|i oejeblikket|allerede|fortsat|stadig|i forvejen) /.test(
    text,
  ) ||
  (/^ \d+ i (?:virksomhedspraktik|loentilskud|fleksjob|smaajob) $/.test(text) &&
    / (?:har|er) (?:\S+ )?\d+ (?:ansatte|medarbejdere|mand) /.test(sentence)) ||
  (/ (?:har|med) (?:\S+ )?(?:\d+|en|et) (?:\S+ )?(?:\S+ )?i (?:virksomhedspraktik|loentilskud|fleksjob|smaajob) /.test(
    text,
  ) &&
    !/ (?:vil|skal|aftalt|mangler|soeger) /.test(text)) ||
  / \d+ \S+ ansat /.test(text) ||
  (/ (?:fyrer|afskediger|opsiger|opsagt|har ansat|ansatte \d|fratraadt|stopper|starter|begynder|opfoelgning) /.test(
    text,
  ) &&
    !/ (?:soeger|mangler) /.test(text));

function itemsOf(sentence: string): Item[] {
  const items: Item[] = [{ words: [], from: 0, join: '' }];
  let at = 0;
  // "chauffør C/E": classes of a licence, no list. "en på 18 år": an age.
  const words = sentence
    .replaceAll(/ (?:paa )?\d{1,2} aar(?= )/g, '')
    .trim()
    .replace(/ ([a-e]\d?) \/ (?=[a-e]\d? )/g, ' $1/')
    .split(' ');
  for (const [index, word] of words.entries()) {
    // "2 svende 1 arbejdsmand"
    if (asCount(word) !== null && isTitle(words[index + 1] ?? '') && items.at(-1)?.words.some(isTitle))
      items.push({ words: [word], from: at, join: ',' });
    else if (/^(?:,|og|\+|&|\/|eller)$/.test(word)) items.push({ words: [], from: at, join: word });
    else items.at(-1)?.words.push(word);
    at += word.length + 1;
  }
  return items.filter(({ words }) => words.length > 0);
}

interface Found extends LoggedOrder {
  /** stands on its own: it has a post, and a need or a number for it */
  complete: boolean;
}

const NOUN_OF_PEOPLE =
  /^(?:mand|personer|medarbejdere|folk|stk|haender|kvinder|unge|svende|nye|trainee|arbejdere)$/;

function readItem(words: readonly string[], needed: boolean): Found | null {
  let type: LoggedOrderType | null = null;
  let title: string | null = null;
  let count: number | null = null;
  let people = false;
  let counted = false;
  let isTrade = false;
  for (const [at, word] of words.entries()) {
    const named = typeOf(word);
    if (named) {
      type = named.type === 'ordinaer' && type ? type : named.type;
      title ??= named.trade;
      isTrade ||= named.trade !== null && named.type === 'elevplads';
    } else if (isTitle(word) || (needed && isAgent(word) && asCount(words[at - 1]) !== null)) title ??= word;
    else if (NOUN_OF_PEOPLE.test(word) || (word === 'nogen' && /^(?:i|til|paa)$/.test(words[at + 1] ?? '')))
      people = true;
    else if (
      isPlace(word) &&
      title === null &&
      (/^(?:til|i|paa|for|som|\(|at)$/.test(words[at - 1] ?? '') ||
        typeOf(words[at - 1] ?? '') ||
        isUnit(words[at - 1]))
    )
      title = word;
    const isPost = named !== null || title === word || isTitle(word) || NOUN_OF_PEOPLE.test(word);
    if (isPost && count === null) {
      count = countBefore(words, at);
      counted ||= count !== null;
    }
    if (count === null && type && words[at - 1] === 'til' && !isUnit(words[at + 1])) {
      count = asCount(word);
      counted ||= count !== null;
    }
  }
  const { min, max } = hoursOf(words);
  const place = words.findIndex((word) => isPlace(word));
  if (count === null && place >= 2 && words[place - 1] === 'til') {
    count = asCount(words[place - 2]);
    counted ||= count !== null;
  }
  if (needed && count === null && type === null && title === null) {
    count = looseCount(words);
    people ||= count !== null;
  }
  // "2 til savværket i løntilskud"
  if (needed && count === null && type) {
    count = asCount(/ (en|et|\d{1,2}) til (?!\d)/.exec(` ${words.join(' ')} `)?.[1]);
  }
  if (!type && !title && !people) return null;
  const told = needed || counted || isTrade || (type !== null && (min ?? max) !== null);
  const complete =
    type || (title && !isPlace(title))
      ? told
      : (needed && (count !== null || people)) || (counted && title !== null);
  return { type, count, hours_min: min, hours_max: max, title_hint: title, complete: Boolean(complete) };
}

/** People and papers that we send, and those the firm serves. */
const NO_POSTS = /^(?:kandidat|ansoeger|borger|deltager|kunde|gaest|beboer|ledig|cv)/;

/** Unknown, but formed as people's work is: "en flaskedreng", "to stilladsbyggere". */
const isAgent = (word: string) =>
  !isOrdinary(word) &&
  !NO_POSTS.test(word) &&
  /.{3}(?:er|ere|ers|dreng|drenge|pige|piger|ist|ister|oer|oerer|ent|enter|ant|anter)$/.test(word);

/** "fuld tid" or "lager" after a comma belongs to the post before it. */
function complements(last: LoggedOrder, order: Found): boolean {
  return (
    !order.complete && !(order.type && last.type && order.type !== last.type) && last.title_hint === null
  );
}

/** "3 ungarbejdere, ordinære job 12 timer" is one order: the type comes after. */
const isTypeOf = (last: LoggedOrder, order: Found, join: string) =>
  join === ',' &&
  last.type === null &&
  order.type !== null &&
  order.count === null &&
  order.title_hint === null;

/** "folk til julehandlen, 4 stk": the number comes after. */
const isNumberOf = (last: LoggedOrder, { type, count, title_hint }: Found) =>
  last.count === null && last.type === null && count !== null && !type && !title_hint;

function add(last: LoggedOrder | undefined, order: Found): void {
  if (!last) return;
  last.type ??= order.type;
  last.count ??= order.count;
  last.title_hint ??= order.title_hint;
  last.hours_min ??= order.hours_min;
  last.hours_max ??= order.hours_max;
}

function addHours(last: LoggedOrder | undefined, words: readonly string[]): void {
  if (!last || last.hours_min !== null || last.hours_max !== null) return;
  const { min, max } = hoursOf(words);
  last.hours_min = min;
  last.hours_max = max;
}

function stripped({ type, count, hours_min, hours_max, title_hint }: Found): LoggedOrder {
  return { type, count, hours_min, hours_max, title_hint };
}
