import type { citizen } from '../../db/schema/citizens.ts';
import type { RuleAnswer } from '../../workers/matching/types.ts';
import { monthsOnBenefit, type Stretch } from './benefit.ts';
import type { Contents, Groups } from './contents.ts';
import type { TargetGroup } from './target-groups.ts';

export interface ConditionFacts
  extends Pick<
    typeof citizen.$inferSelect,
    'benefitSince' | 'unemployedSince' | 'education' | 'singleProvider' | 'hasEmployer' | 'birthYear'
  > {
  /** standing rows of benefit_period; none: benefitSince, or else unemployedSince, is the beginning of the only one */
  benefitPeriods: readonly Stretch[];
}

interface Case {
  /** the citizen's group on the day; undefined: not known, or the rule is older than it */
  group: TargetGroup | undefined;
  facts: ConditionFacts;
  today: string;
}

/**
 * The condition that stands most in the way, a `nej` before a `mangler`; undefined: all are met. `ofAge` is the dated
 * rule's; null: no rule is in force, so no group tells of an age.
 */
export function brokenCondition(
  content: Contents['hvem_maa'],
  { group, facts, today, ofAge }: Case & { ofAge: number | null },
) {
  const { age, benefit, withoutEmployer } = content;
  const isFor = (groups: Groups) => groups === 'alle' || (group !== undefined && groups.includes(group.code));
  const youth = group ? (age?.youthGroups.includes(group.code) ?? false) : null;
  const answers: { answer: RuleAnswer; sentence: string }[] = [];
  if (withoutEmployer && isFor(withoutEmployer.groups)) {
    const answer = answerOf(facts.hasEmployer === null ? null : !facts.hasEmployer);
    answers.push({ answer, sentence: withoutEmployer.sentence });
  }
  if (age)
    answers.push({ answer: ageBetween(facts, today, { ...age, youth, ofAge }), sentence: age.sentence });
  if (benefit && isFor(benefit.groups)) {
    const answer = anyOf(onBenefitFor(benefit, facts, today), waived(benefit.waivers, facts, today));
    answers.push({ answer, sentence: benefit.sentence });
  }
  return answers.find(({ answer }) => answer === 'nej') ?? answers.find(({ answer }) => answer === 'mangler');
}

type Benefit = NonNullable<Contents['hvem_maa']['benefit']>;

function waived(waivers: Benefit['waivers'], facts: ConditionFacts, today: string): RuleAnswer {
  const { uneducated, fromAge, singleProvider } = waivers;
  return anyOf(
    uneducated ? answerOf(facts.education && facts.education === 'ingen') : 'nej',
    fromAge === null
      ? 'nej'
      : ageBetween(facts, today, { from: fromAge, to: null, youth: null, ofAge: null }),
    singleProvider ? answerOf(facts.singleProvider) : 'nej',
  );
}

/** Where the law's meaning of a gap is not settled, both readings must answer alike. */
function onBenefitFor({ months, gaps }: Benefit, facts: ConditionFacts, today: string): RuleAnswer {
  const periods = periodsOf(facts);
  if (periods.length === 0) return 'mangler';
  const { together, unbrokenNow } = monthsOnBenefit(periods, today);
  if (gaps === 'taeller_sammen') return answerOf(together >= months);
  if (gaps === 'begynder_forfra') return answerOf(unbrokenNow >= months);
  if (together >= months && unbrokenNow >= months) return 'ja';
  return together < months && unbrokenNow < months ? 'nej' : 'mangler';
}

export function periodsOf({
  benefitPeriods,
  benefitSince,
  unemployedSince,
}: ConditionFacts): readonly Stretch[] {
  if (benefitPeriods.length > 0) return benefitPeriods;
  const fromDate = benefitSince ?? unemployedSince;
  return fromDate === null ? [] : [{ fromDate, untilDate: null }];
}

interface Ages {
  from: number | null;
  to: number | null;
  /** of a group whose members are not of age; every other group presupposes that they are; null: not known */
  youth: boolean | null;
  ofAge: number | null;
}

/** With the year alone a person is one of two ages; both must answer alike. */
function ageBetween(
  { birthYear }: ConditionFacts,
  today: string,
  { from, to, youth, ofAge }: Ages,
): RuleAnswer {
  const highest = birthYear === null ? ANY_AGE : Number(today.slice(0, 4)) - birthYear;
  const lowest = birthYear === null ? (youth === false ? (ofAge ?? 0) : 0) : highest - 1;
  const ages =
    youth && ofAge !== null
      ? { lowest: Math.min(lowest, ofAge - 1), highest: Math.min(highest, ofAge - 1) }
      : { lowest, highest };
  const [least, most] = [from ?? 0, to ?? ANY_AGE];
  if (ages.lowest >= least && ages.highest <= most) return 'ja';
  return ages.highest < least || ages.lowest > most ? 'nej' : 'mangler';
}

const ANY_AGE = 150;

function anyOf(...answers: RuleAnswer[]): RuleAnswer {
  return answers.find((answer) => answer === 'ja') ?? answers.find((answer) => answer === 'mangler') ?? 'nej';
}

function answerOf(fact: boolean | '' | null): RuleAnswer {
  if (fact === null || fact === '') return 'mangler';
  return fact ? 'ja' : 'nej';
}
