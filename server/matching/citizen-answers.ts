import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import type { Engine, StandingAnswer } from '../../workers/matching/engine.ts';
import { inTurns } from '../turns.ts';
import { type CitizenMatch, type CitizenNow, citizenNow, matchesOf } from './live.ts';
import { changeInWords } from './missing-text.ts';
import { listedOrders, openOrdersReady } from './open-orders.ts';
import { liveCitizenAnswer } from './standings.ts';
import {
  type CountedOpening,
  countedOpening,
  type NamedOpening,
  namedOpenings,
  openingsFor,
  pageOfOpening,
} from './what-is-missing.ts';

/** What somebody asks of one citizen against every open order, as things are now. */
export interface CitizenQuestion {
  citizenId: number;
  /** the local date that rules and dates are judged by */
  today: string;
  /** the sagsbehandler who looks: of a protected citizen, nobody else is told anything */
  viewerId: number;
}

/** An open order that fits, with what the engine does not need to know. */
export interface ShownMatch extends CitizenMatch {
  firmName: string;
  deadline: string | null;
}

interface Matches {
  openOrders: number;
  /** of the page, best first */
  matches: ShownMatch[];
  /** on all pages */
  ranked: number;
  page: number;
}

export interface Suggestions extends Matches {
  /** most first */
  openings: CountedOpening[];
  /** why no order fits; null when one does */
  standing: StandingAnswer | null;
}

interface PageQuestion extends CitizenQuestion {
  page: number;
  pageSize: number;
}

interface OpeningQuestion extends PageQuestion {
  /** the change, as a CountedOpening has it */
  kind: string;
  text: string;
}

/** Each asks thousands of orders at a region's size. A citizen who is gone meanwhile fits nothing. */
export interface CitizenAnswers {
  matches: (question: PageQuestion) => Promise<Matches>;
  suggestions: (question: PageQuestion) => Promise<Suggestions>;
  missing: (question: CitizenQuestion) => Promise<{ openOrders: number; openings: NamedOpening[] }>;
  /** the orders that one change opens, a page of them; null: it opens none */
  opening: (question: OpeningQuestion) => Promise<{ opening: NamedOpening; page: number } | null>;
}

interface Desk {
  db: Db;
  engine: () => Engine;
  isOver: () => boolean;
}

/** Answers on the thread that asks, in turns with whatever else it does. */
export function answersHere({ db, engine, isOver }: Desk): CitizenAnswers {
  async function matches(question: PageQuestion): Promise<Matches> {
    return shownMatches(question, await citizenReady(question));
  }

  async function suggestions(question: PageQuestion): Promise<Suggestions> {
    const current = await citizenReady(question);
    const found = shownMatches(question, current);
    if (!current) return { ...found, openings: [], standing: null };
    const standing = found.ranked === 0 ? await whyNone(question, current) : null;
    // This asks every open order as well: somebody else has a turn before it.
    await nextTurn();
    const openings = openingsFor(engine(), current, question.today).map(countedOpening);
    return { ...found, openings, standing };
  }

  async function missing(question: CitizenQuestion) {
    const current = await citizenReady(question);
    if (!current) return { openOrders: 0, openings: [] };
    const { orders } = current;
    const openings = namedOpenings(db, openingsFor(engine(), current, question.today), orders);
    return { openOrders: orders.length, openings };
  }

  async function opening({ kind, text, page, pageSize, ...question }: OpeningQuestion) {
    const current = await citizenReady(question);
    const openings = current ? openingsFor(engine(), current, question.today) : [];
    const found = openings.find(({ change }) => change.kind === kind && changeInWords(change) === text);
    if (!current || !found) return null;
    const shown = Math.min(page, Math.ceil(found.orders.length / pageSize));
    const asked = { orders: current.orders, from: (shown - 1) * pageSize, pageSize };
    return { opening: pageOfOpening(db, found, asked), page: shown };
  }

  async function citizenReady({ citizenId, ...seen }: CitizenQuestion): Promise<CitizenNow | undefined> {
    await openOrdersReady(db, engine(), seen.today, isOver);
    return db.transaction(() => citizenNow(db, citizenId, seen), { behavior: 'deferred' });
  }

  function shownMatches({ today, page, pageSize }: PageQuestion, current: CitizenNow | undefined): Matches {
    if (!current) return { openOrders: 0, matches: [], ranked: 0, page: 1 };
    const found = matchesOf(engine(), current, { today, page, pageSize });
    const ids = found.matches.map(({ matchOrder }) => matchOrder.id);
    const byId = new Map(listedOrders(db, ids).map((order) => [order.id, order]));
    const shown = found.matches.map((match): ShownMatch => {
      const order = byId.get(match.matchOrder.id);
      return { ...match, firmName: order?.firmName ?? '', deadline: order?.deadline ?? null };
    });
    return { ...found, matches: shown, openOrders: current.orders.length };
  }

  async function whyNone(
    { today }: CitizenQuestion,
    { matchCitizen, orders, setAside }: CitizenNow,
  ): Promise<StandingAnswer | null> {
    const steps = liveCitizenAnswer(engine(), matchCitizen, { orders, setAside, today });
    return (await inTurns(steps, isOver)) ?? null;
  }

  return { matches, suggestions, missing, opening };
}
