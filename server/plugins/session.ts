import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { diskProblem } from '../../db/refused.ts';
import {
  type Role,
  type SignInMethod,
  secondFactor,
  session,
  user,
  userRole,
} from '../../db/schema/users.ts';
import { readSettings } from '../admin/queries.ts';
import { findProgram, type Program } from '../api-tokens/tokens.ts';
import type { App } from '../context.ts';
import { madeReady } from '../field-cipher.ts';

/** Who is asking, as the database knows them at this very request. */
export interface Actor {
  userId: number;
  username: string;
  name: string;
  roles: Role[];
  teamId: number | null;
  /** shortcuts of one key are on */
  singleKeys: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
    sessionHash: string | null;
    /** the program whose token was shown; the actor is then its own user */
    program: Program | null;
    /** a token was shown: a session beside it counts for nothing */
    showsToken: boolean;
    /** signed in by password alone, in a role that must have a second factor */
    lacksSecondFactor: boolean;
  }
}

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 10 * 3_600_000;
const TOUCH_MS = 60_000;

interface SessionOptions {
  db: Db;
  now: () => Date;
  secureCookies: boolean;
}

export function registerSession(app: App, { db, now, secureCookies }: SessionOptions): void {
  app.decorateRequest('actor', null);
  app.decorateRequest('sessionHash', null);
  app.decorateRequest('lacksSecondFactor', false);
  app.decorateRequest('program', null);
  app.decorateRequest('showsToken', false);
  app.addHook('onRequest', async (request) => {
    const token = shownToken(request);
    if (token !== undefined) {
      request.showsToken = true;
      request.program = findProgram(db, token, now()) ?? null;
      request.actor = request.program && actorOfProgram(request.program);
      return;
    }
    const id = request.cookies[cookieName(secureCookies)];
    if (!id) return;
    const idHash = hashOf(id);
    const found = findSession(db, idHash, now());
    request.actor = found?.actor ?? null;
    request.sessionHash = found ? idHash : null;
    request.lacksSecondFactor = found?.lacksSecondFactor ?? false;
  });
}

/** Programs show their tokens to the API alone: pages are for people. */
function shownToken({ url, headers }: FastifyRequest): string | undefined {
  if (!url.startsWith('/api/')) return undefined;
  return /^Bearer\s+(\S{1,200})\s*$/i.exec(headers.authorization ?? '')?.[1];
}

function actorOfProgram({ userId, username, name, roles, teamId }: Program): Actor {
  return { userId, username, name, roles, teamId, singleKeys: false };
}

/** The one who asks, on a route whose access lets only the signed-in through. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error('The route lets strangers in');
  return request.actor;
}

/** A new id at every sign-in, so that an id planted before it is worthless. */
export function startSession(
  db: Db,
  reply: FastifyReply,
  options: {
    userId: number;
    method: SignInMethod;
    atIssuer: string | null;
    now: Date;
    secureCookies: boolean;
  },
) {
  const id = randomBytes(32).toString('base64url');
  const at = options.now.toISOString();
  const { userId, method, atIssuer } = options;
  db.insert(session)
    .values({ idHash: hashOf(id), userId, method, atIssuer, createdAt: at, lastSeenAt: at })
    .run();
  reply.setCookie(cookieName(options.secureCookies), id, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: options.secureCookies,
  });
}

export function endSession(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  options: { now: Date; secureCookies: boolean },
) {
  if (request.sessionHash) {
    db.update(session)
      .set({ endedAt: options.now.toISOString() })
      .where(eq(session.idHash, request.sessionHash))
      .run();
  }
  reply.clearCookie(cookieName(options.secureCookies), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: options.secureCookies,
  });
}

/** The token that every form carries: bound to the session, so that another site cannot know it. */
export function formToken(formKey: Buffer, sessionHash: string | null): string {
  return createHmac('sha256', madeReady(formKey))
    .update(`form:${sessionHash ?? ''}`)
    .digest('base64url');
}

export function isFormToken(formKey: Buffer, sessionHash: string | null, token: unknown): boolean {
  const expected = Buffer.from(formToken(formKey, sessionHash));
  const given = Buffer.from(typeof token === 'string' ? token : '');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** __Host- cookies exist only over HTTPS; a demo on http://localhost goes without. */
function cookieName(secureCookies: boolean): string {
  return secureCookies ? '__Host-samtlige' : 'samtlige';
}

function hashOf(id: string): string {
  return hash('sha256', id);
}

/** On a disk that says no, one still reads; the session then ends early rather than late. */
function touch(db: Db, idHash: string, now: Date): void {
  try {
    db.update(session).set({ lastSeenAt: now.toISOString() }).where(eq(session.idHash, idHash)).run();
  } catch (error) {
    if (diskProblem(error) === null) throw error;
  }
}

function findSession(db: Db, idHash: string, now: Date): { actor: Actor; lacksSecondFactor: boolean } | null {
  const row = openSession(db).get({ idHash });
  if (!row) return null;

  const idle = now.getTime() - Date.parse(row.lastSeenAt);
  const age = now.getTime() - Date.parse(row.createdAt);
  if (idle > IDLE_MS || age > ABSOLUTE_MS) return null;
  if (idle > TOUCH_MS) touch(db, idHash, now);
  const roles = rolesOf(db)
    .all({ userId: row.userId })
    .map((entry) => entry.role);
  const { userId, username, name, teamId, singleKeys } = row;
  const actor = { userId, username, name, teamId, singleKeys, roles };
  const byPasswordAlone = row.method === 'adgangskode' && row.factorSince === null;
  return { actor, lacksSecondFactor: byPasswordAlone && needSecondFactor(db, roles) };
}

function needSecondFactor(db: Db, roles: readonly Role[]): boolean {
  return readSettings(db).secondFactorRoles.some((role) => roles.includes(role));
}

const openSession = preparedOnce((db: Db) =>
  db
    .select({
      userId: user.id,
      username: user.username,
      name: user.name,
      teamId: user.teamId,
      singleKeys: user.singleKeys,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
      method: session.method,
      factorSince: secondFactor.confirmedAt,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(secondFactor, eq(secondFactor.userId, session.userId))
    .where(
      and(eq(session.idHash, sql.placeholder('idHash')), isNull(session.endedAt), isNull(user.disabledAt)),
    )
    .prepare(),
);

const rolesOf = preparedOnce((db: Db) =>
  db
    .select({ role: userRole.role })
    .from(userRole)
    .where(eq(userRole.userId, sql.placeholder('userId')))
    .prepare(),
);
