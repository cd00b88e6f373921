import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrationsFolder } from '../../db/files.ts';
import { migrate } from '../../db/migrate.ts';
import { planKills } from '../migration-kills.ts';
import { openOldTown } from '../old-town.ts';

test('dræbt ved hver sætning af hver migrering: næste start ender ved den nyeste, aldrig imellem', async () => {
  const { statements, killAt } = planKills();
  for (let statement = 1; statement <= statements; statement += 1) await killAt(statement);
});

test('hundrede tusind borgere fra det ældste skema er der alle bagefter', () => {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  openOldTown(client);
  client.exec(`WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 100099)
    INSERT INTO citizen (id, citizen_key, target_group, transports, working_times, needs, version, created_at, updated_at)
    SELECT i, 'B-' || i, 'dagpenge', '[]', '[]', '[]', 1, '', '' FROM n`);
  client.exec(
    `INSERT INTO citizen_term (citizen_id, kind, position, text) SELECT id, 'kompetence', 0, 'lager' FROM citizen WHERE id >= 100`,
  );
  client.exec(
    `INSERT INTO citizen_read (citizen_id, user_id, at, purpose) SELECT id, 1, '2026-01-01', 'borgerside' FROM citizen WHERE id >= 100`,
  );
  const started = performance.now();
  migrate(client, { folder: migrationsFolder, now: () => new Date('2026-11-22T09:00:00Z') });
  const seconds = (performance.now() - started) / 1000;
  const count = (table: string) => client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count('citizen'), count('citizen_term'), count('citizen_read')]).toEqual([
    100_001, 100_001, 100_001,
  ]);
  expect(client.pragma('foreign_key_check')).toEqual([]);
  process.stderr.write(`100.000 borgere gennem alle migreringer: ${seconds.toFixed(1)} s\n`);
  expect(seconds).toBeLessThan(60);
});
