import { and, between, count, desc, eq, gt, inArray, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount, pUnit } from '../../db/schema/companies.ts';
import { CONTACT_OUTCOMES, contact } from '../../db/schema/contacts.ts';
import type { SealedReach } from '../../db/schema/coverage.ts';
import { user } from '../../db/schema/users.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';
import { type Coverage, companyNumbers, coverageFrom, firmStates } from './queries.ts';
import { ALL_KNOWN } from './question.ts';
import { type FirmState, lengthsOf, listsOf, scopeOf } from './rules.ts';
import type { Seal } from './seal-queries.ts';
import { type SealedFirm, sealedTown } from './sealed-lists.ts';
import { asUnits } from './units.ts';

export const LATE_PAGE_SIZE = 50;

/** A contact of the quarter that was entered, corrected or taken back after the seal. */
export function lateContacts(db: Db, seal: Seal, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy(LATE_KEYS, slice);
  const where = and(
    inArray(contact.outcome, [...CONTACT_OUTCOMES]),
    between(contact.contactDate, seal.fromDate, seal.toDate),
    or(gt(contact.recordedAt, seal.knownAt), gt(contact.supersededAt, seal.knownAt)),
  );
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

/** Headcounts that speak of the quarter and were learned or imported after the seal: how many, and the konsulents' own. */
export function lateHeadcounts(db: Db, seal: Seal) {
  const late = and(
    lte(headcount.validFrom, seal.toDate),
    or(gt(headcount.recordedAt, seal.knownAt), gt(headcount.supersededAt, seal.knownAt)),
  );
  const isOwn = eq(headcount.source, 'konsulent');
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
    .where(and(late, isOwn))
    .orderBy(desc(headcount.recordedAt), desc(headcount.id))
    .limit(LATE_PAGE_SIZE)
    .all();
  const total = (where: SQL | undefined) =>
    db.select({ n: count() }).from(headcount).where(and(late, where)).get()?.n ?? 0;
  return { own, ownTotal: total(isOwn), fromRegister: total(ne(headcount.source, 'konsulent')) };
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
  const states = firmStates(db, question, rule);
  const units = asUnits(states, unit === 'p' ? undefined : companyNumbers(db));
  const { unreported } = seal.settings;
  const limit = rule.moreThanEmployees;
  const now = coverageFrom(lengthsOf(listsOf(units, { limit, unreported })), {
    question,
    unit,
    counting: { rule, unreported },
  });
  return { now, changed: changedFirms(db, sealedTown(db, seal).rows, { states, limit }) };
}

function changedFirms(
  db: Db,
  sealed: ReadonlyMap<number, SealedFirm>,
  { states, limit }: { states: readonly FirmState[]; limit: number },
): ChangedFirm[] {
  const now = new Map(states.map((state) => [state.pNumber, stateOf(state, limit)]));
  const found: Omit<ChangedFirm, 'name'>[] = [];
  for (const pNumber of new Set([...sealed.keys(), ...now.keys()])) {
    const row = sealed.get(pNumber);
    const before = row ? counted({ scope: scopeOf(row, limit), reach: row.reach }) : null;
    const after = counted(now.get(pNumber) ?? null);
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

function counted(state: SealedState | null): SealedState | null {
  return state?.scope === 'under' ? null : state;
}
