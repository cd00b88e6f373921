import { and, eq, isNull } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import {
  company,
  HEADCOUNT_INTERVALS,
  HEADCOUNT_SOURCES,
  headcount,
  lifePeriod,
  locationPeriod,
  pUnit,
} from '../db/schema/companies.ts';
import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  CONTACT_ROLES,
  contact,
} from '../db/schema/contacts.ts';
import { changeSetting, UNREPORTED_CHOICES, type UnreportedChoice } from '../server/admin/queries.ts';
import type { HeadcountFact, Period } from '../server/companies/rules.ts';
import { refreshScopePeriods } from '../server/companies/scope.ts';
import { type CoverageQuestion, countingFor, coverageLists, coverageOf } from '../server/coverage/queries.ts';
import { FIGURES } from '../server/coverage/rules.ts';
import { boundsOn } from './scope-model.ts';

const HERE = 165;
const FIRMS = [1000000001, 1000000002, 1000000003, 1000000004, 1000000005, 1000000006];

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-02-${String(n).padStart(2, '0')}`);
const period = fc.record({ validFrom: day, validTo: fc.option(day, { freq: 2 }) });
const firm = fc.constantFrom(...FIRMS);
const contactFields = fc.record({
  contactDate: day,
  kind: fc.constantFrom(...CONTACT_KINDS),
  direction: fc.constantFrom(...CONTACT_DIRECTIONS),
  outcome: fc.constantFrom(...CONTACT_OUTCOMES),
  madeAs: fc.constantFrom(...CONTACT_ROLES, null),
});
/** What can happen to the records, one after another, each an hour after the one before. */
const event = fc.oneof(
  fc.record({ type: fc.constant('life' as const), firm, period }),
  fc.record({ type: fc.constant('location' as const), firm, period, here: fc.boolean() }),
  fc.record({
    type: fc.constant('headcount' as const),
    firm,
    validFrom: day,
    count: fc.option(fc.integer({ min: 0, max: 6 })),
    interval: fc.constantFrom(...HEADCOUNT_INTERVALS.slice(0, 5)),
    source: fc.constantFrom(...HEADCOUNT_SOURCES),
  }),
  fc.record({ type: fc.constant('contact' as const), firm, contact: contactFields }),
  fc.record({ type: fc.constant('contact' as const), firm, contact: contactFields }),
  fc.record({ type: fc.constant('correct' as const), pick: fc.nat(), contact: contactFields }),
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** Every firm starts in the municipality, so that most questions have an answer. */
const START: Event[] = FIRMS.flatMap((pNumber): Event[] => [
  { type: 'life', firm: pNumber, period: { validFrom: '2025-01-01', validTo: null } },
  { type: 'location', firm: pNumber, period: { validFrom: '2025-01-01', validTo: null }, here: true },
]);

function hour(index: number): string {
  return new Date(Date.UTC(2025, 5, 1, index)).toISOString();
}

test('figures and lists equal a plain evaluation of what was known, for any history, period and as-of', () => {
  const db = openTown();
  const question = fc.record({ days: fc.tuple(day, day), knownEvents: fc.integer({ min: 0, max: 45 }) });
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 5, maxLength: 30 }),
      fc.array(question, { minLength: 5, maxLength: 5 }),
      fc.constantFrom(...UNREPORTED_CHOICES),
      (events, asked, unreported) => {
        const story = [...START, ...events];
        undone(db, () => {
          recordAll(db, story);
          changeSetting(db, 'unreported', unreported, { at: hour(0), by: null });
          for (const { days, knownEvents } of asked) {
            const [from = '', to = ''] = [...days].sort();
            const question = { from, to, asOf: hour(knownEvents) };
            const expected = evaluate(story.slice(0, knownEvents + 1), question, unreported);
            const { coverage, visits, ...counts } = coverageOf(db, question);
            expect(sortedLists(db, question)).toEqual(expected.lists);
            for (const figure of FIGURES) expect(counts[figure]).toBe(expected.lists[figure].length);
            expect({ coverage, visits }).toEqual({ coverage: expected.coverage, visits: expected.visits });
          }
        });
      },
    ),
    { numRuns: 60 },
  );
  db.$client.close();
});

test('nothing recorded later changes a past figure', () => {
  const db = openTown();
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 5, maxLength: 20 }),
      fc.array(event, { maxLength: 20 }),
      (before, after) => {
        undone(db, () => {
          recordAll(db, [...START, ...before]);
          const known = START.length + before.length;
          const question = { from: '2025-02-01', to: '2025-02-28', asOf: hour(known - 1) };
          const then = sortedLists(db, question);
          recordAll(db, after, known);
          expect(sortedLists(db, question)).toEqual(then);
        });
      },
    ),
    { numRuns: 60 },
  );
  db.$client.close();
});

function openTown(): Db {
  const db = openTestDb();
  const at = hour(0);
  db.insert(company).values({ cvr: 10000000, createdAt: at, updatedAt: at }).run();
  for (const pNumber of FIRMS) {
    const name = `Firma ${pNumber}`;
    db.insert(pUnit)
      .values({ pNumber, cvr: 10000000, name, nameFolded: name, createdAt: at, updatedAt: at })
      .run();
  }
  return db;
}

/** Every story starts from the same empty town. */
function undone(db: Db, story: () => void): void {
  db.$client.exec('BEGIN');
  try {
    story();
  } finally {
    db.$client.exec('ROLLBACK');
  }
}

function sortedLists(db: Db, question: CoverageQuestion) {
  return Object.fromEntries(
    Object.entries(coverageLists(db, question, { unit: 'p', counting: countingFor(db, question) })).map(
      ([figure, list]) => [figure, list.sort()],
    ),
  );
}

/** Writes the story into the program's own tables: rows are superseded, never changed. */
function recordAll(db: Db, story: Event[], firstHour = 0): void {
  for (const [index, entry] of story.entries())
    db.transaction((tx) => record(tx, entry, hour(firstHour + index)));
}

function record(tx: Pick<Db, 'select' | 'insert' | 'update'>, entry: Event, at: string): void {
  switch (entry.type) {
    case 'life':
      supersede(tx, lifePeriod, entry.firm, at);
      tx.insert(lifePeriod)
        .values({ pNumber: entry.firm, ...entry.period, recordedAt: at })
        .run();
      break;
    case 'location':
      supersede(tx, locationPeriod, entry.firm, at);
      tx.insert(locationPeriod)
        .values({
          pNumber: entry.firm,
          ...entry.period,
          municipalityCode: entry.here ? HERE : 101,
          recordedAt: at,
        })
        .run();
      break;
    case 'headcount':
      tx.insert(headcount)
        .values({ ...headcountOf(entry, at), pNumber: entry.firm })
        .run();
      break;
    case 'contact':
      tx.insert(contact)
        .values({ pNumber: entry.firm, ...entry.contact, recordedAt: at })
        .run();
      break;
    case 'correct': {
      const standing = tx
        .select()
        .from(contact)
        .where(isNull(contact.supersededAt))
        .orderBy(contact.id)
        .all();
      const old = standing[entry.pick % Math.max(1, standing.length)];
      if (!old) return;
      tx.update(contact).set({ supersededAt: at }).where(eq(contact.id, old.id)).run();
      tx.insert(contact)
        .values({ pNumber: old.pNumber, ...entry.contact, recordedAt: at, replacesId: old.id })
        .run();
    }
  }
  if ('firm' in entry) refreshScopePeriods(tx, [entry.firm], { at, municipalityCode: HERE });
}

function supersede(
  tx: Pick<Db, 'update'>,
  table: typeof lifePeriod | typeof locationPeriod,
  pNumber: number,
  at: string,
): void {
  tx.update(table)
    .set({ supersededAt: at })
    .where(and(eq(table.pNumber, pNumber), isNull(table.supersededAt)))
    .run();
}

function headcountOf(entry: Extract<Event, { type: 'headcount' }>, at: string): HeadcountFact {
  const { validFrom, count, interval, source } = entry;
  return { validFrom, count, interval: count === null ? interval : null, source, recordedAt: at };
}

/** The issue's own words, one firm at a time, on what had happened by then. */
function evaluate(story: Event[], { from, to }: CoverageQuestion, unreported: UnreportedChoice) {
  const life = new Map<number, Period>();
  const locations = new Map<number, Period & { municipalityCode: number }>();
  const headcounts: (HeadcountFact & { firm: number })[] = [];
  const contacts: { firm: number; fields: Extract<Event, { type: 'contact' }>['contact']; order: number }[] =
    [];
  for (const [index, entry] of story.entries()) {
    if (entry.type === 'life') life.set(entry.firm, entry.period);
    if (entry.type === 'location')
      locations.set(entry.firm, { ...entry.period, municipalityCode: entry.here ? HERE : 101 });
    if (entry.type === 'headcount') headcounts.push({ ...headcountOf(entry, hour(index)), firm: entry.firm });
    if (entry.type === 'contact') contacts.push({ firm: entry.firm, fields: entry.contact, order: index });
    if (entry.type === 'correct' && contacts.length > 0) {
      const [old] = contacts.splice(entry.pick % contacts.length, 1);
      if (old) contacts.push({ firm: old.firm, fields: entry.contact, order: index });
    }
  }
  const counting = contacts.filter(
    ({ fields }) =>
      fields.contactDate >= from &&
      fields.contactDate <= to &&
      ['opnaaet', 'ikke_interesseret', 'senere'].includes(fields.outcome) &&
      fields.madeAs !== 'sagsbehandler',
  );
  const contacted = new Set(counting.map(({ firm: pNumber }) => pNumber));
  const visited = new Set(
    counting
      .filter(({ fields }) => fields.kind === 'besoeg' && fields.direction === 'ud')
      .map(({ firm: pNumber }) => pNumber),
  );
  const state = (pNumber: number) => {
    const lifeOf = life.get(pNumber);
    const place = locations.get(pNumber);
    const facts = {
      life: lifeOf ? [lifeOf] : [],
      locations: place ? [place] : [],
      headcounts: headcounts.filter((row) => row.firm === pNumber),
    };
    const bounds = boundsOn(facts, HERE, to);
    if (!bounds) return 'out';
    if (bounds.minCount === null) return 'unreported';
    if (bounds.minCount > 2) return 'inScope';
    return bounds.maxCount !== null && bounds.maxCount <= 2 ? 'out' : 'undecided';
  };
  const withState = (wanted: string) => FIRMS.filter((pNumber) => state(pNumber) === wanted);
  const silent = withState('unreported');
  const inScope = [...withState('inScope'), ...(unreported === 'inde' ? silent : [])].sort();
  const undecided = [...withState('undecided'), ...(unreported === 'uafklaret' ? silent : [])].sort();
  const lists = {
    inScope,
    undecided,
    unreported: silent,
    contacted: inScope.filter((pNumber) => contacted.has(pNumber)),
    visited: inScope.filter((pNumber) => visited.has(pNumber)),
    notContacted: inScope.filter((pNumber) => !contacted.has(pNumber)),
    undecidedContacted: undecided.filter((pNumber) => contacted.has(pNumber)),
    undecidedVisited: undecided.filter((pNumber) => visited.has(pNumber)),
  };
  return {
    lists,
    coverage: extremes(inScope, undecided, contacted),
    visits: extremes(inScope, undecided, visited),
  };
}

/** Every way the undecided could turn out; the lowest and the highest share among them. */
function extremes(inScope: number[], undecided: number[], reached: Set<number>) {
  const shares = Array.from({ length: 2 ** undecided.length }, (_, choice) => {
    const members = [...inScope, ...undecided.filter((_, index) => choice & (2 ** index))];
    return members.length === 0
      ? null
      : members.filter((pNumber) => reached.has(pNumber)).length / members.length;
  }).filter((value) => value !== null);
  const [n, u] = [inScope.length, undecided.length];
  const undecidedReached = undecided.filter((pNumber) => reached.has(pNumber)).length;
  // Each bound speaks of one outcome; where that outcome leaves nobody in scope there is no share.
  return {
    min: n + u - undecidedReached === 0 ? null : Math.min(...shares),
    max: n + undecidedReached === 0 ? null : Math.max(...shares),
  };
}
