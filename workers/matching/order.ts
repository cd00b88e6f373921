import {
  dayOf,
  type Hours,
  hoursOf,
  type Level,
  levelOf,
  maskOf,
  purposeNumber,
  type Tools,
  unlistedKey,
} from './compile.ts';
import { danishLevelNamed } from './levels.ts';
import { licencesIn, saysOr } from './licences.ts';
import { isExactKind } from './names.ts';
import type { Taxonomy } from './taxonomy.ts';
import { isNegated, isPadding, tokenise } from './text.ts';
import { zoneOf } from './travel.ts';
import {
  type ConceptKind,
  FUNCTIONAL_NEEDS,
  type MatchMethod,
  type MatchOrder,
  ORDER_TYPES,
  type Requirement,
  WORKING_TIMES,
} from './types.ts';
import { requirementPoints, type SharedPart, type TypeWeights } from './weights.ts';

/** Any one of the keys (concept ids, or the words of an unlisted certificate) must be held. */
export interface HardGroup {
  reason: 'koerekort' | 'certifikat';
  text: string;
  keys: string[];
}

/** A requirement that earns points; any one of the concepts will do. */
export interface Wanted {
  part: SharedPart;
  text: string;
  keys: string[];
  method: MatchMethod;
  full: number;
  related: number;
  /** false: a licence, a language or a working condition, which alone does not bring anyone on the list */
  alone: boolean;
}

export interface CompiledOrder {
  order: MatchOrder;
  type: number;
  weights: TypeWeights;
  hard: HardGroup[];
  wanted: Wanted[];
  /** requirements nobody understood, with a suggestion where there is one */
  unread: { text: string; suggestion: string | null }[];
  title: { ids: string[]; method: MatchMethod };
  danish: { general: Level; oral: Level; written: Level };
  hours: Hours | null;
  times: number;
  offers: number;
  unavoidable: number;
  /** 0: none, else 1 + place in PRAKTIK_PURPOSES */
  purpose: number;
  /** points that every candidate gets alike: follow-up and job opening */
  bonus: number;
  zone: number;
  startDay: number | null;
  /** the day on which certificates must be valid: the start date, or today */
  validDay: number;
}

export function compileOrder(tools: Tools, order: MatchOrder, today: string): CompiledOrder {
  const startDay = dayOf(order.startDate);
  const compiled: CompiledOrder = {
    order,
    type: ORDER_TYPES.indexOf(order.type),
    weights: tools.weightsOn(order.type, today),
    hard: [],
    wanted: [],
    unread: [],
    title: titleOf(tools, order.title),
    danish: {
      general: levelOf(order.danishMin),
      oral: levelOf(order.danishOralMin),
      written: levelOf(order.danishWrittenMin),
    },
    hours: hoursOf(order.hoursMin, order.hoursMax),
    times: maskOf(WORKING_TIMES, order.workingTimes),
    offers: maskOf(FUNCTIONAL_NEEDS, order.offers),
    unavoidable: maskOf(FUNCTIONAL_NEEDS, order.unavoidable),
    purpose: purposeNumber(order.purpose),
    bonus: 0,
    zone: zoneOf(tools.taxonomy.postcodes, order.postcode),
    startDay,
    validDay: startDay ?? dayOf(today) ?? 0,
  };
  for (const requirement of order.requirements) addRequirement(tools, compiled, requirement);
  if (order.followUp) compiled.bonus += compiled.weights.opfoelgning;
  if (order.leadsToJob) compiled.bonus += compiled.weights.jobaabning;
  wantTheJobItself(compiled, tools.taxonomy);
  sharePoints(compiled, tools.taxonomy);
  return compiled;
}

// "Fleksibel opvasker med kørekort": the job is the title's, the rest is not what anyone has been.
function titleOf({ resolver, taxonomy }: Tools, title: string): CompiledOrder['title'] {
  const { status, conceptId, also, method } = resolver.resolve(title, 'titel');
  if (status !== 'accepted' || !conceptId) return { ids: [], method: 'none' };
  const all = [conceptId, ...also];
  const ofKind = (kind: ConceptKind) => all.filter((id) => taxonomy.concepts.get(id)?.kind === kind);
  const jobs = ofKind('erhverv');
  const ids = jobs.length > 0 ? jobs : ofKind('kompetence');
  return { ids, method: ids.length > 0 ? method : 'none' };
}

function addRequirement(tools: Tools, compiled: CompiledOrder, requirement: Requirement): void {
  const { kind, text } = requirement;
  if (text.trim() === '') return;
  if (kind === 'sprog') {
    addByMeaning(tools, compiled, requirement, text, 'sprog');
    return;
  }
  const isField = kind === 'certifikat' || kind === 'koerekort';
  if (!isField && isNegated(tokenise(text.slice(0, 2000)))) {
    compiled.unread.push({ text, suggestion: null });
    return;
  }
  const named = isField ? namedInField(tools, requirement) : namedInText(tools, text);
  if (kind !== 'oenske' && !requirement.kanLaeres) harden(tools, compiled, text, named);
  const part = partOf(requirement);
  if (named.keys.length > 0) want(compiled, part, text, named.keys, named.method);
  if (isField || named.rest === '') return;
  addByMeaning(tools, compiled, requirement, named.rest, part);
}

function partOf({ kind, kanLaeres }: Requirement): SharedPart {
  if (kanLaeres) return 'kanLaeres';
  return kind === 'oenske' ? 'oensker' : 'krav';
}

interface Named {
  keys: string[];
  anyOf: boolean;
  level: number | null;
  method: MatchMethod;
  /** what the text says besides */
  rest: string;
}

function namedInField(tools: Tools, { kind, text }: Requirement): Named {
  const level = kind === 'certifikat' ? danishLevelNamed(text) : null;
  const found: Named = { keys: [], anyOf: saysOr(text), level, method: 'folded', rest: '' };
  if (level !== null) return found;
  if (kind === 'koerekort') found.keys = licencesIn(text, true).ids;
  const resolution = tools.resolver.resolve(text, kind);
  if (found.keys.length === 0 && resolution.status === 'accepted' && resolution.conceptId) {
    found.keys = [resolution.conceptId, ...resolution.also];
    found.method = resolution.method;
  }
  if (found.keys.length === 0) found.keys = namedInText(tools, text).keys;
  if (found.keys.length === 0) found.keys = [unlistedKey(text)];
  return found;
}

/** Licences, certificates and Danish levels named in free text, and the words that are left. */
function namedInText({ resolver, taxonomy }: Tools, text: string): Named {
  const level = danishLevelNamed(text);
  const whole = resolver.resolve(text, 'krav');
  const wholeKind = taxonomy.concepts.get(whole.conceptId ?? '')?.kind;
  if (level === null && whole.status === 'accepted' && wholeKind && whole.conceptId) {
    if (!isExactKind(wholeKind)) return { keys: [], anyOf: false, level, method: 'none', rest: text };
    if (wholeKind !== 'sprog') {
      return { keys: [whole.conceptId], anyOf: false, level, method: whole.method, rest: '' };
    }
  }
  const tokens = tokenise(text.slice(0, 2000));
  const left: string[] = [...tokens];
  const keys: string[] = [];
  const take = (kind: 'certifikat' | 'koerekort') => {
    for (const span of resolver.spans(left, (concept) => concept.kind === kind)) {
      if (!isSpelledAsName(text, tokens.slice(span.from, span.to))) continue;
      keys.push(span.concept.id);
      left.fill('·', span.from, span.to);
    }
  };
  take('certifikat');
  const licences = licencesIn(left.join(' '), false);
  for (const at of licences.used) left[at] = '·';
  keys.push(...licences.ids);
  take('koerekort');
  const rest = left.filter((token) => token !== '·');
  const saysMore = level === null && rest.some((token) => !isPadding(token));
  return {
    keys: [...new Set(keys)],
    anyOf: saysOr(text),
    level,
    method: 'alias',
    rest: keys.length === 0 && level === null ? text : saysMore ? rest.join(' ') : '',
  };
}

// "adr" is an address, "ADR" a certificate: abbreviations count in capitals only.
function isSpelledAsName(text: string, tokens: string[]): boolean {
  const word = tokens.join('');
  return word.length > 3 || text.includes(word.toUpperCase());
}

function harden({ taxonomy }: Tools, compiled: CompiledOrder, text: string, named: Named): void {
  const { general } = compiled.danish;
  if (named.level !== null && named.level > (general.level ?? -1)) {
    compiled.danish.general = { level: named.level, typed: text };
  }
  if (named.keys.length === 0) return;
  const groups = named.anyOf ? [named.keys] : named.keys.map((key) => [key]);
  for (const keys of groups) {
    const isLicence = keys.every((key) => taxonomy.concepts.get(key)?.kind === 'koerekort');
    compiled.hard.push({ reason: isLicence ? 'koerekort' : 'certifikat', text, keys });
  }
}

function addByMeaning(
  { resolver }: Tools,
  compiled: CompiledOrder,
  { kind, text }: Requirement,
  words: string,
  part: SharedPart,
): void {
  const resolution = resolver.resolve(words, kind);
  if (resolution.status === 'accepted' && resolution.conceptId) {
    const ids = [resolution.conceptId, ...resolution.also];
    // "lager og truck" asks for both, "lager eller truck" for one of them.
    const wishes = resolution.joined === 'og' ? ids.map((id) => [id]) : [ids];
    for (const keys of wishes) want(compiled, part, text, keys, resolution.method);
  } else compiled.unread.push({ text, suggestion: resolution.label });
}

// The same concept asked for twice in one part counts once.
function want(
  compiled: CompiledOrder,
  part: SharedPart,
  text: string,
  keys: string[],
  method: MatchMethod,
): void {
  const sorted = [...keys].sort().join('|');
  const known = compiled.wanted.some(
    (other) => other.part === part && [...other.keys].sort().join('|') === sorted,
  );
  if (!known) compiled.wanted.push({ part, text, keys, method, full: 0, related: 0, alone: true });
}

// An order that asks for nothing but papers and personal qualities still asks for someone who can do the job.
function wantTheJobItself(compiled: CompiledOrder, taxonomy: Taxonomy): void {
  const { wanted, hard, title, order } = compiled;
  const papers = new Set(hard.map(({ text }) => text));
  const asksForWork = wanted.some(
    (item) => item.part === 'krav' && !papers.has(item.text) && !isOf(taxonomy, item, ['vilkaar']),
  );
  if (title.ids.length > 0 && !asksForWork) want(compiled, 'krav', order.title, title.ids, title.method);
}

/** Kinds that many have and that say little of who can do the job; a working condition also earns less. */
const BESIDE: readonly ConceptKind[] = ['koerekort', 'sprog', 'vilkaar'];

const HEFT = 4;

function sharePoints({ wanted, title, weights }: CompiledOrder, taxonomy: Taxonomy): void {
  const saysMore = title.ids.length > 0 || wanted.some((item) => !isOf(taxonomy, item, BESIDE));
  const heft = (item: Wanted) => (isOf(taxonomy, item, ['vilkaar']) ? 1 : HEFT);
  for (const item of wanted) {
    item.alone = !saysMore || !isOf(taxonomy, item, BESIDE);
    const sharing = wanted.filter(({ part }) => part === item.part);
    const sum = sharing.reduce((total, other) => total + heft(other), 0);
    Object.assign(item, requirementPoints(weights, item.part, heft(item) / Math.max(HEFT, sum)));
  }
}

function isOf({ concepts }: Taxonomy, { keys }: Wanted, kinds: readonly ConceptKind[]): boolean {
  return keys.every((key) => kinds.includes(concepts.get(key)?.kind ?? 'kompetence'));
}
