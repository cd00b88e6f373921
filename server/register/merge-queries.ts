import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { campaignMember } from '../../db/schema/campaigns.ts';
import { ordinaryStaff } from '../../db/schema/capacity.ts';
import { companyBar, headcount, pUnit } from '../../db/schema/companies.ts';
import { contactPerson } from '../../db/schema/contact-persons.ts';
import { contact } from '../../db/schema/contacts.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import { firmAssignment, firmMerge, keptApart } from '../../db/schema/firm-work.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import { sliceBy } from '../api/keyset.ts';
import { cutTo, type Key, type Slice } from '../api/paging.ts';
import { firmsInOrder } from '../companies/list.ts';
import { liveFirms } from '../coverage/live.ts';
import { type LikenessReason, likePairs, type Pair } from './likeness.ts';

type Reader = Pick<Db, 'select'>;

/** The P-unit that a merged one hides behind, or null: this one stands itself. */
export function keptInstead(db: Reader, pNumber: number): number | null {
  let kept: number | null = null;
  let next: number | null = pNumber;
  while (next !== null) {
    next = mergedInto(db).get({ pNumber: next })?.mergedInto ?? null;
    kept = next ?? kept;
  }
  return kept;
}

const mergedInto = preparedOnce((db: Reader) =>
  db
    .select({ mergedInto: pUnit.mergedInto })
    .from(pUnit)
    .where(eq(pUnit.pNumber, sql.placeholder('pNumber')))
    .prepare(),
);

/** The latest merge into a firm that nobody has undone. */
export function latestMergeInto(db: Reader, pNumber: number): { id: number } | null {
  const row = db
    .select({ id: firmMerge.id })
    .from(firmMerge)
    .where(and(eq(firmMerge.keptPNumber, pNumber), isNull(firmMerge.undoneAt)))
    .orderBy(desc(firmMerge.id))
    .limit(1)
    .get();
  return row ?? null;
}

export const PAGE_SIZE = 50;

/** Merges that stand, the latest first: each can be undone. */
export function standingMerges(db: Reader, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy([{ by: firmMerge.id, descending: true }], slice);
  const kept = alias(pUnit, 'kept');
  const merged = alias(pUnit, 'merged');
  return db
    .select({
      id: firmMerge.id,
      keptPNumber: firmMerge.keptPNumber,
      keptName: kept.name,
      mergedPNumber: firmMerge.mergedPNumber,
      mergedName: merged.name,
      mergedAt: firmMerge.mergedAt,
      byName: user.name,
    })
    .from(firmMerge)
    .innerJoin(kept, eq(kept.pNumber, firmMerge.keptPNumber))
    .innerJoin(merged, eq(merged.pNumber, firmMerge.mergedPNumber))
    .innerJoin(user, eq(user.id, firmMerge.mergedBy))
    .where(and(isNull(firmMerge.undoneAt), after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
}

export interface Likeness {
  first: number;
  firstName: string;
  second: number;
  secondName: string;
  address: string | null;
  reason: LikenessReason;
}

/** By the version of the firms and the day. */
const pairs = new WeakMap<object, { today: string; pairs: Pair[] }>();

/** Active P-units that may be one place of work (likePairs), but for those somebody holds apart; each with its key. */
export function likelyDuplicates(db: Db, { slice, today }: { slice: Slice; today: string }) {
  const { version } = liveFirms(db);
  const known = pairs.get(version);
  const kept = known?.today === today ? known : { today, pairs: likePairs(firmsInOrder(db, 'navn', today)) };
  pairs.set(version, kept);
  const apart = new Set(
    db
      .select()
      .from(keptApart)
      .all()
      .map(({ firstPNumber, secondPNumber }) => `${firstPNumber} ${secondPNumber}`),
  );
  const found = kept.pairs.filter(({ first, second }) => !apart.has(`${first.pNumber} ${second.pNumber}`));
  const shown = cutTo(found, slice, { keyOf: pairKey });
  return { rows: withNames(db, shown), total: found.length };
}

/** By the first one's name. */
function pairKey({ first, second }: Pair): Key {
  return [first.nameFolded, first.pNumber, second.pNumber];
}
/** Parts of a pair's key. */
export const DUPLICATE_PARTS = 3;

function withNames(db: Db, shown: readonly Pair[]): (Likeness & { key: Key })[] {
  const pNumbers = shown.flatMap(({ first, second }) => [first.pNumber, second.pNumber]);
  const rows = db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name })
    .from(pUnit)
    .where(inArray(pUnit.pNumber, pNumbers))
    .all();
  const names = new Map(rows.map(({ pNumber, name }) => [pNumber, name]));
  return shown.map((pair) => {
    const { first, second, reason } = pair;
    return {
      key: pairKey(pair),
      first: first.pNumber,
      firstName: names.get(first.pNumber) ?? '',
      second: second.pNumber,
      secondName: names.get(second.pNumber) ?? '',
      address: first.streetAddress,
      reason,
    };
  });
}

/** What hangs on a firm and would move with it. */
export function belongingsOf(db: Reader, pNumber: number) {
  const of = (
    table: typeof contact | typeof jobOrder | typeof placement | typeof contactPerson | typeof firmRecord,
  ) => eq(table.pNumber, pNumber);
  const rows = (query: { n: number } | undefined) => query?.n ?? 0;
  const n = { n: count() };
  return {
    kontakter: rows(
      db
        .select(n)
        .from(contact)
        .where(and(of(contact), isNull(contact.supersededAt)))
        .get(),
    ),
    jobordrer: rows(db.select(n).from(jobOrder).where(of(jobOrder)).get()),
    forloeb: rows(db.select(n).from(placement).where(of(placement)).get()),
    personer: rows(db.select(n).from(contactPerson).where(of(contactPerson)).get()),
    aftaler: rows(
      db
        .select(n)
        .from(firmRecord)
        .where(and(of(firmRecord), isNull(firmRecord.supersededAt)))
        .get(),
    ),
    ansattetal: rows(
      db
        .select(n)
        .from(headcount)
        .where(
          and(
            eq(headcount.pNumber, pNumber),
            eq(headcount.source, 'konsulent'),
            isNull(headcount.supersededAt),
          ),
        )
        .get(),
    ),
    aarsvaerk: rows(
      db
        .select(n)
        .from(ordinaryStaff)
        .where(and(eq(ordinaryStaff.pNumber, pNumber), isNull(ordinaryStaff.supersededAt)))
        .get(),
    ),
    spaerringer: rows(db.select(n).from(companyBar).where(eq(companyBar.pNumber, pNumber)).get()),
    kampagner: rows(db.select(n).from(campaignMember).where(eq(campaignMember.pNumber, pNumber)).get()),
    tilknytninger: rows(
      db
        .select(n)
        .from(firmAssignment)
        .where(and(eq(firmAssignment.pNumber, pNumber), isNull(firmAssignment.endedAt)))
        .get(),
    ),
  };
}
