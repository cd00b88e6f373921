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
import { levelName } from './levels.ts';
import type { Resolution } from './resolve.ts';
import { zoneOf } from './travel.ts';
import {
  type CitizenTerm,
  FUNCTIONAL_NEEDS,
  type MatchCitizen,
  type MatchMethod,
  TRANSPORTS,
  WORKING_TIMES,
} from './types.ts';
import { experienceCode, experienceStrength, goalCode, goalStrength, MOST_YEARS } from './weights.ts';

const NEVER_EXPIRES = 2_000_000;

/** The citizen's own words behind a concept. */
export interface Evidence {
  text: string;
  method: MatchMethod;
  /** how alike, 0 to 1 */
  score: number;
}
export interface Skill extends Evidence {
  related: boolean;
}
/** A goal or experience as a code of weights.ts: what it earns depends on the order's type. */
export interface Coded extends Evidence {
  code: number;
  /** as typed; null when nobody has said */
  years: number | null;
}

export interface CompiledCitizen {
  citizen: MatchCitizen;
  /** licences and certificates by key, with the last day they count */
  holdings: Map<string, { expires: number; text: string }>;
  /** skills in full, and what is related to them */
  skills: Map<string, Skill>;
  goals: Map<string, Coded>;
  experience: Map<string, Coded>;
  unread: { text: string; suggestion: string | null }[];
  fewFacts: boolean;
  danish: { general: Level; oral: Level; written: Level };
  hours: Hours | null;
  times: number;
  needs: number;
  /** 0: none, else 1 + place in PRAKTIK_PURPOSES */
  purpose: number;
  transports: number;
  zone: number;
  startDay: number | null;
  /** the last day on which the week is full; null: it is not */
  placedDay: number | null;
}

export function compileCitizen(tools: Tools, citizen: MatchCitizen, today: string): CompiledCitizen {
  const compiled: CompiledCitizen = {
    citizen,
    holdings: new Map(),
    skills: new Map(),
    goals: new Map(),
    experience: new Map(),
    unread: [],
    fewFacts: !citizen.terms.some(
      ({ kind }) => kind === 'kompetence' || kind === 'erfaring' || kind === 'certifikat',
    ),
    danish: {
      general: levelOf(citizen.danish),
      oral: levelOf(citizen.danishOral),
      written: levelOf(citizen.danishWritten),
    },
    hours: hoursOf(citizen.hoursMin, citizen.hoursMax),
    times: maskOf(WORKING_TIMES, citizen.workingTimes),
    needs: maskOf(FUNCTIONAL_NEEDS, citizen.needs),
    purpose: purposeNumber(citizen.purpose),
    transports: maskOf(TRANSPORTS, citizen.transports),
    zone: zoneOf(tools.taxonomy.postcodes, citizen.postcode),
    startDay: dayOf(citizen.canStart),
    placedDay: dayOf(citizen.placedUntil),
  };
  let goals = 0;
  for (const term of citizen.terms)
    addTerm(tools, compiled, term, term.kind === 'jobmaal' ? goals++ : 0, today);
  const { level } = compiled.danish.general;
  if (level !== null && level >= 3) {
    addSkill(
      tools,
      compiled,
      'sprog-dansk',
      { text: `dansk ${levelName(level)}`, method: 'rule', score: 1 },
      false,
    );
  }
  return compiled;
}

function addTerm(
  tools: Tools,
  compiled: CompiledCitizen,
  term: CitizenTerm,
  place: number,
  today: string,
): void {
  if (term.text.trim() === '') return;
  const resolution = tools.resolver.resolve(term.text, term.kind);
  if (term.kind !== 'jobmaal' && resolution.danish !== null) {
    addDanish(compiled, term.text, resolution.danish);
    return;
  }
  const evidence = {
    text: term.text.slice(0, 200),
    method: resolution.method,
    score: resolution.score,
    years: term.years,
  };
  const expires = lastDay(term, resolution, today);
  const isField = term.kind === 'certifikat' || term.kind === 'koerekort';
  if (resolution.status !== 'accepted' || !resolution.conceptId) {
    if (isField) holdUnlisted(compiled, evidence.text, expires, today);
    compiled.unread.push({ text: evidence.text, suggestion: resolution.label });
    return;
  }
  const expired = expires < (dayOf(today) ?? 0);
  for (const id of idsOf(tools, resolution)) {
    if (term.kind === 'jobmaal')
      addCoded(tools, compiled.goals, id, evidence, (near) => goalCode(place, near), goalStrength);
    else addHeld(tools, compiled, id, term, expires, evidence, isField);
    if (term.kind !== 'jobmaal' && !expired)
      addSkill(tools, compiled, id, evidence, !isField && resolution.weak);
    const worked = experienceIn(term, resolution, today);
    if (worked === null) continue;
    const codeOf = (near: boolean) => experienceCode(worked, Number(today.slice(0, 4)), near);
    addCoded(tools, compiled.experience, id, evidence, codeOf, experienceStrength);
  }
}

/** The last day a certificate counts: its field's, else what its own words say ("ADR til 2027", "udløbet"). */
function lastDay(term: CitizenTerm, { expiresOn, expired }: Resolution, today: string): number {
  const stated = dayOf(term.expiresOn) ?? dayOf(expiresOn);
  if (stated !== null) return stated;
  return expired ? (dayOf(today) ?? 0) - 1 : NEVER_EXPIRES;
}

/** Experience from its own field, or from a skill that says so: "5 års erfaring som kok", "kok siden 2018". */
function experienceIn(term: CitizenTerm, { years, since, lastYear, long }: Resolution, today: string) {
  const thisYear = Number(today.slice(0, 4));
  const sinceThen = since === null ? null : Math.max(0, thisYear - since);
  const said = years ?? sinceThen ?? (long ? MOST_YEARS : null);
  if (term.kind !== 'erfaring' && (term.kind !== 'kompetence' || said === null)) return null;
  return {
    years: term.years ?? said,
    lastYear: term.lastYear ?? lastYear ?? (since === null ? null : thisYear),
  };
}

function idsOf({ taxonomy }: Tools, { conceptId, also }: Resolution): string[] {
  return [conceptId ?? '', ...also].filter((id) => taxonomy.concepts.has(id));
}

// "PD2" among the certificates is a Danish level. The level field itself wins; of two named the higher counts.
function addDanish(compiled: CompiledCitizen, text: string, level: number): void {
  const { general } = compiled.danish;
  const fromTerm = general.typed === null || general.typed !== compiled.citizen.danish?.trim();
  if (fromTerm && level > (general.level ?? -1)) compiled.danish.general = { level, typed: text };
}

// A licence or certificate counts only from its own field; any other concept counts wherever it is written.
function addHeld(
  { taxonomy }: Tools,
  compiled: CompiledCitizen,
  id: string,
  term: CitizenTerm,
  expires: number,
  evidence: Evidence,
  isField: boolean,
): void {
  for (const given of taxonomy.concepts.get(id)?.gives ?? []) {
    const kind = taxonomy.concepts.get(given)?.kind;
    if (isField || (kind !== 'certifikat' && kind !== 'koerekort')) {
      hold(
        compiled,
        given,
        term.kind === 'certifikat' || term.kind === 'koerekort' ? expires : NEVER_EXPIRES,
        evidence.text,
      );
    }
  }
}

// No file knows it; whoever asks for the same words gets it all the same.
function holdUnlisted(compiled: CompiledCitizen, text: string, expires: number, today: string): void {
  const key = unlistedKey(text);
  hold(compiled, key, expires, text);
  if (expires >= (dayOf(today) ?? 0))
    compiled.skills.set(key, { text, method: 'folded', score: 1, related: false });
}

function hold(compiled: CompiledCitizen, key: string, expires: number, text: string): void {
  const known = compiled.holdings.get(key);
  if (!known || known.expires < expires) compiled.holdings.set(key, { expires, text });
}

function addSkill(
  { taxonomy }: Tools,
  compiled: CompiledCitizen,
  id: string,
  evidence: Evidence,
  weak: boolean,
): void {
  const concept = taxonomy.concepts.get(id);
  const put = (to: string, related: boolean) => {
    const known = compiled.skills.get(to);
    if (!known || (known.related && !related)) compiled.skills.set(to, { ...evidence, related });
  };
  for (const given of concept?.gives ?? []) {
    put(given, weak);
    for (const near of taxonomy.concepts.get(given)?.related ?? [])
      if (!concept?.not.includes(near)) put(near, true);
  }
}

function addCoded(
  { taxonomy }: Tools,
  to: Map<string, Coded>,
  id: string,
  evidence: Omit<Coded, 'code'>,
  codeOf: (related: boolean) => number,
  strengthOf: (code: number) => number,
): void {
  const concept = taxonomy.concepts.get(id);
  const put = (key: string, related: boolean) => {
    const code = codeOf(related);
    const known = to.get(key);
    if (!known || strengthOf(code) > strengthOf(known.code)) to.set(key, { ...evidence, code });
  };
  for (const given of concept?.gives ?? []) put(given, false);
  for (const near of concept?.related ?? []) put(near, true);
}
