import type { Db } from '../../db/client.ts';
import { RETAINED, type Retained, retentionRule } from '../../db/schema/privacy.ts';
import { recordEvent } from '../admin/queries.ts';
import { CPR_REFUSED, containsCpr } from '../citizens/cpr-guard.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import { showCount } from '../ui/table.tsx';
import { countGoing } from './retention.ts';

/** How long somebody is kept, as typed; without a rule the errors say why. */
export function readRule(fields: Fields, today: string) {
  const subject = oneOf(RETAINED, textOf(fields, 'hvem'));
  const months = /^\d{1,3}$/.test(textOf(fields, 'maaneder')) ? Number(textOf(fields, 'maaneder')) : 0;
  const [validFrom, source] = [textOf(fields, 'fra'), textOf(fields, 'kilde')];
  const errors: FieldError[] = [];
  if (!subject) errors.push({ field: 'hvem', reason: 'Vælg, hvem fristen gælder.' });
  if (months < 1 || months > 600)
    errors.push({ field: 'maaneder', reason: 'Skriv et antal måneder fra 1 til 600.' });
  if (!isIsoDate(validFrom) || validFrom < today)
    errors.push({ field: 'fra', reason: 'Skriv den dag, fristen gælder fra; i dag eller senere.' });
  if (source === '' || source.length > 300)
    errors.push({
      field: 'kilde',
      reason: 'Skriv, hvem der har besluttet det, og hvor det står; højst 300 tegn.',
    });
  else if (containsCpr(source)) errors.push({ field: 'kilde', reason: CPR_REFUSED });
  return { rule: subject && errors.length === 0 ? { subject, months, validFrom, source } : null, errors };
}

const WHO: Readonly<Record<Retained, [one: string, many: string]>> = {
  borger: ['borger', 'borgere'],
  kontaktperson: ['kontaktperson', 'kontaktpersoner'],
};

/**
 * One figure too few in the months must not cost a thousand citizens: whoever asks for a rule says how many its first night
 * erases (`told`). None when they know, or when it is nobody.
 */
export function askHowMany(
  db: Db,
  rule: Parameters<typeof countGoing>[1],
  told: number,
  today: string,
): FieldError[] {
  const going = countGoing(db, rule, today);
  if (going === 0 || told === going) return [];
  const who = showCount(going, ...WHO[rule.subject]);
  const reason = `Fristens første nat slettes ${who} for altid. Skriv ${going}, hvis det er meningen.`;
  return [{ field: 'bekraeft', reason }];
}

/** Gives the rule's id. */
export function addRule(db: Db, rule: typeof retentionRule.$inferInsert): number {
  return db.transaction(
    (tx) => {
      const { id } = tx.insert(retentionRule).values(rule).returning({ id: retentionRule.id }).get();
      const event = { action: 'opret', entity: 'retention_rule', entityKey: String(id) };
      recordEvent(tx, { at: rule.recordedAt, userId: rule.recordedBy, ...event });
      return id;
    },
    { behavior: 'immediate' },
  );
}
