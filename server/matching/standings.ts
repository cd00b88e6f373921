import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchRow } from '../../db/schema/matching.ts';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import {
  citizenAnswer,
  citizenStanding,
  citizenStandings,
  type Engine,
  type Market,
  type OrderSpec,
  orderAnswer,
  orderStanding,
  type Side,
  type StandingAnswer,
  specAt,
  type Words,
} from '../../workers/matching/engine.ts';
import { type MatchCitizen, type MatchOrder, ORDER_TYPES } from '../../workers/matching/types.ts';
import { labels } from '../ui/labels.ts';
import { readCitizens, readOrder } from './market.ts';
import { drawOf } from './people.ts';
import { readPlaces } from './places.ts';
import type { MatchRun } from './run-queries.ts';

export interface RunStandings {
  citizens: (StandingAnswer & { citizenId: number })[];
  orders: (StandingAnswer & { orderId: number })[];
}

/** The standing answer of every citizen on no list of the run, and of every order with an empty one. */
export function runStandings(db: Db, run: MatchRun, market: Market, engine: Engine): RunStandings {
  const orders = market.orderIds.map((_, at) => specAt(market, at));
  const words = wordsOf(engine, (id) => readOrder(db, { id }, market.today)?.matchOrder);
  const places = readPlaces(run.citizenPlaces);
  const standings = untilAsked(citizenStandings(market, orders, new Set(placesListed(db, run.id))));
  const strangers = standings
    .filter(({ steps }) => steps.some(({ hurdle }) => hurdle === 'intet_til_faelles'))
    .map(({ citizen }) => places[citizen] ?? 0);
  const unread = new Map(
    readCitizens(db, strangers, market.today).map(({ row, matchCitizen }) => [
      row.id,
      unreadWords(engine, matchCitizen),
    ]),
  );
  return {
    citizens: standings.flatMap((standing) => {
      const citizenId = places[standing.citizen] ?? 0;
      const order = orders[standing.order] ?? null;
      const answer = citizenAnswer({ market, order, words }, standing, unread.get(citizenId) ?? []);
      return citizenId === 0 ? [] : [{ citizenId, ...answer }];
    }),
    orders: orders.flatMap((order) => {
      stopIfAsked();
      const answer = answerForOrder([{ market, order }], words);
      return answer ? [{ orderId: order.id, ...answer }] : [];
    }),
  };
}

function placesListed(db: Db, runId: number): number[] {
  return db
    .selectDistinct({ place: matchRow.place })
    .from(matchRow)
    .where(eq(matchRow.runId, runId))
    .all()
    .map(({ place }) => place);
}

/** An order as it is now; null when it has candidates. */
export function liveOrderAnswer(
  engine: Engine,
  order: MatchOrder,
  sides: readonly Side[],
): StandingAnswer | null {
  return answerForOrder(
    sides,
    wordsOf(engine, () => order),
  );
}

function answerForOrder(sides: readonly Side[], words: Words): StandingAnswer | null {
  const standing = orderStanding(sides);
  const side = sides[standing?.market ?? 0];
  return standing && side ? orderAnswer({ ...side, words }, standing) : null;
}

function untilAsked<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    stopIfAsked();
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Why no order fits a citizen as things are now; null when some order does. Ten thousand orders take a moment: in steps. */
export function* liveCitizenAnswer(
  engine: Engine,
  citizen: MatchCitizen,
  {
    orders,
    setAside,
    today,
  }: { orders: readonly MatchOrder[]; setAside: ReadonlySet<number>; today: string },
): Generator<void, StandingAnswer | null> {
  const { market, specs } = engine.alone(citizen, orders, { today, ...drawOf(today) });
  const asked = specs.map((spec) => (setAside.has(spec.id) ? { ...spec, aside: [0] } : spec));
  const standing = yield* citizenStanding(market, asked, 0);
  if (!standing) return null;
  const words = wordsOf(engine, (id) => orders.find((order) => order.id === id));
  const order = asked[standing.order] ?? null;
  return citizenAnswer({ market, order, words }, standing, unreadWords(engine, citizen));
}

/** The citizen's words when not one of them was understood. */
function unreadWords(engine: Engine, { terms }: MatchCitizen): string[] {
  const said = terms.filter(({ text }) => text.trim() !== '');
  const isRead = ({ text, kind }: MatchCitizen['terms'][number]) => {
    const { status, danish } = engine.resolve(text, kind);
    return status === 'accepted' || danish !== null;
  };
  return said.some(isRead) ? [] : said.map(({ text }) => text);
}

function wordsOf(engine: Engine, orderOf: (id: number) => MatchOrder | undefined): Words {
  return {
    label: (conceptId) => engine.concepts.get(conceptId)?.label ?? null,
    type: (type) => labels.orderType[ORDER_TYPES[type] ?? 'ordinaer'],
    title: (id) => orderOf(id)?.title ?? null,
    hard: (spec, group) => {
      const order = orderOf(spec.id);
      return order ? hardText(engine, order, spec, group) : null;
    },
    unreadOf: (id) => {
      const said = orderOf(id)?.requirements.filter(({ text }) => text.trim() !== '') ?? [];
      const isRead = said.some(({ text, kind }) => engine.resolve(text, kind).status === 'accepted');
      return isRead ? [] : said.map(({ text }) => text);
    },
  };
}

const NOBODY: MatchCitizen = {
  id: 1,
  terms: [],
  hoursMin: null,
  hoursMax: null,
  workingTimes: [],
  danish: null,
  danishOral: null,
  danishWritten: null,
  transports: [],
  maxTravelMinutes: null,
  postcode: null,
  needs: [],
  purpose: null,
  canStart: null,
  mayBeShared: true,
  protectedAddress: false,
  hasEmployer: false,
  placedUntil: null,
  allowed: {},
};

/** Whoever has no papers at all breaks each of the order's rules on them, in the words the order used. */
function hardText(engine: Engine, order: MatchOrder, { hard }: OrderSpec, group: number): string | null {
  const isLicence = hard[group]?.isLicence ?? false;
  const texts = engine
    .broken({ ...order, firmBar: null }, NOBODY, '2000-01-01')
    .filter(({ reason }) => reason === (isLicence ? 'koerekort' : 'certifikat'));
  const nth = hard.slice(0, group).filter((other) => other.isLicence === isLicence).length;
  return texts[nth]?.requirement ?? null;
}
