import type Database from 'better-sqlite3';

interface Named {
  id: number;
  citizenKey: string;
}

/** As an undo names a citizen's rows, in imports of citizens and of their background; no foreign key leads there. */
const namesOf = ({ id, citizenKey }: Named) =>
  JSON.stringify([`Borger ${citizenKey}`, `Oprindelse for borger ${id}`, `Række ${id}`]);

const OF_CITIZENS = `import_id IN (SELECT id FROM import_batch WHERE kind IN ('borgere', 'borgere_oprindelse'))`;
const IS_NAMED = `value ->> 'what' IN (SELECT value FROM json_each(:names))`;

/** Why a citizen's rows stood when imports were undone. */
export function leftByUndos(client: Database.Database, named: Named): { at: string; reason: string }[] {
  return client
    .prepare<{ names: string }, { at: string; reason: string }>(
      `SELECT undone_at AS at, value ->> 'reason' AS reason
        FROM undo_report JOIN import_batch ON import_batch.id = import_id, json_each(kept)
        WHERE ${OF_CITIZENS} AND ${IS_NAMED} ORDER BY import_id`,
    )
    .all({ names: namesOf(named) });
}

/** Only inside a transaction: how many rows stood is still told. */
export function forgetInUndoReports(client: Database.Database, named: Named): void {
  client
    .prepare<{ names: string }>(
      `UPDATE undo_report SET kept = (SELECT json_group_array(json(value)) FROM json_each(kept) WHERE NOT ${IS_NAMED})
        WHERE ${OF_CITIZENS} AND EXISTS (SELECT 1 FROM json_each(kept) WHERE ${IS_NAMED})`,
    )
    .run({ names: namesOf(named) });
}
