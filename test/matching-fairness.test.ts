import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { projectRoot } from '../db/files.ts';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { TARGET_GROUPS } from '../scripts/demo/words/benefits.ts';
import { encryptCpr } from '../server/citizens/cpr.ts';
import { allCitizenIds, readCitizens } from '../server/matching/market.ts';
import { openSnapshot, packResults, rankOrder, rankRows } from '../workers/matching/engine.ts';
import { loadTaxonomy } from '../workers/matching/taxonomy.ts';
import { zoneOf } from '../workers/matching/travel.ts';
import type { MatchOrder, OrderType } from '../workers/matching/types.ts';
import { testEngine } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { order as anyOrder, need } from './matching-builders.ts';

const today = '2026-11-22';
const PEOPLE = 80;
const keys = { encryption: randomBytes(32), index: randomBytes(32) };
const { postcodes } = loadTaxonomy(path.join(projectRoot, 'workers', 'matching', 'taxonomy'));

/** Women's and men's names, of every origin; even last digits of a CPR number are women's. */
const NAMES = [
  'Fatima Al-Sayed',
  'Mohammed Yilmaz',
  'Kirsten Jensen',
  'Jens Møller',
  'Oksana Kovalenko',
  'Thanh Nguyen',
];
/** Several postcodes of one zone each, so that they can change places without the travel time changing. */
const POSTCODES = ['1050', '1123', '1255', '1550', '1620', '1799', '1850', '1910', '2620', '2600'];
const SKILLS = ['lagerarbejde', 'rengøring', 'truckfører', 'kok', 'pakke varer', 'kundebetjening', 'engelsk'];
const HEALTH = ['diabetes', 'kronisk hovedpine', 'PTSD', 'stærkt overvægtig', 'migræne', 'epilepsi'];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** A town in which every fact that must not count differs, and so does every fact that may. */
function openTown(): Db {
  const db = openTestDb();
  for (let at = 0; at < PEOPLE; at++) {
    const citizenKey = `K${at}`;
    const cpr = `${61 + (at % 28)}0${1 + (at % 9)}${60 + (at % 30)}${1000 + at}`;
    addCitizen(db, {
      citizenKey,
      name: pick(NAMES, at),
      cprEncrypted: encryptCpr(keys, cpr, citizenKey),
      cprIndex: randomBytes(32),
      phone: `2000${1000 + at}`,
      targetGroup: pick(TARGET_GROUPS, at * 7),
      birthYear: 1958 + ((at * 11) % 50),
      benefitSince: `20${20 + (at % 7)}-0${1 + (at % 9)}-01`,
      education: at % 3 === 0 ? null : at % 3 === 1 ? 'ingen' : 'kompetencegivende',
      singleProvider: at % 4 === 0,
      hasEmployer: at % 9 === 0,
      postcode: pick(POSTCODES, at),
      danish: pick(['A2', 'B1', 'C1'], at),
      maxTravelMinutes: pick([20, 35, 60], at),
      workingTimes: at % 2 === 0 ? ['dag', 'aften'] : ['dag'],
      terms: [
        { kind: 'kompetence', text: pick(SKILLS, at) },
        { kind: 'erfaring', text: pick(SKILLS, at + 2), years: at % 6, lastYear: 2020 + (at % 7) },
        { kind: 'jobmaal', text: pick(['lagermedarbejder', 'kok', 'rengøringsassistent'], at) },
        { kind: 'koerekort', text: pick(['B', 'C'], at) },
      ],
    });
  }
  return db;
}

function order(id: number, type: OrderType, title: string, texts: string[]): MatchOrder {
  const requirements = texts.map((text) => need('krav', text));
  const danishMin = id % 2 === 0 ? 'B1' : null;
  return anyOrder({ id, type, title, requirements, hoursMin: 10, danishMin, postcode: '2620' });
}
const orders = [
  order(1, 'ordinaer', 'Lagermedarbejder', ['lagerarbejde', 'kørekort B']),
  order(2, 'loentilskud_privat', 'Kok', ['kok', 'kundebetjening']),
  order(3, 'loentilskud_offentlig', 'Rengøringsassistent', ['rengøring']),
  order(4, 'virksomhedspraktik', 'Truckfører', ['truckfører', 'lagerarbejde', 'engelsk']),
  order(5, 'voksenlaerling', 'Kok', ['kok']),
  order(6, 'fleksjob', 'Pakker', ['pakke varer']),
];

/** The night run's bytes from what stands in the database, and the live lists', as text. */
function rankings(db: Db): string {
  const engine = testEngine();
  const citizens = readCitizens(db, allCitizenIds(db), today).map(({ matchCitizen }) => matchCitizen);
  const input = { citizens, today, runKey: 'nat:2026-11-22', secret: 'fast' };
  const market = openSnapshot(engine.encode({ ...input, orders }).bytes);
  const night = packResults(orders.map(({ id }) => rankOrder(market, id, 50)));
  const people = engine.people(input);
  const live = orders.map((each) =>
    rankRows(people.market, engine.specFor(people, each, today, { aside: [], absent: [] }), 50),
  );
  return `${Buffer.from(night).toString('base64')}\n${JSON.stringify(live)}`;
}

/** Deals the values out again among those of one group, by lots drawn from the numbers. */
function dealt<T>(rows: readonly T[], groupOf: (row: T) => string, lots: readonly number[]): T[] {
  const result = [...rows];
  const places = Map.groupBy(rows.keys(), (at) => groupOf(rows[at] as T));
  for (const group of places.values()) {
    const drawn = [...group].sort((a, b) => (lots[a] ?? 0) - (lots[b] ?? 0) || a - b);
    group.forEach((place, at) => {
      result[place] = rows[drawn[at] ?? place] as T;
    });
  }
  return result;
}

const all = (db: Db) => db.select().from(citizen).orderBy(asc(citizen.id)).all();
type Row = ReturnType<typeof all>[number];
const lots = fc.array(fc.integer(), { minLength: PEOPLE, maxLength: PEOPLE });
const anyone = () => 'alle';

/** Gives every citizen the values of the one they are dealt. */
function permute(
  db: Db,
  groupOf: (row: Row) => string,
  drawn: number[],
  take: (row: Row) => Partial<Row>,
): number {
  const rows = all(db);
  let moved = 0;
  dealt(rows, groupOf, drawn).forEach((from, at) => {
    const own = rows[at];
    if (!own || own.id === from.id) return;
    moved++;
    db.update(citizen).set(take(from)).where(eq(citizen.id, own.id)).run();
  });
  return moved;
}

test('CPR, name, sex, origin and telephone count for nothing: any dealing gives the same bytes', () => {
  const db = openTown();
  const before = rankings(db);
  let moved = 0;
  fc.assert(
    fc.property(lots, (drawn) => {
      // Unique, so they make way before they are dealt out.
      const cprs = all(db).map(({ cprEncrypted }) => cprEncrypted);
      db.update(citizen).set({ cprEncrypted: null, cprIndex: null }).run();
      all(db).forEach(({ id }, at) => {
        const cprEncrypted = cprs[(at + (drawn[0] ?? 0)) % PEOPLE] ?? cprs[0] ?? null;
        db.update(citizen)
          .set({ cprEncrypted, cprIndex: randomBytes(32) })
          .where(eq(citizen.id, id))
          .run();
      });
      moved += permute(db, anyone, drawn, ({ name, nameFolded, phone, email, unemployedSince }) => {
        return { name, nameFolded, phone, email, unemployedSince };
      });
      expect(rankings(db)).toBe(before);
    }),
    { numRuns: 12 },
  );
  expect(moved).toBeGreaterThan(100);
});

test('words of health change nothing, wherever somebody has put them', () => {
  const db = openTown();
  const before = rankings(db);
  for (const { id } of all(db)) {
    const text = pick(HEALTH, id);
    const name = `${pick(NAMES, id)} (${text})`;
    db.update(citizen)
      .set({
        name,
        nameFolded: name.toLowerCase(),
        email: `${text.length}@eksempel.dk`,
        caseworkerName: text,
      })
      .where(eq(citizen.id, id))
      .run();
    for (const kind of ['kompetence', 'sprog', 'jobmaal'] as const)
      db.insert(citizenTerm).values({ citizenId: id, kind, position: 20, text }).run();
  }
  expect(rankings(db)).toBe(before);
});

/** What the dated rules derive of a citizen, and what else they look at that stays where it is. */
function derivedBits(db: Db): (row: Row) => string {
  const allowed = new Map(
    readCitizens(db, allCitizenIds(db), today).map(({ row, matchCitizen }) => [
      row.id,
      JSON.stringify(matchCitizen.allowed),
    ]),
  );
  return ({ id, hasEmployer }) => `${allowed.get(id)} ${hasEmployer}`;
}

test('age, benefit and how long: the same bytes for all whom the dated rules give the same answers', () => {
  const db = openTown();
  const before = rankings(db);
  let moved = 0;
  fc.assert(
    fc.property(lots, (drawn) => {
      moved += permute(db, derivedBits(db), drawn, (row) => {
        const { birthYear, targetGroup, benefitSince, education, singleProvider } = row;
        return { birthYear, targetGroup, benefitSince, education, singleProvider };
      });
      expect(rankings(db)).toBe(before);
    }),
    { numRuns: 12 },
  );
  expect(moved).toBeGreaterThan(50);
});

test('the postcode counts as a travel zone only: the same bytes for all who live in one', () => {
  const db = openTown();
  const before = rankings(db);
  let moved = 0;
  fc.assert(
    fc.property(lots, (drawn) => {
      const zone = ({ postcode }: Row) => String(zoneOf(postcodes, postcode));
      moved += permute(db, zone, drawn, ({ postcode }) => ({ postcode }));
      expect(rankings(db)).toBe(before);
    }),
    { numRuns: 12 },
  );
  expect(moved).toBeGreaterThan(100);
});

function firstOnList(db: Db): number {
  const citizens = readCitizens(db, allCitizenIds(db), today).map(({ matchCitizen }) => matchCitizen);
  const input = { orders, citizens, today, runKey: 'nat:2026-11-22', secret: 'fast' };
  const { bytes, places } = testEngine().encode(input);
  const [first] = rankOrder(openSnapshot(bytes), 1, 1).rows;
  return places[first?.place ?? 0] ?? 0;
}

test('the same test fails when what is dealt does count: a skill, a zone, an answer of the rules', () => {
  const before = rankings(openTown());
  const skilled = openTown();
  const onTheList = firstOnList(skilled);
  skilled.update(citizenTerm).set({ text: 'kok' }).where(eq(citizenTerm.citizenId, onTheList)).run();
  expect(rankings(skilled)).not.toBe(before);
  const drawn = Array.from({ length: PEOPLE }, (_, at) => (at * 37) % PEOPLE);
  const moved = openTown();
  permute(moved, anyone, drawn, ({ postcode }) => ({ postcode }));
  expect(rankings(moved)).not.toBe(before);
  const aged = openTown();
  permute(aged, anyone, drawn, ({ birthYear, targetGroup }) => ({ birthYear, targetGroup }));
  expect(rankings(aged)).not.toBe(before);
});
