import { and, count, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { companyBar, headcount, pUnit } from '../../db/schema/companies.ts';
import { contactPerson } from '../../db/schema/contact-persons.ts';
import { contact } from '../../db/schema/contacts.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import { firmAssignment, firmMerge } from '../../db/schema/firm-work.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';

type Reader = Pick<Db, 'select'>;

/** The P-unit that a merged one hides behind, or null: this one stands itself. */
export function keptInstead(db: Reader, pNumber: number): number | null {
  let kept: number | null = null;
  let next: number | null = pNumber;
  while (next !== null) {
    const row = db.select({ mergedInto: pUnit.mergedInto }).from(pUnit).where(eq(pUnit.pNumber, next)).get();
    next = row?.mergedInto ?? null;
    kept = next ?? kept;
  }
  return kept;
}

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

const PAGE_SIZE = 50;

/** Merges that stand, the latest first: each can be undone. */
export function standingMerges(db: Reader, page: number) {
  const kept = alias(pUnit, 'kept');
  const merged = alias(pUnit, 'merged');
  const rows = db
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
    .where(isNull(firmMerge.undoneAt))
    .orderBy(desc(firmMerge.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .all();
  return rows;
}

/** Why two firms look like one. */
type LikenessReason = 'samme_navn_og_adresse' | 'samme_cvr_og_adresse' | 'samme_cvr_i_haanden';

export interface Likeness {
  first: number;
  firstName: string;
  second: number;
  secondName: string;
  address: string | null;
  reason: LikenessReason;
}

/**
 * Pairs of active P-units that may be one place of work, a page at a time. Name and address must both be filled in and
 * equal; within a CVR number the same address and names of which one begins the other will do, or that one of the two
 * was made by hand with the same postcode. What is blank never makes a likeness. Pairs that somebody holds apart, and
 * merged firms, are left out.
 */
export function likelyDuplicates(db: Db, { page, today }: { page: number; today: string }) {
  const pairs = sql`(${pairsBy('samme_navn_og_adresse', SAME_NAME_AND_ADDRESS, today)}
    UNION ALL ${pairsBy('samme_cvr_og_adresse', SAME_CVR_AND_ADDRESS, today)}
    UNION ALL ${pairsBy('samme_cvr_i_haanden', SAME_CVR_BY_HAND, today)})`;
  const rows = db.all<Likeness & { total: number }>(sql`
    SELECT pair.first, pair.second, pair.reason, one.name AS firstName, other.name AS secondName,
      one.street_address AS address, count(*) OVER () AS total
    FROM ${pairs} AS pair
    JOIN p_unit AS one ON one.p_number = pair.first JOIN p_unit AS other ON other.p_number = pair.second
    ORDER BY one.name_folded, pair.first, pair.second LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`);
  return { rows, total: rows[0]?.total ?? 0, page, pageSize: PAGE_SIZE };
}

const SAME_ADDRESS = sql`a.street_address <> '' AND a.postcode <> ''
  AND b.street_address = a.street_address COLLATE NOCASE AND b.postcode = a.postcode`;
const ONE_NAME_BEGINS_THE_OTHER = sql`(instr(b.name_folded, a.name_folded) = 1 OR instr(a.name_folded, b.name_folded) = 1)`;
// The reasons shut one another out, so that no pair comes twice. The plus signs keep the join on the index of the first
// condition.
const SAME_NAME_AND_ADDRESS = sql`b.name_folded = a.name_folded AND ${SAME_ADDRESS}`;
const SAME_CVR_AND_ADDRESS = sql`b.cvr = a.cvr AND +b.name_folded <> a.name_folded AND ${SAME_ADDRESS}
  AND ${ONE_NAME_BEGINS_THE_OTHER}`;
const SAME_CVR_BY_HAND = sql`b.cvr = a.cvr AND (a.import_id IS NULL) <> (b.import_id IS NULL)
  AND a.postcode <> '' AND +b.postcode = a.postcode AND NOT (${SAME_ADDRESS})`;

function pairsBy(reason: LikenessReason, alike: SQL, today: string): SQL {
  return sql`SELECT a.p_number AS first, b.p_number AS second, ${reason} AS reason
    FROM p_unit AS a JOIN p_unit AS b ON b.p_number > a.p_number AND ${alike}
    WHERE a.merged_into IS NULL AND b.merged_into IS NULL
      AND (a.end_date IS NULL OR a.end_date > ${today}) AND (b.end_date IS NULL OR b.end_date > ${today})
      AND NOT EXISTS (SELECT 1 FROM kept_apart
        WHERE kept_apart.first_p_number = a.p_number AND kept_apart.second_p_number = b.p_number)`;
}

/** What hangs on a firm and would move with it. */
export function belongingsOf(db: Reader, pNumber: number) {
  const of = (table: typeof contact | typeof jobOrder | typeof contactPerson | typeof firmRecord) =>
    eq(table.pNumber, pNumber);
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
    spaerringer: rows(db.select(n).from(companyBar).where(eq(companyBar.pNumber, pNumber)).get()),
    tilknytninger: rows(
      db
        .select(n)
        .from(firmAssignment)
        .where(and(eq(firmAssignment.pNumber, pNumber), isNull(firmAssignment.endedAt)))
        .get(),
    ),
  };
}
