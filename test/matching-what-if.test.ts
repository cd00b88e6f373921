import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CitizenChange,
  openSnapshot,
  rankOrder,
  rankOrdersForCitizen,
} from '../workers/matching/engine.ts';
import { finish } from '../workers/matching/steps.ts';
import type { ExclusionReason, MatchCitizen, MatchOrder } from '../workers/matching/types.ts';
import { testEngine } from './app.ts';
import { nearMarket } from './matching-arbitraries.ts';
import { citizen, need, order as someOrder } from './matching-builders.ts';

const today = '2026-11-22';
const engine = testEngine();

/** A run of the engine as the night does it: who is on the order's list, however long. */
function listedFor(order: MatchOrder, citizens: MatchCitizen[]): number[] {
  const { bytes, places } = engine.encode({ orders: [order], citizens, today, runKey: 'k', secret: 's' });
  const { rows } = rankOrder(openSnapshot(bytes), order.id, citizens.length);
  return rows.map(({ place }) => places[place] ?? 0).sort((a, b) => a - b);
}

const minus = (all: number[], some: number[]) => all.filter((id) => !some.includes(id));

/** Two markets that together are everyone, as a live list has them after an edit. */
function sidesOf(citizens: MatchCitizen[]) {
  const half = Math.ceil(citizens.length / 2);
  return [citizens.slice(0, half), citizens.slice(half)].map((some) => ({
    people: engine.people({ citizens: some, today, runKey: 'k', secret: 's' }),
    aside: [],
    absent: [],
  }));
}

const LOOSENINGS = ['arbejdstid', 'danskniveau', 'kan_laeres', 'rejsetid', 'startdato', 'timer', 'vilkaar'];
const CHANGES: CitizenChange['kind'][] = [
  'arbejdstid',
  'certifikat',
  'dansk',
  'deling',
  'koerekort',
  'kompetence',
  'rejsetid',
  'startdato',
  'timer',
  'transport',
];

/** One order and those whom one rule each keeps out: what chance may leave out is asked for in every run. */
const ONE_RULE_EACH: { orders: MatchOrder[]; citizens: MatchCitizen[] } = {
  orders: [
    someOrder({ id: 1, requirements: [need('certifikat', 'Truckcertifikat B')] }),
    someOrder({ id: 2, requirements: [need('koerekort', 'B')] }),
    someOrder({ id: 3, requirements: [need('krav', 'Lagerarbejde'), need('krav', 'Rengøring')] }),
    someOrder({ id: 4, danishMin: 'B1', unavoidable: ['ingen_tunge_loeft'] }),
  ],
  citizens: [
    citizen({ id: 1 }),
    citizen({ id: 2, danish: 'A1', danishOral: 'A1', danishWritten: 'A1' }),
    citizen({ id: 3, hoursMin: 10, hoursMax: 25 }),
    citizen({ id: 4, workingTimes: ['nat'] }),
    citizen({ id: 5, canStart: '2027-01-15' }),
    citizen({ id: 6, maxTravelMinutes: 1 }),
    citizen({ id: 7, needs: ['ingen_tunge_loeft'] }),
    citizen({ id: 8, transports: ['gang'], maxTravelMinutes: 15 }),
    citizen({ id: 9, mayBeShared: false }),
  ],
};

test('each step of a near match brings exactly those whom a new run with that one change brings', () => {
  const rules = new Set<string>();
  fc.assert(
    fc.property(nearMarket, ({ orders, citizens }) => {
      for (const order of orders) {
        const now = listedFor(order, citizens);
        for (const { loosening, citizens: brought } of finish(
          engine.near(order, sidesOf(citizens), today),
        ).flat()) {
          const minutes = loosening.rule === 'rejsetid' ? loosening.minutes : 0;
          const people = citizens.map((person) => ({
            ...person,
            maxTravelMinutes: person.maxTravelMinutes === null ? null : person.maxTravelMinutes + minutes,
          }));
          const changed = { ...order, ...loosening.patch };
          expect(brought).toEqual(minus(listedFor(changed, people), now));
          expect(brought.length).toBeGreaterThan(0);
          rules.add(loosening.rule);
        }
      }
    }),
    { numRuns: 80, examples: [[ONE_RULE_EACH]] },
  );
  // Not by chance true of nothing: every rule has been asked less of.
  expect([...rules].sort()).toEqual(LOOSENINGS);
});

type Broken = ReturnType<typeof engine.broken>[number];
const PAPERS: ExclusionReason[] = ['koerekort', 'certifikat'];
const TERMS: ExclusionReason[] = ['danskniveau', 'timer', 'arbejdstid', 'startdato', 'rejsetid'];

/** Would the pair meet, were it not for the one rule? Blanks shut nobody out, nor does what may be learned. */
function meetsBut({ reason, requirement }: Broken, order: MatchOrder, person: MatchCitizen): boolean {
  if (PAPERS.includes(reason)) {
    const requirements = order.requirements.map((line) =>
      line.text === requirement ? { ...line, kanLaeres: true } : line,
    );
    return listedFor({ ...order, requirements }, [person]).length === 1;
  }
  const blanks = {
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    danish: null,
    danishOral: null,
    danishWritten: null,
    canStart: null,
    maxTravelMinutes: null,
  };
  return listedFor(order, [{ ...person, ...blanks }]).length === 1;
}

/** The one rule that keeps a pair apart who would meet without it, if it is one of these. */
function onlyRule(order: MatchOrder, person: MatchCitizen, among: ExclusionReason[]): boolean {
  const [only, ...others] = engine.broken(order, person, today);
  if (!only || others.length > 0 || !among.includes(only.reason)) return false;
  return meetsBut(only, order, person);
}

test('whoever breaks one rule that can be loosened is in some step, and no step is smaller without being less', () => {
  fc.assert(
    fc.property(nearMarket, ({ orders, citizens }) => {
      for (const order of orders) {
        const steps = finish(engine.near(order, sidesOf(citizens), today));
        for (const question of steps) {
          if (question[0]?.loosening.rule === 'arbejdstid') continue;
          const sizes = question.map((step) => step.citizens.length);
          expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
        }
        const brought = new Set(steps.flat().flatMap((step) => step.citizens));
        for (const person of citizens) {
          if (onlyRule(order, person, [...PAPERS, ...TERMS])) expect([...brought]).toContain(person.id);
        }
      }
    }),
    { numRuns: 80 },
  );
});

test('nobody who may not be shared or is protected is in any step', () => {
  fc.assert(
    fc.property(nearMarket, ({ orders, citizens }) => {
      const shut = new Set(
        citizens.filter((each) => each.protectedAddress || each.mayBeShared === false).map(({ id }) => id),
      );
      for (const order of orders) {
        const brought = finish(engine.near(order, sidesOf(citizens), today)).flat();
        expect(brought.flatMap((step) => step.citizens.filter((id) => shut.has(id)))).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

function ordersOf(person: MatchCitizen, orders: MatchOrder[]): number[] {
  const { bytes } = engine.encode({ orders, citizens: [person], today, runKey: 'k', secret: 's' });
  const ranked = rankOrdersForCitizen(openSnapshot(bytes), 0, orders.length);
  return ranked.map(({ orderId }) => orderId).sort((a, b) => a - b);
}

/** Requirements of strength krav that the citizen does not have in full; null where a rule keeps them out. */
function unmet(order: MatchOrder, person: MatchCitizen): number | null {
  if (engine.broken(order, person, today).length > 0) return null;
  const { lacks, related } = engine.explain(order, person, today);
  return [...lacks, ...related].filter(({ strength }) => strength === 'krav').length;
}

test('each change opens exactly the orders that a new run with that one change opens', () => {
  const kinds = new Set<CitizenChange['kind']>();
  fc.assert(
    fc.property(nearMarket, ({ orders, citizens }) => {
      for (const person of citizens) {
        const now = ordersOf(person, orders);
        for (const { change, orders: opened } of engine.missing(person, orders, today)) {
          const changed = { ...person, ...change.patch };
          kinds.add(change.kind);
          if (change.kind !== 'kompetence') {
            expect(opened).toEqual(minus(ordersOf(changed, orders), now));
            continue;
          }
          const completed = orders.filter(
            (order) => unmet(order, person) === 1 && unmet(order, changed) === 0,
          );
          expect(opened).toEqual(completed.map(({ id }) => id));
        }
      }
    }),
    { numRuns: 80, examples: [[ONE_RULE_EACH]] },
  );
  expect([...kinds].sort()).toEqual(CHANGES);
});

test('an order that one changeable rule shuts is opened by some change', () => {
  const opening: ExclusionReason[] = [...PAPERS, 'danskniveau', 'timer', 'arbejdstid'];
  fc.assert(
    fc.property(nearMarket, ({ orders, citizens }) => {
      for (const person of citizens) {
        const opened = new Set(engine.missing(person, orders, today).flatMap((each) => each.orders));
        for (const order of orders) {
          if (onlyRule(order, person, opening)) expect([...opened]).toContain(order.id);
        }
      }
    }),
    { numRuns: 80 },
  );
});
