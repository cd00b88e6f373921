import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';

/**
 * The triggers that let the log only grow, each with the SHA-256 of its SQL as SQLite keeps it. A migration that makes one of
 * the tables anew makes its triggers anew as well, and this list with them.
 */
const TRIGGERS: Readonly<Record<string, string>> = {
  audit_event_no_delete: '1c4c43858caab6cf29bbe8993e7732eb6836ac4c91546f0303499936e5051a9a',
  audit_event_no_update: '842e04d6f1d0daa3e5326e951a34a599d493283badd6ae02651bff2cae9db38f',
  audit_event_only_next: '7452269b45ed2fb721670d53a96d87ccef707d76bed705776643d3d736e572fd',
  citizen_read_no_delete: '943e0d529815211c60290bfd91c930d1798809d2075fa436d162d63727173abf',
  citizen_read_no_update: '8894eaa04ed35f099e1e6a714a78a327d2e4a6ac89bf4208ea6be144c9780b17',
  citizen_read_only_next: '038dd752711e045754d505c24e25226c796cb02d75dd20f43b0ba336a0a02096',
};

/** What is missing, changed or too much among the triggers on the log's tables, as Danish sentences. */
export function triggerProblems(client: Database.Database): string[] {
  const found = client
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit_event', 'citizen_read') ORDER BY name",
    )
    .all() as { name: string; sql: string }[];
  const hashes = new Map(found.map(({ name, sql }) => [name, hash('sha256', sql, 'hex')]));
  const expected = Object.entries(TRIGGERS).flatMap(([name, sha256]) => {
    if (!hashes.has(name)) return [`Udløseren ${name}, der beskytter loggen, er væk.`];
    return hashes.get(name) === sha256 ? [] : [`Udløseren ${name}, der beskytter loggen, er ændret.`];
  });
  const foreign = found.filter(({ name }) => !(name in TRIGGERS));
  return [...expected, ...foreign.map(({ name }) => `Loggen har fået en fremmed udløser: ${name}.`)];
}
