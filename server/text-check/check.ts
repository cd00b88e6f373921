import type { FieldError } from '../problems.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import { GROUNDS, REACH, UNREAD } from './grounds.ts';

/** The tick's name in forms; an API body says `textChecked`. */
export const TEXT_TICK = 'teksten_er_set_efter';

export function isTextTicked(fields: Fields): boolean {
  return textOf(fields, TEXT_TICK) === 'ja';
}

interface CheckedTexts {
  /** field and text */
  texts: readonly (readonly [field: string, text: string | null])[];
  /** as they were saved: what somebody has answered for is not asked about again */
  before?: readonly (string | null)[];
  /** asked, they let it stand */
  ticked: boolean;
}

/**
 * Asks once, at the field, of words that may demand what no employer may (forskelsbehandlingsloven), and of telephone
 * numbers and mail addresses. Words are found, not meant: a person decides.
 */
export function demandErrors({ texts, before = [], ticked }: CheckedTexts): FieldError[] {
  if (ticked) return [];
  const known = new Set(before.flatMap((text) => questionsOf(text ?? '').map(({ found }) => found)));
  const errors = texts.flatMap(([field, text]) =>
    questionsOf(text ?? '')
      .filter(({ found }) => !known.has(found))
      .map(({ found, sentence, source }) => ({
        field,
        reason: `»${found}«: ${sentence} (${source}; ${UNREAD}).`,
      })),
  );
  if (errors.length === 0) return [];
  const reason = 'Ret teksten, eller sæt kryds, hvis den skal stå, som den er.';
  return [...errors, { field: 'textChecked', reason }];
}

/** Each word that is asked about, once, with the sentence and the source. */
export function questionsOf(text: string): { found: string; sentence: string; source: string }[] {
  return [...GROUNDS, REACH].flatMap(({ sentence, source, words }) => {
    const found = words.flatMap((pattern) => text.match(pattern) ?? []).map((match) => match.toLowerCase());
    return [...new Set(found)].map((match) => ({ found: match, sentence, source }));
  });
}
