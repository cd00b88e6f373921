import { and, between, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import type { FirmBar } from '../../workers/matching/types.ts';
import { countsAsContact, isVisit, knownAt } from '../coverage/conditions.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import type { CoverageRule } from '../coverage/rules.ts';
import { type FirmMarks, firmMarks } from '../records/queries.ts';
import { firmBarsFor } from './bars.ts';
import { ownNames } from './own-values.ts';

/** How far we came with a firm in a period: the best of its contacts. */
export const REACHES = ['besoegt', 'kontaktet', 'forsoegt', 'ikke_kontaktet'] as const;
export type Reach = (typeof REACHES)[number];

/** A firm as lists show it: bounds at the period's last day, contacts until then, all as known at asOf. */
export interface FirmRow {
  pNumber: number;
  cvr: number;
  name: string;
  streetAddress: string | null;
  postcode: string | null;
  city: string | null;
  branchText: string | null;
  endDate: string | null;
  reklamebeskyttet: boolean;
  ownerName: string | null;
  /** in the municipality on that day; without it the bounds say nothing */
  inMunicipality: boolean;
  minCount: number | null;
  maxCount: number | null;
  /** the latest contact that counts by the rule, whatever the period */
  lastContactDate: string | null;
  reach: Reach;
  /** what keeps people from it on that day, by the bars that nobody has lifted since */
  bar: FirmBar | null;
  /** state, warnings and segment on that day, by the records as they stand now */
  marks: FirmMarks;
}

export interface FirmPage {
  rows: FirmRow[];
  total: number;
  page: number;
  pageSize: number;
}

const TO = sql.placeholder('to');
const AS_OF = sql.placeholder('asOf');

/** Rows for a page of P-numbers, in the order given; some seeks per firm, so never ask for thousands. */
export function firmRows(db: Db, pNumbers: readonly number[], question: CoverageQuestion): FirmRow[] {
  const { from, to, asOf } = question;
  const rule = ruleFor(db, question);
  const byRule = questionsByRule(db);
  const rowsOf = byRule.get(rule.id) ?? prepareRows(db, rule);
  byRule.set(rule.id, rowsOf);
  const rows = rowsOf.all({ pNumbers: JSON.stringify(pNumbers), from, to, asOf });
  const barOfFirm = firmBarsFor(db, rows, to);
  const names = ownNames(db, pNumbers);
  const marksAt = firmMarks(db, pNumbers, to);
  const byNumber = new Map(
    rows.map((found) => {
      const { scopeId, visitedOn, contactedOn, triedOn, ...row } = found;
      const reach = bestReach(visitedOn, contactedOn, triedOn);
      const { pNumber } = row;
      const beside = {
        name: names.get(pNumber) ?? row.name,
        inMunicipality: scopeId !== null,
        reach,
        bar: barOfFirm(found),
        marks: marksAt(pNumber),
      };
      return [pNumber, { ...row, ...beside }];
    }),
  );
  return pNumbers.flatMap((pNumber) => byNumber.get(pNumber) ?? []);
}

/** Which contacts count is part of the text, so each version of the rule has its own; a version never changes. */
const questionsByRule = preparedOnce((_: Db) => new Map<number, ReturnType<typeof prepareRows>>());

function prepareRows(db: Db, rule: CoverageRule) {
  const here = and(
    eq(scopePeriod.pNumber, pUnit.pNumber),
    lte(scopePeriod.validFrom, TO),
    or(isNull(scopePeriod.validTo), gt(scopePeriod.validTo, TO)),
    knownAt(scopePeriod, AS_OF),
  );
  const inPeriod = between(contact.contactDate, sql.placeholder('from'), TO);
  return db
    .select({
      pNumber: pUnit.pNumber,
      cvr: pUnit.cvr,
      name: pUnit.name,
      streetAddress: pUnit.streetAddress,
      postcode: pUnit.postcode,
      city: pUnit.city,
      branchText: pUnit.branchText,
      endDate: pUnit.endDate,
      reklamebeskyttet: pUnit.reklamebeskyttet,
      ownerName: user.name,
      scopeId: scopePeriod.id,
      minCount: scopePeriod.minCount,
      maxCount: scopePeriod.maxCount,
      lastContactDate: latestContact(countsAsContact(rule)),
      visitedOn: latestContact(and(inPeriod, countsAsContact(rule), isVisit(rule))),
      contactedOn: latestContact(and(inPeriod, countsAsContact(rule))),
      triedOn: latestContact(inPeriod),
    })
    .from(pUnit)
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .leftJoin(scopePeriod, here)
    .where(isAmong(pUnit.pNumber, 'pNumbers'))
    .prepare();
}

function latestContact(condition: SQL | undefined) {
  const where = and(
    eq(contact.pNumber, pUnit.pNumber),
    lte(contact.contactDate, TO),
    knownAt(contact, AS_OF),
    condition,
  );
  return sql<string | null>`(SELECT max(${contact.contactDate}) FROM ${contact} WHERE ${where})`;
}

function bestReach(visitedOn: string | null, contactedOn: string | null, triedOn: string | null): Reach {
  if (visitedOn) return 'besoegt';
  if (contactedOn) return 'kontaktet';
  return triedOn ? 'forsoegt' : 'ikke_kontaktet';
}
