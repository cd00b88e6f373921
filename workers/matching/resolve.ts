import { danishLevelNamed } from './levels.ts';
import { licenceSuggested, licencesIn, saysOr } from './licences.ts';
import { type Candidate, indexLikeness, type LikenessIndex, mostAlike } from './likeness.ts';
import { exactly, isOrdinary, type Reading, stemmed } from './look-up.ts';
import {
  confusablesOf,
  indexNames,
  isExactKind,
  type Name,
  type NameIndex,
  namesAt,
  strictKey,
} from './names.ts';
import { isOneThing, partsOf } from './parts.ts';
import { ACCEPT, atMostSuggested, type Found, graded, pick, preferred, unknown, wantedKind } from './pick.ts';
import { createSpanFinder, type Span } from './spans.ts';
import { isVague, joinedBy, readStatement, type Statement, withoutPlace } from './statement.ts';
import { finish } from './steps.ts';
import type { Concept, Taxonomy } from './taxonomy.ts';
import { dotted, isFiller, isNegated, isSpare, tokenise } from './text.ts';
import type { MatchMethod, RequirementKind, TermKind } from './types.ts';

export type { Span } from './spans.ts';

/** What the resolver made of one free text. `score` is 0–1; a suggestion is never used for ranking. */
export interface Resolution extends Omit<Statement, 'core'> {
  status: 'accepted' | 'suggested' | 'unknown';
  method: MatchMethod;
  score: number;
  conceptId: string | null;
  label: string | null;
  /** further concepts named in the same text ("lager og truckkørsel") */
  also: string[];
  /** how conceptId and `also` belong together; null when there is only one */
  joined: 'og' | 'eller' | null;
  /** the Danish level the text names (0 = A0 … 6 = C2), or null */
  danish: number | null;
}

/** `fri`: nobody knows which field the text is from. */
export type TextKind = TermKind | RequirementKind | 'titel' | 'fri';

export interface Match {
  id: string;
  /** the preferred label, verbatim */
  label: string;
  score: number;
}

export interface Resolver {
  resolve(text: string, kind: TextKind): Resolution;
  /** The ten concepts that come closest, best first, whatever the status: for pickers and review, not for ranking. */
  matches(text: string, kind: TextKind): Match[];
  /** Longest names first, left to right, never overlapping. */
  spans(tokens: readonly string[], accepts: (concept: Concept) => boolean): Span[];
}

/** As many as a picker shows. */
export const MATCHES = 10;
const nothingSaid: Omit<Statement, 'core'> = {
  negated: false,
  weak: false,
  years: null,
  since: null,
  lastYear: null,
  long: false,
  expiresOn: null,
  expired: false,
};

/** Links free text to concepts; each distinct text is worked out once. Exact before like, never a guess. */
export function createResolver(taxonomy: Taxonomy): Resolver {
  return finish(resolverSteps(taxonomy));
}

/** The same in steps of a few milliseconds at most, for a thread that others wait for. */
export function* resolverSteps(taxonomy: Taxonomy): Generator<void, Resolver> {
  const names = yield* indexNames(taxonomy);
  const likeness = yield* indexLikeness(names, taxonomy);
  return resolverOn(taxonomy, names, likeness);
}

function resolverOn(taxonomy: Taxonomy, names: NameIndex, likeness: LikenessIndex): Resolver {
  const spans = createSpanFinder(names);
  const seen = new Map<string, Resolution>();
  let last: { key: string; candidates: Candidate[] } | null = null;

  function resolve(text: string, kind: TextKind): Resolution {
    const key = `${kind}\0${text}`;
    const known = seen.get(key);
    if (known) return known;
    const found = work(text, kind);
    // "truckkort?": whoever asks does not know either.
    const isOpen = text.includes('?') || (kind === 'certifikat' && !isCertain(found));
    const resolution = isOpen ? atMostSuggested(found) : found;
    if (seen.size > 50_000) seen.clear();
    seen.set(key, resolution);
    return resolution;
  }

  function work(text: string, kind: TextKind): Resolution {
    const danish = danishLevelNamed(text);
    const tokens = tokenise(text.slice(0, 2_000));
    const reading = readingOf(text, tokens, kind);
    const exact = tokens.length === 0 ? unknown : exactly(names, text, reading);
    if (exact) return { ...exact, ...nothingSaid, joined: null, danish };
    const { core, ...said } = readStatement(
      withoutPlace(text, (token) => names.words.has(token)),
      kind === 'certifikat',
    );
    const words = tokenise(core);
    if (said.negated || words.length === 0 || words.length > 200) {
      return { ...unknown, ...said, joined: null, danish };
    }
    const meant = understand(core, { ...reading, tokens: words });
    const found = isVague(core) ? atMostSuggested(meant) : meant;
    return { ...found, ...said, joined: joinedIn(text, found), danish };
  }

  function readingOf(text: string, tokens: string[], kind: TextKind): Reading {
    const confuses = confusablesOf(names, tokens);
    return {
      tokens,
      kind,
      dotted: dotted(text.slice(0, 2_000)),
      allowed: ({ concept }) => !confuses(concept),
    };
  }

  function understand(core: string, reading: Reading): Found {
    const { kind } = reading;
    const exact = exactly(names, core, reading);
    if (exact) return { ...exact, method: 'stem', score: Math.min(exact.score, 0.96) };
    if (kind === 'koerekort') return licence(core);
    if (kind === 'certifikat' || kind === 'sprog') return exactKind(core, reading);
    if (kind === 'fri' && licencesIn(core, false).ids.length > 0) {
      const found = licence(core);
      if (found.conceptId) return found;
    }
    const byStems = stemmed(names, reading);
    if (byStems) return byStems;
    const spans = bySpans(core, reading, (concept) => kind === 'fri' || isOrdinary(concept));
    if (spans.status === 'accepted' && kind === 'titel') return spans;
    const alike = byLikeness(reading);
    if (alike.status === 'accepted' || reading.tokens.length > 40) return alike;
    if (spans.status === 'accepted') return spans;
    return byParts(core, reading, ordinary) ?? (alike.score >= spans.score ? alike : spans);
  }

  function joinedIn(text: string, { conceptId, also }: Found): Resolution['joined'] {
    const kind = taxonomy.concepts.get(conceptId ?? '')?.kind;
    if (kind === 'koerekort' && also.length > 0) return saysOr(text) ? 'eller' : 'og';
    return joinedBy(text, also.length + 1);
  }

  /** A trade or a skill in a certificate's field is hardly what is held: "svejser", "truck". */
  function isCertain({ conceptId }: Found): boolean {
    const concept = taxonomy.concepts.get(conceptId ?? '');
    return concept !== undefined && isExactKind(concept.kind);
  }

  function licence(text: string): Found {
    const [first, ...rest] = licencesIn(text, true).ids;
    if (isNegated(tokenise(text))) return unknown;
    const concept = taxonomy.concepts.get(first ?? licenceSuggested(text) ?? '');
    return concept ? { ...graded(concept, 'folded', first ? 0.99 : 0.9), also: rest } : unknown;
  }

  /** Certificates and languages: their own words in any order or inflection; likeness only ever suggests. */
  function exactKind(core: string, reading: Reading): Found {
    const { kind, tokens } = reading;
    const strict = pick(namesAt(names.stems, strictKey(tokens)), kind, reading.allowed);
    if (strict && isExactKind(strict.concept.kind)) return graded(strict.concept, 'stem', 0.96);
    const mayBeLeft = kind === 'sprog' ? isSpare : isFiller;
    const spans = bySpans(
      core,
      reading,
      (concept) => concept.kind === kind || (kind === 'certifikat' && concept.kind === 'koerekort'),
      mayBeLeft,
    );
    if (spans.status === 'accepted') return spans;
    const listed = kind === 'certifikat' ? byParts(core, reading, certificate) : null;
    if (listed) return listed;
    const alike = byLikeness(reading, (name) => name.concept.kind === kind);
    return alike.score > spans.score ? alike : spans;
  }

  // The text is accepted when nothing but padding is left around the names found in it.
  function bySpans(
    core: string,
    { tokens, kind }: Reading,
    accepts: (concept: Concept) => boolean,
    mayBeLeft: (token: string) => boolean = isSpare,
  ): Found {
    const found = spans(tokens, accepts);
    const [first] = preferred(found, kind);
    if (!first) return unknown;
    const strict = isExactKind(first.concept.kind) && first.concept.kind !== 'sprog';
    const isInside = (at: number) => found.some(({ from, to }) => at >= from && at < to);
    const isLevel = (token: string) => first.concept.kind === 'sprog' && /^[abc][12]$/.test(token);
    const mayStand = strict ? isFiller : mayBeLeft;
    const left = tokens.filter((token, at) => !isInside(at) && !mayStand(token) && !isLevel(token));
    // "Stabil rengøringshjælp på deltid": a title that names a trade is about the trade.
    const isAbout = (other: Concept) =>
      kind !== 'titel' || first.concept.kind !== 'erhverv' || other.kind === 'erhverv';
    const others = found
      .filter(({ concept }) => concept !== first.concept && isAbout(concept))
      .map(({ concept }) => concept.id);
    // "kok i daginstitution" is one thing; "kok og tjener" are two. Certificates are things of their own.
    const apart =
      kind === 'certifikat' ||
      (partsOf(core, likeness.vocabulary).length > new Set(others).size && !isOneThing(core));
    const enough =
      (left.length === 0 && (apart || others.length === 0)) || kind === 'titel' || kind === 'sprog';
    const explained = 1 - left.join('').length / tokens.join('').length;
    const score = enough ? ACCEPT : Math.min(0.94, explained);
    return { ...graded(first.concept, 'alias', score), also: [...new Set(others)] };
  }

  /** "X, Y og Z" where each part is understood by itself. */
  function byParts(
    core: string,
    reading: Reading,
    alone: (part: string, reading: Reading) => Found,
  ): Found | null {
    const parts = partsOf(core, likeness.vocabulary);
    if (parts.length < 2 || parts.length > 6 || isOneThing(core)) return null;
    const found = parts.map((part) => {
      const one = alone(part, { ...reading, tokens: tokenise(part) });
      // "bagge- og personhejs": a word made up for the first part may be looked up, not guessed at.
      return one.method === 'trigram' && !core.includes(part) ? unknown : one;
    });
    if (found.some((one) => one.status !== 'accepted')) return null;
    const weakest = found.reduce((a, b) => (b.score < a.score ? b : a));
    const [first, ...ids] = [...new Set(found.map((one) => one.conceptId ?? ''))];
    const concept = taxonomy.concepts.get(first ?? '');
    return concept ? { ...graded(concept, weakest.method, weakest.score), also: ids } : null;
  }

  function ordinary(part: string, reading: Reading): Found {
    if (reading.tokens.length === 0) return unknown;
    const exact = exactly(names, part, reading);
    if (exact && isOrdinary(taxonomy.concepts.get(exact.conceptId ?? '') as Concept)) return exact;
    return stemmed(names, reading) ?? byLikeness(reading);
  }

  function certificate(part: string, reading: Reading): Found {
    const exact = reading.tokens.length === 0 ? null : exactly(names, part, reading);
    return exact && taxonomy.concepts.get(exact.conceptId ?? '')?.kind === 'certifikat' ? exact : unknown;
  }

  function candidatesFor(reading: Reading): Candidate[] {
    const key = `${reading.kind}\0${reading.tokens.join(' ')}`;
    if (last?.key === key) return last.candidates;
    const candidates = mostAlike(likeness, reading.tokens, reading.dotted, reading.allowed);
    last = { key, candidates };
    return candidates;
  }

  function byLikeness(reading: Reading, wanted: (name: Name) => boolean = () => true): Found {
    const { kind } = reading;
    const candidates = candidatesFor(reading).filter(({ name }) => wanted(name));
    const [top] = candidates;
    if (!top) return unknown;
    const tied = candidates.filter(({ rank }) => rank > top.rank - 0.002);
    const best = tied.find(({ name }) => name.concept.kind === wantedKind(kind)) ?? top;
    const rival = candidates.find(({ name }) => name.concept !== best.name.concept);
    const clear = rival === undefined || best.certainty - rival.certainty >= 0.02;
    const may = best.certainty >= ACCEPT && clear && !isExactKind(best.name.concept.kind);
    return graded(best.name.concept, 'trigram', may ? best.certainty : Math.min(best.score, 0.94));
  }

  function matches(text: string, kind: TextKind): Match[] {
    const found = resolve(text, kind);
    const { core } = readStatement(text);
    const listed = new Map<string, Match>();
    const add = (concept: Concept | undefined, score: number) => {
      if (!concept || listed.has(concept.id) || listed.size >= MATCHES) return;
      listed.set(concept.id, {
        id: concept.id,
        label: concept.label,
        score: Math.round(score * 1000) / 1000,
      });
    };
    for (const id of [found.conceptId ?? '', ...found.also]) add(taxonomy.concepts.get(id), found.score);
    let highest = listed.size > 0 ? found.score : 1;
    const reading = readingOf(text, tokenise(core), kind);
    for (const { name, score } of candidatesFor(reading)) {
      highest = Math.min(highest, score);
      add(name.concept, highest);
    }
    return [...listed.values()];
  }

  return { resolve, matches, spans };
}
