/** Holds a parse against what the conventions say the line means. */

import type { LoggedLine } from '../../server/contacts/log-line/parse.ts';
import { fold } from '../../workers/matching/text.ts';
import type { Case, ExpectedOrder, Field } from './corpus.ts';
import { FIELDS } from './corpus.ts';

export type Verdict = 'right' | 'missing' | 'wrong';

/** right, missing (empty where the line says something) or wrong, for each field that the conventions settle. */
export function judge(
  line: LoggedLine,
  { expected, unscored = [], optional_topics = [] }: Case,
): Map<Field, Verdict> {
  const verdicts = new Map<Field, Verdict>();
  for (const field of FIELDS) {
    if (unscored.includes(field)) continue;
    if (field === 'orders') verdicts.set(field, judgeOrders(line.orders, expected.orders ?? []));
    else if (field === 'topics') {
      const neutral = [...optional_topics, ...(expected.orders ?? []).map(({ type }) => type)];
      verdicts.set(field, judgeTopics(line.topics, expected.topics ?? [], neutral));
    } else verdicts.set(field, judgeValue(field, line[field], expected[field]));
  }
  return verdicts;
}

function judgeValue(field: Field, given: unknown, expected: unknown): Verdict {
  const accepted = Array.isArray(expected)
    ? expected
    : [expected ?? (field === 'contains_cpr' ? false : null)];
  const isSame = (value: unknown) =>
    field === 'company_hint' ? nameKey(given) === nameKey(value) : given === value;
  if (accepted.some(isSame)) return 'right';
  return given === null ? 'missing' : 'wrong';
}

/** The distinctive part of a firm's name: no signs, legal form, owner or "fa.". */
function nameKey(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  return name
    .toLowerCase()
    .replace(/ v(?:\/| skråstreg) .*$/, '')
    .replace(/\b(?:aps|[aikp]\/s|[aikp] skråstreg s)(?=\s|$)/g, '')
    .replace(/^fa\.? /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function judgeTopics(
  given: readonly string[],
  expected: readonly string[],
  neutral: readonly (string | null)[],
): Verdict {
  if (given.some((topic) => !expected.includes(topic) && !neutral.includes(topic))) return 'wrong';
  return expected.every((topic) => given.includes(topic)) ? 'right' : 'missing';
}

type Order = LoggedLine['orders'][number];

function judgeOrders(given: readonly Order[], expected: readonly ExpectedOrder[]): Verdict {
  const left = [...given];
  for (const order of expected) {
    const at = left.findIndex((each) => isOrder(each, order));
    if (at >= 0) left.splice(at, 1);
  }
  const matched = given.length - left.length;
  if (matched === expected.length && left.length === 0) return 'right';
  return left.length === 0 ? 'missing' : 'wrong';
}

function isOrder(given: Order, expected: ExpectedOrder): boolean {
  const counts = [expected.count].flat();
  const type =
    given.type === expected.type ||
    (expected.type === null && given.type === 'ordinaer' && given.hours_min === 37);
  return (
    type &&
    counts.includes(given.count) &&
    given.hours_min === expected.hours_min &&
    given.hours_max === expected.hours_max &&
    (expected.title_hint === null || isStem(given.title_hint, expected.title_hint))
  );
}

/** "lager", "lageret" and "lagermd" agree. */
function isStem(given: string | null, expected: string): boolean {
  if (given === null) return false;
  const [a, b] = [fold(given), fold(expected)];
  return a.startsWith(stemOf(b)) || b.startsWith(stemOf(a));
}

const stemOf = (word: string) => word.slice(0, Math.max(3, word.length - 2));
