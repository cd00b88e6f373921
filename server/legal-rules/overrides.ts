import { and, count, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { RULE_KINDS, type RuleKind } from '../../db/schema/legal-rules.ts';
import { ruleOverride } from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import { sliceBy } from '../api/keyset.ts';
import { isCounted, type Key, type Slice } from '../api/paging.ts';
import { scopeOf, type Viewer } from '../rights.ts';
import { addDays, endOfLocalDate } from '../ui/dates.ts';
import { oneOf } from '../ui/fields.ts';
import { KIND_WORDS } from './rule-words.ts';

export const PAGE_SIZE = 50;
/** How far back is looked when nobody says: our own choice. */
export const OVERRIDE_DAYS = 365;

export interface OverrideFilters {
  /** what was overridden; '' for all */
  what: string;
  /** local dates, both included */
  from: string;
  to: string;
}

function where(filters: OverrideFilters, actor: Viewer): SQL | undefined {
  return and(
    scopeOf(actor).overrides(),
    gte(ruleOverride.decidedAt, endOfLocalDate(addDays(filters.from, -1))),
    lt(ruleOverride.decidedAt, endOfLocalDate(filters.to)),
    filters.what === '' ? undefined : eq(ruleOverride.what, filters.what),
  );
}

/** The overrides of a time, the newest first. The citizen is never told: the placement's own page knows who may see whom. */
export function listOverrides(
  db: Pick<Db, 'select'>,
  filters: OverrideFilters,
  { actor, slice }: { actor: Viewer; slice: Slice },
) {
  const asked = where(filters, actor);
  const { after, orderBy, limit, offset } = sliceBy(NEWEST_FIRST, slice);
  const rows = db
    .select({
      id: ruleOverride.id,
      what: ruleOverride.what,
      ruleId: ruleOverride.ruleId,
      answer: ruleOverride.answer,
      sentence: ruleOverride.sentence,
      reason: ruleOverride.reason,
      decidedAt: ruleOverride.decidedAt,
      decidedByName: user.name,
      placementId: ruleOverride.placementId,
      jobOrderId: ruleOverride.jobOrderId,
    })
    .from(ruleOverride)
    .innerJoin(user, eq(user.id, ruleOverride.decidedBy))
    .where(and(asked, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  const total = isCounted(slice)
    ? db.select({ count: count() }).from(ruleOverride).where(asked).get()?.count
    : undefined;
  return { rows, total: total ?? 0 };
}

const NEWEST_FIRST = [
  { by: ruleOverride.decidedAt, descending: true },
  { by: ruleOverride.id, descending: true },
];

export function overrideKey({ decidedAt, id }: OverrideRow): Key {
  return [decidedAt, id];
}

export type OverrideRow = ReturnType<typeof listOverrides>['rows'][number];

/** How often each rule was overridden, the most overridden first. */
export function countOverrides(db: Pick<Db, 'select'>, filters: OverrideFilters, actor: Viewer) {
  return db
    .select({ what: ruleOverride.what, answer: ruleOverride.answer, count: count() })
    .from(ruleOverride)
    .where(where({ ...filters, what: '' }, actor))
    .groupBy(ruleOverride.what, ruleOverride.answer)
    .orderBy(desc(count()))
    .all();
}
export type OverrideCount = ReturnType<typeof countOverrides>[number];

/** What was overridden, in words: a rule's kind, or what else was refused. */
export function overriddenWord(what: string): string {
  const kind: RuleKind | undefined = oneOf(RULE_KINDS, what);
  return kind ? KIND_WORDS[kind].name : (OTHERS[what] ?? what);
}

const OTHERS: Readonly<Record<string, string>> = {
  sammenfald: 'Sammenfald i tid',
};
