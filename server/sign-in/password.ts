import { hash, verify } from '@node-rs/argon2';
import type { Db } from '../../db/client.ts';
import { ARGON2, findUserByUsername, foldUsername } from '../users/queries.ts';
import type { Place } from './device.ts';
import { hasFactor } from './second-factor.ts';
import { attemptSucceeded, forgetAttempt, recordAttempt, waitBefore } from './throttle.ts';

export type SignIn =
  | { ok: true; userId: number; username: string; needsCode: boolean }
  | { ok: false; reason: 'wrong' }
  | { ok: false; reason: 'wait'; waitMs: number };

/** Compares with a hash for unknown names as well, so that the time taken tells nothing. */
export async function checkPassword(
  db: Db,
  attempt: Place & { username: string; password: string; now: Date },
): Promise<SignIn> {
  const username = foldUsername(attempt.username);
  const waitMs = waitBefore(db, attempt);
  if (waitMs > 0) return { ok: false, reason: 'wait', waitMs };
  const attemptId = recordAttempt(db, attempt);
  const found = findUserByUsername(db, username);
  const matches = await verify(found?.passwordHash ?? (await unusableHash), attempt.password);
  if (!matches || !found || found.disabledAt !== null) return { ok: false, reason: 'wrong' };

  const needsCode = hasFactor(db, found.id);
  if (needsCode) forgetAttempt(db, attemptId);
  else attemptSucceeded(db, attemptId);
  return { ok: true, userId: found.id, username, needsCode };
}

const unusableHash = hash(crypto.randomUUID(), ARGON2);
