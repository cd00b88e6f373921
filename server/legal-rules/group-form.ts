import { CONFIDENCES, type Confidence } from '../../db/schema/legal-rules.ts';
import { cleanText, cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { addDays, isIsoDate, showDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import type { TargetGroup } from './target-groups.ts';

export interface GroupDraft {
  code: string;
  number: string | null;
  label: string;
  fromDate: string;
  source: string;
  confidence: Confidence;
  /** codes of the groups that it follows: those without a last day end the day before */
  follows: string[];
}

type Read<Draft> = { draft: Draft; errors: [] } | { draft?: undefined; errors: FieldError[] };

/** A new group as it may be stored, or an error in Danish per field. */
export function readGroupForm(fields: Fields, groups: readonly TargetGroup[]): Read<GroupDraft> {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  const text = (field: string, most: number, missing: string | null) => {
    const typed = cleanText(textOf(fields, field)) ?? '';
    if (typed === '' && missing) refuse(field, missing);
    if (typed.length > most) refuse(field, `Skriv det på højst ${most} tegn.`);
    errors.push(...cprErrors(field, typed));
    return typed;
  };
  const label = text('navn', 120, 'Skriv, hvad målgruppen hedder.');
  const code = textOf(fields, 'kode');
  if (!/^[a-z][a-z0-9_]{1,59}$/.test(code))
    refuse('kode', 'Skriv koden, som fagsystemet sender den: små bogstaver a-z, tal og _ (2-60 tegn).');
  else if (groups.some((group) => group.code === code))
    refuse('kode', 'Koden findes allerede: en målgruppe får aldrig en andens kode.');
  const number = text('nummer', 10, null);
  const source = text('kilde', 300, 'Skriv kilden, fx lovens paragraf.');
  const confidence = oneOf(CONFIDENCES, textOf(fields, 'sikkerhed'));
  if (!confidence) refuse('sikkerhed', 'Vælg, hvor sikker kilden er.');
  const fromDate = textOf(fields, 'fra');
  if (!isIsoDate(fromDate)) refuse('fra', 'Skriv den første dag, målgruppen findes.');
  const follows = [...new Set([fields.afloeser ?? []].flat())];
  for (const followed of follows) {
    const group = groups.find((each) => each.code === followed);
    if (!group) refuse('afloeser', 'Vælg blandt de målgrupper, der findes.');
    else if (isIsoDate(fromDate) && group.fromDate >= fromDate)
      refuse(
        'afloeser',
        `${group.label} findes først fra ${showDate(group.fromDate)} og kan ikke være afløst før.`,
      );
    else if (isIsoDate(fromDate) && group.untilDate !== null && group.untilDate > fromDate)
      refuse('afloeser', `${group.label} ophører først ${showDate(addDays(group.untilDate, -1))}.`);
  }
  if (errors.length > 0 || !confidence) return { errors };
  return {
    draft: { code, number: number || null, label, fromDate, source, confidence, follows },
    errors: [],
  };
}

export interface GroupEnd {
  /** the first day on which it no longer exists; null: until further notice */
  untilDate: string | null;
  successors: string[];
}

/** When a group ends and which follow it, or an error in Danish per field. */
export function readGroupEnd(
  fields: Fields,
  group: TargetGroup,
  { groups, today }: { groups: readonly TargetGroup[]; today: string },
): Read<GroupEnd> {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  const lastDay = textOf(fields, 'sidste');
  const untilDate = lastDay === '' ? null : isIsoDate(lastDay) ? addDays(lastDay, 1) : undefined;
  const ended = group.untilDate !== null && group.untilDate <= today;
  if (untilDate === undefined) refuse('sidste', 'Skriv den sidste dag, eller lad feltet stå tomt.');
  else if (ended && untilDate !== group.untilDate)
    refuse('sidste', 'Målgruppen er ophørt: svarene siden da hviler på den dag, og den kan ikke flyttes.');
  else if (untilDate !== null && untilDate <= group.fromDate)
    refuse('sidste', `Den sidste dag er før den første, ${showDate(group.fromDate)}.`);
  else if (untilDate !== null && untilDate !== group.untilDate && untilDate <= today)
    refuse(
      'sidste',
      'Den sidste dag kan tidligst være i dag: svar for dage, der er gået, må ikke ændre sig.',
    );
  const successors = [...new Set([fields.afloesere ?? []].flat())];
  const strangers = successors.filter(
    (code) => code === group.code || !groups.some((each) => each.code === code),
  );
  if (strangers.length > 0) refuse('afloesere', 'Vælg blandt de andre målgrupper.');
  if (successors.length > 0 && untilDate === null)
    refuse('sidste', 'Skriv den sidste dag: en målgruppe, der fortsætter, afløses ikke.');
  const early = groups.find(
    (each) => successors.includes(each.code) && untilDate && each.fromDate > untilDate,
  );
  if (early) refuse('afloesere', `${early.label} findes først fra ${showDate(early.fromDate)}.`);
  if (leadsBack(group.code, successors, groups))
    refuse('afloesere', 'Den valgte målgruppe afløses selv af denne.');
  if (errors.length > 0 || untilDate === undefined) return { errors };
  return { draft: { untilDate, successors }, errors: [] };
}

function leadsBack(code: string, successors: readonly string[], groups: readonly TargetGroup[]): boolean {
  const next = [...successors];
  const seen = new Set<string>();
  for (let each = next.pop(); each !== undefined; each = next.pop()) {
    if (each === code) return true;
    if (seen.has(each)) continue;
    seen.add(each);
    next.push(...(groups.find((group) => group.code === each)?.successors ?? []));
  }
  return false;
}
