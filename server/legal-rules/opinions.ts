import type { OrderType } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import type { Contents } from './contents.ts';
import {
  isOlder,
  type LegalRules,
  names,
  noContent,
  opinionOf,
  type Rule,
  type RuleOpinion,
  ruleOn,
  tooOld,
} from './rules.ts';
import { groupOn } from './target-groups.ts';

/**
 * The rate for a type on an ISO date: the rule of kind sats whose subject is the type. Undefined: nobody has written one,
 * so the type has none. `mangler`: nobody has found it, and nobody guesses.
 */
export function rateOpinion(type: OrderType, date: string, rules: LegalRules): RuleOpinion | undefined {
  if (type === 'voksenlaerling') return subsidyOpinion(date, rules);
  if (!rules.rules.some(({ kind, subject }) => kind === 'sats' && subject === type)) return undefined;
  const rule = ruleOn(rules, 'sats', type, date);
  return rule?.content ? opinionOf(rule, 'ja', rule.sentence) : noContent(rule);
}

interface HoursAsked {
  weeklyHours: number;
  /** ISO */
  date: string;
  /** of the citizen; null: not known */
  birthYear: number | null;
}

/** May a placement of the type take so many hours a week on a day? Undefined: no rule has ever been about its hours. */
export function hoursOpinion(type: OrderType, asked: HoursAsked, rules: LegalRules): RuleOpinion | undefined {
  if (type === 'fritidsjob') return fritidsjobOpinion({ ...asked, inSchool: null }, rules);
  if (!rules.rules.some(({ kind, subject }) => kind === 'timer' && subject === type)) return undefined;
  const rule = ruleOn(rules, 'timer', type, asked.date);
  if (!rule?.content) return noContent(rule);
  const { weeklyHours: most } = rule.content;
  return asked.weeklyHours <= most
    ? opinionOf(rule, 'ja', rule.sentence)
    : opinionOf(rule, 'nej', `Højst ${showHour(most)} timer om ugen.`);
}

/** What an employer gets for a voksenlærling: it depends on where the apprentice comes from. */
function subsidyOpinion(date: string, rules: LegalRules): RuleOpinion {
  const rule = ruleOn(rules, 'voksenlaerling', '', date);
  return rule?.content ? opinionOf(rule, 'ja', rule.sentence) : noContent(rule);
}

/** Has somebody of the group arbejdspligt on that ISO date? For its groups it depends on what the program does not know. */
export function arbejdspligtOpinion(targetGroup: string, date: string, rules: LegalRules): RuleOpinion {
  const rule = ruleOn(rules, 'arbejdspligt', '', date);
  if (!rule?.content) return noContent(rule);
  const { group, why } = groupOn(rules.groups, targetGroup, date);
  if (!group) return opinionOf(rule, 'mangler', why);
  if (rule.fromDate < group.fromDate) {
    const sentence = `Reglen om arbejdspligt er fra ${showDate(rule.fromDate)}, før målgruppen ${group.label} fandtes.`;
    return opinionOf(rule, 'mangler', sentence);
  }
  if (names(rule.content.groups, group)) return opinionOf(rule, 'mangler', rule.content.depends);
  return opinionOf(rule, 'nej', `${group.label} har ikke arbejdspligt.`);
}

/** May somebody of the group be placed at their latest employer, by the rule about the type that holds on the ISO date? */
export function lastEmployerOpinion(
  targetGroup: string,
  date: string,
  rule: Rule<'seneste_arbejdsgiver'>,
  rules: LegalRules,
): RuleOpinion {
  const { content } = rule;
  if (!content) return noContent(rule);
  if (content.groups !== 'alle') {
    const { group, why } = groupOn(rules.groups, targetGroup, date);
    if (!group) return opinionOf(rule, 'mangler', why);
    if (isOlder(rule, group)) return opinionOf(rule, 'mangler', tooOld(rule, group));
    if (!names(content.groups, group)) {
      return opinionOf(rule, content.others?.answer ?? 'ja', content.others?.sentence ?? rule.sentence);
    }
  }
  return opinionOf(rule, 'nej', content.sentence);
}

interface YoungWork {
  /** null: not known */
  birthYear: number | null;
  /** null: not known */
  inSchool: boolean | null;
  weeklyHours: number;
  date: string;
}

/**
 * May a young person work so many hours in a week? With the year of birth alone they are one of two ages, and both must
 * answer alike; so must school and no school, where nobody has told and the rule knows both at that age. `mangler` also
 * when it is allowed in a free week and not in a school week.
 */
export function fritidsjobOpinion(young: YoungWork, rules: LegalRules): RuleOpinion {
  const { birthYear, date } = young;
  const rule = ruleOn(rules, 'fritidsjob', '', date);
  if (!rule?.content) return noContent(rule);
  if (birthYear === null) return opinionOf(rule, 'mangler', 'Hvilket år er den unge født?');
  const oldest = Number(date.slice(0, 4)) - birthYear;
  const { lines } = rule.content;
  const { inSchool } = young;
  if (inSchool === null) {
    const known = lines.filter(({ fromAge, toAge }) => fromAge <= oldest && oldest - 1 <= toAge);
    const [first, second] = [true, false]
      .filter((each) => known.length === 0 || known.some((line) => line.inSchool === each))
      .map((each) => fritidsjobOpinion({ ...young, inSchool: each }, rules));
    if (first && (!second || first.answer === second.answer)) return first;
    return opinionOf(
      rule,
      'mangler',
      `Går den unge i skole? Ja: ${first?.sentence} Nej: ${second?.sentence}`,
    );
  }
  const at = (age: number) => hoursAt(lines, age, { ...young, inSchool });
  const [before, after] = [at(oldest - 1), at(oldest)];
  if (before.answer === after.answer) return opinionOf(rule, after.answer, after.sentence);
  const ages = `Har den unge haft fødselsdag i år? ${oldest - 1} år: ${before.sentence} ${oldest} år: ${after.sentence}`;
  return opinionOf(rule, 'mangler', ages);
}

function hoursAt(
  lines: Contents['fritidsjob']['lines'],
  age: number,
  { inSchool, weeklyHours }: { inSchool: boolean; weeklyHours: number },
): Pick<RuleOpinion, 'answer' | 'sentence'> {
  const line = lines.find((each) => each.fromAge <= age && age <= each.toAge && each.inSchool === inSchool);
  if (!line) {
    const oldest = Math.max(...lines.map(({ toAge }) => toAge));
    return age > oldest
      ? { answer: 'ja', sentence: `Reglerne for unge gælder til og med ${oldest} år.` }
      : {
          answer: 'nej',
          sentence: `Ingen timer for en på ${age} år, der ${inSchool ? 'går' : 'ikke går'} i skole.`,
        };
  }
  const { schoolWeek, otherWeek } = line;
  if (weeklyHours > otherWeek) return { answer: 'nej', sentence: `Højst ${otherWeek} timer om ugen.` };
  if (schoolWeek !== null && weeklyHours > schoolWeek) {
    const sentence = `Højst ${schoolWeek} timer i en uge med skole og ${otherWeek} i en fri uge.`;
    return { answer: 'mangler', sentence };
  }
  return { answer: 'ja', sentence: `Højst ${schoolWeek ?? otherWeek} timer om ugen.` };
}
