import { and, asc, count, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun, matchStanding } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import {
  firmOwner,
  firmOwnerJoin,
  isOwnedBy,
  orderOwner,
  orderOwnerJoin,
  ownership,
} from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';
import { type CitizenTab, scopeOf, type Viewer } from '../rights.ts';

export const WHY_NOT_PAGE_SIZE = 50;

/** Whose: own, own and the team's, or all (for whoever sees figures only). */
export type WhyNotScope = CitizenTab | 'alle';

export interface WhyNotFilters {
  scope: WhyNotScope;
  rule: string | null;
  /** 1 is the first */
  page: number;
}

/** The last run whose standing answers are whole; undefined before the first. */
export function reviewedRun(db: Db) {
  return db
    .select({ id: matchRun.id, finishedAt: matchRun.finishedAt })
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), isNotNull(matchRun.audit)))
    .orderBy(desc(matchRun.id))
    .limit(1)
    .get();
}

export type RuleCount = { rule: string; count: number };
const inRun = (runId: number, rule: string | null): SQL | undefined =>
  and(eq(matchStanding.runId, runId), rule === null ? undefined : eq(matchStanding.rule, rule));
const largestFirst = [desc(count()), asc(matchStanding.rule)];

/** How many citizens without a match each rule has, the largest group first. */
export function citizenRules(db: Db, runId: number, scope: WhyNotScope, viewer: Viewer): RuleCount[] {
  return db
    .select({ rule: matchStanding.rule, count: count() })
    .from(matchStanding)
    .innerJoin(citizen, eq(citizen.id, matchStanding.citizenId))
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(and(inRun(runId, null), scope === 'alle' ? undefined : scopeOf(viewer).citizens(scope)))
    .groupBy(matchStanding.rule)
    .orderBy(...largestFirst)
    .all();
}

export type CitizenStandingRow = ReturnType<typeof listCitizenStandings>[number];

export function listCitizenStandings(
  db: Db,
  runId: number,
  { scope, rule, page }: WhyNotFilters & { scope: CitizenTab },
  viewer: Viewer,
) {
  return db
    .select({
      id: citizen.id,
      citizenKey: citizen.citizenKey,
      name: citizen.name,
      protectedAddress: citizen.protectedAddress,
      caseworkerName: user.name,
      rule: matchStanding.rule,
      answer: matchStanding.answer,
    })
    .from(matchStanding)
    .innerJoin(citizen, eq(citizen.id, matchStanding.citizenId))
    .innerJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(and(inRun(runId, rule), scopeOf(viewer).citizens(scope)))
    .orderBy(sql`${citizen.nameFolded} IS NULL`, asc(citizen.nameFolded), asc(citizen.id))
    .limit(WHY_NOT_PAGE_SIZE)
    .offset((page - 1) * WHY_NOT_PAGE_SIZE)
    .all();
}

function orderStandings(db: Db, today: string) {
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      firmName,
      ownerName: ownership.ownerName,
      rule: matchStanding.rule,
      answer: matchStanding.answer,
    })
    .from(matchStanding)
    .innerJoin(jobOrder, eq(jobOrder.id, matchStanding.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .$dynamic();
}

/** How many orders without candidates each rule has, the largest group first. */
export function orderRules(
  db: Db,
  runId: number,
  { scope, today }: { scope: WhyNotScope; today: string },
  viewer: Viewer,
): RuleCount[] {
  const rows = orderStandings(db, today)
    .where(and(inRun(runId, null), isOwnedBy(scope, viewer)))
    .all();
  return [...Map.groupBy(rows, ({ rule }) => rule)]
    .map(([rule, group]) => ({ rule, count: group.length }))
    .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

export type OrderStandingRow = ReturnType<typeof listOrderStandings>[number];

export function listOrderStandings(
  db: Db,
  runId: number,
  { scope, rule, page, today }: WhyNotFilters & { today: string },
  viewer: Viewer,
) {
  return orderStandings(db, today)
    .where(and(inRun(runId, rule), isOwnedBy(scope, viewer)))
    .orderBy(asc(firmName), asc(jobOrder.id))
    .limit(WHY_NOT_PAGE_SIZE)
    .offset((page - 1) * WHY_NOT_PAGE_SIZE)
    .all();
}
