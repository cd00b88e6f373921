import type { Db } from '../db/client.ts';

/** What was shown to whom, that it was many, which lists were taken out, who is signed in and when a token was used: a question may write these. */
const WRITTEN_BY_QUESTIONS = [
  'citizen_read',
  'log_person',
  'read_alarm',
  'session',
  'audit_event',
  'api_token',
];

/** Every row of the other tables, as text. */
export function businessRows(db: Db): Record<string, string> {
  return Object.fromEntries(
    businessTables(db).map((name) => [
      name,
      JSON.stringify(db.$client.prepare(`SELECT * FROM "${name}"`).all()),
    ]),
  );
}

/** How many rows each of the other tables has. */
export function countBusinessRows(db: Db): Record<string, number> {
  return Object.fromEntries(
    businessTables(db).map((name) => [
      name,
      db.$client.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number,
    ]),
  );
}

/** The tables whose rows differ. */
export function changedTables(
  before: Record<string, string | number>,
  after: Record<string, string | number>,
) {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

function businessTables(db: Db): string[] {
  const tables = db.$client
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  return tables.filter((name) => !WRITTEN_BY_QUESTIONS.includes(name));
}
