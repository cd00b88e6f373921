import { and, between, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import type { FirmBar } from '../../workers/matching/types.ts';
import { countsAsContact, isVisit, knownAt } from '../coverage/conditions.ts';
import type { LiveAnswer } from '../coverage/live.ts';
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

/** What a period says of a firm: its bounds on the last day, and how far we came with it. */
export type Standing = Pick<
  FirmRow,
  'inMunicipality' | 'minCount' | 'maxCount' | 'lastContactDate' | 'reach'
>;

/** Rows for a page of P-numbers, in the order given; some seeks per firm, so never ask for thousands. */
export function firmRows(db: Db, pNumbers: readonly number[], question: CoverageQuestion): FirmRow[] {
  return rowsOf(
    db,
    pNumbers,
    question.to,
    standingAsked(db, pNumbers, { question, rule: ruleFor(db, question) }),
  );
}

/** What the period says of one firm, where the rest is known already. */
export function standingAt(
  db: Db,
  pNumber: number,
  counted: { question: CoverageQuestion; rule: CoverageRule },
): Standing {
  return standingAsked(db, [pNumber], counted)(pNumber);
}

/** The same where a list has the answer already: no contact is read. Never call it in a transaction, as liveAnswer. */
export function firmRowsOf(
  db: Db,
  pNumbers: readonly number[],
  { answer, to }: { answer: LiveAnswer; to: string },
): FirmRow[] {
  return rowsOf(db, pNumbers, to, standingKept(answer));
}

function rowsOf(
  db: Db,
  pNumbers: readonly number[],
  to: string,
  standingOf: (pNumber: number) => Standing,
): FirmRow[] {
  const firms = firmsWithOwners(db).all({ pNumbers: JSON.stringify(pNumbers) });
  const barOfFirm = firmBarsFor(db, firms, to);
  const names = ownNames(db, pNumbers);
  const marksAt = firmMarks(db, pNumbers, to);
  const byNumber = new Map(
    firms.map((firm) => {
      const { pNumber } = firm;
      const name = names.get(pNumber) ?? firm.name;
      const beside = { name, bar: barOfFirm(firm), marks: marksAt(pNumber) };
      return [pNumber, { ...firm, ...standingOf(pNumber), ...beside }];
    }),
  );
  return pNumbers.flatMap((pNumber) => byNumber.get(pNumber) ?? []);
}

const firmsWithOwners = preparedOnce((db: Db) =>
  db
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
    })
    .from(pUnit)
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .where(isAmong(pUnit.pNumber, 'pNumbers'))
    .prepare(),
);

function standingKept({ states, latestContacts, reaches }: LiveAnswer): (pNumber: number) => Standing {
  const latest = latestContacts();
  const reached = reaches();
  return (pNumber) => {
    const { minCount = null, maxCount = null } = states.get(pNumber) ?? {};
    const lastContactDate = latest.get(pNumber) ?? null;
    const reach = reachAt(reached.get(pNumber));
    return { inMunicipality: states.has(pNumber), minCount, maxCount, lastContactDate, reach };
  };
}

/** By the level that the kept answer holds for whoever was tried. */
const REACH_BY_LEVEL: readonly Reach[] = ['forsoegt', 'kontaktet', 'besoegt'];

export function reachAt(level: number | undefined): Reach {
  return REACH_BY_LEVEL[level ?? -1] ?? 'ikke_kontaktet';
}

function standingAsked(
  db: Db,
  pNumbers: readonly number[],
  { question, rule }: { question: CoverageQuestion; rule: CoverageRule },
): (pNumber: number) => Standing {
  const { from, to, asOf } = question;
  const byRule = questionsByRule(db);
  const standings = byRule.get(rule.id) ?? prepareStandings(db, rule);
  byRule.set(rule.id, standings);
  const rows = standings.all({ pNumbers: JSON.stringify(pNumbers), from, to, asOf });
  const byNumber = new Map(
    rows.map(({ pNumber, scopeId, visitedOn, contactedOn, triedOn, ...row }) => {
      const reach = bestReach(visitedOn, contactedOn, triedOn);
      return [pNumber, { ...row, inMunicipality: scopeId !== null, reach }];
    }),
  );
  return (pNumber) => byNumber.get(pNumber) ?? NOTHING;
}

const NOTHING: Standing = {
  inMunicipality: false,
  minCount: null,
  maxCount: null,
  lastContactDate: null,
  reach: 'ikke_kontaktet',
};

/** Which contacts count is part of the text, so each version of the rule has its own; a version never changes. */
const questionsByRule = preparedOnce((_: Db) => new Map<number, ReturnType<typeof prepareStandings>>());

const TO = sql.placeholder('to');
const AS_OF = sql.placeholder('asOf');

function prepareStandings(db: Db, rule: CoverageRule) {
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
      scopeId: scopePeriod.id,
      minCount: scopePeriod.minCount,
      maxCount: scopePeriod.maxCount,
      lastContactDate: latestContact(countsAsContact(rule)),
      visitedOn: latestContact(and(inPeriod, countsAsContact(rule), isVisit(rule))),
      contactedOn: latestContact(and(inPeriod, countsAsContact(rule))),
      triedOn: latestContact(inPeriod),
    })
    .from(pUnit)
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
