import { textKey } from '../../workers/matching/text.ts';
import { compareKeys, cutTo, type Key, type Slice } from '../api/paging.ts';
import { containsCpr } from '../citizens/cpr-guard.ts';
import { maskCpr } from '../citizens/rules.ts';
import type { Census, Term } from './census.ts';
import type { Decision } from './queries.ts';
import { type FieldKind, LONGEST_TERM, type Suggestion, TERM_TABS, type TermTab } from './rules.ts';

export const PAGE_SIZE = 50;
export const TEXT_KINDS = [
  'jobmaal',
  'kompetence',
  'erfaring',
  'certifikat',
  'koerekort',
  'sprog',
  'krav',
  'oenske',
  'titel',
] as const satisfies FieldKind[];

export interface TermFilters {
  tab: TermTab;
  kind: FieldKind | null;
  /** what was searched for, as typed and as texts are compared: "kørekort" finds "koerekort" */
  text: string;
  textKey: string;
  /** also the decisions that were taken back */
  withdrawn: boolean;
  /** 1 is the first */
  page: number;
}

/** A text on the list. It says how many it touches, never whom. */
export interface TermRow {
  ref: string;
  text: string;
  kinds: FieldKind[];
  citizens: number;
  orders: number;
  suggestion: Suggestion | null;
  /** why nobody may decide about it */
  closed: 'cpr' | 'lang' | null;
}

export interface TermList {
  /** each with its place in the list */
  rows: (TermRow & { place: Key })[];
  total: number;
  counts: Record<TermTab, number>;
}

type Query = Readonly<Record<string, string | undefined>>;

export function readFilters({ vis, slags, q = '', trukne, side = '' }: Query): TermFilters {
  return {
    tab: TERM_TABS.find((tab) => tab === vis) ?? 'foreslaaet',
    kind: TEXT_KINDS.find((kind) => kind === slags) ?? null,
    text: q.trim(),
    textKey: q.trim() && textKey(q),
    withdrawn: trukne === 'ja',
    page: /^[1-9][0-9]{0,5}$/.test(side) ? Number(side) : 1,
  };
}

/** The filters as they stand in an address. */
export function queryOf({ tab, kind, text, withdrawn, page }: TermFilters): string {
  const query = new URLSearchParams({ vis: tab });
  if (kind) query.set('slags', kind);
  if (text) query.set('q', text);
  if (withdrawn) query.set('trukne', 'ja');
  if (page > 1) query.set('side', String(page));
  return query.toString();
}

/** What is asked for of the texts that nobody has decided about, most widespread first, and how many of each sort. */
export function listTerms(
  census: Census,
  decided: ReadonlySet<string>,
  filters: TermFilters,
  slice: Slice = { page: filters.page, pageSize: PAGE_SIZE },
): TermList {
  const counts = { ukendt: 0, foreslaaet: 0, besluttet: decided.size };
  const found: Term[] = [];
  for (const term of census.terms) {
    const status = term.reading?.status ?? 'forstaaet';
    if (status === 'forstaaet' || decided.has(term.key)) continue;
    counts[status]++;
    if (status === filters.tab && passes(term, filters)) found.push(term);
  }
  const rows = cutTo(found, slice, { keyOf: termKey }).map((term) => ({
    ...toRow(term),
    place: termKey(term),
  }));
  return { rows, total: found.length, counts };
}

/** As the census is ordered: the most widespread first. */
function termKey({ citizens, orders, key }: Term): Key {
  return [-(citizens + orders), key];
}

function passes({ key, reading }: Term, { kind, textKey: searched }: TermFilters): boolean {
  return (kind === null || reading?.openKinds.includes(kind) === true) && key.includes(searched);
}

export function toRow({ ref, text, kinds, citizens, orders, reading }: Term): TermRow {
  const closed = containsCpr(text) ? 'cpr' : [...text].length > LONGEST_TERM ? 'lang' : null;
  const open = reading?.openKinds ?? [];
  return {
    ref,
    text: maskCpr(text),
    kinds: open.length > 0 ? open : kinds,
    citizens,
    orders,
    suggestion: reading?.suggestion ?? null,
    closed,
  };
}

export interface DecisionRow extends Decision {
  kinds: FieldKind[];
  citizens: number;
  orders: number;
  /** null: the decision is about no concept, or about one that is here no longer */
  label: string | null;
}

export function toDecisionRow(
  decision: Decision,
  census: Census,
  concepts: ReadonlyMap<string, { label: string }>,
): DecisionRow {
  const term = census.byKey.get(decision.textKey);
  return {
    ...decision,
    text: maskCpr(decision.text),
    kinds: term?.kinds ?? [],
    citizens: term?.citizens ?? 0,
    orders: term?.orders ?? 0,
    label: concepts.get(decision.conceptId ?? '')?.label ?? null,
  };
}

/** One page of the decisions, newest first. */
export function pageOfDecisions(
  decisions: Decision[],
  census: Census,
  filters: TermFilters,
  slice: Slice = { page: filters.page, pageSize: PAGE_SIZE },
) {
  const { kind } = filters;
  const found = decisions.filter(
    ({ textKey }) =>
      textKey.includes(filters.textKey) && (kind === null || census.byKey.get(textKey)?.kinds.includes(kind)),
  );
  const shown = cutTo(found, slice, { keyOf: decisionKey, compare: (a, b) => compareKeys(b, a) });
  return { decisions: shown, total: found.length };
}

/** Newest first. */
export function decisionKey({ decidedAt, id }: Pick<Decision, 'decidedAt' | 'id'>): Key {
  return [decidedAt, id];
}
