import { createHash, randomBytes } from 'node:crypto';
import { and, count, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { Db } from '../../db/client.ts';
import { recoveryCode, secondFactor } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { keyFor, openField, sealField } from '../field-cipher.ts';
import type { Place } from './device.ts';
import { attemptSucceeded, recordAttempt, waitBefore } from './throttle.ts';

/** A code is good in its own half minute and the ones beside it: phones' clocks differ (RFC 6238 5.2). */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const ISSUER = 'Samtlige';

type Tx = Pick<Db, 'select' | 'insert' | 'update' | 'delete'>;

export function hasFactor(db: Pick<Db, 'select'>, userId: number): boolean {
  const where = and(eq(secondFactor.userId, userId), isNotNull(secondFactor.confirmedAt));
  return db.select({ userId: secondFactor.userId }).from(secondFactor).where(where).get() !== undefined;
}

/** What the user's page tells: since when, and how many recovery codes are left. */
export function factorState(db: Db, { userId, formKey }: WithKey) {
  const found = db.select().from(secondFactor).where(eq(secondFactor.userId, userId)).get();
  const left = db
    .select({ count: count() })
    .from(recoveryCode)
    .where(and(eq(recoveryCode.userId, userId), isNull(recoveryCode.usedAt)))
    .get();
  return {
    begun: found !== undefined,
    since: found?.confirmedAt ?? null,
    codesLeft: left?.count ?? 0,
    unreadable: isUnreadable(db, { userId, formKey }),
  };
}

/** A new secret, which counts for nothing before a code has confirmed it; one that is confirmed stays. */
export function beginFactor(
  db: Db,
  { userId, at, formKey }: { userId: number; at: string; formKey: Buffer },
): void {
  const sealed = sealField(factorKey(formKey), new Secret({ size: 20 }).base32, boundTo(userId));
  db.insert(secondFactor)
    .values({ userId, secret: sealed, createdAt: at })
    .onConflictDoUpdate({
      target: secondFactor.userId,
      set: { secret: sealed, createdAt: at, lastStep: 0 },
      setWhere: isNull(secondFactor.confirmedAt),
    })
    .run();
}

/** What the authenticator app must know, while it is being set up. */
export function factorToSetUp(db: Db, { userId, username, formKey }: WithKey & { username: string }) {
  const found = db.select().from(secondFactor).where(eq(secondFactor.userId, userId)).get();
  if (!found || found.confirmedAt !== null) return undefined;
  const secret = secretOf(found, formKey);
  if (secret === undefined) return undefined;
  const totp = totpOf(secret, username);
  return { secret: totp.secret.base32, address: totp.toString() };
}

/** The first code from the app: from now on one is asked for. Gives the recovery codes, told this once. */
export function confirmFactor(
  db: Db,
  { userId, code, now, formKey }: WithKey & { code: string; now: Date },
): string[] | undefined {
  return db.transaction(
    (tx) => {
      const found = tx.select().from(secondFactor).where(eq(secondFactor.userId, userId)).get();
      if (!found || found.confirmedAt !== null || !takeTotp(tx, { userId, code, now, formKey }))
        return undefined;
      const at = now.toISOString();
      tx.update(secondFactor).set({ confirmedAt: at }).where(eq(secondFactor.userId, userId)).run();
      recordEvent(tx, { at, userId, action: 'slå til', entity: 'second_factor', entityKey: String(userId) });
      return makeRecoveryCodes(tx, userId);
    },
    { behavior: 'immediate' },
  );
}

/** New codes instead of all the old ones. */
export function renewRecoveryCodes(db: Db, userId: number, at: string): string[] {
  return db.transaction(
    (tx) => {
      const event = { action: 'nye reservekoder', entity: 'second_factor', entityKey: String(userId) };
      recordEvent(tx, { at, userId, ...event });
      return makeRecoveryCodes(tx, userId);
    },
    { behavior: 'immediate' },
  );
}

/** Takes the factor away: the user by a code, an administrator when the phone is gone. */
export function resetFactor(db: Db, userId: number, { at, by }: { at: string; by: number | null }): boolean {
  return db.transaction(
    (tx) => {
      tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId)).run();
      const { changes } = tx.delete(secondFactor).where(eq(secondFactor.userId, userId)).run();
      if (changes > 0) {
        const event = { action: 'nulstil', entity: 'second_factor', entityKey: String(userId) };
        recordEvent(tx, { at, userId: by, ...event });
      }
      return changes > 0;
    },
    { behavior: 'immediate' },
  );
}

export type CodeAnswer =
  | { ok: true }
  | { ok: false; reason: 'wrong' }
  /** sealed with another FORM_KEY: only a recovery code, or an administrator, helps */
  | { ok: false; reason: 'unreadable' }
  | { ok: false; reason: 'wait'; waitMs: number };

/** A code of the app or a recovery code, throttled as passwords are; neither works twice. */
export function checkCode(
  db: Db,
  attempt: Place & WithKey & { username: string; code: string; now: Date },
): CodeAnswer {
  const waitMs = waitBefore(db, attempt);
  if (waitMs > 0) return { ok: false, reason: 'wait', waitMs };
  const attemptId = recordAttempt(db, attempt);
  const taken = db.transaction((tx) => takeTotp(tx, attempt) || takeRecoveryCode(tx, attempt), {
    behavior: 'immediate',
  });
  if (!taken) return { ok: false, reason: isUnreadable(db, attempt) ? 'unreadable' : 'wrong' };
  attemptSucceeded(db, attemptId);
  return { ok: true };
}

interface WithKey {
  userId: number;
  formKey: Buffer;
}

function takeTotp(tx: Tx, { userId, code, now, formKey }: WithKey & { code: string; now: Date }): boolean {
  const token = code.replaceAll(/\s/g, '');
  const found = tx.select().from(secondFactor).where(eq(secondFactor.userId, userId)).get();
  if (!found || !/^\d{6}$/.test(token)) return false;
  const secret = secretOf(found, formKey);
  if (secret === undefined) return false;
  const totp = totpOf(secret, '');
  const delta = totp.validate({ token, timestamp: now.getTime(), window: WINDOW });
  if (delta === null) return false;
  const step = totp.counter({ timestamp: now.getTime() }) + delta;
  const newer = and(eq(secondFactor.userId, userId), lt(secondFactor.lastStep, step));
  return tx.update(secondFactor).set({ lastStep: step }).where(newer).run().changes === 1;
}

function takeRecoveryCode(
  tx: Tx,
  { userId, code, now }: { userId: number; code: string; now: Date },
): boolean {
  const at = now.toISOString();
  const { changes } = tx
    .update(recoveryCode)
    .set({ usedAt: at })
    .where(
      and(
        eq(recoveryCode.codeHash, hashOf(userId, code)),
        eq(recoveryCode.userId, userId),
        isNull(recoveryCode.usedAt),
      ),
    )
    .run();
  if (changes > 0) {
    const event = { action: 'brug reservekode', entity: 'second_factor', entityKey: String(userId) };
    recordEvent(tx, { at, userId, ...event });
  }
  return changes > 0;
}

function makeRecoveryCodes(tx: Tx, userId: number): string[] {
  tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId)).run();
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.replaceAll(/(.{4})(?=.)/g, '$1-'),
  );
  for (const code of codes)
    tx.insert(recoveryCode)
      .values({ codeHash: hashOf(userId, code), userId })
      .run();
  return codes;
}

/** 80 random bits need no slow hash. */
function hashOf(userId: number, code: string): string {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
  return createHash('sha256').update(`${userId}:${plain}`).digest('hex');
}

function totpOf(base32: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(base32) });
}

/** Undefined when it was sealed with another FORM_KEY. */
function secretOf(
  { secret, userId }: { secret: string; userId: number },
  formKey: Buffer,
): string | undefined {
  try {
    return openField(factorKey(formKey), secret, boundTo(userId));
  } catch {
    return undefined;
  }
}

function isUnreadable(db: Pick<Db, 'select'>, { userId, formKey }: WithKey): boolean {
  const found = db.select().from(secondFactor).where(eq(secondFactor.userId, userId)).get();
  return found !== undefined && secretOf(found, formKey) === undefined;
}

function factorKey(formKey: Buffer): Buffer {
  return keyFor(formKey, 'second factor');
}

function boundTo(userId: number): string {
  return `second_factor:secret:${userId}`;
}
