/** What the resolver makes of texts whose meaning is known, and what fuse.js would. */
import Fuse from 'fuse.js';
import type { Engine } from '../../../workers/matching/engine.ts';
import type { Resolver, TextKind } from '../../../workers/matching/resolve.ts';
import type { Pair, Refusal } from './sets.ts';

export interface Answer {
  /** place of the first right concept among the ten that come closest, from 1; 0: not among them */
  place: number;
  status: 'accepted' | 'suggested' | 'unknown';
  /** concepts that the engine would rank by */
  links: string[];
  right: number;
  nearest: string[];
}

export type Answered<Case> = Case & { answer: Answer };

/** `kind`: ask as if every text came from that field. */
export function answerPairs(
  engine: Engine,
  resolver: Resolver,
  pairs: readonly Pair[],
  kind?: TextKind,
): Answered<Pair>[] {
  return pairs.map((pair) => {
    const nearest = resolver.matches(pair.text, kind ?? pair.kind).map(({ id }) => id);
    const { status, links: all } = linksOf(engine, pair.text, kind ?? pair.kind);
    const links = all.filter((id) => pair.expected.includes(id) || !isBesides(engine, id, all));
    const place = nearest.findIndex((id) => pair.expected.includes(id)) + 1;
    const right = links.filter((id) => pair.expected.includes(id)).length;
    return { ...pair, answer: { place, status, links, right, nearest } };
  });
}

/** "Kontorassistent på deltid" is about a kontorassistent; that deltid was understood as well is no mistake. */
function isBesides(engine: Engine, id: string, links: readonly string[]): boolean {
  return links.length > 1 && engine.concepts.get(id)?.kind === 'vilkaar';
}

export interface Refused extends Refusal {
  status: Answer['status'];
  /** accepted although it must not be */
  wrong: string[];
  ms: number;
}

export function answerRefusals(engine: Engine, refusals: readonly Refusal[]): Refused[] {
  return refusals.map((refusal) => {
    const started = performance.now();
    const { status, links } = linksOf(engine, refusal.text, refusal.kind);
    const wrong = links.filter((id) => refusal.forbidden === null || refusal.forbidden.includes(id));
    return { ...refusal, status, wrong, ms: performance.now() - started };
  });
}

function linksOf(engine: Engine, text: string, kind: TextKind): Pick<Answer, 'status' | 'links'> {
  const { status, negated, expired, conceptId, also } = engine.resolve(text, kind);
  const counts = status === 'accepted' && !negated && !expired && conceptId !== null;
  return { status, links: counts ? [conceptId, ...also] : [] };
}

export interface Figures {
  texts: number;
  at1: number;
  at5: number;
  mrr: number;
  accepted: number;
  precision: number;
  unknown: number;
}

export function figuresOf(answers: readonly Answered<Pair>[]): Figures {
  const share = (count: number, of = answers.length) => (of === 0 ? Number.NaN : count / of);
  const count = (holds: (answer: Answer) => boolean) => answers.filter(({ answer }) => holds(answer)).length;
  const sum = (of: (answer: Answer) => number) =>
    answers.reduce((total, { answer }) => total + of(answer), 0);
  return {
    texts: answers.length,
    at1: share(count(({ place }) => place === 1)),
    at5: share(count(({ place }) => place > 0 && place <= 5)),
    mrr: share(sum(({ place }) => (place > 0 ? 1 / place : 0))),
    accepted: share(count(({ links }) => links.length > 0)),
    precision: share(
      sum(({ right }) => right),
      sum(({ links }) => links.length),
    ),
    unknown: share(count(({ status }) => status === 'unknown')),
  };
}

/** fuse.js with the setting that did best in the study behind matching.md, over the same labels and aliases. */
export function fuseAccuracy(engine: Engine, pairs: readonly Pair[]): { at1: number; perSecond: number } {
  const names = [...engine.concepts.values()].flatMap(({ id, label, aliases }) =>
    [label, ...aliases].map((name) => ({ id, name })),
  );
  const fuse = new Fuse(names, {
    keys: ['name'],
    useTokenSearch: true,
    threshold: 0.3,
    ignoreLocation: true,
  });
  const started = performance.now();
  const right = pairs.filter(({ text, expected }) => {
    const [best] = fuse.search(text, { limit: 1 });
    return best !== undefined && expected.includes(best.item.id);
  });
  const seconds = (performance.now() - started) / 1000;
  return { at1: right.length / pairs.length, perSecond: pairs.length / seconds };
}
