import type { citizen } from '../../db/schema/citizens.ts';
import { ORDER_TYPES, type OrderType, type RuleAnswer } from '../../workers/matching/types.ts';
import type { Condition, TargetGroupRule } from './target-group-rules.ts';

/** The facts that the dated rules ask for. None of them reaches the engine. */
export type TargetGroupFacts = Pick<
  typeof citizen.$inferSelect,
  | 'targetGroup'
  | 'benefitSince'
  | 'unemployedSince'
  | 'education'
  | 'singleProvider'
  | 'hasEmployer'
  | 'birthYear'
>;

/** A rule's answer with the sentence behind it. It never decides: a person does. */
export interface RuleOpinion {
  answer: RuleAnswer;
  sentence: string;
  source: string;
  confidence: TargetGroupRule['confidence'];
}

/**
 * May this citizen have an order of this type on that ISO date? `mangler`: a fact is blank, or no rule is in force.
 * Source: the rule's own (target-group-rules.ts).
 */
export function mayHaveType(
  type: OrderType,
  facts: TargetGroupFacts,
  today: string,
  rules: readonly TargetGroupRule[],
): RuleOpinion {
  const rule = rules.find(
    (entry) =>
      entry.type === type && entry.validFrom <= today && (entry.validTo === null || today <= entry.validTo),
  );
  if (!rule) {
    const sentence = 'Ingen regel gælder på datoen.';
    return { answer: 'mangler', sentence, source: 'ingen', confidence: 'low' };
  }
  const { source, confidence } = rule;
  if (rule.groups !== 'alle' && !rule.groups.includes(facts.targetGroup)) {
    const others = rule.others ?? { answer: 'nej', sentence: rule.sentence };
    return { ...others, source, confidence };
  }
  const answers = (rule.conditions ?? [])
    .filter((condition) => !condition.groups || condition.groups.includes(facts.targetGroup))
    .map((condition) => ({ answer: conditionHolds(condition, facts, today), sentence: condition.sentence }));
  const worst =
    answers.find(({ answer }) => answer === 'nej') ?? answers.find(({ answer }) => answer === 'mangler');
  return { ...(worst ?? { answer: 'ja', sentence: rule.sentence }), source, confidence };
}

/** The rules' answers for every type: the only trace of benefit and age that the engine is given. */
export function allowedTypes(
  facts: TargetGroupFacts,
  today: string,
  rules: readonly TargetGroupRule[],
): Record<OrderType, RuleAnswer> {
  return Object.fromEntries(
    ORDER_TYPES.map((type) => [type, mayHaveType(type, facts, today, rules).answer]),
  ) as Record<OrderType, RuleAnswer>;
}

function conditionHolds(condition: Condition, facts: TargetGroupFacts, today: string): RuleAnswer {
  switch (condition.kind) {
    case 'alder':
      return ageBetween(facts, today, condition.from ?? 0, condition.to ?? 150);
    case 'ydelse':
      return condition.waivers
        ? anyOf(onBenefitFor(condition.months, facts, today), waived(facts, today))
        : onBenefitFor(condition.months, facts, today);
    case 'ydelse_faglaert':
      return anyOf(
        onBenefitFor(condition.months, facts, today),
        answerOf(facts.education && facts.education === 'ingen'),
      );
    case 'uden_arbejdsgiver':
      return answerOf(facts.hasEmployer === null ? null : !facts.hasEmployer);
  }
}

/** LAB § 69: no qualifying education, over 50, or sole provider. */
function waived(facts: TargetGroupFacts, today: string): RuleAnswer {
  return anyOf(
    answerOf(facts.education && facts.education === 'ingen'),
    ageBetween(facts, today, 50, 150),
    answerOf(facts.singleProvider),
  );
}

function onBenefitFor(months: number, facts: TargetGroupFacts, today: string): RuleAnswer {
  const since = facts.benefitSince ?? facts.unemployedSince;
  return answerOf(since && monthsLater(since, months) <= today);
}

/** With the year alone a person is one of two ages; both must answer alike. */
function ageBetween(facts: TargetGroupFacts, today: string, from: number, to: number): RuleAnswer {
  const { lowest, highest } = possibleAges(facts, today);
  if (lowest >= from && highest <= to) return 'ja';
  return highest < from || lowest > to ? 'nej' : 'mangler';
}

/** Every other group than `ung_under_18` presupposes 18 years. */
function possibleAges({ birthYear, targetGroup }: TargetGroupFacts, today: string) {
  const young = targetGroup === 'ung_under_18';
  if (birthYear === null) return young ? { lowest: 13, highest: 17 } : { lowest: 18, highest: 150 };
  const highest = Number(today.slice(0, 4)) - birthYear;
  return young
    ? { lowest: Math.min(highest - 1, 17), highest: Math.min(highest, 17) }
    : { lowest: highest - 1, highest };
}

function anyOf(...answers: RuleAnswer[]): RuleAnswer {
  return answers.find((answer) => answer === 'ja') ?? answers.find((answer) => answer === 'mangler') ?? 'nej';
}

function answerOf(fact: boolean | '' | null): RuleAnswer {
  if (fact === null || fact === '') return 'mangler';
  return fact ? 'ja' : 'nej';
}

/** The same day some months on, or the month's last day where there is none: 31 August + 6 is 28 February. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}
