import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDbReadOnly, openTestDb } from '../db/client.ts';
import { createDataFolders, dataFiles } from '../db/files.ts';
import { pseudonymise } from '../scripts/pseudonymise/copy.ts';
import { FATES, type Kind, kindsOf } from '../scripts/pseudonymise/fates.ts';
import { valuesOf } from '../scripts/pseudonymise/values.ts';
import { readConfig } from '../server/config.ts';
import { verifyChain } from '../server/log/verify.ts';
import { openData } from '../server/start.ts';
import { temporaryFolder } from './backup-town.ts';
import { CANARY, openWholeTown } from './whole-town.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  sql: string;
  isKey: boolean;
}

function columnsOf(client: Database.Database): Column[] {
  const tables = client
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all() as { name: string; sql: string }[];
  return tables.flatMap(({ name: table, sql }) => {
    const keys = client.pragma(`foreign_key_list('${table}')`) as { from: string }[];
    const columns = client.pragma(`table_xinfo('${table}')`) as { name: string; type: string }[];
    return columns.map(({ name, type }) => ({
      ...{ table, name, type, sql },
      isKey: keys.some(({ from }) => from === name),
    }));
  });
}

const nameOf = ({ table, name }: Column) => `${table}.${name}`;

const kindOf = ({ table, name }: Column): Kind | 'gone' | undefined => {
  const fate = FATES[table];
  if (!fate) return undefined;
  return 'gone' in fate ? 'gone' : kindsOf(fate).get(name);
};

test('hver kolonne har et ord om, hvad der bliver af den, og det, der siges at være koder, er det', () => {
  const columns = columnsOf(openTestDb().$client);
  const isFirm = ({ name }: Column) => /(^|_)(p_number|cvr)$|^merged_into$/.test(name);
  const needs = columns.filter((column) => ['TEXT', 'BLOB'].includes(column.type) || isFirm(column));
  const untold = needs.filter((column) => kindOf(column) === undefined);
  expect(untold.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
  const known = new Set(columns.map(({ table, name }) => `${table}.${name}`));
  const told = Object.entries(FATES).flatMap(([table, fate]) =>
    [...kindsOf(fate).keys()].map((name) => `${table}.${name}`),
  );
  expect(told.filter((name) => !known.has(name))).toEqual([]);
  expect(Object.keys(FATES).filter((table) => !columns.some((column) => column.table === table))).toEqual([]);
  const free = columns.filter((column) => {
    const allowed = new RegExp(`"${column.name}"\\)? in \\('`, 'i').test(column.sql);
    return kindOf(column) === 'codes' && !allowed && !column.isKey;
  });
  expect(free.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
});

/** What stands in each text of the original, and whatever else must not be in the copy. */
const IN_TEXTS = 'KANARI-TEKST';
// The test before this one proves that a code is one; dates stand in rules of the tables that a text would break, and the test
// after gives them one; what is gone has no rows.
const PROVEN_ELSEWHERE = ['codes', 'dates', 'gone'];
const ADDRESSES = 'the address register: houses, and nobody in them';
const CVR = 'words and codes of the CVR register, the same for all of a kind';
const ESCO = 'ESCO, as its file names an occupation or a skill';
const LAW = 'the law: codes, and numbers in fields of its own';
const OURS = 'written by the program alone';
/** Texts that stay as they are, each with why; a column that comes later is reached, or stands here. */
const NOT_REACHED: Readonly<Record<string, string>> = {
  'address_point.house_letter': ADDRESSES,
  'address_point.postcode': ADDRESSES,
  'address_point.register_id': ADDRESSES,
  'address_point.street': ADDRESSES,
  'address_point.street_folded': ADDRESSES,
  'company.form_text': CVR,
  'company.status': CVR,
  'firm_record.form': 'a code: the rule that allows it asks for the kind as well',
  'legal_rule.content': LAW,
  'legal_rule.subject': LAW,
  'p_unit.branch_code': CVR,
  'p_unit.branch_text': CVR,
  'schema_migration.sha256': OURS,
  'schema_migration.tag': OURS,
  'setting.key': OURS,
  'target_group.code': LAW,
  'target_group.number': LAW,
  'taxonomy_concept.id': ESCO,
  'taxonomy_concept.label': ESCO,
  'taxonomy_name.name': ESCO,
};

/** In tables that the town has nothing in; the copier sees rows of every table that it writes anew. */
const MORE_ROWS = [
  "INSERT INTO backup_run (kind, occasion, status, started_at, ms) VALUES ('kopi', 'nat', 'fejlet', @at, 1)",
  `INSERT INTO benefit_period (citizen_id, target_group, from_date, recorded_at, superseded_at, superseded_reason)
    VALUES (1, 'dagpenge', '2024-01-01', @at, @at, '-')`,
  "INSERT INTO citizen_edit (citizen_id, before, after, version, edited_at, edited_by) VALUES (1, '{}', '{}', 2, @at, @by)",
  'INSERT INTO contact_withdrawal VALUES ((SELECT min(id) FROM contact), @text, @at, @by)',
  "INSERT INTO firm_merge_row (merge_id, entity, row_id, before) VALUES (1, 'contact', 1, '{}')",
  "INSERT INTO import_batch (kind, file_name, sha256, imported_at, created, updated, unchanged) VALUES ('borgere', '-', '-', @at, 0, 0, 0)",
  "INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, committed_at) VALUES (1, 1, 1, 1, '{}', @at)",
  "INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts) VALUES (1, 1, 1, 0, 1, '[]')",
  "INSERT INTO match_standing (run_id, subject, citizen_id, rule, answer, who_can_fix) VALUES (1, 'borger', 1, '-', '-', '-')",
  `INSERT INTO merbeskaeftigelse (cvr, asked_on, latest_years, average_years, vacated, recorded_at, recorded_by)
    VALUES ((SELECT min(cvr) FROM company), '2026-01-01', 1, 1, 0, @at, @by)`,
  "INSERT INTO outbox (topic, payload, created_at) VALUES ('match-plan', '{}', @at)",
  `INSERT INTO placement_extension (placement_id, ends_on_before, ends_on, reason, decided_at, decided_by)
    VALUES (1, '2026-01-01', '2026-01-02', '-', @at, @by)`,
  `INSERT INTO retention_rule (subject, months, valid_from, source, recorded_at, recorded_by)
    VALUES ('borger', 60, '2026-01-01', '-', @at, @by)`,
  "INSERT INTO retention_run (on_date, started_at, citizens, persons, kept) VALUES ('2026-01-01', @at, 0, 0, '{}')",
  `INSERT INTO samarbejdsgrad (period_from, period_to, firms, local_share, others_share, all_share, source, source_date, recorded_at)
    VALUES ('2026-01-01', '2026-03-31', 1, 0, 0, 0, '-', '2026-04-01', @at)`,
  // Columns that only stand beside each other.
  'UPDATE firm_record SET withdrawn_at = @at, withdrawn_by = @by, withdrawn_reason = @text',
  'UPDATE placement SET withdrawn_at = @at, withdrawn_by = @by, withdrawn_reason = @text',
  'UPDATE read_alarm SET settled_at = @at, settled_by = @by, finding = @text',
];

function addMoreRows(client: Database.Database): void {
  const by = client.prepare('SELECT min(id) FROM user').pluck().get();
  const values = { at: '2026-01-01T00:00:00.000Z', by, text: 'x' };
  for (const sql of MORE_ROWS)
    client
      .prepare(sql)
      .run(Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`@${name}`))));
}

/** In every row that the table's rules let it into; false: in none. */
function writeInto(client: Database.Database, { table, name, sql }: Column): boolean {
  // A row's number after it keeps apart what must differ.
  const row = /WITHOUT ROWID/i.test(sql) ? '0' : 'rowid';
  const text = `'${IN_TEXTS} ${table}.${name} ' || ${row}`;
  for (const value of [text, `json_object('navn', ${text})`])
    for (const where of ['', ` WHERE "${name}" IS NOT NULL`]) {
      try {
        const update = `UPDATE OR IGNORE "${table}" SET "${name}" = ${value}${where}`;
        if (client.prepare(update).run().changes > 0) return true;
      } catch {
        // A rule between this column and another.
      }
    }
  return false;
}

test('kopien har de samme rækker og nøgler og intet af det, der stod', { timeout: 60_000 }, async () => {
  const { db } = await openWholeTown();
  const { $client: client } = db;
  const triggers = client.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  client.pragma('foreign_keys = OFF');
  for (const { name } of triggers) client.exec(`DROP TRIGGER "${name}"`);
  addMoreRows(client);
  const texts = columnsOf(client).filter((column) => {
    return column.type === 'TEXT' && !PROVEN_ELSEWHERE.includes(kindOf(column) ?? '');
  });
  const stays = texts.filter((column) => kindOf(column) === 'lists' || !writeInto(client, column));
  expect(stays.map(nameOf).sort()).toEqual(Object.keys(NOT_REACHED).sort());
  for (const { sql } of triggers) client.exec(sql);
  const counts = (db: Database.Database) =>
    Object.fromEntries(
      Object.entries(FATES).map(([table, fate]) => {
        const rows = db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
        return [table, 'gone' in fate ? 0 : rows];
      }),
    );

  const hashes = client.prepare('SELECT password_hash FROM user').pluck().all() as string[];
  const from = dataFiles(temporaryFolder());
  createDataFolders(from);
  writeFileSync(from.database, client.serialize());
  const to = dataFiles(path.join(temporaryFolder(), 'kopi'));
  await pseudonymise(from, to);
  const files = readdirSync(to.root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(to.root, name)).isFile(),
  );
  expect(files).toEqual(['samtlige.db']);
  const bytes = readFileSync(to.database).toString('latin1');
  for (const text of [IN_TEXTS, CANARY.known.surname, CANARY.protected.name, 'Lagerfirmaet', ...hashes])
    expect([text, bytes.includes(text)]).toEqual([text, false]);

  const copy = openDbReadOnly(to.database);
  expect(counts(copy.$client)).toEqual(counts(client));
  expect(copy.$client.pragma('foreign_key_check')).toEqual([]);
  expect(copy.$client.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(verifyChain(copy.$client)).toMatchObject({ problems: [] });
  expect(verifyChain(copy.$client).rows).toBeGreaterThan(0);
  copy.$client.close();

  // It opens with other keys, as a test machine has.
  const key = 'ab'.repeat(32);
  openData(readConfig({ DATA_DIR: to.root, CPR_KEY: key, CPR_INDEX_KEY: key }), () => new Date()).close();
  await expect(pseudonymise(from, to)).rejects.toThrow('er ikke tom');
});

test('det, der kun bliver, når det ligner, bliver ikke, når det ikke gør', () => {
  const values = valuesOf(new Map([[1_020_000_001, 9_000_000_000]]), 'x');
  const of = (kind: Kind, text: string) => values[kind]?.(text, 7);
  const stay: [Kind, string][] = [
    ['dates', '2026-11-29'],
    ['dates', '2026-11-29T09:00:00.000Z'],
    ['words', 'ny adgangskode'],
    ['words', 'nat:2026-11-29'],
    ['hex', 'ab'.repeat(32)],
    ['levels', 'dansk 2'],
    ['postcodes', '2620'],
    ['json', '{"bil":[1,2.5,"to_skift","2026-11-29",true,null]}'],
    ['firmKeys', '417'],
  ];
  for (const [kind, text] of stay) expect([kind, of(kind, text)]).toEqual([kind, text]);
  for (const kind of ['dates', 'words', 'hex', 'levels', 'postcodes', 'json', 'firmKeys'] as const)
    for (const text of ['Asta Bager', '670761-4285', 'Ring 12345678'])
      expect([kind, text, of(kind, text)?.includes(text) ?? false]).toEqual([kind, text, false]);
  expect(of('json', '{"navn":"Asta","tlf":"12345678","cpr":6707614285,"note":"ring til bo"}')).toBe(
    '{"navn":"–","tlf":"–","cpr":0,"note":"–"}',
  );
  expect(of('firmKeys', '1020000001')).toBe('9000000000');
  expect(of('text', 'Hun har ondt i ryggen.')).toBe('Her stod en tekst. Her');
});
