import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedEach } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { matchStanding } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import { numberList } from '../coverage/conditions.ts';
import { monthsLater } from '../legal-rules/dates.ts';
import { type CitizenTab, scopeOf, type Viewer } from '../rights.ts';
import { addDays } from '../ui/dates.ts';
import { type OnBenefit, onBenefitNow } from './on-benefit.ts';
import type { RefusionStep } from './refusion.ts';
import { lastNights, withoutSuggestions } from './without-suggestions.ts';

/** The lengths are what the municipality wants to be shown, no limits of the law; the scale of refusion is a dated rule. */
export const ATTENTION_LISTS = ['uden-forslag', 'over-52-uger', 'tre-aar', 'fem-aar', 'refusion'] as const;
export type AttentionList = (typeof ATTENTION_LISTS)[number];

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

/** Everyone on one of the lists, the most urgent first: the longest on benefit, or the next step first. */
export async function attentionList(db: Db, list: AttentionList, question: Question): Promise<Attention[]> {
  const onBenefit = await onBenefitIn(db, question);
  const longerThan = (limit: string) =>
    onBenefit
      .filter(({ since }) => since < limit)
      .map(({ id, since }) => ({ id, since, step: null }))
      .sort(byLength);
  if (list === 'uden-forslag') {
    const sinceOf = new Map(onBenefit.map(({ id, since }) => [id, since]));
    return unmatchedAmong(await withoutSuggestions(db), askedOf(db, question))
      .map((id) => ({ id, since: sinceOf.get(id) ?? null, step: null }))
      .sort(byLength);
  }
  if (list !== 'refusion') return longerThan(limitsOn(question.today)[list]);
  const horizon = horizonOf(question);
  return onBenefit
    .flatMap(({ id, since, step }) => (step && step.on <= horizon ? [{ id, since, step }] : []))
    .sort((a, b) => (a.step.on < b.step.on ? -1 : a.step.on > b.step.on ? 1 : a.id - b.id));
}

/** How many are on each list. */
export async function attentionCounts(db: Db, question: Question): Promise<Record<AttentionList, number>> {
  const everybody = await onBenefitNow(db, question.today);
  const unmatched = await withoutSuggestions(db);
  const asked = askedOf(db, question);
  const counts = { 'uden-forslag': 0, 'over-52-uger': 0, 'tre-aar': 0, 'fem-aar': 0, refusion: 0 };
  const limits = limitsOn(question.today);
  const horizon = horizonOf(question);
  // A region has a hundred thousand to ask: each is looked up once, and whoever has been on benefit for five years has been
  // for three.
  const count = ({ since, step }: OnBenefit) => {
    if (step && step.on <= horizon) counts.refusion += 1;
    if (since >= limits['over-52-uger']) return;
    counts['over-52-uger'] += 1;
    if (since >= limits['tre-aar']) return;
    counts['tre-aar'] += 1;
    if (since < limits['fem-aar']) counts['fem-aar'] += 1;
  };
  if (asked === null) {
    for (const onBenefit of everybody.values()) count(onBenefit);
    return { ...counts, 'uden-forslag': unmatched.size };
  }
  for (const id of asked) {
    const onBenefit = everybody.get(id);
    if (onBenefit) count(onBenefit);
    if (unmatched.has(id)) counts['uden-forslag'] += 1;
  }
  return counts;
}

/** Who has been on benefit since before these days has been for longer. */
function limitsOn(today: string) {
  return {
    'over-52-uger': addDays(today, -52 * 7),
    'tre-aar': monthsLater(today, -36),
    'fem-aar': monthsLater(today, -60),
  };
}

function horizonOf({ today, weeks }: Question): string {
  return addDays(today, weeks * 7);
}

async function onBenefitIn(db: Db, question: Question): Promise<({ id: number } & OnBenefit)[]> {
  const everybody = await onBenefitNow(db, question.today);
  const found: ({ id: number } & OnBenefit)[] = [];
  for (const id of askedOf(db, question) ?? everybody.keys()) {
    const now = everybody.get(id);
    if (now) found.push({ id, since: now.since, step: now.step });
  }
  return found;
}

/** null: everybody */
function askedOf(db: Db, { scope, viewer }: Question): number[] | null {
  if (scope === 'tal') return null;
  const { userId, teamId } = viewer;
  return idsAsked(db, { scope, hasTeam: teamId !== null }).get({ userId, teamId })?.ids ?? [];
}

/** As JSON: a team of a region has tens of thousands, and as many rows take longer to make than to find. */
const idsAsked = preparedEach((db: Db, { scope, hasTeam }: { scope: CitizenTab; hasTeam: boolean }) => {
  const teamId = hasTeam ? sql.placeholder('teamId') : null;
  const viewer = { userId: sql.placeholder('userId'), teamId, roles: [] };
  return db
    .select({ ids: numberList(citizen.id) })
    .from(citizen)
    .where(scopeOf(viewer).citizens(scope))
    .prepare();
});

function unmatchedAmong(unmatched: ReadonlySet<number>, asked: number[] | null): number[] {
  return asked ? asked.filter((id) => unmatched.has(id)) : [...unmatched];
}

function byLength(a: Attention, b: Attention): number {
  const [first, second] = [a.since ?? '9999', b.since ?? '9999'];
  return first < second ? -1 : first > second ? 1 : a.id - b.id;
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
