import type Database from 'better-sqlite3';
import { desc, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizenRead } from '../../db/schema/citizens.ts';
import { auditEvent } from '../../db/schema/settings.ts';
import { type EventContent, hashOfEvent, hashOfRead, NOTHING_BEFORE, type ReadContent } from './links.ts';

type LogWriter = Pick<Db, 'select' | 'insert'>;

/** The newest row of the chain. */
export interface Head {
  number: number;
  /** NOTHING_BEFORE: older than the chain, and not linked yet */
  hash: Buffer;
  at: string;
}

/** Writes who changed what as the next row of the chain; call it inside the transaction of the change. */
export function appendEvent(tx: LogWriter, content: EventContent): void {
  const head = headIn(tx);
  const id = (head?.number ?? 0) + 1;
  const previous = head?.hash ?? NOTHING_BEFORE;
  eventInto(tx).run({ id, ...content, previous, hash: hashOfEvent(previous, id, content) });
}

const eventInto = preparedOnce((tx: LogWriter) =>
  tx
    .insert(auditEvent)
    .values({
      id: sql.placeholder('id'),
      at: sql.placeholder('at'),
      userId: sql.placeholder('userId'),
      action: sql.placeholder('action'),
      entity: sql.placeholder('entity'),
      entityKey: sql.placeholder('entityKey'),
      detail: sql.placeholder('detail'),
      previous: sql.placeholder('previous'),
      hash: sql.placeholder('hash'),
    })
    .prepare(),
);

function headIn(tx: LogWriter): { number: number; hash: Buffer } | undefined {
  const event = newestEvent(tx).get();
  const read = newestRead(tx).get();
  return (event?.number ?? 0) > (read?.number ?? 0) ? event : read;
}

const newestEvent = preparedOnce((tx: LogWriter) =>
  tx
    .select({ number: auditEvent.id, hash: auditEvent.hash })
    .from(auditEvent)
    .orderBy(desc(auditEvent.id))
    .limit(1)
    .prepare(),
);
const newestRead = preparedOnce((tx: LogWriter) =>
  tx
    .select({ number: citizenRead.id, hash: citizenRead.hash })
    .from(citizenRead)
    .orderBy(desc(citizenRead.id))
    .limit(1)
    .prepare(),
);

/** Writes who saw whom as the next rows of the chain. A page shows many: one prepared insert for each, one transaction. */
export function appendReads(client: Database.Database, contents: readonly ReadContent[]): void {
  const { insert } = statementsOf(client);
  const write = client.transaction(() => {
    const head = headOf(client);
    let number = head?.number ?? 0;
    let previous = head?.hash ?? NOTHING_BEFORE;
    for (const content of contents) {
      number += 1;
      const hash = hashOfRead(previous, number, content);
      const { person, userId, at, purpose, jobOrderId, relation } = content;
      insert.run(number, person, userId, at, purpose, jobOrderId, relation, previous, hash);
      previous = hash;
    }
  });
  write.immediate();
}

/** The newest row; undefined while the log is empty. */
export function headOf(client: Database.Database): Head | undefined {
  return statementsOf(client).head.get() as Head | undefined;
}

const NEWEST = (table: string) =>
  `SELECT id, hash, at FROM ${table} WHERE id = (SELECT max(id) FROM ${table})`;

const statementsOf = (() => {
  const kept = new WeakMap<Database.Database, ReturnType<typeof prepare>>();
  const prepare = (client: Database.Database) => ({
    head: client.prepare(
      `SELECT id AS number, hash, at FROM (${NEWEST('audit_event')} UNION ALL ${NEWEST('citizen_read')}) ORDER BY id DESC LIMIT 1`,
    ),
    insert: client.prepare(
      'INSERT INTO citizen_read (id, person, user_id, at, purpose, job_order_id, relation, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
  });
  return (client: Database.Database) => {
    const known = kept.get(client) ?? prepare(client);
    kept.set(client, known);
    return known;
  };
})();
