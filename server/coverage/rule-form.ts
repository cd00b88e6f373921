import { CONTACT_DIRECTIONS, CONTACT_KINDS, CONTACT_OUTCOMES } from '../../db/schema/contacts.ts';
import { cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate, quarterOf, showDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { RuleDraft } from './rule-queries.ts';
import type { CoverageRule, RuleLine } from './rules.ts';

/** Every line there can be, with its name in the form. */
export const ALL_LINES = CONTACT_KINDS.flatMap((kind) =>
  CONTACT_DIRECTIONS.flatMap((direction) =>
    CONTACT_OUTCOMES.map((outcome) => ({
      kind,
      direction,
      outcome,
      name: `${kind}.${direction}.${outcome}`,
    })),
  ),
);

/** The form as it opens: the rule that stands, ready to be changed. */
export function formOf(rule: CoverageRule, today: string): Fields {
  const nameOf = ({ kind, direction, outcome }: RuleLine) => `${kind}.${direction}.${outcome}`;
  return {
    fra: quarterOf(today).from,
    graense: String(rule.moreThanEmployees),
    sagsbehandler: rule.countsSagsbehandler ? 'ja' : 'nej',
    kontakt: rule.lines.map(nameOf),
    besoeg: rule.lines.filter((line) => line.isVisit).map(nameOf),
  };
}

/** The draft as it may be stored, or an error in Danish per field. A version cannot reach back before this quarter. */
export function readRuleForm(
  fields: Fields,
  today: string,
): { draft: RuleDraft; errors: [] } | { draft?: undefined; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const validFrom = textOf(fields, 'fra');
  const earliest = quarterOf(today).from;
  if (!isIsoDate(validFrom)) errors.push({ field: 'fra', reason: 'Skriv den dato, reglen gælder fra.' });
  else if (validFrom < earliest) {
    const reason = `Reglen kan tidligst gælde fra ${showDate(earliest)}: tidligere kvartaler er talt efter den gamle.`;
    errors.push({ field: 'fra', reason });
  }
  const limit = textOf(fields, 'graense');
  if (!/^\d{1,3}$/.test(limit)) errors.push({ field: 'graense', reason: 'Skriv et helt tal fra 0 til 999.' });
  const reason = textOf(fields, 'begrundelse');
  if (reason.length < 1 || reason.length > 500)
    errors.push({ field: 'begrundelse', reason: 'Skriv, hvorfor reglen ændres, på højst 500 tegn.' });
  const source = textOf(fields, 'kilde');
  if (source.length > 300) errors.push({ field: 'kilde', reason: 'Skriv kilden på højst 300 tegn.' });
  errors.push(...cprErrors('begrundelse', reason), ...cprErrors('kilde', source));
  const ticked = (name: string) => new Set([fields[name] ?? []].flat());
  const [contacts, visits] = [ticked('kontakt'), ticked('besoeg')];
  if (contacts.size === 0) errors.push({ field: 'kontakt', reason: 'Vælg mindst én slags, der tæller.' });
  const stray = ALL_LINES.find(({ name }) => visits.has(name) && !contacts.has(name));
  if (stray) errors.push({ field: 'besoeg', reason: 'Et besøg er også en kontakt: sæt kryds begge steder.' });
  if (errors.length > 0) return { errors };
  const lines = ALL_LINES.filter(({ name }) => contacts.has(name)).map(({ name, ...line }) => ({
    ...line,
    isVisit: visits.has(name),
  }));
  const countsSagsbehandler = textOf(fields, 'sagsbehandler') === 'ja';
  return {
    draft: {
      validFrom,
      moreThanEmployees: Number(limit),
      countsSagsbehandler,
      reason,
      source: source || null,
      lines,
    },
    errors: [],
  };
}
