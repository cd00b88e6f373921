import { and, asc, eq, getTableColumns, gte, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen, citizenTerm } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import { jobOrderShift } from '../../db/schema/order-work.ts';
import type {
  CitizenTerm,
  FirmBar,
  MatchCitizen,
  MatchOrder,
  Requirement,
} from '../../workers/matching/types.ts';
import { firmBarsFor } from '../companies/bars.ts';
import { groupsOf, type ShiftRow, timesAsked } from '../job-orders/shifts.ts';
import type { Stretch } from '../legal-rules/benefit.ts';
import { benefitPeriodsOf, legalRules } from '../legal-rules/queries.ts';
import { allowedTypes, type LegalRules } from '../legal-rules/rules.ts';
import { placedUntil } from '../placements/full-weeks.ts';

export type JobOrderRow = typeof jobOrder.$inferSelect;

/** Neither matching nor its pages ever load a CPR number. */
const { cprEncrypted: _encrypted, cprIndex: _index, ...citizenColumns } = getTableColumns(citizen);
export type CitizenRow = Omit<typeof citizen.$inferSelect, 'cprEncrypted' | 'cprIndex'>;

interface Asked {
  requirements: Requirement[];
  shifts: readonly ShiftRow[];
  firmBar: FirmBar | null;
}

/** What the engine is told of an order: what is asked for, never by whom. */
function toMatchOrder(row: JobOrderRow, { requirements, shifts, firmBar }: Asked): MatchOrder {
  return {
    id: row.id,
    type: row.type,
    title: row.title,
    requirements,
    hoursMin: row.hoursMin,
    hoursMax: row.hoursMax,
    ...timesAsked(row, groupsOf(shifts)),
    danishMin: row.danishMin,
    danishOralMin: row.danishOralMin,
    danishWrittenMin: row.danishWrittenMin,
    offers: row.offers,
    unavoidable: row.unavoidable,
    purpose: row.purpose,
    followUp: row.followUp,
    leadsToJob: row.leadsToJob,
    firmBar,
    postcode: row.postcode,
    startDate: row.startDate,
  };
}

/**
 * What the engine is told of a citizen: no CPR, name, age, sex, origin or benefit; of age and benefit only what the
 * dated rules in force on `today` answer per type. A protection that nobody has recorded counts as protection.
 */
function toMatchCitizen(
  row: CitizenRow & { benefitPeriods: readonly Stretch[]; placedUntil: string | null },
  terms: CitizenTerm[],
  today: string,
  rules: LegalRules,
): MatchCitizen {
  return {
    id: row.id,
    terms,
    hoursMin: row.hoursMin,
    hoursMax: row.hoursMax,
    workingTimes: row.workingTimes,
    danish: row.danish,
    danishOral: row.danishOral,
    danishWritten: row.danishWritten,
    transports: row.transports,
    maxTravelMinutes: row.maxTravelMinutes,
    postcode: row.postcode,
    needs: row.needs,
    purpose: row.purpose,
    canStart: row.canStart,
    mayBeShared: row.mayBeShared,
    protectedAddress: row.protectedAddress ?? true,
    hasEmployer: row.hasEmployer,
    placedUntil: row.placedUntil,
    allowed: allowedTypes(row, today, rules),
  };
}

/** Under behandling with a deadline that has not passed, by id: also before the night run has closed the expired. */
export function openOrderIds(db: Db, today: string): number[] {
  const rows = db
    .select({ id: jobOrder.id })
    .from(jobOrder)
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        or(isNull(jobOrder.deadline), gte(jobOrder.deadline, today)),
      ),
    )
    .orderBy(asc(jobOrder.id))
    .all();
  return rows.map(({ id }) => id);
}

const { jobOrderId: shiftOf, weekday, fromMinute, toMinute } = jobOrderShift;
const shiftColumns = { jobOrderId: shiftOf, weekday, fromMinute, toMinute };

/** Those of these orders that exist, with their firms' bars on `today`, in the given order. */
export function readOrders(db: Db, ids: readonly number[], today: string): MatchOrder[] {
  const among = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = db.select().from(jobOrder).where(sql`${jobOrder.id} IN ${among}`).all();
  const requirements = db
    .select()
    .from(jobOrderRequirement)
    .where(sql`${jobOrderRequirement.jobOrderId} IN ${among}`)
    .orderBy(asc(jobOrderRequirement.jobOrderId), asc(jobOrderRequirement.position))
    .all();
  const shifts = db.select(shiftColumns).from(jobOrderShift).where(sql`${shiftOf} IN ${among}`).all();
  const barOfOrder = firmBarsFor(db, rows, today);
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const requirementsById = Map.groupBy(requirements, (row) => row.jobOrderId);
  const shiftsById = Map.groupBy(shifts, (row) => row.jobOrderId);
  return ids.flatMap((id) => {
    const row = rowById.get(id);
    if (!row) return [];
    const asked = {
      requirements: (requirementsById.get(id) ?? []).map(toRequirement),
      shifts: shiftsById.get(id) ?? [],
      firmBar: barOfOrder(row),
    };
    return [toMatchOrder(row, asked)];
  });
}

/** One order with its requirements and its firm's bar on `today`, open or not; undefined when it does not exist. */
export function readOrder(db: Db, where: { id: number } | { orderKey: string }, today: string) {
  const condition = 'id' in where ? eq(jobOrder.id, where.id) : eq(jobOrder.orderKey, where.orderKey);
  const row = db.select().from(jobOrder).where(condition).get();
  if (!row) return undefined;
  const shifts = db.select(shiftColumns).from(jobOrderShift).where(eq(shiftOf, row.id)).all();
  const firmBar = firmBarsFor(db, [row], today)(row);
  return {
    row,
    matchOrder: toMatchOrder(row, { requirements: readRequirements(db, row.id), shifts, firmBar }),
  };
}

export function readRequirements(db: Db, jobOrderId: number): Requirement[] {
  return requirementsAsked(db).all({ jobOrderId }).map(toRequirement);
}

const requirementsAsked = preparedOnce((db: Db) =>
  db
    .select()
    .from(jobOrderRequirement)
    .where(eq(jobOrderRequirement.jobOrderId, sql.placeholder('jobOrderId')))
    .orderBy(asc(jobOrderRequirement.position))
    .prepare(),
);

function toRequirement({ kind, text, kanLaeres }: Requirement): Requirement {
  return { kind, text, kanLaeres };
}

export interface MarketCitizen {
  row: CitizenRow;
  matchCitizen: MatchCitizen;
}

/** Every citizen, by id. */
export function allCitizenIds(db: Db): number[] {
  const rows = db
    .select({ id: citizen.id })
    .from(citizen)
    .where(isNull(citizen.erasedAt))
    .orderBy(asc(citizen.id))
    .all();
  return rows.map(({ id }) => id);
}

/** Those of these citizens who exist, as the engine sees them, with the rows they came from, in the given order. */
export function readCitizens(db: Db, ids: readonly number[], today: string): MarketCitizen[] {
  const rules = legalRules(db);
  const among = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = db
    .select(citizenColumns)
    .from(citizen)
    .where(and(sql`${citizen.id} IN ${among}`, isNull(citizen.erasedAt)))
    .all();
  const terms = db
    .select()
    .from(citizenTerm)
    .where(sql`${citizenTerm.citizenId} IN ${among}`)
    .orderBy(asc(citizenTerm.citizenId), asc(citizenTerm.kind), asc(citizenTerm.position))
    .all();
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const termsById = Map.groupBy(terms, (term) => term.citizenId);
  const periodsById = benefitPeriodsOf(db, ids);
  const placedById = placedUntil(db, ids, today);
  return ids.flatMap((id) => {
    const row = rowById.get(id);
    if (!row) return [];
    const facts = {
      ...row,
      benefitPeriods: periodsById.get(id) ?? [],
      placedUntil: placedById.get(id) ?? null,
    };
    return [
      { row, matchCitizen: toMatchCitizen(facts, (termsById.get(id) ?? []).map(toTerm), today, rules) },
    ];
  });
}

/** One citizen as the engine sees them; undefined when there is none. */
export function readCitizen(db: Db, id: number, today: string) {
  const row = citizenAsked(db).get({ id });
  if (!row) return undefined;
  const terms = termsAsked(db).all({ id }).map(toTerm);
  const benefitPeriods = benefitPeriodsOf(db, [id]).get(id) ?? [];
  const facts = { ...row, benefitPeriods, placedUntil: placedUntil(db, [id], today).get(id) ?? null };
  const matchCitizen = toMatchCitizen(facts, terms, today, legalRules(db));
  return { row, terms, benefitPeriods, matchCitizen };
}

const citizenAsked = preparedOnce((db: Db) =>
  db
    .select(citizenColumns)
    .from(citizen)
    .where(and(eq(citizen.id, sql.placeholder('id')), isNull(citizen.erasedAt)))
    .prepare(),
);

const termsAsked = preparedOnce((db: Db) =>
  db
    .select()
    .from(citizenTerm)
    .where(eq(citizenTerm.citizenId, sql.placeholder('id')))
    .orderBy(asc(citizenTerm.kind), asc(citizenTerm.position))
    .prepare(),
);

/** The citizen with that borger_id; 0, which nobody has, when there is none. */
export function citizenIdOf(db: Db, citizenKey: string): number {
  const found = db.select({ id: citizen.id }).from(citizen).where(eq(citizen.citizenKey, citizenKey)).get();
  return found?.id ?? 0;
}

function toTerm({ kind, text, years, lastYear, expiresOn }: CitizenTerm): CitizenTerm {
  return { kind, text, years, lastYear, expiresOn };
}
