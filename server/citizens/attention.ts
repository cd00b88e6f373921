import { and, desc, eq, isNotNull, isNull, like, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { matchRun, matchStanding } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import { type Stretch, unbroken } from '../legal-rules/benefit.ts';
import { monthsLater } from '../legal-rules/dates.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { ruleOn } from '../legal-rules/rules.ts';
import { type CitizenTab, scopeOf, type Viewer } from '../rights.ts';
import { addDays } from '../ui/dates.ts';
import { nextRefusionStep, type RefusionStep } from './refusion.ts';

/** The lengths are what the municipality wants to be shown, no limits of the law; the scale of refusion is a dated rule. */
export const ATTENTION_LISTS = ['uden-forslag', 'over-52-uger', 'tre-aar', 'fem-aar', 'refusion'] as const;
export type AttentionList = (typeof ATTENTION_LISTS)[number];

/** So many nights without a match make a citizen one to look at; before so many have been run, all there are. */
export const NIGHTS = 30;

/** Whose: for whoever sees figures only, everybody's. */
export type AttentionScope = CitizenTab | 'tal';

export interface Attention {
  id: number;
  /** the first day of the unbroken stretch on benefit; null: not known to be on any */
  since: string | null;
  /** only of the list refusion */
  step: RefusionStep | null;
}

interface Question {
  scope: AttentionScope;
  viewer: Viewer;
  today: string;
  /** the next step of the refusion scale is so many weeks away, at most */
  weeks: number;
}

/** The last night runs with whole standing answers, the latest first. */
export function lastNights(db: Db): number[] {
  return db
    .select({ id: matchRun.id })
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), isNotNull(matchRun.audit), like(matchRun.runKey, 'nat:%')))
    .orderBy(desc(matchRun.id))
    .limit(NIGHTS)
    .all()
    .map(({ id }) => id);
}

/** Everyone on one of the lists, the most urgent first: the longest on benefit, or the next step first. */
export function attentionList(db: Db, list: AttentionList, question: Question): Attention[] {
  return attentionLists(db, question)[list];
}

/** How many are on each list. */
export function attentionCounts(db: Db, question: Question): Record<AttentionList, number> {
  const lists = attentionLists(db, question);
  const counts = ATTENTION_LISTS.map((list) => [list, lists[list].length]);
  return Object.fromEntries(counts) as Record<AttentionList, number>;
}

function attentionLists(db: Db, question: Question): Record<AttentionList, Attention[]> {
  const { today, weeks } = question;
  const onBenefit = [...stretchesIn(db, question)].flatMap(([id, periods]) => {
    const now = unbroken(periods, today).at(-1);
    return now?.until === today ? [{ id, periods, since: now.from, step: null }] : [];
  });
  const sinceOf = new Map(onBenefit.map(({ id, since }) => [id, since]));
  const longerThan = (limit: string) =>
    onBenefit
      .filter(({ since }) => since < limit)
      .sort((a, b) => (a.since < b.since ? -1 : 1) || a.id - b.id);
  const scale = ruleOn(legalRules(db), 'refusion', '', today)?.content;
  const horizon = addDays(today, weeks * 7);
  return {
    'uden-forslag': unmatchedIn(db, question)
      .map((id) => ({ id, since: sinceOf.get(id) ?? null, step: null }))
      .sort(byLength),
    'over-52-uger': longerThan(addDays(today, -52 * 7)),
    'tre-aar': longerThan(monthsLater(today, -36)),
    'fem-aar': longerThan(monthsLater(today, -60)),
    refusion: onBenefit
      .flatMap(({ id, periods, since }) => {
        const step = scale ? nextRefusionStep(periods, scale, today) : null;
        return step && step.on <= horizon ? [{ id, since, step }] : [];
      })
      .sort((a, b) => (a.step.on < b.step.on ? -1 : a.step.on > b.step.on ? 1 : a.id - b.id)),
  };
}

function byLength(a: Attention, b: Attention): number {
  const [first, second] = [a.since ?? '9999', b.since ?? '9999'];
  return first < second ? -1 : first > second ? 1 : a.id - b.id;
}

/** Those whom not one of the nights brought a match: each has a standing answer of each of them. */
function unmatchedIn(db: Db, question: Question): number[] {
  const nights = lastNights(db);
  if (nights.length === 0) return [];
  const answers = sql`(SELECT count(*) FROM ${matchStanding} WHERE ${matchStanding.citizenId} = ${citizen.id}
    AND ${matchStanding.runId} IN (SELECT value FROM json_each(${JSON.stringify(nights)})))`;
  return db
    .select({ id: citizen.id })
    .from(citizen)
    .where(and(inScope(question), sql`${answers} = ${nights.length}`))
    .all()
    .map(({ id }) => id);
}

/** Everybody's stretches on benefit. Of whom none is written, the day from which the case system says so stands for it. */
function stretchesIn(db: Db, question: Question): Map<number, Stretch[]> {
  const rows = db
    .select({
      id: citizen.id,
      benefitSince: citizen.benefitSince,
      fromDate: benefitPeriod.fromDate,
      untilDate: benefitPeriod.untilDate,
    })
    .from(citizen)
    .leftJoin(benefitPeriod, and(eq(benefitPeriod.citizenId, citizen.id), isNull(benefitPeriod.supersededAt)))
    .where(inScope(question))
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

function inScope({ scope, viewer }: Question): SQL | undefined {
  return scope === 'tal' ? undefined : scopeOf(viewer).citizens(scope);
}

/** What a list shows of these citizens, in the given order. */
export function attentionRows(db: Db, shown: readonly Attention[]) {
  const [lastNight = 0] = lastNights(db);
  const ids = JSON.stringify(shown.map(({ id }) => id));
  const rows = db
    .select({
      id: citizen.id,
      citizenKey: citizen.citizenKey,
      name: citizen.name,
      targetGroup: citizen.targetGroup,
      caseworkerName: sql<string | null>`coalesce(${user.name}, ${citizen.caseworkerName})`,
      answer: matchStanding.answer,
    })
    .from(citizen)
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .leftJoin(matchStanding, and(eq(matchStanding.citizenId, citizen.id), eq(matchStanding.runId, lastNight)))
    .where(sql`${citizen.id} IN (SELECT value FROM json_each(${ids}))`)
    .all();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return shown.flatMap(({ id, since, step }) => {
    const row = byId.get(id);
    return row ? [{ ...row, since, step }] : [];
  });
}
export type AttentionRow = ReturnType<typeof attentionRows>[number];
