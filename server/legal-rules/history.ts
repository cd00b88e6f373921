import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { legalRule } from '../../db/schema/legal-rules.ts';
import { user } from '../../db/schema/users.ts';
import { type LegalRules, type Rule, ruleOn } from './rules.ts';

/** Every rule in force on a day, with the next of its kind and subject. */
export function rulesInForce(rules: LegalRules, date: string) {
  const abouts = new Map(rules.rules.map((rule) => [`${rule.kind} ${rule.subject}`, rule]));
  return [...abouts.values()].flatMap(({ kind, subject }) => {
    const rule: Rule | undefined = ruleOn(rules, kind, subject, date);
    if (!rule) return [];
    const later = rules.rules.filter(
      (each) => each.kind === kind && each.subject === subject && each.fromDate > date,
    );
    return [{ rule, next: later.sort(byDate)[0] }];
  });
}

/** A day on which something of the law changes. */
export interface Coming {
  on: string;
  rules: readonly Rule[];
  /** names of the target groups that begin and end */
  begin: readonly string[];
  end: readonly string[];
}

/** What is written down to change after a day, the nearest first. */
export function comingChanges({ rules, groups }: LegalRules, date: string): Coming[] {
  const days = new Set([
    ...rules.map(({ fromDate }) => fromDate),
    ...groups.flatMap(({ fromDate, untilDate }) => [fromDate, ...(untilDate === null ? [] : [untilDate])]),
  ]);
  return [...days]
    .filter((on) => on > date)
    .sort()
    .map((on) => ({
      on,
      rules: rules.filter(({ fromDate }) => fromDate === on),
      begin: groups.filter(({ fromDate }) => fromDate === on).map(({ label }) => label),
      end: groups.filter(({ untilDate }) => untilDate === on).map(({ label }) => label),
    }));
}

function byDate(a: Rule, b: Rule): number {
  return a.fromDate < b.fromDate ? -1 : 1;
}

const withAuthor = {
  id: legalRule.id,
  kind: legalRule.kind,
  subject: legalRule.subject,
  fromDate: legalRule.fromDate,
  untilDate: legalRule.untilDate,
  content: legalRule.content,
  sentence: legalRule.sentence,
  source: legalRule.source,
  confidence: legalRule.confidence,
  changeReason: legalRule.changeReason,
  replacesId: legalRule.replacesId,
  recordedAt: legalRule.recordedAt,
  recordedBy: legalRule.recordedBy,
  supersededAt: legalRule.supersededAt,
  recordedByName: user.name,
};

/** A rule with whoever wrote it, also when it has been corrected since. */
export function findRule(db: Pick<Db, 'select'>, id: number): RuleVersion | undefined {
  const row = db
    .select(withAuthor)
    .from(legalRule)
    .leftJoin(user, eq(user.id, legalRule.recordedBy))
    .where(eq(legalRule.id, id))
    .get();
  return row as RuleVersion | undefined;
}

export type RuleVersion = Rule & { recordedByName: string | null };

/** Every version there has been of a rule, the newest first, the corrected ones too. */
export function ruleHistory(
  db: Pick<Db, 'select'>,
  { kind, subject }: Pick<Rule, 'kind' | 'subject'>,
): RuleVersion[] {
  const rows = db
    .select(withAuthor)
    .from(legalRule)
    .leftJoin(user, eq(user.id, legalRule.recordedBy))
    .where(and(eq(legalRule.kind, kind), eq(legalRule.subject, subject)))
    .orderBy(desc(legalRule.fromDate), desc(legalRule.id))
    .all();
  return rows as RuleVersion[];
}
