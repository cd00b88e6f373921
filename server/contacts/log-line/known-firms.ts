import { editDistance, tokenise as foldedWords } from '../../../workers/matching/text.ts';
import type { Company } from './company.ts';
import { LEGAL_FORMS } from './names.ts';
import type { Token } from './tokens.ts';

/** One of the firms the user knows, named in full (legal form aside) or with one slip in a word of five letters or more. */
export function findKnownFirm(
  text: string,
  tokens: readonly Token[],
  firms: readonly string[],
): Company | null {
  let best: Company | null = null;
  for (const firm of firms) {
    const words = foldedWords(firm).filter((word) => !LEGAL_FORMS.has(word) && word.length > 1);
    const found = words.length > 0 ? findWords(tokens, words) : null;
    if (found && (!best || found.to - found.from > best.to - best.from)) {
      best = { ...found, name: text.slice(tokens[found.from]?.start, tokens[found.to - 1]?.end) };
    }
  }
  return best;
}

function findWords(tokens: readonly Token[], words: readonly string[]): { from: number; to: number } | null {
  for (let from = 0; from < tokens.length; from++) {
    let to = from;
    let matched = 0;
    while (matched < words.length && to < tokens.length) {
      const key = tokens[to]?.key ?? '';
      if (isSame(key, words[matched] ?? '')) matched += 1;
      else if (matched === 0 || tokens[to]?.kind !== 'mark') break;
      to += 1;
    }
    if (matched === words.length) return { from, to };
  }
  return null;
}

const isSame = (written: string, known: string) =>
  written === known || (known.length >= 5 && written.length >= 5 && editDistance(written, known) === 1);
