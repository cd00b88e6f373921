import type { CompiledCitizen } from './citizen.ts';
import { OPEN_END } from './compile.ts';
import { LEVELS } from './levels.ts';
import type { Taxonomy } from './taxonomy.ts';
import {
  type CitizenTerm,
  type ConceptKind,
  type MatchCitizen,
  type Transport,
  WORKING_TIMES,
  type WorkingTime,
} from './types.ts';

/** One thing that could be otherwise for a citizen. `patch` is the citizen's new values. */
export type CitizenChange = { patch: Partial<MatchCitizen> } & (
  | { kind: 'certifikat' | 'koerekort' | 'kompetence'; text: string }
  | { kind: 'dansk'; level: string }
  | { kind: 'arbejdstid'; times: WorkingTime[] }
  | { kind: 'timer'; end: 'hoursMin' | 'hoursMax'; hours: number }
  | { kind: 'startdato'; date: string }
  | { kind: 'rejsetid'; minutes: number }
  | { kind: 'transport'; transport: Transport }
  | { kind: 'deling' }
);

/** Text is compared with the taxonomy once per skill: so many of those that most orders lack are looked at. */
const MOST_SKILLS = 20;
/** Papers are asked for as such, and a personal quality is nothing that one change gives. */
const LEARNABLE: readonly ConceptKind[] = ['erhverv', 'kompetence', 'sprog'];
/** What would bring the citizen on the order's list, when one thing is enough: not yet one change, only what it is about. */
export type Wish =
  | { kind: 'paper'; key: string; text: string }
  | { kind: 'dansk'; level: number }
  | { kind: 'arbejdstid'; mask: number }
  | { kind: 'timer'; end: 'hoursMin' | 'hoursMax'; minutes: number }
  | { kind: 'startdato'; day: number }
  | { kind: 'rejsetid'; minutes: number }
  | { kind: 'transport'; transport: Transport }
  | { kind: 'deling' };

interface Of {
  taxonomy: Taxonomy;
  citizen: CompiledCitizen;
}

/** The changes that wishes come to, each once. `skills`: how many orders each would complete. */
export function distinctChanges(
  wishes: Wish[],
  skills: ReadonlyMap<string, number>,
  of: Of,
): CitizenChange[] {
  const known = new Map<string, CitizenChange>();
  const add = (change: CitizenChange) => {
    const { patch: _patch, ...name } = change;
    known.set(JSON.stringify(name), change);
  };
  const distinct = new Map(wishes.map((wish) => [nameOf(wish), wish]));
  for (const wish of firstOfMonth([...distinct.values()])) add(changeOf(wish, of));
  const most = [...skills].sort(([, a], [, b]) => b - a).slice(0, MOST_SKILLS);
  for (const [key] of most) {
    const concept = of.taxonomy.concepts.get(key);
    if (!concept || !LEARNABLE.includes(concept.kind)) continue;
    add({ kind: 'kompetence', text: concept.label, patch: withTerm(of, 'kompetence', concept.label) });
  }
  return [...known.values()];
}

/** There are thousands of wishes, and some dozens of different ones. */
function nameOf(wish: Wish): string {
  switch (wish.kind) {
    case 'paper':
      return `paper ${wish.key} ${wish.text}`;
    case 'dansk':
      return `dansk ${wish.level}`;
    case 'arbejdstid':
      return `arbejdstid ${wish.mask}`;
    case 'timer':
      return `${wish.end} ${wish.minutes}`;
    case 'startdato':
      return `startdato ${wish.day}`;
    case 'rejsetid':
      return `rejsetid ${wish.minutes}`;
    case 'transport':
      return wish.transport;
    case 'deling':
      return 'deling';
  }
}

// A date for every order would be a list nobody reads: the first that is wanted in each month.
function firstOfMonth(wishes: Wish[]): Wish[] {
  const month = (day: number) => isoDay(day).slice(0, 7);
  const first = new Map<string, number>();
  for (const wish of wishes) {
    if (wish.kind !== 'startdato') continue;
    const known = first.get(month(wish.day));
    if (known === undefined || wish.day < known) first.set(month(wish.day), wish.day);
  }
  return wishes.filter((wish) => wish.kind !== 'startdato' || first.get(month(wish.day)) === wish.day);
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function changeOf(wish: Wish, of: Of): CitizenChange {
  const { citizen } = of.citizen;
  switch (wish.kind) {
    case 'paper': {
      const concept = of.taxonomy.concepts.get(wish.key);
      const kind = concept?.kind === 'koerekort' ? 'koerekort' : 'certifikat';
      const text = concept?.label ?? wish.text;
      return { kind, text, patch: withTerm(of, kind, text) };
    }
    case 'dansk': {
      const level = LEVELS[wish.level] ?? 'C2';
      return { kind: 'dansk', level, patch: withDanish(of.citizen, wish.level) };
    }
    case 'arbejdstid': {
      const times = WORKING_TIMES.filter((_, bit) => (wish.mask & (1 << bit)) !== 0);
      return { kind: 'arbejdstid', times, patch: { workingTimes: [...citizen.workingTimes, ...times] } };
    }
    case 'timer': {
      const own = of.citizen.hours ?? { from: 0, to: OPEN_END };
      const ends = { hoursMin: own.from / 60, hoursMax: own.to === OPEN_END ? null : own.to / 60 };
      const amount = wish.minutes / 60;
      return { kind: 'timer', end: wish.end, hours: amount, patch: { ...ends, [wish.end]: amount } };
    }
    case 'startdato': {
      const date = isoDay(wish.day);
      return { kind: 'startdato', date, patch: { canStart: date } };
    }
    case 'rejsetid': {
      const maxTravelMinutes = (citizen.maxTravelMinutes ?? 0) + wish.minutes;
      return { kind: 'rejsetid', minutes: wish.minutes, patch: { maxTravelMinutes } };
    }
    case 'transport': {
      const transports = [...citizen.transports, wish.transport];
      return { kind: 'transport', transport: wish.transport, patch: { transports } };
    }
    case 'deling':
      return { kind: 'deling', patch: { mayBeShared: true } };
  }
}

function withTerm({ citizen: { citizen } }: Of, kind: CitizenTerm['kind'], text: string) {
  return { terms: [...citizen.terms, { kind, text, years: null, lastYear: null, expiresOn: null }] };
}

// A course lifts what is known to be lower; what nobody has asked about stays a question.
function withDanish({ danish, citizen }: CompiledCitizen, level: number): Partial<MatchCitizen> {
  const lift = (own: number | null, typed: string | null) =>
    own !== null && own < level ? (LEVELS[level] ?? typed) : typed;
  return {
    danish: lift(danish.general.level, citizen.danish),
    danishOral: lift(danish.oral.level, citizen.danishOral),
    danishWritten: lift(danish.written.level, citizen.danishWritten),
  };
}
