import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { migrationsFolder } from '../db/files.ts';
import { migrate } from '../db/migrate.ts';

/** A folder with these migrations, in this order. */
export function folderWith(migrations: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'meta'));
  writeFileSync(
    path.join(folder, 'meta', '_journal.json'),
    JSON.stringify({ entries: Object.keys(migrations).map((tag) => ({ tag })) }),
  );
  for (const [tag, sql] of Object.entries(migrations)) writeFileSync(path.join(folder, `${tag}.sql`), sql);
  return folder;
}

/** A town as 0000_start keeps it: each table's rows by column, in the order of their keys. */
export const OLD_TOWN: Record<string, Record<string, unknown>[]> = {
  user: [{ id: 1, username: 'sara', name: 'Sara', password_hash: 'x', created_at: '2026-01-01' }],
  import_batch: [
    {
      id: 7,
      kind: 'borgere',
      file_name: 'borgere.csv',
      sha256: 'abc',
      imported_at: '2026-02-01T06:00:00.000Z',
      imported_by: 1,
      created: 1,
      updated: 2,
      unchanged: 3,
      undone_at: '2026-02-02T06:00:00.000Z',
      undone_by: 1,
    },
  ],
  import_change: [{ import_id: 7, entity: 'citizen', entity_key: '5', before: '{"row":{}}' }],
  company: [
    { cvr: 12345674, name: 'Bo', reklamebeskyttet: 0, created_at: '2026-01-01', updated_at: '2026-01-01' },
  ],
  citizen: [
    {
      id: 5,
      citizen_key: 'K5',
      cpr_encrypted: 'v1:x',
      cpr_index: Buffer.from('0011ff', 'hex'),
      name: 'Åse Ærlig',
      name_folded: 'åse ærlig',
      phone: '20101234',
      email: 'aase@example.dk',
      target_group: 'dagpenge',
      benefit_since: '2026-01-05',
      education: 'ingen',
      single_provider: 1,
      has_employer: 0,
      unemployed_since: '2026-01-04',
      birth_year: 1985,
      postcode: '2620',
      danish: 'B1',
      danish_oral: 'B2',
      danish_written: 'A2',
      transports: '["bil"]',
      max_travel_minutes: 45,
      hours_min: 7.5,
      hours_max: 20,
      working_times: '["dag"]',
      needs: '["mentor"]',
      can_start: '2026-12-01',
      may_be_shared: 0,
      protected_address: 1,
      caseworker_name: 'Lis',
      caseworker_user_id: 1,
      version: 9,
      import_id: 7,
      created_at: '2026-02-01',
      updated_at: '2026-03-01',
      edited_at: '2026-03-01',
      edited_by: 1,
    },
  ],
  citizen_term: [{ id: 1, citizen_id: 5, kind: 'erfaring', position: 0, text: 'lager', years: 2.5 }],
  citizen_read: [{ id: 1, citizen_id: 5, user_id: 1, at: '2026-03-02', purpose: 'borgerside' }],
  job_order: [
    {
      id: 3,
      order_key: 'S-3',
      cvr: 12345674,
      type: 'smaajob',
      title: 'Lager',
      description: 'Pakke',
      positions: 1,
      working_times: '[]',
      all_working_times: 0,
      offers: '["mentor"]',
      status: 'under_behandling',
      version: 2,
      created_at: '2026-02-01',
      updated_at: '2026-02-01',
    },
  ],
  match_run: [
    {
      id: 1,
      run_key: 'nat:2026-03-01',
      status: 'faerdig',
      fence: 1,
      engine_version: '1',
      orders: 1,
      citizens: 1,
      pairs: 1,
      shards: 1,
      planned_at: '2026-03-01',
    },
  ],
  match_order_result: [
    {
      run_id: 1,
      job_order_id: 3,
      fence: 1,
      rows: 2,
      excluded_counts: '{"timer":4}',
      committed_at: '2026-03-01',
    },
  ],
  match_row: [
    {
      run_id: 1,
      job_order_id: 3,
      rank: 1,
      citizen_id: 5,
      score: 77,
      // As SQLite gives them back, in any order.
      parts:
        '{"ukendt":-8,"krav":10,"oensker":20,"kanLaeres":3,"jobmaal":4,"erfaring":15,"sprog":6,"rejse":27}',
    },
  ],
};

/** Chance is the same each time, so that what two roads lead to can be compared. */
export function withoutChance(client: Database.Database): Database.Database {
  let drawn = 0;
  client.function('random', () => {
    drawn += 1;
    return drawn;
  });
  return client;
}

/** Brings an empty database to the oldest schema, with a town in it. */
export function openOldTown(client: Database.Database): void {
  const start = readFileSync(path.join(migrationsFolder, '0000_start.sql'), 'utf8');
  const now = () => new Date('2026-11-22T09:00:00Z');
  migrate(client, { folder: folderWith({ '0000_start': start }), now });
  for (const [table, kept] of Object.entries(OLD_TOWN)) {
    for (const row of kept) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      client.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`).run(Object.values(row));
    }
  }
}
