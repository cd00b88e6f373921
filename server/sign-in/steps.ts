import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../db/client.ts';
import { type SignInStep, signInStep } from '../../db/schema/users.ts';

/** How long a sign-in that has begun may take. */
const STEP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

interface Browser {
  now: Date;
  secureCookies: boolean;
}

interface Begun {
  kind: SignInStep;
  wanted: string;
  userId?: number;
  state?: string;
  nonce?: string;
  codeVerifier?: string;
}

/** Remembers what a sign-in waits for, and gives this browser the only key to it. */
export function beginStep(db: Db, reply: FastifyReply, begun: Begun, { now, secureCookies }: Browser): void {
  const id = randomBytes(32).toString('base64url');
  db.transaction(
    (tx) => {
      const yesterday = new Date(now.getTime() - DAY_MS).toISOString();
      tx.delete(signInStep).where(lt(signInStep.createdAt, yesterday)).run();
      tx.insert(signInStep)
        .values({ ...begun, idHash: hashOf(id), createdAt: now.toISOString() })
        .run();
    },
    { behavior: 'immediate' },
  );
  reply.setCookie(cookieName(secureCookies), id, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies,
    maxAge: STEP_MS / 1000,
  });
}

/** What this browser has begun and not ended. */
export function openStep(db: Db, request: FastifyRequest, kind: SignInStep, { now, secureCookies }: Browser) {
  const id = request.cookies[cookieName(secureCookies)];
  return id ? findStep(db, eq(signInStep.idHash, hashOf(id)), kind, now) : undefined;
}

/** What somebody has begun with this state: the answer comes from the issuer's site, without our cookie. */
export function stepAwaiting(db: Db, state: string, kind: SignInStep, now: Date) {
  return findStep(db, eq(signInStep.state, state), kind, now);
}

/** True for the one who ends it; a second answer finds it ended. */
export function endStep(db: Pick<Db, 'update'>, idHash: string, now: Date): boolean {
  return (
    db
      .update(signInStep)
      .set({ endedAt: now.toISOString() })
      .where(and(eq(signInStep.idHash, idHash), isNull(signInStep.endedAt)))
      .run().changes === 1
  );
}

function findStep(db: Db, whose: ReturnType<typeof eq>, kind: SignInStep, now: Date) {
  const since = new Date(now.getTime() - STEP_MS).toISOString();
  return db
    .select()
    .from(signInStep)
    .where(and(whose, eq(signInStep.kind, kind), gt(signInStep.createdAt, since), isNull(signInStep.endedAt)))
    .get();
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

function cookieName(secureCookies: boolean): string {
  return secureCookies ? '__Host-samtlige-login' : 'samtlige-login';
}
