import { and, eq, isNull, ne, or } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import {
  countExcluded,
  type Engine,
  excludedPlaces,
  type People,
  rankOrders,
  rankTogether,
  type Side,
  type StandingAnswer,
  tooFewFacts,
} from '../../workers/matching/engine.ts';
import {
  EXCLUSION_REASONS,
  type Excluded,
  type ExclusionReason,
  type Explanation,
  type MatchCitizen,
  type MatchOrder,
  type ScoreParts,
} from '../../workers/matching/types.ts';
import {
  type CitizenRow,
  type JobOrderRow,
  type MarketCitizen,
  readCitizen,
  readCitizens,
  readOrder,
} from './market.ts';
import { openOrdersNow } from './open-orders.ts';
import { drawOf, peopleNow, somePeople } from './people.ts';
import { pairsSetAside, type SetAside, setAsidesAmong } from './set-aside.ts';
import { liveOrderAnswer } from './standings.ts';

/** As many as a person reads; the night run keeps the same number. */
export const SHORTLIST_ROWS = 50;

export type OrderRef = { id: number } | { orderKey: string };

export interface LiveOptions {
  /** the local date that rules and dates are judged by */
  today: string;
  /** the sagsbehandler who looks: their own protected citizens are ranked as well, for no other eyes */
  viewerId?: number;
}

export interface ShortlistRow {
  rank: number;
  citizen: CitizenRow;
  matchCitizen: MatchCitizen;
  score: number;
  parts: ScoreParts;
}

export interface Shortlist {
  order: JobOrderRow;
  matchOrder: MatchOrder;
  rows: ShortlistRow[];
  citizens: number;
  excludedCounts: Record<ExclusionReason, number>;
  /** who breaks no rule but has told too little to be compared, by citizen id */
  fewFacts: number[];
  /** set aside before; the facts have changed since */
  cameBack: SetAside[];
  /** why nobody is on the list; null when somebody is */
  standing: StandingAnswer | null;
}

/**
 * The order's candidates as things are now, best first: all citizens through the engine, without queue or snapshot.
 * Undefined when there is no such order.
 */
export function shortlistOf(
  db: Db,
  engine: Engine,
  order: OrderRef,
  { limit = SHORTLIST_ROWS, ...options }: LiveOptions & { limit?: number },
): Shortlist | undefined {
  const found = readOrder(db, order, options.today);
  if (!found) return undefined;
  const { sides, citizens, changed } = liveSides(db, engine, found.matchOrder, options);
  const ranked = rankTogether(sides, limit);
  const ids = ranked.map(({ side, place }) => sides[side]?.places[place] ?? 0);
  const byId = new Map(readSeen(db, ids, options).map((entry) => [entry.row.id, entry]));
  const rows = ranked.flatMap(({ rank, score, parts }, at) => {
    const entry = byId.get(ids[at] ?? 0);
    return entry ? [{ rank, score, parts, citizen: entry.row, matchCitizen: entry.matchCitizen }] : [];
  });
  return {
    order: found.row,
    matchOrder: found.matchOrder,
    rows,
    citizens,
    excludedCounts: addUp(sides),
    fewFacts: sides.flatMap((side) =>
      tooFewFacts(side.market, side.order).map((place) => side.places[place] ?? 0),
    ),
    cameBack: changed,
    standing: rows.length === 0 ? liveOrderAnswer(engine, found.matchOrder, sides) : null,
  };
}

export interface ExcludedRow extends Excluded {
  citizen: CitizenRow;
}

/**
 * How many citizens each hard rule keeps from the order, `idsOf(reason)`: who they are, by citizen id, and `told`: some of
 * them, each with a sentence. A rule may keep half a region out: only those who are shown are read. Undefined when there
 * is no such order.
 */
export function excludedOf(db: Db, engine: Engine, order: OrderRef, options: LiveOptions) {
  const found = readOrder(db, order, options.today);
  if (!found) return undefined;
  const { matchOrder } = found;
  const { sides, citizens, standing } = liveSides(db, engine, matchOrder, options);
  const idsOf = (reason: ExclusionReason): number[] =>
    sides
      .flatMap(({ market, order: spec, places }) =>
        excludedPlaces(market, spec).flatMap((entry) =>
          entry.reason === reason ? (places[entry.place] ?? 0) : [],
        ),
      )
      .sort((a, b) => a - b);
  const told = (reason: ExclusionReason, ids: readonly number[]): ExcludedRow[] =>
    readSeen(db, ids, options).map(({ row, matchCitizen }) => {
      const detail = sentenceFor(engine, matchOrder, matchCitizen, reason, options.today);
      return { citizenId: row.id, reason, detail, citizen: row };
    });
  return { order: found.row, citizens, counts: addUp(sides), idsOf, told, setAsides: standing };
}

function sentenceFor(
  engine: Engine,
  order: MatchOrder,
  person: MatchCitizen,
  reason: ExclusionReason,
  today: string,
): string {
  const broken = engine.broken(order, person, today).find((rule) => rule.reason === reason);
  return broken?.detail ?? 'Sat til side for denne ordre.';
}

export type LiveSide = Side & { people: People; places: Uint32Array };

/** Everyone but those who have changed, and those as they are now, with the order in the numbers of each. */
export function liveSides(db: Db, engine: Engine, order: MatchOrder, options: LiveOptions) {
  const { today, viewerId } = options;
  const { layers, changed } = peopleNow(db, engine, today);
  const own = viewerId === undefined ? [] : ownProtected(db, viewerId);
  const apart = [...new Set([...changed, ...own])];
  const asideNow = pairsSetAside(db, [order.id]).map(({ citizenId }) => citizenId);
  const asides = setAsidesAmong(
    db,
    [order],
    readCitizens(db, asideNow, today).map((entry) => entry.matchCitizen),
  );
  const asideIds = new Set(asides.standing.map(({ citizenId }) => citizenId));
  const sides = layers.map(({ layer: { people, placeOf }, absent }) => {
    const places = [...new Set([...absent, ...own])].flatMap((id) => placeOf.get(id) ?? []);
    return sideOf(engine, people, order, today, asideIds, places);
  });
  if (apart.length > 0) {
    const some = somePeople(db, engine, today, apart, (entry) => asSeenBy(viewerId, entry));
    sides.push(sideOf(engine, some, order, today, asideIds, []));
  }
  const citizens = sides.reduce(
    (sum, { places, order: { absent } }) => sum + places.length - absent.length,
    0,
  );
  return { sides, citizens, standing: asides.standing, changed: asides.changed };
}

function sideOf(
  engine: Engine,
  people: People,
  order: MatchOrder,
  today: string,
  asideIds: ReadonlySet<number>,
  absent: number[],
): LiveSide {
  const aside =
    asideIds.size === 0 ? [] : [...people.places].flatMap((id, place) => (asideIds.has(id) ? place : []));
  const spec = engine.specFor(people, order, today, { aside, absent });
  return { people, market: people.market, order: spec, places: people.places };
}

function addUp(sides: readonly Side[]): Record<ExclusionReason, number> {
  const counts = sides.map(({ market, order }) => countExcluded(market, order));
  const pairs = EXCLUSION_REASONS.map((reason) => [
    reason,
    counts.reduce((sum, each) => sum + each[reason], 0),
  ]);
  return Object.fromEntries(pairs) as Record<ExclusionReason, number>;
}

/** The viewer's own citizens whose protection keeps everybody else from seeing them. */
function ownProtected(db: Db, viewerId: number): number[] {
  const rows = db
    .select({ id: citizen.id })
    .from(citizen)
    .where(
      and(
        eq(citizen.caseworkerUserId, viewerId),
        or(isNull(citizen.protectedAddress), ne(citizen.protectedAddress, false)),
      ),
    )
    .all();
  return rows.map((row) => row.id);
}

export function readSeen(db: Db, ids: readonly number[], { today, viewerId }: LiveOptions): MarketCitizen[] {
  return readCitizens(db, ids, today).map((entry) => asSeenBy(viewerId, entry));
}

function asSeenBy(viewerId: number | undefined, entry: MarketCitizen): MarketCitizen {
  if (viewerId === undefined || entry.row.caseworkerUserId !== viewerId) return entry;
  return { ...entry, matchCitizen: { ...entry.matchCitizen, protectedAddress: false } };
}

export interface CitizenMatch {
  rank: number;
  matchOrder: MatchOrder;
  score: number;
  parts: ScoreParts;
  explanation: Explanation;
}

/**
 * One citizen as the matching sees them now, and every open order, also those that the citizen has been set aside for;
 * undefined when there is no such citizen. Of a protected citizen only the own sagsbehandler (`viewerId`) is told anything.
 */
export function citizenNow(db: Db, citizenId: number, { today, viewerId = 0 }: LiveOptions) {
  const read = readCitizen(db, citizenId, today);
  if (!read) return undefined;
  const { matchCitizen } = asSeenBy(viewerId, read);
  const orders = openOrdersNow(db, today);
  const setAsides = setAsidesAmong(db, orders, [read.matchCitizen]).standing;
  const setAside = new Set(setAsides.map(({ orderId }) => orderId));
  return { matchCitizen, orders, setAsides, setAside };
}

export type CitizenNow = NonNullable<ReturnType<typeof citizenNow>>;

/** The open orders that fit the citizen, best first, each explained. */
export function matchesOf(
  engine: Engine,
  { matchCitizen, orders, setAside }: CitizenNow,
  { today, page, pageSize }: { today: string; page: number; pageSize: number },
) {
  const { market, specs, fitting } = engine.alone(matchCitizen, orders, { today, ...drawOf(today) });
  const allowed = fitting.flatMap((at) => specs[at] ?? []).filter(({ id }) => !setAside.has(id));
  const ranked = rankOrders(market, allowed, 0, SHORTLIST_ROWS);
  const byId = new Map(fitting.map((at) => [orders[at]?.id, orders[at]]));
  const lastPage = Math.max(1, Math.ceil(ranked.length / pageSize));
  const shownPage = Math.min(page, lastPage);
  const shown = ranked.slice((shownPage - 1) * pageSize, shownPage * pageSize);
  const matches = shown.flatMap(({ orderId, rank, score, parts }): CitizenMatch[] => {
    const matchOrder = byId.get(orderId);
    if (!matchOrder) return [];
    const explanation = engine.explain(matchOrder, matchCitizen, today);
    return [{ rank, score, parts, matchOrder, explanation }];
  });
  /** how many orders stand on the list, of which `matches` is the page */
  return { ranked: ranked.length, page: shownPage, matches };
}

/**
 * The live shortlist as `npm run match -- --order` prints it: keys of the case system, up to 50 rows, every excluded
 * citizen, and who has told too little to be compared. Undefined when no order has that ordre_id.
 */
export function liveShortlist(db: Db, engine: Engine, orderKey: string, today: string) {
  const found = shortlistOf(db, engine, { orderKey }, { today });
  const sortedOut = excludedOf(db, engine, { orderKey }, { today });
  if (!found || !sortedOut) return undefined;
  const excluded = EXCLUSION_REASONS.flatMap((reason) =>
    sortedOut.counts[reason] > 0 ? sortedOut.told(reason, sortedOut.idsOf(reason)) : [],
  );
  return {
    orderId: found.order.orderKey,
    shortlist: found.rows.map(({ rank, citizen: person, matchCitizen, score, parts }) => ({
      rank,
      borger_id: person.citizenKey,
      score,
      parts,
      ...engine.explain(found.matchOrder, matchCitizen, today),
    })),
    few_facts: readCitizens(db, found.fewFacts, today).map(({ row }) => row.citizenKey),
    excluded: excluded
      .sort((a, b) => a.citizenId - b.citizenId)
      .map(({ citizen: person, reason, detail }) => ({ borger_id: person.citizenKey, reason, detail })),
  };
}
