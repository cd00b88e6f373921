import { hashOfEvent, hashOfRead } from './links.ts';

/** One row of the chain as SQLite gives it: a row of audit_event (kind 0) or of citizen_read (kind 1). */
export type Row = [
  number: number,
  kind: 0 | 1,
  at: string,
  userId: number | null,
  actionOrPurpose: string,
  entityOrRelation: string | null,
  entityKey: string | null,
  detail: string | null,
  person: number | null,
  jobOrderId: number | null,
  previous: Buffer,
  hash: Buffer,
];

/** Every row with a higher number than the given, from both tables in the order of their numbers: a merge, no sorting. */
export const ROWS_AFTER = `SELECT id, 0, at, user_id, action, entity, entity_key, detail, NULL, NULL, previous, hash FROM audit_event WHERE id > @after
  UNION ALL SELECT id, 1, at, user_id, purpose, relation, NULL, NULL, person, job_order_id, previous, hash FROM citizen_read WHERE id > @after
  ORDER BY 1`;

/** The hash that a row should have after this one. */
export function hashOfRow(previous: Buffer, row: Row): Buffer {
  const [number, kind, at, userId, actionOrPurpose, entityOrRelation, entityKey, detail, person, jobOrderId] =
    row;
  if (kind === 0)
    return hashOfEvent(previous, number, {
      at,
      userId,
      action: actionOrPurpose,
      entity: entityOrRelation ?? '',
      entityKey: entityKey ?? '',
      detail,
    });
  return hashOfRead(previous, number, {
    person: person ?? 0,
    userId: userId ?? 0,
    at,
    purpose: actionOrPurpose,
    jobOrderId,
    relation: entityOrRelation,
  });
}
