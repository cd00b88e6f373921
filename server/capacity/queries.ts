import { and, asc, between, desc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { ordinaryStaff } from '../../db/schema/capacity.ts';
import { placement } from '../../db/schema/placements.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { readSettings } from '../admin/queries.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { opinionOf, type RuleOpinion, ruleOn } from '../legal-rules/rules.ts';
import {
  counts,
  type Forholdstal,
  forholdstal,
  monthBefore,
  monthsEndingWith,
  monthsFrom,
  takenUp,
} from './rules.ts';
import { writtenOut } from './words.ts';

type Reading = Pick<Db, 'select'>;

export type Capacity = ReturnType<typeof capacityOf>;

/** What a place of work can carry on an ISO date: the staff, the places, who takes them up, and when the next ends. */
export function capacityOf(db: Reading, pNumber: number, today: string) {
  const rule = forholdstalOn(db, today);
  const { fullTimeHours } = readSettings(db);
  const staff = rule && averageStaff(db, pNumber, rule.content, today);
  const running = runningAt(db, pNumber, today);
  const counted = rule ? running.filter(({ type }) => counts(type, rule.content)) : [];
  const inUse = counted.reduce((sum, { weeklyHours }) => sum + takenUp(weeklyHours, fullTimeHours), 0);
  const places = rule && staff ? forholdstal(staff.years, rule.content) : null;
  return { rule, staff, places, inUse, running, next: nextToEnd(counted, fullTimeHours), fullTimeHours };
}

/** The months (their first days) that a firm is asked about on a date, the oldest first; none: no rule is in force. */
export function staffMonths(db: Reading, date: string): string[] {
  const rule = forholdstalOn(db, date);
  return rule ? monthsEndingWith(monthBefore(date), rule.content.months) : [];
}

/** The day on which the next place is given back, and how much of one. */
function nextToEnd(counted: { endsOn: string | null; weeklyHours: number | null }[], fullTimeHours: number) {
  const endsOn = counted.find((one) => one.endsOn !== null)?.endsOn;
  if (!endsOn) return null;
  const leaving = counted.filter((one) => one.endsOn === endsOn);
  return {
    endsOn,
    givesBack: leaving.reduce((sum, one) => sum + takenUp(one.weeklyHours, fullTimeHours), 0),
  };
}

interface Placing {
  pNumber: number;
  type: OrderType;
  startsOn: string;
  /** null: not agreed, counted as full time */
  weeklyHours: number | null;
}

/**
 * Is there room for one more of this type on the day it starts? `mangler`: no rule is in force, or the firm has not
 * said how many it is. Somebody who begins later is not looked at: that one was asked about in turn.
 */
export function capacityOpinion(db: Reading, { pNumber, type, startsOn, weeklyHours }: Placing): RuleOpinion {
  const capacity = capacityOf(db, pNumber, startsOn);
  const { rule, staff, places, inUse, fullTimeHours } = capacity;
  if (!rule) return opinionOf(undefined, 'mangler', 'Intet forholdstal gælder på datoen.');
  if (!counts(type, rule.content)) return opinionOf(rule, 'ja', 'Typen tæller ikke med i forholdstallet.');
  if (!staff || places === null)
    return opinionOf(rule, 'mangler', 'Virksomhedens ordinære årsværk er ikke oplyst: spørg.');
  const sentence = writtenOut(capacity);
  if (staff.missing.length > 0) return opinionOf(rule, 'mangler', sentence);
  const room = inUse + takenUp(weeklyHours, fullTimeHours) <= places + 1e-9;
  return opinionOf(rule, room ? 'ja' : 'nej', sentence);
}

/** The rule in force on a date with its content, or null where there is none. */
function forholdstalOn(db: Reading, date: string) {
  const rule = ruleOn(legalRules(db), 'forholdstal', '', date);
  return rule?.content ? { ...rule, content: rule.content } : null;
}

/**
 * The average of the last whole months before a date (§ 65 stk. 3), ending with the newest that is known when the very
 * last has not been told yet. Null: nothing so new is known. `missing` are the months nobody has given.
 */
function averageStaff(db: Reading, pNumber: number, { months }: Forholdstal, date: string) {
  const last = monthBefore(date);
  const known = staffBetween(db).all({ pNumber, first: monthsFrom(last, -2 * months), last });
  const newest = known[0]?.month;
  if (!newest || newest <= monthsFrom(last, -months)) return null;
  const asked = monthsEndingWith(newest, months);
  const given = known.filter(({ month }) => asked.includes(month)).reverse();
  const years = given.reduce((sum, month) => sum + month.years, 0) / given.length;
  return { years, given, missing: asked.filter((month) => !given.some((one) => one.month === month)) };
}

const staffBetween = preparedOnce((db: Reading) =>
  db
    .select({ month: ordinaryStaff.month, years: ordinaryStaff.fullTimeYears })
    .from(ordinaryStaff)
    .where(
      and(
        eq(ordinaryStaff.pNumber, sql.placeholder('pNumber')),
        isNull(ordinaryStaff.supersededAt),
        between(ordinaryStaff.month, sql.placeholder('first'), sql.placeholder('last')),
      ),
    )
    .orderBy(desc(ordinaryStaff.month))
    .prepare(),
);

/** Who is placed here on a date: no names, what each takes up and whether the representative has signed. */
function runningAt(db: Reading, pNumber: number, date: string) {
  return placedAt(db).all({ pNumber, date });
}

const placedAt = preparedOnce((db: Reading) => {
  const date = sql.placeholder('date');
  // Full names: drizzle leaves the table out in a sub-query.
  const hoursThen = sql<number | null>`(SELECT weekly_hours FROM placement_hours
    WHERE placement_hours.placement_id = placement.id AND placement_hours.superseded_at IS NULL
      AND placement_hours.from_date <= ${date} ORDER BY placement_hours.from_date DESC LIMIT 1)`;
  return db
    .select({
      id: placement.id,
      type: placement.type,
      startsOn: placement.startsOn,
      endsOn: placement.endsOn,
      weeklyHours: hoursThen,
      representativeSignedOn: placement.representativeSignedOn,
    })
    .from(placement)
    .where(
      and(
        eq(placement.pNumber, sql.placeholder('pNumber')),
        isNull(placement.withdrawnAt),
        lte(placement.startsOn, date),
        or(isNull(placement.endsOn), gte(placement.endsOn, date)),
        or(isNull(placement.endedOn), gte(placement.endedOn, date)),
      ),
    )
    .orderBy(sql`${placement.endsOn} IS NULL`, asc(placement.endsOn), asc(placement.id))
    .prepare();
});
