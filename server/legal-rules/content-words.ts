import type { RuleKind } from '../../db/schema/legal-rules.ts';
import { labels } from '../ui/labels.ts';
import { CONTENTS } from './contents.ts';
import { partOf, type Shape } from './shape-form.ts';
import type { TargetGroup } from './target-groups.ts';

const WORDS: Readonly<Record<string, string>> = {
  taeller_sammen: 'Månederne lægges sammen',
  begynder_forfra: 'Månederne begynder forfra',
  ikke_afklaret: 'Ikke afklaret: begge læsninger skal sige det samme',
  uger: 'uger',
  maaneder: 'måneder',
  nej: 'Nej',
  mangler: 'Mangler oplysning',
  time: 'time',
  uge: 'uge',
  maaned: 'måned',
  aar: 'år',
};

/** A value of a choice in a rule's content, as a word. */
export function contentWord(value: string): string {
  return WORDS[value] ?? value;
}

/** One line of what a rule says: its name, and how deep it stands. */
export interface ContentLine {
  name: string;
  value: string;
  depth: number;
}

/** A rule's content as lines to read, in the order of its shape; what is not said is left out. */
export function contentLines(
  kind: RuleKind,
  content: unknown,
  groups: readonly TargetGroup[],
): ContentLine[] {
  const nameOf = (code: string) => groups.find((group) => group.code === code)?.label ?? code;
  return linesOf(CONTENTS[kind], content, { nameOf, depth: -1 });
}

interface Telling {
  nameOf: (code: string) => string;
  depth: number;
}

function linesOf(shape: Shape, content: unknown, telling: Telling): ContentLine[] {
  const { part } = partOf(shape);
  if (content === null || content === undefined) return [];
  const { nameOf, depth } = telling;
  const line = (value: string): ContentLine[] => [{ name: part.title, value, depth: Math.max(0, depth) }];
  const deeper = { nameOf, depth: depth + 1 };
  switch (part.kind) {
    case 'groups':
      return line(content === 'alle' ? 'Alle målgrupper' : (content as string[]).map(nameOf).join('; '));
    case 'ticks': {
      const word = part.of === 'order-types' ? orderTypeWord : nameOf;
      const words = (content as string[]).map(word);
      return words.length === 0 ? [] : line(words.join('; '));
    }
    case 'yes':
      return line(content === true ? 'Ja' : 'Nej');
    case 'number':
      return line(String(content).replace('.', ','));
    case 'object': {
      const own = part.properties.flatMap(([key, each]) =>
        linesOf(each, (content as Record<string, unknown>)[key], deeper),
      );
      return depth < 0 || part.title === '' ? own : [...line(''), ...own];
    }
    case 'lines':
      return (content as unknown[]).flatMap((each, at) => [
        { name: `${part.title} ${at + 1}`, value: '', depth: Math.max(0, depth) },
        ...linesOf({ ...part.item, title: '' }, each, deeper),
      ]);
    default:
      return line(contentWord(String(content)));
  }
}

function orderTypeWord(code: string): string {
  return (labels.orderType as Readonly<Record<string, string>>)[code] ?? code;
}
