import { editDistance, loose } from '../../../workers/matching/text.ts';
import { NUMBER_WORDS, ORDINAL_WORDS } from '../../ui/number-words.ts';
import { isTitle } from './posts.ts';
import { CANON, PLAIN_WORDS } from './words.ts';

const SHORTEST = 5;

/** Real words one letter away from a word of the grammar. */
const LOOK_ALIKES = new Set(
  `skive hurup fakse greve ringsted kontant vinder vindere sandt sagen sager summer fyren fyrre senge mandel mander mentol brevene maler mestre
  marked marker market junior julie novem leger lejer ledet lederne tiger timet vandt talje talle skriver skrift
  ordnet ordner personel besat besoem ryger hjemmet hjemme betalt lagre lagrer tagene taget onde onder soendre
  forrest foerer ferier vintre efterret kunne lukker svaerd messer mailand brug brugt bruger brugere uger behold behov
  snakken interesse stand sidste siddet senest opslag opkoeb moeder moedre moeller moellers besoegende kontrakt moebler
  laerer laerere laererne elever morgen dagene dagens dages soerger soegen tager mange mangel manglen`
    .split(/\s+/)
    .filter(Boolean),
);

/** The grammar's longer words by first letter: a slip of the finger seldom hits the first letter alone. */
const byFirstLetter = Map.groupBy(
  [...CANON.keys()]
    .map((form) => ({ form, loose: loose(form) }))
    .filter(({ loose }) => loose.length >= SHORTEST),
  ({ form }) => form[0],
);

const mended = new Map<string, string>();

/** "LTS-pladser", "fleks-job" */
const PLACE_OF_KIND =
  /^([^-]+)-(?:plads|pladser|pladsen|job|jobs|stilling|stillinger|aftale|aftaler|forloeb)$/;

/** statusmøde, kaffemøde, opfølgningsbesøg: a contact of that kind, whatever it is for */
const COMPOUND = /^.{3,}(moede|besoeg)(?:t|et)?$/;

/**
 * The word of the grammar that a folded word means: written as listed, or one slip away (a letter missing, added,
 * changed or swapped; ø is one letter, however it is typed) when it has five letters or more, is no other word, and the
 * slip leaves only one meaning.
 */
export function wordOf(key: string): string {
  const known = CANON.get(key);
  if (known !== undefined) return known;
  const kind = CANON.get(PLACE_OF_KIND.exec(key)?.[1] ?? '');
  if (kind !== undefined) return kind;
  if (key.length < SHORTEST || key.length > 24 || isKnown(key)) return key;
  if (COMPOUND.test(key)) return key.replace(COMPOUND, '$1');
  let word = mended.get(key);
  if (word === undefined) {
    // A montør is no mentor.
    word = isTitle(key) ? key : mend(key);
    if (mended.size > 20_000) mended.clear();
    mended.set(key, word);
  }
  return word;
}

/** In a word of five letters a changed letter is as likely another word: "terms" is not "Teams". */
function isSlip(typed: string, known: string): boolean {
  if (editDistance(typed, known) > 1) return false;
  const changed = typed.length === known.length && typed !== known;
  return !changed || known.length > SHORTEST || [...typed].sort().join('') === [...known].sort().join('');
}

function isKnown(key: string): boolean {
  return PLAIN_WORDS.has(key) || LOOK_ALIKES.has(key) || NUMBER_WORDS.has(key) || ORDINAL_WORDS.has(key);
}

function mend(key: string): string {
  // Swapped first letters are the one slip that changes them: "esnd".
  const typed = loose(key);
  const candidates = [...(byFirstLetter.get(key[0]) ?? []), ...(byFirstLetter.get(key[1]) ?? [])];
  const meanings = new Set<string>();
  for (const { form, loose } of candidates) {
    if (form[0] !== key[0] && form[1] !== key[0]) continue;
    if (isSlip(typed, loose)) meanings.add(CANON.get(form) ?? form);
  }
  // "besogte": all its letters are right, only typed without ø.
  const exact = candidates.filter(({ loose }) => loose === typed).map(({ form }) => CANON.get(form) ?? form);
  const [only] = exact.length === 1 ? exact : meanings;
  return only !== undefined && (exact.length === 1 || meanings.size === 1) ? only : key;
}
