import { and, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { fold } from '../../workers/matching/text.ts';
import { foldText } from '../companies/fold.ts';

/** Lower-case text with æøå, as name_folded holds it. */
type Folded = SQL | SQLiteColumn;

const MOST_WORDS = 6;
/** As many pieces as tell names apart: each is looked for in every name. */
const MOST_PIECES = 8;
const SHORTEST_MISSPELT = 4;

export function wordsOf(typed: string): string[] {
  return foldText(typed).trim().slice(0, 60).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

/** Every word stands in the text, also where æ, ø and å were typed as ae, oe and aa. */
export function containsWords(text: Folded, typed: string): SQL | undefined {
  return and(
    ...wordsOf(typed).map((word) => {
      const plain = fold(word);
      const asTyped = sql`instr(${text}, ${word}) > 0`;
      return /ae|oe|aa/.test(plain) ? or(asTyped, sql`instr(${unfolded(text)}, ${plain}) > 0`) : asTyped;
    }),
  );
}

function unfolded(text: Folded): SQL {
  return sql`replace(replace(replace(${text}, 'æ', 'ae'), 'ø', 'oe'), 'å', 'aa')`;
}

/** How many of the typed three-letter pieces stand in the text, and how many a misspelt name still shares. */
export function sharedPieces(text: Folded, typed: string): { count: SQL<number>; least: number } | null {
  if (typed.trim().length < SHORTEST_MISSPELT) return null;
  const pieces = [...new Set(wordsOf(typed).flatMap(piecesOf))];
  const every = Math.ceil(pieces.length / MOST_PIECES);
  const chosen = pieces.filter((_, at) => at % every === 0);
  if (chosen.length === 0) return null;
  const count = sql.join(
    chosen.map((piece) => sql`(instr(${text}, ${piece}) > 0)`),
    sql` + `,
  );
  return { count: sql<number>`(${count})`, least: Math.max(1, Math.ceil(chosen.length / 3)) };
}

function piecesOf(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3));
}
