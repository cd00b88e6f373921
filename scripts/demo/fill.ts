/** Fills an empty database with the town: users, the five files through the same importers as real ones, owners. */
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { user } from '../../db/schema/users.ts';
import { changeSetting, readSettings } from '../../server/admin/queries.ts';
import type { Config } from '../../server/config.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { localDate } from '../../server/ui/dates.ts';
import { createUser, findUserByUsername, hashPassword } from '../../server/users/queries.ts';
import { say } from '../command.ts';
import { writeCitizenWork } from './citizen-work.ts';
import { decideConsiderations } from './considerations.ts';
import { careForFirms } from './firm-care.ts';
import { finishOldSteps } from './old-steps.ts';
import { writeOrderWork } from './order-work.ts';
import type { DemoOwner } from './owners.ts';
import { placeCitizens } from './placements.ts';
import { DEMO_PASSWORD, type DemoUser } from './users.ts';
import { writeDemoFiles } from './write.ts';

interface FillOptions {
  seed: number;
  now: () => Date;
}

/** Returns what stands in the way, or undefined when the town is in. */
export async function fillTown(
  config: Config,
  db: Db,
  { seed, now }: FillOptions,
): Promise<string | undefined> {
  if (!readSettings(db).demo && hasRows(db)) {
    return `Datamappen ${config.files.root} rummer allerede data, som ikke er demodata. Vælg en anden med DATA_DIR.`;
  }
  const at = now().toISOString();
  changeSetting(db, 'demo', true, { at, by: null });
  // The demo's passwords stand in its README: there is nothing for a code to protect.
  changeSetting(db, 'secondFactorRoles', [], { at, by: null });
  changeSetting(db, 'officeAddress', 'Rådhusdammen 12, 2620 Albertslund', { at, by: null });

  say(`Danner byen (seed ${seed}) …`);
  const town = writeDemoFiles(config.files.demoFiles, { seed, today: localDate(now()) });
  await createUsers(db, town.users, at);
  const kinds = [
    'virksomheder',
    'adresser',
    'borgere',
    'borgere_oprindelse',
    'jobordrer',
    'kontakter',
  ] as const;
  for (const kind of kinds) {
    const { created, rejected } = await runImport(db, {
      kind,
      file: town.files[kind],
      files: config.files,
      cprKeys: config.cprKeys,
      now,
      by: null,
    });
    const [first] = rejected;
    if (first) return `Demofilen ${kind}, linje ${first.line}, ${first.field}: ${first.reason}`;
    say(`Importeret ${kind}: ${created} nye`);
  }
  assignOwners(db, town.owners);
  decideConsiderations(db, { seed, today: localDate(now()), at });
  writeCitizenWork(db, { seed, today: localDate(now()), at });
  writeOrderWork(db, { seed, today: localDate(now()), at });
  careForFirms(db, { seed, today: localDate(now()), at });
  placeCitizens(db, { seed, today: localDate(now()) });
  finishOldSteps(db, { seed, today: localDate(now()) });
  return undefined;
}

function hasRows(db: Db): boolean {
  const count = sql<number>`(SELECT count(*) FROM (SELECT 1 FROM user LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM p_unit LIMIT 1))`;
  return (db.get<{ rows: number }>(sql`SELECT ${count} AS rows`)?.rows ?? 0) > 0;
}

async function createUsers(db: Db, users: DemoUser[], at: string): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const { team, ...demoUser } of users) {
    if (findUserByUsername(db, demoUser.username)) continue;
    createUser(db, { ...demoUser, teamName: team, passwordHash }, { at, by: null });
  }
}

function assignOwners(db: Db, owners: DemoOwner[]): void {
  const ids = new Map(
    db
      .select({ id: user.id, username: user.username })
      .from(user)
      .all()
      .map((row) => [row.username, row.id]),
  );
  db.transaction(
    (tx) => {
      for (const { pNumber, username } of owners) {
        tx.update(pUnit)
          .set({ ownerUserId: ids.get(username) ?? null })
          .where(eq(pUnit.pNumber, pNumber))
          .run();
      }
    },
    { behavior: 'immediate' },
  );
}
