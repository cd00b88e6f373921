import { hash } from 'node:crypto';

/** What the first row of the chain has before it. */
export const NOTHING_BEFORE = Buffer.alloc(32);

export interface EventContent {
  at: string;
  userId: number | null;
  action: string;
  entity: string;
  entityKey: string;
  detail: string | null;
}

export interface ReadContent {
  /** the log's number of the citizen: whoever destroys the tie between them leaves the hash as it is */
  person: number;
  userId: number;
  at: string;
  purpose: string;
  jobOrderId: number | null;
  relation: string | null;
}

/** A row of audit_event: the hash of the row before it, in hexadecimal, and everything it says as a JSON list. */
export function hashOfEvent(previous: Buffer, number: number, content: EventContent): Buffer {
  const { at, userId, action, entity, entityKey, detail } = content;
  return hashOf(previous, ['haendelse', number, at, userId, action, entity, entityKey, detail]);
}

/** A row of citizen_read, in the same way. */
export function hashOfRead(previous: Buffer, number: number, content: ReadContent): Buffer {
  const { person, userId, at, purpose, jobOrderId, relation } = content;
  return hashOf(previous, ['opslag', number, person, userId, at, purpose, jobOrderId, relation]);
}

function hashOf(previous: Buffer, content: readonly (string | number | null)[]): Buffer {
  return hash('sha256', `${previous.toString('hex')} ${JSON.stringify(content)}`, 'buffer');
}
