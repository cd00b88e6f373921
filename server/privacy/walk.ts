import type Database from 'better-sqlite3';

/** A table that tells of somebody, because its rows lead to theirs. */
export interface Reached {
  table: string;
  /** SQL condition on the table; @id is the person's */
  where: string;
  /** how many foreign keys away; 0 is the person's own table */
  depth: number;
}

interface ForeignKey {
  table: string;
  from: string;
  to: string;
}

/**
 * Every table with a way to `root` by foreign keys, the nearest first, each by its shortest way: read from the database itself,
 * so that a table that comes later is found without being told of.
 */
export function tablesReaching(client: Database.Database, root: string): Reached[] {
  const tables = client
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  const keys = tables.flatMap((child) =>
    (client.pragma(`foreign_key_list('${child}')`) as ForeignKey[]).map((key) => ({ child, ...key })),
  );
  const reached: Reached[] = [{ table: root, where: 'id = @id', depth: 0 }];
  const seen = new Set([root]);
  for (const parent of reached) {
    for (const { child, from, to } of keys.filter(
      (key) => key.table === parent.table && !seen.has(key.child),
    )) {
      seen.add(child);
      const among =
        parent.depth === 0 ? '= @id' : `IN (SELECT "${to}" FROM "${parent.table}" WHERE ${parent.where})`;
      reached.push({ table: child, where: `"${from}" ${among}`, depth: parent.depth + 1 });
    }
  }
  return reached;
}
