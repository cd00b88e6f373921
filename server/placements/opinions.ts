import { and, desc, eq, isNull, lte } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { merbeskaeftigelse } from '../../db/schema/capacity.ts';
import type { citizen } from '../../db/schema/citizens.ts';
import { placement } from '../../db/schema/placements.ts';
import type { OrderType, RuleAnswer } from '../../workers/matching/types.ts';
import { capacityOpinion } from '../capacity/queries.ts';
import { hoursOpinion, lastEmployerOpinion } from '../legal-rules/opinions.ts';
import { benefitPeriodsOf, legalRules } from '../legal-rules/queries.ts';
import {
  durationOpinion,
  type LegalRules,
  mayHaveType,
  noContent,
  opinionOf,
  type RuleOpinion,
  ruleOn,
} from '../legal-rules/rules.ts';
import { showDate } from '../ui/dates.ts';
import { isJob } from './rules.ts';

/** What a rule is asked: its kind, or who the last employer was. */
export type OpinionAbout =
  | 'hvem_maa'
  | 'varighed'
  | 'timer'
  | 'forholdstal'
  | 'merbeskaeftigelse'
  | 'seneste_arbejdsgiver';

/** One rule's answer about a wanted placement. */
export interface Opinion extends RuleOpinion {
  about: OpinionAbout;
  /** of a length of time: the last days that it speaks of */
  lastDay?: string | null;
  extendableTo?: string | null;
}

/** What the rules are told of a wanted placement. */
export interface Wanted {
  type: OrderType;
  pNumber: number;
  cvr: number;
  startsOn: string;
  endsOn: string | null;
  weeklyHours: number;
  lastEmployerHere: boolean | null;
}

/** What each rule says of the citizen in this placement on its first day. They never decide: a person may go on with a reason. */
export function opinionsOn(
  tx: Pick<Db, 'select'>,
  person: typeof citizen.$inferSelect,
  wanted: Wanted,
): Opinion[] {
  const rules = legalRules(tx);
  const facts = { ...person, benefitPeriods: benefitPeriodsOf(tx, [person.id]).get(person.id) ?? [] };
  const { type, startsOn, endsOn } = wanted;
  return [
    { about: 'hvem_maa', ...mayHaveType(type, facts, startsOn, rules) },
    { about: 'varighed', ...durationOpinion(type, person.targetGroup, startsOn, endsOn, rules) },
    ...hourOpinions(rules, person, wanted),
    ...capacityOn(tx, rules, wanted),
    ...merbeskaeftigelseOn(tx, rules, wanted),
    ...lastEmployerOn(tx, rules, person, wanted),
  ];
}

/** Of every type whose hours a rule limits. */
export function hourOpinions(
  rules: LegalRules,
  { birthYear }: Pick<typeof citizen.$inferSelect, 'birthYear'>,
  { type, weeklyHours, startsOn }: Pick<Wanted, 'type' | 'weeklyHours' | 'startsOn'>,
): Opinion[] {
  const opinion = hoursOpinion(type, { weeklyHours, birthYear, date: startsOn }, rules);
  return opinion ? [{ about: 'timer', ...opinion }] : [];
}

/** Is there room at the place of work? Said of every type that a rule has ever counted. */
function capacityOn(tx: Pick<Db, 'select'>, rules: LegalRules, wanted: Wanted): Opinion[] {
  const wasCounted = rules.rules.some(
    ({ kind, content }) => kind === 'forholdstal' && content?.counts.includes(wanted.type),
  );
  return wasCounted ? [{ about: 'forholdstal', ...capacityOpinion(tx, wanted) }] : [];
}

/**
 * Per CVR, of the company's latest answer before the first day (domain.md 1d), for the types that the rule of that day
 * names. Where no rule answers, it is said of every type that one has ever been about.
 */
function merbeskaeftigelseOn(
  tx: Pick<Db, 'select'>,
  rules: LegalRules,
  { type, cvr, startsOn }: Wanted,
): Opinion[] {
  const rule = ruleOn(rules, 'merbeskaeftigelse', '', startsOn);
  const about = 'merbeskaeftigelse';
  if (!rule?.content) {
    const wasAsked = rules.rules.some(
      (each) => each.kind === 'merbeskaeftigelse' && each.content?.types.includes(type),
    );
    return wasAsked ? [{ about, ...noContent(rule) }] : [];
  }
  const { types, months, vacatedMonths } = rule.content;
  if (!types.includes(type)) return [];
  const say = (answer: RuleAnswer, sentence: string): Opinion[] => [
    { about, ...opinionOf(rule, answer, sentence) },
  ];
  const latest = tx
    .select()
    .from(merbeskaeftigelse)
    .where(and(eq(merbeskaeftigelse.cvr, cvr), lte(merbeskaeftigelse.askedOn, startsOn)))
    .orderBy(desc(merbeskaeftigelse.askedOn), desc(merbeskaeftigelse.id))
    .get();
  if (!latest) return say('mangler', 'Virksomheden er ikke spurgt om merbeskæftigelse.');
  const asked = ruleOn(rules, 'merbeskaeftigelse', '', latest.askedOn)?.content;
  if (asked && (asked.months !== months || asked.vacatedMonths !== vacatedMonths)) {
    const sentence = `Virksomheden svarede ${showDate(latest.askedOn)} efter den regel, der gjaldt da: spørg igen efter gennemsnittet af ${months} måneder${vacatedMonths ? ` og stillinger, der er blevet ledige inden for ${vacatedMonths}` : ''}.`;
    return say('mangler', sentence);
  }
  if (vacatedMonths > 0 && latest.vacated)
    return say('nej', 'Stillingen er blevet ledig ved afsked eller opsigelse.');
  return latest.latestYears >= latest.averageYears
    ? say('ja', 'Virksomheden har merbeskæftigelse.')
    : say('nej', 'Virksomheden har færre ordinært ansatte end gennemsnitligt.');
}

/** Not at the latest employer, where the rule of the type says so; who may in a new function, a person must look at. */
function lastEmployerOn(
  tx: Pick<Db, 'select'>,
  rules: LegalRules,
  { id, hasEmployer, targetGroup }: Pick<typeof citizen.$inferSelect, 'id' | 'hasEmployer' | 'targetGroup'>,
  { type, cvr, startsOn, lastEmployerHere }: Wanted,
): Opinion[] {
  const rule = ruleOn(rules, 'seneste_arbejdsgiver', type, startsOn);
  if (!rule) return [];
  const about = 'seneste_arbejdsgiver';
  if (lastEmployerHere || hadJobAt(tx, id, cvr))
    return [{ about, ...lastEmployerOpinion(targetGroup, startsOn, rule, rules) }];
  const say = (answer: RuleAnswer, sentence: string): Opinion[] => [
    { about, ...opinionOf(rule, answer, sentence) },
  ];
  if (!rule.content) return [{ about, ...noContent(rule) }];
  if (lastEmployerHere === false) return say('ja', 'Virksomheden er ikke borgerens seneste arbejdsgiver.');
  return say(
    'mangler',
    hasEmployer
      ? 'Borgeren har en arbejdsgiver. Er det denne virksomhed?'
      : 'Er virksomheden borgerens seneste arbejdsgiver?',
  );
}

/** The citizen's latest job that was written down here was at the company. */
function hadJobAt(tx: Pick<Db, 'select'>, citizenId: number, cvr: number): boolean {
  const jobs = tx
    .select({ type: placement.type, cvr: placement.cvr })
    .from(placement)
    .where(and(eq(placement.citizenId, citizenId), isNull(placement.withdrawnAt)))
    .orderBy(desc(placement.startsOn), desc(placement.id))
    .all();
  return jobs.find(({ type }) => isJob(type))?.cvr === cvr;
}
