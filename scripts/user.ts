/** Creates a user, gives one a new password, or resets the codes of a lost phone: `npm run user -- hanne --navn "Hanne Holm" --rolle konsulent`. The first administrator of a new installation is made this way. */
import '../db/require-node.ts';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ROLES, type Role } from '../db/schema/users.ts';
import { readConfig } from '../server/config.ts';
import { resetFactor } from '../server/sign-in/second-factor.ts';
import { openData } from '../server/start.ts';
import {
  createUser,
  findUserByUsername,
  foldUsername,
  hashPassword,
  setPassword,
} from '../server/users/queries.ts';
import { runCommand, say, UsageError } from './command.ts';

const USAGE = `Brug: npm run user -- BRUGERNAVN --navn "NAVN" --rolle ${ROLES.join('|')} [--rolle …] [--team TEAM]
      npm run user -- BRUGERNAVN --ny-adgangskode
      npm run user -- BRUGERNAVN --nulstil-engangskode`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      navn: { type: 'string' },
      rolle: { type: 'string', multiple: true },
      team: { type: 'string' },
      'ny-adgangskode': { type: 'boolean' },
      'nulstil-engangskode': { type: 'boolean' },
    },
  });
  const username = foldUsername(positionals[0] ?? '');
  if (!username || positionals.length > 1) throw new UsageError(USAGE);

  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  const data = openData(readConfig(), () => new Date());
  try {
    const at = new Date().toISOString();
    const existing = findUserByUsername(data.db, username);
    const changes = values['ny-adgangskode'] || values['nulstil-engangskode'];
    if (changes && !existing) throw new UsageError(`Der er ingen bruger med navnet ${username}`);
    if (values['nulstil-engangskode'] && existing) {
      const had = resetFactor(data.db, existing.id, { at, by: null });
      say(had ? `Engangskoder for ${username} er nulstillet.` : `${username} har ingen engangskoder.`);
      return 0;
    }
    if (values['ny-adgangskode'] && existing) {
      setPassword(data.db, existing.id, passwordHash, { at, by: null });
    } else {
      if (existing) throw new UsageError(`Brugernavnet ${username} er taget`);
      const newUser = {
        username,
        name: values.navn ?? '',
        email: null,
        roles: rolesIn(values.rolle),
        teamName: values.team ?? null,
      };
      if (!newUser.name) throw new UsageError(USAGE);
      createUser(data.db, { ...newUser, passwordHash }, { at, by: null });
    }
  } finally {
    data.close();
  }
  say(`Adgangskode for ${username}: ${password}`);
  say('Den vises kun her. Skift den efter første login.');
  return 0;
});

function rolesIn(words: string[] | undefined): Role[] {
  const roles = (words ?? []).flatMap((word) => ROLES.filter((role) => role === word));
  if (roles.length === 0 || roles.length !== words?.length) throw new UsageError(USAGE);
  return roles;
}
