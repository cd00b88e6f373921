import type Database from 'better-sqlite3';
import { and, between, count, desc, eq, gt, inArray, lte, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount, pUnit } from '../../db/schema/companies.ts';
import { CONTACT_OUTCOMES, contact } from '../../db/schema/contacts.ts';
import type { SealedReach } from '../../db/schema/coverage.ts';
import { user } from '../../db/schema/users.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';
import { changesSince, type Moment } from './firm-changes.ts';
import { liveAnswer } from './live.ts';
import { type Coverage, coverageFrom } from './queries.ts';
import { ALL_KNOWN } from './question.ts';
import { type FirmState, scopeOf } from './rules.ts';
import type { Seal } from './seal-queries.ts';
import { type SealedFirm, sealedTown } from './sealed-lists.ts';
import { countsOf } from './tally.ts';

export const LATE_PAGE_SIZE = 50;

/** A contact of the quarter that was entered, corrected or taken back after the seal. */
export function lateContacts(db: Db, seal: Seal, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy(LATE_KEYS, slice);
  const firms = firmsWithLateContacts(db, seal);
  const where = isLateContact(seal, firms.size <= MOST_SEEKS ? [...firms] : undefined);
  const total = db.select({ n: count() }).from(contact).where(where).get()?.n ?? 0;
  const rows = db
    .select({
      id: contact.id,
      pNumber: contact.pNumber,
      name: pUnit.name,
      contactDate: contact.contactDate,
      kind: contact.kind,
      outcome: contact.outcome,
      recordedAt: contact.recordedAt,
      supersededAt: contact.supersededAt,
      replacesId: contact.replacesId,
      recordedByName: user.name,
      key: keyColumn(LATE_KEYS),
    })
    .from(contact)
    .innerJoin(pUnit, eq(pUnit.pNumber, contact.pNumber))
    .leftJoin(user, eq(user.id, contact.recordedBy))
    .where(and(where, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all()
    .map((row) => ({ ...row, what: whatHappened(row, seal) }));
  return { rows, total };
}

/** Through the firms' own contacts, or through all of the quarter: by outcome as well, as the covering index begins. */
function isLateContact({ fromDate, toDate, knownAt }: Seal, firms?: readonly number[]) {
  return and(
    firms
      ? sql`${contact.pNumber} IN (SELECT value FROM json_each(${JSON.stringify(firms)}))`
      : inArray(contact.outcome, [...CONTACT_OUTCOMES]),
    between(contact.contactDate, fromDate, toDate),
    or(gt(contact.recordedAt, knownAt), gt(contact.supersededAt, knownAt)),
  );
}

/** For more firms than these the whole quarter is looked through: it takes less time. */
const MOST_SEEKS = 1000;

interface LateFirms {
  upTo: Moment;
  firms: Set<number>;
}

/** By the seal's id. */
const memories = new WeakMap<Database.Database, Map<number, LateFirms>>();

/** Kept, and mended for the firms that have changed since: a quarter has tens of thousands of contacts, few of them late. */
function firmsWithLateContacts(db: Db, seal: Seal): ReadonlySet<number> {
  const memory = memories.get(db.$client) ?? new Map<number, LateFirms>();
  memories.set(db.$client, memory);
  const kept = memory.get(seal.id);
  const { latest, changed } = changesSince(db, kept?.upTo);
  const read = (among?: readonly number[]) =>
    db
      .selectDistinct({ pNumber: contact.pNumber })
      .from(contact)
      .where(isLateContact(seal, among))
      .all()
      .map(({ pNumber }) => pNumber);
  if (!kept || !changed) {
    const firms = new Set(read());
    memory.set(seal.id, { upTo: latest, firms });
    return firms;
  }
  for (const pNumber of changed) kept.firms.delete(pNumber);
  if (changed.length > 0) for (const pNumber of read(changed)) kept.firms.add(pNumber);
  kept.upTo = latest;
  return kept.firms;
}

const LATE_KEYS: SortKey[] = [
  { by: sql`coalesce(${contact.supersededAt}, ${contact.recordedAt})`, descending: true },
  { by: contact.id, descending: true },
];

export type LateContact = ReturnType<typeof lateContacts>['rows'][number];

function whatHappened(
  {
    recordedAt,
    supersededAt,
    replacesId,
  }: { recordedAt: string; supersededAt: string | null; replacesId: number | null },
  { knownAt }: Seal,
): string {
  if (recordedAt <= knownAt) return 'Rettet eller trukket tilbage';
  if (supersededAt !== null) return 'Indtastet og siden rettet';
  return replacesId === null ? 'Indtastet efter forseglingen' : 'Rettelse';
}

/** Headcounts that speak of the quarter and were learned or imported after the seal: the konsulents' own, and how many from the register. */
export function lateHeadcounts(db: Db, seal: Seal) {
  const late = and(
    lte(headcount.validFrom, seal.toDate),
    or(gt(headcount.recordedAt, seal.knownAt), gt(headcount.supersededAt, seal.knownAt)),
  );
  // Found first and sorted then: in the order of recording SQLite would look at all there are.
  const ownIds = db
    .select({ id: headcount.id })
    .from(headcount)
    .where(and(late, eq(headcount.source, 'konsulent')));
  const own = db
    .select({
      pNumber: headcount.pNumber,
      name: pUnit.name,
      count: headcount.count,
      validFrom: headcount.validFrom,
      recordedAt: headcount.recordedAt,
      recordedByName: user.name,
    })
    .from(headcount)
    .innerJoin(pUnit, eq(pUnit.pNumber, headcount.pNumber))
    .leftJoin(user, eq(user.id, headcount.recordedBy))
    .where(inArray(headcount.id, ownIds))
    .orderBy(desc(headcount.recordedAt), desc(headcount.id))
    .limit(LATE_PAGE_SIZE)
    .all();
  const fromRegister = db
    .select({ n: count() })
    .from(headcount)
    .where(and(late, ne(headcount.source, 'konsulent')))
    .get();
  return { own, fromRegister: fromRegister?.n ?? 0 };
}

export interface ChangedFirm {
  pNumber: number;
  name: string;
  before: SealedState | null;
  after: SealedState | null;
}

/** As in the seal; null stands for a firm that is in no figure. */
export interface SealedState {
  scope: ReturnType<typeof scopeOf>;
  reach: SealedReach;
}

/** What the same question gives today under the seal's own rule, unit and settings, and the firms that differ. */
export function effectOfLateEntries(db: Db, seal: Seal): { now: Coverage; changed: ChangedFirm[] } {
  const { rule, unit } = seal;
  const question = { from: seal.fromDate, to: seal.toDate, asOf: ALL_KNOWN };
  const counting = { rule, unreported: seal.settings.unreported };
  const answer = liveAnswer(db, question, counting);
  const now = coverageFrom(countsOf(answer.tally(unit)), { question, unit, counting });
  const { states } = answer;
  const limit = rule.moreThanEmployees;
  return { now, changed: changedFirms(db, sealedTown(db, seal).rows, { states, limit }) };
}

function changedFirms(
  db: Db,
  sealed: ReadonlyMap<number, SealedFirm>,
  { states, limit }: { states: ReadonlyMap<number, FirmState>; limit: number },
): ChangedFirm[] {
  const found: Omit<ChangedFirm, 'name'>[] = [];
  for (const pNumber of new Set([...sealed.keys(), ...states.keys()])) {
    const row = sealed.get(pNumber);
    const before = row ? counted({ scope: scopeOf(row, limit), reach: row.reach }) : null;
    const state = states.get(pNumber);
    const after = state ? counted(stateOf(state, limit)) : null;
    if (before?.scope !== after?.scope || before?.reach !== after?.reach)
      found.push({ pNumber, before, after });
  }
  const names = new Map(
    db
      .select({ pNumber: pUnit.pNumber, name: pUnit.name })
      .from(pUnit)
      .where(
        sql`${pUnit.pNumber} IN (SELECT value FROM json_each(${JSON.stringify(found.map(({ pNumber }) => pNumber))}))`,
      )
      .all()
      .map(({ pNumber, name }) => [pNumber, name]),
  );
  return found
    .map((firm) => ({ ...firm, name: names.get(firm.pNumber) ?? sealed.get(firm.pNumber)?.name ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'da') || a.pNumber - b.pNumber);
}

const REACHES = ['ikke_kontaktet', 'kontaktet', 'besoegt'] as const satisfies SealedReach[];

function stateOf(state: FirmState, limit: number): SealedState {
  return { scope: scopeOf(state, limit), reach: REACHES[state.reach] };
}

function counted(state: SealedState): SealedState | null {
  return state.scope === 'under' ? null : state;
}
