import type { citizen } from '../../db/schema/citizens.ts';
import type { Confidence, legalRule, RuleKind } from '../../db/schema/legal-rules.ts';
import { ORDER_TYPES, type OrderType, type RuleAnswer } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';
import { brokenCondition, type ConditionFacts } from './conditions.ts';
import type { Contents, Groups, Length } from './contents.ts';
import { lastDayOf, laterOf } from './dates.ts';
import { groupOn, type TargetGroup } from './target-groups.ts';

/** A standing rule with what it says; `content` is null when it is repealed, or when nobody knows and nobody guesses. */
export type Rule<Kind extends RuleKind = RuleKind> = {
  [Each in Kind]: Omit<typeof legalRule.$inferSelect, 'kind' | 'content'> & {
    kind: Each;
    content: Contents[Each] | null;
  };
}[Kind];

/** Everything the law says, as it is known: the rules by date and the target groups they speak of. */
export interface LegalRules {
  rules: readonly Rule[];
  groups: readonly TargetGroup[];
}

/** The facts of a citizen that the dated rules ask for. None of them reaches the engine. */
export type TargetGroupFacts = Pick<typeof citizen.$inferSelect, 'targetGroup'> & ConditionFacts;

/** A rule's answer with the sentence behind it. It never decides: a person does. */
export interface RuleOpinion {
  answer: RuleAnswer;
  sentence: string;
  source: string;
  confidence: Confidence;
  /** the rule that answered (legal_rule.id); null: none is in force */
  ruleId: number | null;
}

/**
 * The rule of a kind about a subject ('' where there is one only) that is in force on an ISO date: the one that began
 * last. Undefined when none has begun or the last has ended.
 */
export function ruleOn<Kind extends RuleKind>(
  { rules }: LegalRules,
  kind: Kind,
  subject: string,
  date: string,
): Rule<Kind> | undefined {
  let found: Rule<Kind> | undefined;
  for (const rule of rules) {
    if (rule.kind !== kind || rule.subject !== subject || rule.fromDate > date) continue;
    const newer =
      !found || rule.fromDate > found.fromDate || (rule.fromDate === found.fromDate && rule.id > found.id);
    if (newer) found = rule as Rule<Kind>;
  }
  return found && (found.untilDate === null || date < found.untilDate) ? found : undefined;
}

/** An answer in a rule's name. */
export function opinionOf(rule: Rule | undefined, answer: RuleAnswer, sentence: string): RuleOpinion {
  if (!rule) return { answer, sentence, source: 'ingen', confidence: 'lav', ruleId: null };
  return { answer, sentence, source: rule.source, confidence: rule.confidence, ruleId: rule.id };
}

/** What is said when no rule answers: none is in force, or the one in force has no content. */
export function noContent(rule: Rule | undefined): RuleOpinion {
  return opinionOf(rule, 'mangler', rule?.sentence ?? 'Ingen regel gælder på datoen.');
}

/** May this citizen have an order of this type on that ISO date? `mangler`: a fact is blank, or no rule answers. */
export function mayHaveType(
  type: OrderType,
  facts: TargetGroupFacts,
  today: string,
  rules: LegalRules,
): RuleOpinion {
  const rule = ruleOn(rules, 'hvem_maa', type, today);
  if (!rule?.content) return noContent(rule);
  const { content } = rule;
  const { group, why } = groupOn(rules.groups, facts.targetGroup, today);
  if (namesGroups(content)) {
    if (!group) return opinionOf(rule, 'mangler', why);
    if (isOlder(rule, group)) return opinionOf(rule, 'mangler', tooOld(rule, group));
    if (!names(content.groups, group)) {
      const { answer, sentence } = content.others ?? { answer: 'nej', sentence: rule.sentence };
      return opinionOf(rule, answer, sentence);
    }
  }
  const known = group && !isOlder(rule, group) ? group : undefined;
  const ofAge = content.age ? ageOfMajority(rules, today) : null;
  const broken = brokenCondition(content, { group: known, facts, today, ofAge });
  return opinionOf(rule, broken?.answer ?? 'ja', broken?.sentence ?? rule.sentence);
}

/** From which age somebody is no longer young to the law on an ISO date; null: no rule says. */
export function ageOfMajority(rules: LegalRules, date: string): number | null {
  return ruleOn(rules, 'myndighedsalder', '', date)?.content?.age ?? null;
}

/** The rules' answers for every type: the only trace of benefit and age that the engine is given. */
export function allowedTypes(
  facts: TargetGroupFacts,
  today: string,
  rules: LegalRules,
): Record<OrderType, RuleAnswer> {
  return Object.fromEntries(
    ORDER_TYPES.map((type) => [type, mayHaveType(type, facts, today, rules).answer]),
  ) as Record<OrderType, RuleAnswer>;
}

/** An opinion of a length of time, with the last days it speaks of; null: there is no limit. */
export interface DurationOpinion extends RuleOpinion {
  lastDay: string | null;
  extendableTo: string | null;
}

/**
 * May a placement of this type last from its first to its last day (ISO, both included; null: no end is agreed) for
 * somebody of this target group? `mangler` also when it takes a concrete assessment. The rule in force on the first day
 * answers, unless one that began later says that it applies to those that run (README, decision 48).
 */
export function durationOpinion(
  type: OrderType,
  targetGroup: string,
  startsOn: string,
  endsOn: string | null,
  rules: LegalRules,
): DurationOpinion {
  const rule = durationRule(type, startsOn, endsOn, rules);
  const without = (opinion: RuleOpinion): DurationOpinion => ({
    ...opinion,
    lastDay: null,
    extendableTo: null,
  });
  if (!rule?.content) return without(noContent(rule));
  const found = groupOn(rules.groups, targetGroup, laterOf(rule.fromDate, startsOn));
  const toAll = rule.content.lines.every((line) => line.groups === 'alle');
  if (!found.group && !toAll) return without(opinionOf(rule, 'mangler', found.why));
  const { group } = found;
  if (group && !toAll && isOlder(rule, group))
    return without(opinionOf(rule, 'mangler', tooOld(rule, group)));
  const line = rule.content.lines.find(({ groups }) => (group ? names(groups, group) : groups === 'alle'));
  if (!line) {
    return without(
      opinionOf(rule, 'mangler', `Reglen siger ikke, hvor længe ${group?.label ?? targetGroup} må.`),
    );
  }
  if (!line.limit) return without(opinionOf(rule, 'ja', rule.sentence));
  const lastDay = lastDayOf(startsOn, line.limit);
  const extendableTo = line.thenAgain ? null : line.extendTo && lastDayOf(startsOn, line.extendTo);
  const answer = (given: RuleAnswer, sentence: string): DurationOpinion => ({
    ...opinionOf(rule, given, sentence),
    lastDay,
    extendableTo,
  });
  if (endsOn === null)
    return answer(
      'mangler',
      `Skriv en sidste dag: højst ${lengthText(line.limit)}, til ${showDate(lastDay)}.`,
    );
  if (endsOn <= lastDay)
    return answer('ja', `Højst ${lengthText(line.limit)}: til og med ${showDate(lastDay)}.`);
  const { extendTo, thenAgain } = line;
  if (extendTo && endsOn <= lastDayOf(startsOn, extendTo)) {
    const until = showDate(lastDayOf(startsOn, extendTo));
    return answer(
      'mangler',
      `Over ${lengthText(line.limit)} kræver det en konkret vurdering; højst ${lengthText(extendTo)}, til og med ${until}.`,
    );
  }
  if (thenAgain) {
    return answer(
      'mangler',
      `Efter ${lengthText(extendTo ?? line.limit)} kan det forlænges med ${lengthText(thenAgain)} ad gangen efter en konkret vurdering.`,
    );
  }
  const most = extendTo ?? line.limit;
  return answer(
    'nej',
    `Højst ${lengthText(most)}${extendTo ? ' med forlængelse' : ', som ikke kan forlænges'}: til og med ${showDate(lastDayOf(startsOn, most))}.`,
  );
}

function durationRule(type: OrderType, startsOn: string, endsOn: string | null, rules: LegalRules) {
  const later = rules.rules
    .filter((rule) => rule.kind === 'varighed' && rule.subject === type)
    .filter((rule) => rule.fromDate > startsOn && rule.fromDate <= (endsOn ?? '9999-12-31'))
    .sort((a, b) => (a.fromDate < b.fromDate ? 1 : -1))
    .map((rule) => ruleOn(rules, 'varighed', type, rule.fromDate))
    .find((rule) => rule?.content?.appliesToRunning);
  return later ?? ruleOn(rules, 'varighed', type, startsOn);
}

/** 6 måneder, 1 uge */
export function lengthText({ count, unit }: Length): string {
  const word = unit === 'uger' ? ['uge', 'uger'] : ['måned', 'måneder'];
  return `${count} ${word[count === 1 ? 0 : 1]}`;
}

export function names(groups: Groups, { code }: Pick<TargetGroup, 'code'>): boolean {
  return groups === 'alle' || groups.includes(code);
}

/** Written before the group existed: it cannot have meant the group, whether or not it says "all but". */
export function isOlder(rule: Rule, group: TargetGroup): boolean {
  return rule.fromDate < group.fromDate;
}

export function tooOld(rule: Rule, group: TargetGroup): string {
  return `Reglen er fra ${showDate(rule.fromDate)} og siger intet om ${group.label}, som findes fra ${showDate(group.fromDate)}: en administrator skal skrive en ny udgave.`;
}

/** Age alone is no matter of groups: with the year of birth it can be answered for a group of any name. */
function namesGroups({ groups, benefit, withoutEmployer }: Contents['hvem_maa']): boolean {
  return [groups, benefit?.groups, withoutEmployer?.groups].some((each) => Array.isArray(each));
}
