import { and, asc, count, gt, isNull, lte, max, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { legalRule, targetGroup, targetGroupSuccessor } from '../../db/schema/legal-rules.ts';
import type { LegalRules, Rule } from './rules.ts';
import type { TargetGroup } from './target-groups.ts';

type Reader = Pick<Db, 'select'>;

const kept = new WeakMap<Reader, { version: string; rules: LegalRules }>();

/** The standing rules and target groups, kept per database and read anew when somebody has changed one. */
export function legalRules(db: Reader): LegalRules {
  const version = versionOf(db);
  const known = kept.get(db);
  if (known?.version === version) return known.rules;
  const rules = readRules(db);
  kept.set(db, { version, rules });
  return rules;
}

/** Rules are only added (a correction is a new row); a group may get a last day and successors later. */
function versionOf(db: Reader): string {
  return JSON.stringify(versionAsked(db).get());
}

// Full names: drizzle leaves the table out in a sub-query.
const versionAsked = preparedOnce((db: Reader) =>
  db
    .select({
      lastRule: max(legalRule.id),
      groups: sql<
        string | null
      >`(SELECT group_concat(code || coalesce(until_date, ''), ' ') FROM target_group)`,
      successors: sql<
        string | null
      >`(SELECT group_concat(code || successor_code, ' ') FROM target_group_successor)`,
    })
    .from(legalRule)
    .prepare(),
);

/** What was known at an instant (UTC) of the rules and groups: a later change does not change an earlier answer. */
export function rulesKnownAt(db: Reader, at: string): LegalRules {
  return readRules(db, at);
}

function readRules(db: Reader, at?: string): LegalRules {
  const standing = at
    ? and(lte(legalRule.recordedAt, at), or(isNull(legalRule.supersededAt), gt(legalRule.supersededAt, at)))
    : isNull(legalRule.supersededAt);
  const rules = db.select().from(legalRule).where(standing).orderBy(asc(legalRule.id)).all();
  // The content was checked against its kind's shape when it was written, and is never changed since (trigger).
  return { rules: rules as Rule[], groups: readGroups(db, at) };
}

function readGroups(db: Reader, at?: string): TargetGroup[] {
  const known = at ? lte(targetGroup.recordedAt, at) : undefined;
  const knownLink = at ? lte(targetGroupSuccessor.recordedAt, at) : undefined;
  const links = db.select().from(targetGroupSuccessor).where(knownLink).all();
  return db
    .select()
    .from(targetGroup)
    .where(known)
    .all()
    .sort(inLawsOrder)
    .map(({ recordedAt: _at, recordedBy: _by, endedAt, endedBy: _endedBy, ...group }) => ({
      ...group,
      untilDate: at && endedAt && endedAt > at ? null : group.untilDate,
      successors: links.filter(({ code }) => code === group.code).map(({ successorCode }) => successorCode),
    }));
}

/** Those that began first, and among them by number: 2 before 10. */
function inLawsOrder(a: typeof targetGroup.$inferSelect, b: typeof targetGroup.$inferSelect): number {
  if (a.fromDate !== b.fromDate) return a.fromDate < b.fromDate ? -1 : 1;
  return Number(a.number) - Number(b.number) || (a.label < b.label ? -1 : 1);
}

/** The standing stretches on benefit of these citizens, each one's by date. */
export function benefitPeriodsOf(db: Reader, citizenIds: readonly number[]) {
  const rows = periodsAsked(db).all({ citizens: JSON.stringify(citizenIds) });
  return Map.groupBy(rows, ({ citizenId }) => citizenId);
}

const periodsAsked = preparedOnce((db: Reader) =>
  db
    .select({
      citizenId: benefitPeriod.citizenId,
      targetGroup: benefitPeriod.targetGroup,
      fromDate: benefitPeriod.fromDate,
      untilDate: benefitPeriod.untilDate,
    })
    .from(benefitPeriod)
    .where(and(isAmong(benefitPeriod.citizenId, 'citizens'), isNull(benefitPeriod.supersededAt)))
    .orderBy(asc(benefitPeriod.citizenId), asc(benefitPeriod.fromDate))
    .prepare(),
);

/** How many citizens are recorded with each target group's code. */
export function citizensByGroup(db: Reader): ReadonlyMap<string, number> {
  const rows = db
    .select({ code: citizen.targetGroup, citizens: count() })
    .from(citizen)
    .groupBy(citizen.targetGroup)
    .all();
  return new Map(rows.map(({ code, citizens }) => [code, citizens]));
}
