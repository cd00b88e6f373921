import { EDUCATIONS } from '../../db/schema/citizens.ts';
import { ORDER_TYPES, type OrderType } from '../../workers/matching/types.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import { readHours } from '../ui/hours.ts';
import { arbejdspligtOpinion, fritidsjobOpinion, hoursOpinion, rateOpinion } from './opinions.ts';
import {
  durationOpinion,
  type LegalRules,
  mayHaveType,
  type RuleOpinion,
  type TargetGroupFacts,
} from './rules.ts';

/** A question to the rules about nobody in particular. */
export interface Question {
  type: OrderType;
  startsOn: string;
  endsOn: string | null;
  weeklyHours: number | null;
  inSchool: boolean;
  facts: TargetGroupFacts;
}

/** The question as typed, or an error in Danish per field. */
export function readQuestion(
  fields: Fields,
  { groups }: LegalRules,
  today: string,
): { question: Question; errors: [] } | { question?: undefined; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  const date = (field: string) => {
    const typed = textOf(fields, field);
    if (typed !== '' && !isIsoDate(typed)) refuse(field, 'Skriv en dato, der findes.');
    return typed === '' ? null : typed;
  };
  const type = oneOf(ORDER_TYPES, textOf(fields, 'type'));
  if (!type) refuse('type', 'Vælg en type.');
  const targetGroup = textOf(fields, 'maalgruppe');
  if (!groups.some(({ code }) => code === targetGroup)) refuse('maalgruppe', 'Vælg en målgruppe.');
  const startsOn = date('start') ?? today;
  const endsOn = date('slut');
  if (endsOn !== null && endsOn < startsOn) refuse('slut', 'Den sidste dag er før den første.');
  const benefitSince = date('ydelse');
  const year = textOf(fields, 'foedselsaar');
  const birthYear = /^(19|20)\d\d$/.test(year) ? Number(year) : null;
  if (year !== '' && birthYear === null) refuse('foedselsaar', 'Skriv fødselsåret med fire cifre.');
  const hours = textOf(fields, 'timer');
  const weeklyHours = hours === '' ? null : (readHours(hours) ?? null);
  if (hours !== '' && weeklyHours === null) refuse('timer', 'Skriv timer om ugen, fx 7,5.');
  if (errors.length > 0 || !type) return { errors };
  const facts = {
    targetGroup,
    benefitSince,
    benefitPeriods: [],
    unemployedSince: null,
    education: oneOf(EDUCATIONS, textOf(fields, 'uddannelse')) ?? null,
    singleProvider: yesNo(textOf(fields, 'enlig')),
    hasEmployer: yesNo(textOf(fields, 'arbejdsgiver')),
    birthYear,
  };
  const inSchool = textOf(fields, 'skole') === 'ja';
  return { question: { type, startsOn, endsOn, weeklyHours, inSchool, facts }, errors: [] };
}

function yesNo(text: string): boolean | null {
  return text === 'ja' ? true : text === 'nej' ? false : null;
}

/** What each rule says to the question on its first day, by the name of the rule. */
export function answersTo(question: Question, rules: LegalRules): [string, RuleOpinion][] {
  const { type, startsOn, endsOn, facts, weeklyHours, inSchool } = question;
  const rate = rateOpinion(type, startsOn, rules);
  const { birthYear } = facts;
  const asked = weeklyHours === null ? null : { weeklyHours, birthYear, date: startsOn };
  const hours =
    asked &&
    (type === 'fritidsjob'
      ? fritidsjobOpinion({ ...asked, inSchool }, rules)
      : hoursOpinion(type, asked, rules));
  return [
    ['Hvem må', mayHaveType(type, facts, startsOn, rules)],
    ['Varighed', durationOpinion(type, facts.targetGroup, startsOn, endsOn, rules)],
    ...(rate ? [['Sats', rate] as [string, RuleOpinion]] : []),
    ...(hours ? [['Timer om ugen', hours] as [string, RuleOpinion]] : []),
    ['Arbejdspligt', arbejdspligtOpinion(facts.targetGroup, startsOn, rules)],
  ];
}
