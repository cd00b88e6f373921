import type { Db } from '../../db/client.ts';
import { readSettings } from '../admin/queries.ts';
import { containsCpr } from '../citizens/cpr-guard.ts';
import type { FieldError } from '../problems.ts';

/** The municipality's words for what a talk was about, and for the schemes that a firm was told of. */
export interface TalkWords {
  themes: readonly string[];
  offers: readonly string[];
}

export function talkWords(db: Pick<Db, 'select'>): TalkWords {
  const { contactThemes, contactOffers } = readSettings(db);
  return { themes: contactThemes, offers: contactOffers };
}

/** "Småjob, Mentor" as it is stored. */
export function splitWords(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

export function joinWords(words: readonly string[]): string | null {
  return (
    words
      .map((word) => word.trim())
      .filter(Boolean)
      .join(', ') || null
  );
}

/** The word of a list that is spelt alike but for case; undefined: none. */
export function listedWord(word: string, list: readonly string[]): string | undefined {
  return list.find((listed) => listed.toLowerCase() === word.toLowerCase());
}

interface Said {
  topic: string | null;
  offer: string | null;
}

/**
 * The words as the lists spell them, each once, so that they can be counted. A word of no list is an error in Danish at its
 * field; one that the contact already had before its correction may stay.
 */
export function readTalkWords(
  { topic, offer }: Said,
  { themes, offers }: TalkWords,
  before: Said = { topic: null, offer: null },
): Said & { errors: FieldError[] } {
  const read = (field: 'topic' | 'offer', text: string | null, list: readonly string[]) => {
    const allowed = [...list, ...splitWords(before[field])];
    const words = splitWords(text);
    // A CPR number is refused as one, and said no more about.
    const unknown = words.filter((word) => listedWord(word, allowed) === undefined && !containsCpr(word));
    const errors = unknown.map((word) => ({
      field,
      reason: `»${word}« står ikke på listen. Vælg blandt: ${list.join(', ')}.`,
    }));
    const spelt = words.map((word) => listedWord(word, allowed) ?? word);
    return { words: joinWords([...new Set(spelt)]), errors };
  };
  const about = read('topic', topic, themes);
  const told = read('offer', offer, offers);
  return { topic: about.words, offer: told.words, errors: [...about.errors, ...told.errors] };
}

const LONGEST_WORD = 40;
const MOST_WORDS = 20;

/** An administrator's list, a word a line; what is wrong with it, at its field. */
export function readWordList(field: string, text: string): { words: string[]; errors: FieldError[] } {
  const lines = text.split('\n').map((line) => line.trim());
  const words = lines.filter(
    (line, at) =>
      line !== '' && lines.findIndex((other) => other.toLowerCase() === line.toLowerCase()) === at,
  );
  const refuse = (reason: string) => ({ words, errors: [{ field, reason }] });
  if (words.some((word) => word.includes(',') || word.length > LONGEST_WORD))
    return refuse(`Hvert ord er højst ${LONGEST_WORD} tegn og uden komma.`);
  return words.length > MOST_WORDS ? refuse(`Højst ${MOST_WORDS} ord.`) : { words, errors: [] };
}
