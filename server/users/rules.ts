import { ROLES, type Role } from '../../db/schema/users.ts';
import { cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { foldUsername } from './queries.ts';

/** What an administrator types about a user. */
export interface UserForm {
  username: string;
  name: string;
  email: string | null;
  roles: Role[];
  teamName: string | null;
}

type Fields = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Reads the form; an error per field in Danish. Role names outside ROLES are refused, never dropped,
 * so that a mistyped request cannot quietly take a role away.
 */
export function readUserForm(fields: Fields): { user: UserForm; errors: FieldError[] } {
  const roles = [fields.roller ?? []].flat();
  const user = {
    username: foldUsername(textOf(fields.brugernavn)),
    name: textOf(fields.navn),
    email: textOf(fields.email) || null,
    roles: ROLES.filter((role) => roles.includes(role)),
    teamName: textOf(fields.team) || null,
  };
  const errors: FieldError[] = [];
  if (!/^[a-z0-9æøå._-]{2,60}$/.test(user.username)) {
    errors.push({
      field: 'brugernavn',
      reason: 'Brugernavnet skal være 2–60 tegn: bogstaver, tal, punktum, streg.',
    });
  }
  if (user.name.length < 2 || user.name.length > 100)
    errors.push({ field: 'navn', reason: 'Skriv et navn på 2–100 tegn.' });
  if (user.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(user.email)) {
    errors.push({ field: 'email', reason: 'Mailadressen er ikke gyldig.' });
  }
  if (user.roles.length === 0 || user.roles.length !== roles.length) {
    errors.push({ field: 'roller', reason: 'Vælg mindst én rolle.' });
  }
  if (user.teamName && user.teamName.length > 60)
    errors.push({ field: 'team', reason: 'Et teams navn er højst 60 tegn.' });
  errors.push(
    ...cprErrors('navn', user.name),
    ...cprErrors('brugernavn', user.username),
    ...cprErrors('email', user.email ?? ''),
    ...cprErrors('team', user.teamName ?? ''),
  );
  return { user, errors };
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.normalize('NFC').trim() : '';
}
