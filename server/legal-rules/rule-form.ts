import { CONFIDENCES, RULE_KINDS, type RuleKind } from '../../db/schema/legal-rules.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { cleanText, cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { addDays, isIsoDate, showDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import type { RuleDraft } from './changes.ts';
import { CONTENTS } from './contents.ts';
import type { LegalRules, Rule } from './rules.ts';
import { fieldsOf, readShape } from './shape-form.ts';
import { groupsOn } from './target-groups.ts';

/** What a new rule may be about; a rate may have any name. */
export function subjectsOf(kind: RuleKind): readonly string[] | 'free' {
  if (kind === 'sats') return 'free';
  return BY_TYPE.includes(kind) ? ORDER_TYPES : [''];
}

const BY_TYPE: readonly RuleKind[] = ['hvem_maa', 'varighed', 'timer', 'seneste_arbejdsgiver'];

/** `art` and `emne` in an address or a form; undefined: no such rule can be. */
export function readAbout(fields: Fields): { kind: RuleKind; subject: string } | undefined {
  const kind = oneOf(RULE_KINDS, textOf(fields, 'art'));
  const subject = textOf(fields, 'emne');
  if (!kind) return undefined;
  const allowed = subjectsOf(kind);
  return allowed === 'free' || allowed.includes(subject) ? { kind, subject } : undefined;
}

/** A rule as typed into its form: the one that stands, ready to be changed. */
export function formOf(rule: Rule, about: { fromDate: string }): Record<string, string | string[]> {
  return {
    art: rule.kind,
    emne: rule.subject,
    fra: about.fromDate,
    til: rule.untilDate === null ? '' : addDays(rule.untilDate, -1),
    saetning: rule.sentence,
    kilde: rule.source,
    sikkerhed: rule.confidence,
    ...(rule.content === null ? { ukendt: 'ja' } : {}),
    ...fieldsOf(CONTENTS[rule.kind], rule.content, 'indhold'),
  };
}

interface Reading {
  rules: LegalRules;
  today: string;
  /** the rule that is corrected; undefined: a new version */
  corrected: Rule | undefined;
}

/** The rule as it may be stored, or an error in Danish per field. */
export function readRuleForm(
  fields: Fields,
  about: { kind: RuleKind; subject: string },
  { rules, today, corrected }: Reading,
): { draft: RuleDraft; errors: [] } | { draft?: undefined; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  const { kind, subject } = about;
  if (kind === 'sats' && !/^[a-zæøå][a-zæøå0-9 _,.-]{1,59}$/i.test(subject))
    refuse('emne', 'Skriv, hvad satsen hedder, med 2-60 bogstaver og tal.');
  const fromDate = textOf(fields, 'fra');
  if (!isIsoDate(fromDate)) refuse('fra', 'Skriv den dato, reglen gælder fra.');
  else if (!corrected && fromDate < today && textOf(fields, 'tilbage') !== 'ja')
    refuse(
      'fra',
      'Datoen er gået: sæt kryds ved, at reglen gælder med tilbagevirkende kraft, eller vælg en senere dato.',
    );
  else {
    const other = rules.rules.find(
      (rule) =>
        rule.kind === kind &&
        rule.subject === subject &&
        rule.fromDate === fromDate &&
        rule.id !== corrected?.id,
    );
    if (other) refuse('fra', `Der er allerede en udgave fra ${showDate(fromDate)}: ret den i stedet.`);
  }
  const lastDay = textOf(fields, 'til');
  if (lastDay !== '' && !isIsoDate(lastDay))
    refuse('til', 'Skriv den sidste dag, eller lad feltet stå tomt.');
  else if (lastDay !== '' && lastDay < fromDate) refuse('til', 'Den sidste dag er før den første.');
  const text = (field: string, most: number, missing: string | null) => {
    const typed = cleanText(textOf(fields, field)) ?? '';
    if (typed === '' && missing) refuse(field, missing);
    if (typed.length > most) refuse(field, `Skriv det på højst ${most} tegn.`);
    errors.push(...cprErrors(field, typed));
    return typed;
  };
  const sentence = text('saetning', 500, 'Skriv reglen i én sætning, som den skal stå ved hvert svar.');
  const source = text('kilde', 300, 'Skriv kilden, fx paragraffen eller udvalgets beslutning.');
  const whyNeeded = corrected !== undefined || textOf(fields, 'tilbage') === 'ja';
  const changeReason = text('begrundelse', 500, whyNeeded ? 'Skriv, hvorfor reglen ændres.' : null);
  const confidence = oneOf(CONFIDENCES, textOf(fields, 'sikkerhed'));
  if (!confidence) refuse('sikkerhed', 'Vælg, hvor sikker kilden er.');
  const existing = groupsOn(rules.groups, isIsoDate(fromDate) ? fromDate : today);
  const groupCodes = new Set(existing.map(({ code }) => code));
  const unknown = textOf(fields, 'ukendt') === 'ja';
  const content = unknown ? null : readShape(CONTENTS[kind], 'indhold', { fields, groupCodes, errors });
  if (content !== null) errors.push(...cprErrors('indhold', JSON.stringify(content)));
  if (errors.length > 0 || !confidence) return { errors };
  const untilDate = lastDay === '' ? null : addDays(lastDay, 1);
  return {
    draft: {
      kind,
      subject,
      fromDate,
      untilDate,
      content,
      sentence,
      source,
      confidence,
      changeReason: changeReason || null,
    },
    errors: [],
  };
}
