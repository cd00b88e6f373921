import { API_AREAS, API_REACHES, type ApiArea, type ApiReach } from '../../db/schema/api-tokens.ts';
import { ROLES } from '../../db/schema/users.ts';
import { cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { addDays, endOfLocalDate, isIsoDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import type { NewToken } from './tokens.ts';

const LONGEST_DAYS = 365;
const MOST_A_MINUTE = 1000;

export function areaField(area: ApiArea): string {
  return `omraade_${area}`;
}

/** What an administrator types about a program's token; an error per field in Danish. */
export function readTokenForm(fields: Fields, today: string): { token: NewToken; errors: FieldError[] } {
  const roles = [fields.roller ?? []].flat();
  const lastDay = textOf(fields, 'sidste_dag');
  const perMinute = textOf(fields, 'pr_minut');
  const name = textOf(fields, 'navn').normalize('NFC');
  const teamName = textOf(fields, 'team').normalize('NFC') || null;
  const scopes = new Map(
    API_AREAS.flatMap((area): [ApiArea, ApiReach][] => {
      const reach = oneOf(API_REACHES, textOf(fields, areaField(area)));
      return reach ? [[area, reach]] : [];
    }),
  );
  const errors: FieldError[] = [];
  if (name.length < 2 || name.length > 100)
    errors.push({
      field: 'navn',
      reason: 'Skriv et navn på 2–100 tegn, som programmet kan kendes på i loggen.',
    });
  if (roles.length === 0 || !roles.every((role) => oneOf(ROLES, role)))
    errors.push({ field: 'roller', reason: 'Vælg mindst én rolle.' });
  if (teamName && teamName.length > 60)
    errors.push({ field: 'team', reason: 'Et teams navn er højst 60 tegn.' });
  if (!isIsoDate(lastDay))
    errors.push({ field: 'sidste_dag', reason: 'Skriv den sidste dag som 2026-12-31.' });
  else if (lastDay < today || lastDay > addDays(today, LONGEST_DAYS))
    errors.push({ field: 'sidste_dag', reason: 'Vælg en dag fra i dag til et år frem.' });
  if (!/^[1-9][0-9]{0,3}$/.test(perMinute) || Number(perMinute) > MOST_A_MINUTE)
    errors.push({ field: 'pr_minut', reason: 'Skriv et helt tal fra 1 til 1000.' });
  if (scopes.size === 0)
    errors.push({ field: areaField('virksomheder'), reason: 'Giv adgang til mindst ét område.' });
  errors.push(...cprErrors('navn', name), ...cprErrors('team', teamName ?? ''));
  return {
    token: {
      name,
      roles: ROLES.filter((role) => roles.includes(role)),
      teamName,
      scopes,
      requestsPerMinute: Number(perMinute),
      expiresAt: isIsoDate(lastDay) ? endOfLocalDate(lastDay) : '',
    },
    errors,
  };
}
