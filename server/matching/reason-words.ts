import type { Explanation, MatchMethod, Reason, ScoreParts, Strength } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';

export type Verdict = keyof Explanation;

/** A sign never stands alone: the word says the same. */
export const VERDICTS: Readonly<Record<Verdict, { sign: string; word: string; look: string }>> = {
  fits: { sign: '✓', word: 'Passer', look: 'good' },
  lacks: { sign: '✕', word: 'Mangler', look: 'bad' },
  related: { sign: '≈', word: 'Beslægtet', look: 'info' },
  unknown: { sign: '?', word: 'Ukendt', look: 'warn' },
};
const ORDER: readonly Verdict[] = ['fits', 'lacks', 'related', 'unknown'];

export const STRENGTH_WORDS: Readonly<Record<Strength, string>> = {
  krav: 'Krav',
  oensker: 'Ønske',
  kanLaeres: 'Kan læres',
  sprog: 'Sprog',
};

export const PART_WORDS: Readonly<Record<keyof ScoreParts, string>> = {
  krav: 'Krav',
  oensker: 'Ønsker',
  kanLaeres: 'Kan læres på jobbet',
  jobmaal: 'Jobmål',
  erfaring: 'Erfaring',
  sprog: 'Sprog',
  rejse: 'Kort rejsetid',
  hensyn: 'Formål, opfølgning, mentor og vej til job',
  beslaegtet: 'Beslægtet med det, der søges',
  ukendt: 'Ukendt eller skal aftales',
};

/** Who said what a text means. */
export interface Confirmer {
  name: string;
  at: string;
}

/** How the two texts were brought together, in plain Danish; empty where nothing was compared. */
export function methodInWords({ method, score }: Reason, confirmer: Confirmer | undefined): string {
  if (method === 'confirmed') {
    return confirmer ? `bekræftet af ${confirmer.name} ${showDate(confirmer.at.slice(0, 10))}` : 'bekræftet';
  }
  const words = METHODS[method];
  return method === 'trigram' && score !== null ? `${words} (${showScore(score)})` : words;
}

const METHODS: Readonly<Record<Exclude<MatchMethod, 'confirmed'>, string>> = {
  exact: 'ordret det samme',
  alias: 'et andet navn for det samme',
  folded: 'samme ord, anden stavemåde',
  stem: 'samme ord, anden bøjning',
  trigram: 'lignende ord',
  rule: '',
  none: '',
};

/** 0,97 */
function showScore(score: number): string {
  return score.toFixed(2).replace('.', ',');
}

export interface OrderedReason {
  verdict: Verdict;
  reason: Reason;
}

/** What the order asks for first, hardest first; then the job itself; then the terms, and last what is to be asked. */
export function inReadingOrder(explanation: Explanation): OrderedReason[] {
  return ORDER.flatMap((verdict) => explanation[verdict].map((reason) => ({ verdict, reason })))
    .filter(({ reason }) => !isUnread(reason))
    .map((entry, at) => ({ entry, at, place: placeOf(entry) }))
    .sort((a, b) => a.place - b.place || a.at - b.at)
    .map(({ entry }) => entry);
}

function placeOf({ reason: { strength, short, said } }: OrderedReason): number {
  if (strength !== null) return ['krav', 'oensker', 'kanLaeres', 'sprog'].indexOf(strength);
  return said !== null && short !== null ? 4 : 5;
}

/** The engine's name for a text of the citizen's that no concept was found for. */
const UNREAD = 'Borgerens ord';

/** Words that nobody understood are no questions to the citizen, so they stand apart. */
export function unreadOf({ unknown }: Explanation): Reason[] {
  return unknown.filter(isUnread);
}

/** A blank with the citizen, or a need to be agreed on: a question. All else that is unknown, nobody understood. */
export function isAsked({ method }: Reason): boolean {
  return method === 'rule';
}

function isUnread({ requirement }: Reason): boolean {
  return requirement === UNREAD;
}

export interface Chip {
  text: string;
  look: 'good' | 'info' | 'bad' | '';
}

/** A row's score as parts: krav 3/4, ønsker 1/2, jobmål A, erfaring 5 år, rejse 20 min. */
export function chipsOf(explanation: Explanation): Chip[] {
  const reasons = inReadingOrder(explanation);
  const counts = (['krav', 'oensker', 'kanLaeres', 'sprog'] as const).flatMap((strength): Chip[] => {
    const asked = reasons.filter(({ reason }) => reason.strength === strength);
    if (asked.length === 0) return [];
    const met = asked.filter(({ verdict }) => verdict === 'fits').length;
    const word = strength === 'oensker' ? 'Ønsker' : STRENGTH_WORDS[strength];
    return [{ text: `${word} ${met}/${asked.length}`, look: met === asked.length ? 'good' : '' }];
  });
  const shorts = reasons.flatMap(({ verdict, reason: { short } }): Chip[] => {
    if (short === null) return [];
    return verdict === 'related' ? [{ text: `≈ ${short}`, look: 'info' }] : [{ text: short, look: '' }];
  });
  return [...counts, ...shorts];
}

/** What a requirement is called on a row; `title` is the order's, which job goals are held against. */
export function nameOf({ requirement }: Reason, title: string): string {
  return requirement === title ? 'Jobbet' : requirement;
}
