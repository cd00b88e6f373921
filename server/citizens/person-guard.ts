import { foldText } from '../companies/fold.ts';
import { FIRST_NAMES, LEGAL_FORMS, TRADE_WORDS } from '../contacts/log-line/names.ts';

/** Who may be named and called in a text about a firm: its own people, colleagues, and the firm. */
export interface KnownPeople {
  /** full names, and what the firm is called */
  names: readonly string[];
  phones: readonly string[];
}

/**
 * What in a text may tell of a citizen: a full name or a first name beside a telephone number, of nobody who is known, and
 * words of illness, abuse and crime (databeskyttelsesforordningens art. 9 and 10). As they stand in the text, each once.
 * Names typed without capitals are not found: it asks, and settles nothing.
 */
export function personTraces(text: string, known: KnownPeople): string[] {
  const traces = [...namesIn(text, known), ...numbersIn(text, known), ...(text.match(SENSITIVE) ?? [])];
  return [...new Set(traces.map((trace) => trace.trim()))];
}

const NAME = /(?<![\p{L}-])\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*(?: \p{Lu}[\p{L}.'’-]*){1,3}/gu;

function namesIn(text: string, { names }: KnownPeople): string[] {
  const known = names.map(wordsOf);
  return (text.match(NAME) ?? []).flatMap((run) => {
    const words = run.split(' ');
    // "Talte Mette Holm": the name may begin at any of the words.
    const at = words.findIndex((word, index) => index < words.length - 1 && isFirstName(word));
    if (at < 0) return [];
    const name = words.slice(at);
    const folded = name.flatMap(wordsOf);
    const isFirm = folded.some((word) => TRADE_WORDS.has(word) || LEGAL_FORMS.has(word));
    const isKnown = known.some((one) => folded.slice(0, 2).every((word) => one.includes(word)));
    return isFirm || isKnown ? [] : [name.join(' ').replace(/[.'’-]+$/, '')];
  });
}

const CALLED =
  /(?<![\p{L}-])(\p{Lu}\p{Ll}+)[^\d\n.]{0,20}?(?<!\d)(?:\+45 ?)?(\d\d ?\d\d ?\d\d ?\d\d)(?!\d)/gu;

function numbersIn(text: string, { phones, names }: KnownPeople): string[] {
  const digits = new Set(phones.map((phone) => phone.replaceAll(/\D/g, '').slice(-8)));
  const known = names.flatMap(wordsOf);
  return [...text.matchAll(CALLED)].flatMap(([found, name = '', phone = '']) =>
    isFirstName(name) && !digits.has(phone.replaceAll(' ', '')) && !known.includes(foldText(name))
      ? [found]
      : [],
  );
}

const SENSITIVE =
  /(?<!\p{L})(?:depression|deprimeret|angst|ptsd|adhd|autis|diagnose|psykisk (?:syg|sårbar|lidelse)|psykiatri|skizofren|misbrug|alkoholi|gravid|kræft(?!er|ig)|sklerose|epilepsi|diabetes|hiv|tidligere straffet|kriminel)\p{L}*/giu;

const isFirstName = (word: string) =>
  FIRST_NAMES.has(foldText(word).replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa'));

const wordsOf = (name: string) =>
  foldText(name)
    .split(/[^\p{L}-]+/u)
    .filter(Boolean);
