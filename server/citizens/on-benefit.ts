import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { type Stretch, unbroken } from '../legal-rules/benefit.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { type LegalRules, ruleOn } from '../legal-rules/rules.ts';
import { inTurns, type OneAtATime, oneAtATime } from '../turns.ts';
import { changedSince, latestChange } from './changed-since.ts';
import { nextRefusionStep, type RefusionStep } from './refusion.ts';

/** So many changes are looked at one by one while a page waits. */
const MOST_CHANGES = 500;
const A_TURN = 250;

export interface OnBenefit {
  /** the first day of the unbroken stretch */
  since: string;
  /** the next step of the refusion scale, if any is left */
  step: RefusionStep | null;
}

interface Known {
  today: string;
  rules: LegalRules;
  seq: number;
  people: Map<number, OnBenefit>;
  /** by what they say: a region's hundred thousand began on some thousand days, and stand at as many steps */
  alike: Map<string, OnBenefit>;
}

const byDb = new WeakMap<Db, { known?: Known; renewal: OneAtATime<void> }>();

/**
 * Everybody who is on benefit today, and since when. Read once a day, a few milliseconds at a time, and after that only
 * those who have changed: a leder's counts are of everybody, and a region has a hundred thousand.
 */
export async function onBenefitNow(db: Db, today: string): Promise<ReadonlyMap<number, OnBenefit>> {
  const slot = byDb.get(db) ?? { renewal: oneAtATime() };
  byDb.set(db, slot);
  for (;;) {
    const { known } = slot;
    const isToday = known?.today === today && known.rules === legalRules(db);
    const changed = isToday && changedSince(db, known.seq, MOST_CHANGES);
    if (known && changed) return withChanges(db, known, changed);
    await slot.renewal(renew);
    if (!db.$client.open) return new Map();
  }

  async function renew(): Promise<void> {
    slot.known = (await inTurns(everybody(db, today), () => !db.$client.open)) ?? slot.known;
  }
}

/** Whoever changes between two steps has a later change than the one that this goes by. */
function* everybody(db: Db, today: string): Generator<void, Known> {
  const rules = legalRules(db);
  const known: Known = { today, rules, seq: latestChange(db), people: new Map(), alike: new Map() };
  for (let last = 0; ; ) {
    const ids = db
      .select({ id: citizen.id })
      .from(citizen)
      .where(gt(citizen.id, last))
      .orderBy(asc(citizen.id))
      .limit(A_TURN)
      .all()
      .map(({ id }) => id);
    if (ids.length === 0) return known;
    read(db, known, ids);
    last = ids.at(-1) ?? last;
    yield;
  }
}

function withChanges(
  db: Db,
  known: Known,
  { ids, upTo }: { ids: number[]; upTo: number },
): Map<number, OnBenefit> {
  for (const id of ids) known.people.delete(id);
  if (ids.length > 0) read(db, known, ids);
  known.seq = upTo;
  return known.people;
}

function read(db: Db, { today, rules, people, alike }: Known, ids: readonly number[]): void {
  const scale = ruleOn(rules, 'refusion', '', today)?.content;
  for (const [id, periods] of stretchesOf(db, ids)) {
    const now = unbroken(periods, today).at(-1);
    if (now?.until !== today) continue;
    const step = scale ? nextRefusionStep(periods, scale, today) : null;
    const name = `${now.from} ${step?.week} ${step?.on}`;
    const onBenefit = alike.get(name) ?? { since: now.from, step };
    alike.set(name, onBenefit);
    people.set(id, onBenefit);
  }
}

/** Stretches on benefit. Of whom none is written, the day from which the case system says so stands for it. */
function stretchesOf(db: Db, ids: readonly number[]): Map<number, Stretch[]> {
  const rows = db
    .select({
      id: citizen.id,
      benefitSince: citizen.benefitSince,
      fromDate: benefitPeriod.fromDate,
      untilDate: benefitPeriod.untilDate,
    })
    .from(citizen)
    .leftJoin(benefitPeriod, and(eq(benefitPeriod.citizenId, citizen.id), isNull(benefitPeriod.supersededAt)))
    .where(sql`${citizen.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .all();
  const stretches = new Map<number, Stretch[]>();
  for (const { id, benefitSince, fromDate, untilDate } of rows) {
    const own = stretches.get(id) ?? [];
    if (fromDate !== null) own.push({ fromDate, untilDate });
    else if (benefitSince !== null) own.push({ fromDate: benefitSince, untilDate: null });
    stretches.set(id, own);
  }
  return stretches;
}
