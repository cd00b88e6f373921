import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  citizenStanding,
  citizenStandings,
  excludedPlaces,
  isListed,
  openSnapshot,
  packResults,
  pairFound,
  rankOrder,
  rankOrders,
  rankOrdersForCitizen,
  rankTogether,
  readResults,
  snapshotSha,
  specAt,
  tooFewFacts,
} from '../workers/matching/engine.ts';
import { finish } from '../workers/matching/steps.ts';
import {
  type CitizenTerm,
  type MatchCitizen,
  type MatchOrder,
  NO_END,
  SCORE_PARTS,
} from '../workers/matching/types.ts';
import { citizen, engine, need, order, snapshot, term, today } from './matching-builders.ts';

// Words that meet and miss each other in every way the rules know.
const texts = [
  'lager', 'lagerarbejde', 'truckfører', 'kok', 'køkkenhjælp', 'rengøring', 'rengøringshygiejne', 'hygiejnebevis',
  'truck B', 'stabler A', 'kørekort B', 'kørekort B eller C', 'C/E', 'B', 'D', 'ADR', 'dansk B1', 'PD2', 'engelsk',
  'lidt tysk', 'ikke truck', 'xylofon', 'Zyx-bevis', 'vagt', 'vagter', 'Java', 'SSA', 'SSH', 'lager og truck', '', '🚛',
]; // biome-ignore format: a word list

const anyText = fc.constantFrom(...texts);
const anyTerm: fc.Arbitrary<CitizenTerm> = fc.record({
  kind: fc.constantFrom('jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog'),
  text: anyText,
  years: fc.option(fc.integer({ min: 0, max: 30 })),
  lastYear: fc.option(fc.integer({ min: 1990, max: 2026 })),
  expiresOn: fc.option(fc.constantFrom('2026-01-01', '2026-11-25', '2027-06-01'), { freq: 1 }),
});
const level = fc.option(fc.constantFrom('A1', 'PD2', 'DU3 modul 5', 'C1', 'godt dansk', ''));
const hours = fc.option(fc.integer({ min: 0, max: 37 }));
const times = fc.subarray(['dag', 'aften', 'nat', 'weekend'] as const).map((list) => [...list]);
const postcode = fc.option(fc.constantFrom('2620', '2600', '2100', '4700', '0999', 'x'));
const needs = fc.subarray(['mentor', 'faa_timer', 'sprogstoette'] as const).map((list) => [...list]);
const date = fc.option(fc.constantFrom('2026-11-01', '2026-11-30', '2026-12-15', '2027-03-01'));
const purpose = fc.option(fc.constantFrom('afklaring', 'rekruttering'));
const orderType = fc.constantFrom('ordinaer', 'smaajob', 'fleksjob');

const anyOrder: fc.Arbitrary<Omit<MatchOrder, 'id'>> = fc.record({
  type: orderType,
  title: anyText,
  requirements: fc.array(
    fc.record({
      kind: fc.constantFrom('krav', 'oenske', 'certifikat', 'koerekort', 'sprog'),
      text: anyText,
      kanLaeres: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  hoursMin: hours,
  hoursMax: hours,
  workingTimes: times,
  allWorkingTimes: fc.boolean(),
  danishMin: level,
  danishOralMin: level,
  danishWrittenMin: fc.constant(null),
  offers: needs,
  unavoidable: fc.subarray(['faa_timer', 'ingen_tunge_loeft'] as const).map((list) => [...list]),
  purpose,
  followUp: fc.option(fc.boolean()),
  leadsToJob: fc.option(fc.boolean()),
  firmBar: fc.constantFrom(null, null, null, null, 'blokade', 'ophoert'),
  postcode,
  startDate: date,
});
const anyCitizen: fc.Arbitrary<Omit<MatchCitizen, 'id'>> = fc.record({
  terms: fc.array(anyTerm, { maxLength: 6 }),
  hoursMin: hours,
  hoursMax: hours,
  workingTimes: times,
  danish: level,
  danishOral: level,
  danishWritten: fc.constant(null),
  transports: fc.subarray(['bil', 'cykel', 'offentlig', 'gang'] as const).map((list) => [...list]),
  maxTravelMinutes: fc.option(fc.integer({ min: 0, max: 120 })),
  postcode,
  needs,
  purpose,
  canStart: date,
  mayBeShared: fc.constantFrom(true, true, true, null, false),
  protectedAddress: fc.constantFrom(false, false, false, true),
  hasEmployer: fc.constantFrom(false, false, true, null),
  placedUntil: fc.constantFrom(null, null, '2026-11-30', '2026-12-01', NO_END),
  allowed: fc.record({
    ordinaer: fc.constantFrom('ja', 'ja', 'nej', 'mangler'),
    smaajob: fc.constantFrom('ja', 'mangler'),
  }),
});
const anyMarket = fc.record({
  orders: fc
    .array(anyOrder, { minLength: 1, maxLength: 3 })
    .map((rows) => rows.map((row, at) => ({ ...row, id: at + 1 }))),
  citizens: fc
    .array(anyCitizen, { minLength: 1, maxLength: 12 })
    .map((rows) => rows.map((row, at) => ({ ...row, id: at + 1 }))),
});

test('ranking on numbers equals judging each pair on its text, in both directions', () => {
  fc.assert(
    fc.property(anyMarket, ({ orders, citizens }) => {
      const { market, places, idOf } = snapshot({ orders, citizens });
      orders.forEach((one, place) => {
        const judged = citizens.map((other) => ({ id: other.id, ...engine.judge(one, other, today) }));
        const { rows, excludedCounts } = rankOrder(market, one.id, 100);
        const ranked = rows.map((row) => ({
          id: idOf(row),
          excluded: null,
          score: row.score,
          parts: row.parts,
        }));
        const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
        const spec = specAt(market, place);
        const listed = judged.filter(({ id, excluded }) => {
          return !excluded && isListed(spec, pairFound(market, spec, places.indexOf(id)));
        });
        expect([...ranked].sort(byId)).toEqual(listed);
        expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).sort((a, b) => b - a));
        expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_, at) => at + 1));
        expect(rankOrder(market, one.id, 2).rows).toEqual(rows.slice(0, 2));
        const out = engine.excludedOf(one, citizens, today);
        const excluded = excludedPlaces(market, spec).map((row) => ({
          citizenId: idOf(row),
          reason: row.reason,
        }));
        expect(excluded.sort((a, b) => a.citizenId - b.citizenId)).toEqual(
          out.map(({ citizenId, reason }) => ({ citizenId, reason })),
        );
        for (const [reason, count] of Object.entries(excludedCounts)) {
          expect(out.filter((row) => row.reason === reason)).toHaveLength(count);
        }
        for (const row of rows) {
          const reverse = rankOrdersForCitizen(market, row.place, 10).find(
            ({ orderId }) => orderId === one.id,
          );
          expect(reverse).toMatchObject({ score: row.score, parts: row.parts });
        }
        const onLists = places.filter((_, at) =>
          rankOrdersForCitizen(market, at, 10).some(({ orderId }) => orderId === one.id),
        );
        expect(onLists.sort((a, b) => a - b)).toEqual(rows.map(idOf).sort((a, b) => a - b));
      });
    }),
    { numRuns: 300 },
  );
});

test('one citizen alone is ranked, and told why not, as in a market with everybody', () => {
  fc.assert(
    fc.property(anyMarket, ({ orders, citizens }) => {
      const draw = { today, runKey: 'k', secret: 's' };
      const { bytes, places } = engine.encode({ orders, citizens, ...draw });
      const market = openSnapshot(bytes);
      const specs = orders.map((_, at) => specAt(market, at));
      const standings = finish(citizenStandings(market, specs, new Set()));
      places.forEach((id, place) => {
        const person = citizens.find((one) => one.id === id);
        if (!person) throw new Error('nobody stands there');
        const alone = engine.alone(person, orders, draw);
        const listed = rankOrdersForCitizen(market, place, 10);
        expect(rankOrders(alone.market, alone.specs, 0, 10)).toEqual(listed);
        const fitting = alone.fitting.flatMap((at) => alone.specs[at] ?? []);
        expect(rankOrders(alone.market, fitting, 0, 10)).toEqual(listed);

        const standing = standings.find((one) => one.citizen === place);
        const told = standing?.noPair === 'andre_foran' ? null : standing;
        expect(finish(citizenStanding(market, specs, place))).toEqual(told);
        const own = finish(citizenStanding(alone.market, alone.specs, 0));
        expect(own).toEqual(told && { ...told, citizen: 0 });
      });
    }),
    { numRuns: 200 },
  );
});

test('the points of the reasons add up to the score', () => {
  fc.assert(
    fc.property(anyMarket, ({ orders, citizens }) => {
      for (const one of orders) {
        for (const other of citizens) {
          const { fits, lacks, unknown, related } = engine.explain(one, other, today);
          const points = [...fits, ...lacks, ...unknown, ...related].reduce(
            (sum, reason) => sum + reason.points,
            0,
          );
          expect(points).toBe(engine.judge(one, other, today).score);
          expect(
            related.every(
              (reason) =>
                !fits.some(
                  (fit) =>
                    fit.concept &&
                    fit.concept === reason.concept &&
                    fit.requirement === reason.requirement &&
                    fit.text === reason.text,
                ),
            ),
          ).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('no shortlist breaks a hard requirement, checked by rules written out once more', () => {
  fc.assert(
    fc.property(anyMarket, ({ orders, citizens }) => {
      const { market, idOf } = snapshot({ orders, citizens });
      const licences: Record<string, string[]> = {
        B: ['B', 'kørekort B', 'kørekort B eller C', 'C/E', 'D'],
        D: ['D'],
      };
      for (const one of orders) {
        expect(one.firmBar === null || rankOrder(market, one.id, 100).rows.length === 0).toBe(true);
        for (const row of rankOrder(market, one.id, 100).rows) {
          const other = citizens.find(({ id }) => id === idOf(row));
          expect(other?.needs.some((each) => one.unavoidable.includes(each))).toBe(false);
          expect(other?.mayBeShared === false || other?.protectedAddress).toBe(false);
          expect(other?.allowed[one.type]).not.toBe('nej');
          expect(one.type === 'ordinaer' && other?.hasEmployer === true).toBe(false);
          if (one.type !== 'smaajob')
            expect((other?.placedUntil ?? '') < (one.startDate ?? today)).toBe(true);
          if (one.startDate && other?.canStart) expect(other.canStart <= one.startDate).toBe(true);
          if (one.workingTimes.length > 0 && other && other.workingTimes.length > 0) {
            const can = one.workingTimes.map((time) => other.workingTimes.includes(time));
            expect(one.allWorkingTimes ? can.every(Boolean) : can.some(Boolean)).toBe(true);
          }
          for (const { kind, text, kanLaeres } of one.requirements) {
            const enough = licences[text];
            if (kind !== 'koerekort' || kanLaeres || !enough) continue;
            const own =
              other?.terms.filter((held) => held.kind === 'koerekort' || held.kind === 'certifikat') ?? [];
            expect(
              own.some(
                (held) => enough.includes(held.text) && (held.expiresOn ?? '9') >= (one.startDate ?? today),
              ),
            ).toBe(true);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the same input gives the same bytes, and the order of the citizens in the input does not matter', () => {
  fc.assert(
    fc.property(anyMarket, fc.infiniteStream(fc.nat()), ({ orders, citizens }, random) => {
      const { bytes, places } = snapshot({ orders, citizens });
      const shuffled = citizens
        .map((row) => ({ row, key: random.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const again = snapshot({ orders: [...orders].reverse(), citizens: shuffled });
      expect(snapshotSha(again.bytes)).toBe(snapshotSha(bytes));
      expect(again.places).toEqual(places);
    }),
    { numRuns: 100 },
  );
});

test('ties are drawn per run: neither low ids nor high ids win', () => {
  const citizens = Array.from({ length: 20 }, (_, at) => citizen({ id: at + 1 }));
  const firsts = Array.from({ length: 200 }, (_, run) => {
    const { market, idOf } = snapshot({ orders: [order()], citizens, runKey: `nat:${run}` });
    return rankOrder(market, 7, 1).rows.map(idOf)[0] ?? 0;
  });
  const mean = firsts.reduce((sum, id) => sum + id, 0) / firsts.length;
  expect(new Set(firsts).size).toBeGreaterThan(15);
  expect(mean).toBeGreaterThan(8.5);
  expect(mean).toBeLessThan(12.5);
});

test('a snapshot opens on shared memory and on unaligned bytes, holds no text, and refuses another version', () => {
  const known = citizen({ terms: [term('certifikat', 'Hemmeligbevis'), term('kompetence', 'lagerarbejde')] });
  const asks = order({ requirements: [need('certifikat', 'Hemmeligbevis'), need('krav', 'lager')] });
  const { bytes } = snapshot({ orders: [asks], citizens: [known] });
  const wanted = rankOrder(openSnapshot(bytes), 7, 5);
  expect(wanted.rows).toHaveLength(1);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  expect(rankOrder(openSnapshot(shared), 7, 5)).toEqual(wanted);
  const odd = new Uint8Array(bytes.length + 1).subarray(1);
  odd.set(bytes);
  expect(rankOrder(openSnapshot(odd), 7, 5)).toEqual(wanted);
  expect(Buffer.from(bytes).toString('latin1').toLowerCase()).not.toContain('hemmelig');
  const text = Buffer.from(bytes).toString('latin1');
  const other = Buffer.from(text.replace('"format":3', '"format":9'), 'latin1');
  expect(() => openSnapshot(other)).toThrow(/format 9/);
  expect(() => openSnapshot(bytes.slice(0, bytes.length - 8))).toThrow(/cut short/);
  expect(() => openSnapshot(new Uint8Array(40))).toThrow(/Not a matching snapshot/);
  expect(() => rankOrder(openSnapshot(bytes), 8, 5)).toThrow(/Order 8/);
});

test('an empty market and bad ids are answered plainly', () => {
  const { market } = snapshot({ orders: [order()], citizens: [] });
  expect(rankOrder(market, 7, 5).rows).toEqual([]);
  expect(rankOrdersForCitizen(market, 3, 5)).toEqual([]);
  expect(() => snapshot({ orders: [], citizens: [citizen(), citizen()] })).toThrow(/twice/);
  expect(() => snapshot({ orders: [order({ id: -1 })], citizens: [] })).toThrow(/Bad order id/);
});

test('whoever has nothing in common with an order is not on its list; an order that asks for nothing lists all', () => {
  const stranger = citizen({ id: 2, terms: [term('kompetence', 'frisør')] });
  const silent = citizen({ id: 3, terms: [] });
  const people = [citizen(), stranger, silent];
  const asks = snapshot({ orders: [order()], citizens: people });
  expect(rankOrder(asks.market, 7, 10).rows.map(asks.idOf)).toEqual([1]);
  expect(tooFewFacts(asks.market, specAt(asks.market, 0)).map((place) => asks.places[place])).toEqual([3]);
  const open = snapshot({ orders: [order({ title: '🚛' })], citizens: people });
  expect(rankOrder(open.market, 7, 10).rows).toHaveLength(3);
});

test('whoever is set aside is left out with that reason, and comes first again when taken back', () => {
  const better = citizen({
    id: 2,
    terms: [term('kompetence', 'lager'), term('erfaring', 'lager', { years: 9 })],
  });
  const citizens = [citizen(), better];
  const setAside = [{ orderId: 7, citizenId: 2 }];
  const without = snapshot({ orders: [order()], citizens, setAside });
  const { rows, excludedCounts } = rankOrder(without.market, 7, 10);
  expect(rows.map(without.idOf)).toEqual([1]);
  expect(excludedCounts.sat_til_side).toBe(1);
  expect(rankOrdersForCitizen(without.market, without.places.indexOf(2), 10)).toEqual([]);
  const taken = snapshot({ orders: [order()], citizens });
  expect(rankOrder(taken.market, 7, 10).rows.map(taken.idOf)).toEqual([2, 1]);
});

test('results are the same bytes however often they are worked out, and read back as they were', () => {
  fc.assert(
    fc.property(anyMarket, ({ orders, citizens }) => {
      const { market } = snapshot({ orders, citizens });
      const rankings = orders.map(({ id }) => rankOrder(market, id, 50));
      const bytes = packResults(rankings);
      expect(packResults(orders.map(({ id }) => rankOrder(market, id, 50)))).toEqual(bytes);
      const read = readResults(bytes);
      expect(read.map(({ orderId, excludedCounts }) => ({ orderId, excludedCounts }))).toEqual(
        rankings.map(({ orderId, excludedCounts }) => ({ orderId, excludedCounts })),
      );
      read.forEach(({ rows }, at) => {
        expect(rows.map(({ place, score, parts }) => ({ place, score, parts }))).toEqual(
          rankings[at]?.rows.map(({ place, score, parts }) => ({
            place,
            score,
            parts: SCORE_PARTS.map((part) => parts[part]),
          })),
        );
      });
      if (bytes.length > 0)
        expect(() => readResults(bytes.subarray(0, bytes.length - 1))).toThrow(/cut short/);
    }),
    { numRuns: 100 },
  );
});

test('a list over several markets is the list over one: who has changed is passed over in the first', () => {
  fc.assert(
    fc.property(anyMarket, fc.nat(), ({ orders, citizens }, seed) => {
      const [asks] = orders;
      if (!asks) return;
      const changed = new Set(
        citizens.filter(({ id }) => ((seed >> (id % 20)) & 1) === 1).map(({ id }) => id),
      );
      const whole = engine.people({ citizens, today, runKey: 'k', secret: 's' });
      const few = citizens.filter(({ id }) => changed.has(id));
      const part = engine.people({ citizens: few, today, runKey: 'k', secret: 's' });
      const absent = [...whole.places].flatMap((id, place) => (changed.has(id) ? place : []));
      const all = {
        market: whole.market,
        order: engine.specFor(whole, asks, today, { aside: [], absent: [] }),
      };
      const sides = [
        { market: whole.market, order: engine.specFor(whole, asks, today, { aside: [], absent }) },
        { market: part.market, order: engine.specFor(part, asks, today, { aside: [], absent: [] }) },
      ];
      const who = (places: Uint32Array[]) => (row: { side: number; place: number; score: number }) => {
        return { id: places[row.side]?.[row.place], score: row.score };
      };
      expect(rankTogether(sides, 50).map(who([whole.places, part.places]))).toEqual(
        rankTogether([all], 50).map(who([whole.places])),
      );
    }),
    { numRuns: 100 },
  );
});
