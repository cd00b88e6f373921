import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { user, userRole } from '../../db/schema/users.ts';
import { quarterBefore, quarterOf } from '../ui/dates.ts';
import { type Group, type Grouping, type GroupLine, groupOf, NO_GROUP } from './groups.ts';
import { liveAnswer } from './live.ts';
import { fairSplit, type Pace, paceOf } from './pace.ts';
import { type Coverage, type CoverageQuestion, coverageFrom } from './queries.ts';
import { sealedBetween } from './seal-queries.ts';
import { countsOf, groupsOf } from './tally.ts';

/** The figures as pages show them: the same as coverageOf, from what is kept of them. */
export function liveFigures(db: Db, question: CoverageQuestion, unit: CoverageUnit): Coverage {
  const answer = liveAnswer(db, question);
  return coverageFrom(countsOf(answer.tally(unit)), { question, unit, counting: answer.counting });
}

export interface TrendPoint {
  name: string;
  from: string;
  to: string;
  figures: Coverage;
  /** id of the seal that these figures are from; null: as known now */
  sealId: number | null;
}

const QUARTERS_SHOWN = 8;

/** The last eight quarters up to that of a day, oldest first. */
export function quartersUntil(day: string) {
  const quarters = [quarterOf(day)];
  while (quarters.length < QUARTERS_SHOWN) quarters.unshift(quarterBefore(quarters[0] ?? quarterOf(day)));
  return quarters;
}

/** The quarters up to the asked one; a sealed one with what was sealed. */
export function trendOf(db: Db, question: CoverageQuestion, unit: CoverageUnit): TrendPoint[] {
  const quarters = quartersUntil(question.to);
  const seals = sealedBetween(db, quarters[0]?.from ?? question.from, quarterOf(question.to).to);
  return quarters.map(({ from, to, name }) => {
    const sealed = seals.get(from);
    const isSame = sealed?.figures.unit === unit && sealed.knownAt <= question.asOf;
    const figures = isSame ? sealed.figures : liveFigures(db, { from, to, asOf: question.asOf }, unit);
    return { name, from, to, figures, sealId: isSame ? sealed.id : null };
  });
}

export interface NamedLine extends GroupLine {
  group: Group;
  name: string;
}

/** The figures by konsulent, branch, size or area. */
export function breakdownOf(
  db: Db,
  question: CoverageQuestion,
  unit: CoverageUnit,
  by: Grouping,
): NamedLine[] {
  const answer = liveAnswer(db, question);
  const limit = answer.counting.rule.moreThanEmployees;
  const lines = groupsOf(answer.tally(unit), by, (counted) =>
    groupOf(by, counted, answer.firms.get(counted.pNumber), limit),
  );
  const nameOf = namesOf(db, by, answer.firms);
  return lines.map((line) => ({ ...line, group: { by, value: line.value }, name: nameOf(line.value) }));
}

const SIZE_NAMES: Readonly<Record<string, string>> = {
  til_9: 'Højst 9 ansatte',
  '10_49': '10–49 ansatte',
  '50_249': '50–249 ansatte',
  '250': '250 ansatte eller flere',
  uafklaret: 'Uafklaret størrelse',
  uoplyst: 'Uden noget tal',
};

/** The words for a line's value. */
export function namesOf(
  db: Db,
  by: Grouping,
  firms: ReturnType<typeof liveAnswer>['firms'],
): (value: string) => string {
  if (by === 'stoerrelse') return (value) => SIZE_NAMES[value] ?? value;
  if (by === 'omraade') return (value) => (value === NO_GROUP ? 'Uden postnummer' : `Postnummer ${value}`);
  if (by === 'konsulent') {
    const names = new Map(
      namesOfUsers(db)
        .all()
        .map(({ id, name }) => [String(id), name]),
    );
    return (value) => names.get(value) ?? 'Uden ansvarlig';
  }
  const texts = new Map<string, string>();
  for (const { branchCode, branchText } of firms.values()) {
    if (branchCode && branchText) texts.set(branchCode, branchText);
  }
  return (value) => texts.get(value) ?? (value === NO_GROUP ? 'Uden branche' : `Branche ${value}`);
}

const namesOfUsers = preparedOnce((db: Db) =>
  db.select({ id: user.id, name: user.name }).from(user).prepare(),
);

export interface SplitLine {
  name: string;
  group: Group;
  missing: number;
  /** an even share of all missing firms */
  fair: number;
}

export interface QuarterPace extends Pace {
  byKonsulent: SplitLine[];
  byArea: { name: string; group: Group; missing: number }[];
  /** missing firms that nobody is responsible for */
  unowned: number;
}

/** Kvartalets fart: what is missing, the days left, and who could take how many. */
export function quarterPace(
  db: Db,
  question: CoverageQuestion,
  unit: CoverageUnit,
  today: string,
): QuarterPace {
  const { contacted, notContacted } = liveFigures(db, question, unit);
  const { from, to } = question;
  const byOwner = breakdownOf(db, question, unit, 'konsulent');
  const missingOf = new Map(byOwner.map(({ value, counts }) => [value, counts.notContacted]));
  const portfolios = konsulenter(db)
    .all()
    .map(({ id, name }) => {
      const key = String(id);
      return { key, name, missing: missingOf.get(key) ?? 0 };
    });
  const names = new Map(portfolios.map(({ key, name }) => [key, name]));
  return {
    ...paceOf({ from, to, today, contacted, missing: notContacted }),
    byKonsulent: fairSplit(notContacted, portfolios)
      .map(({ key, missing, fair }) => ({
        name: names.get(key) ?? '',
        group: { by: 'konsulent' as const, value: key },
        missing,
        fair,
      }))
      .sort((a, b) => b.missing - a.missing || a.name.localeCompare(b.name, 'da')),
    byArea: breakdownOf(db, question, unit, 'omraade')
      .filter(({ counts }) => counts.notContacted > 0)
      .map(({ name, group, counts }) => ({ name, group, missing: counts.notContacted })),
    unowned: missingOf.get(NO_GROUP) ?? 0,
  };
}

const konsulenter = preparedOnce((db: Db) =>
  db
    .select({ id: user.id, name: user.name })
    .from(user)
    .innerJoin(userRole, and(eq(userRole.userId, user.id), eq(userRole.role, 'konsulent')))
    .where(isNull(user.disabledAt))
    .orderBy(asc(user.name))
    .prepare(),
);
