import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { diskProblem } from '../../db/refused.ts';
import { type ApiArea, type ApiReach, apiToken, apiTokenScope } from '../../db/schema/api-tokens.ts';
import { type Role, team, user, userRole } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { addClosedUser, rolesOf } from '../users/queries.ts';
import type { Scopes } from './scopes.ts';

/** Known by its beginning, so that a search through code and logs finds one that leaked. */
const PREFIX = 'samtlige_';
const TOUCH_MS = 60_000;

/** The program that asks, as the database knows it at this very request. */
export interface Program {
  tokenId: number;
  userId: number;
  username: string;
  name: string;
  teamId: number | null;
  roles: Role[];
  scopes: Scopes;
  requestsPerMinute: number;
}

export interface NewToken {
  name: string;
  roles: Role[];
  teamName: string | null;
  scopes: Scopes;
  requestsPerMinute: number;
  expiresAt: string;
}

/** Gives the token, which is told this once; undefined when a program of that name still has one. */
export function createToken(
  db: Db,
  { name, roles, teamName, scopes, requestsPerMinute, expiresAt }: NewToken,
  { at, by, unusableHash }: { at: string; by: number; unusableHash: string },
): string | undefined {
  const token = PREFIX + randomBytes(32).toString('base64url');
  return db.transaction(
    (tx) => {
      if (isNameInUse(tx, name, at)) return undefined;
      const userId = addClosedUser(tx, { name, roles, teamName, passwordHash: unusableHash }, at);
      const row = {
        userId,
        tokenHash: hashOf(token),
        requestsPerMinute,
        createdAt: at,
        createdBy: by,
        expiresAt,
      };
      const { id: tokenId } = tx.insert(apiToken).values(row).returning({ id: apiToken.id }).get();
      for (const [area, reach] of scopes) tx.insert(apiTokenScope).values({ tokenId, area, reach }).run();
      const detail = [...scopes].map(([area, reach]) => `${area}:${reach}`).join(' ');
      recordEvent(tx, {
        at,
        userId: by,
        action: 'opret',
        entity: 'api_token',
        entityKey: String(tokenId),
        detail: `${roles.join(' ')} · ${detail}`,
      });
      return token;
    },
    { behavior: 'immediate' },
  );
}

/** At once: the next request with it is refused. False when there is none to withdraw. */
export function withdrawToken(db: Db, id: number, { at, by }: { at: string; by: number }): boolean {
  return db.transaction(
    (tx) => {
      const open = and(eq(apiToken.id, id), isNull(apiToken.withdrawnAt));
      const { changes } = tx.update(apiToken).set({ withdrawnAt: at, withdrawnBy: by }).where(open).run();
      if (changes > 0)
        recordEvent(tx, {
          at,
          userId: by,
          action: 'træk tilbage',
          entity: 'api_token',
          entityKey: String(id),
        });
      return changes > 0;
    },
    { behavior: 'immediate' },
  );
}

/** The program whose token this is, while the token holds. */
export function findProgram(db: Db, token: string, now: Date): Program | undefined {
  const at = now.toISOString();
  const row = openToken(db).get({ tokenHash: hashOf(token), at });
  if (!row) return undefined;
  if (row.lastUsedAt === null || now.getTime() - Date.parse(row.lastUsedAt) > TOUCH_MS)
    touch(db, row.tokenId, at);
  const { lastUsedAt: _, ...program } = row;
  const scopes = new Map(
    scopesOf(db)
      .all({ tokenId: row.tokenId })
      .map(({ area, reach }) => [area, reach]),
  );
  return { ...program, roles: rolesOf(db, row.userId), scopes };
}

/** Every token, those that hold first. */
export function listTokens(db: Db) {
  const scopes = Map.groupBy(db.select().from(apiTokenScope).all(), ({ tokenId }) => tokenId);
  const roles = Map.groupBy(db.select().from(userRole).all(), ({ userId }) => userId);
  return db
    .select({
      id: apiToken.id,
      userId: apiToken.userId,
      name: user.name,
      teamName: team.name,
      requestsPerMinute: apiToken.requestsPerMinute,
      createdAt: apiToken.createdAt,
      expiresAt: apiToken.expiresAt,
      withdrawnAt: apiToken.withdrawnAt,
      lastUsedAt: apiToken.lastUsedAt,
    })
    .from(apiToken)
    .innerJoin(user, eq(user.id, apiToken.userId))
    .leftJoin(team, eq(team.id, user.teamId))
    .orderBy(sql`${apiToken.withdrawnAt} IS NOT NULL`, desc(apiToken.createdAt), desc(apiToken.id))
    .limit(MOST_SHOWN)
    .all()
    .map((row) => ({
      ...row,
      roles: (roles.get(row.userId) ?? []).map(({ role }) => role),
      scopes: (scopes.get(row.id) ?? []).map(({ area, reach }): [ApiArea, ApiReach] => [area, reach]),
    }));
}

const MOST_SHOWN = 200;

/** Two programs of one name could not be told apart in a log. */
function isNameInUse(tx: Pick<Db, 'select'>, name: string, at: string): boolean {
  const holds = and(eq(user.name, name), isNull(apiToken.withdrawnAt), gt(apiToken.expiresAt, at));
  const found = tx
    .select({ id: apiToken.id })
    .from(apiToken)
    .innerJoin(user, eq(user.id, apiToken.userId))
    .where(holds)
    .get();
  return found !== undefined;
}

/** On a disk that says no, a program still reads; when it was last used then lags behind. */
function touch(db: Db, tokenId: number, at: string): void {
  try {
    db.update(apiToken).set({ lastUsedAt: at }).where(eq(apiToken.id, tokenId)).run();
  } catch (error) {
    if (diskProblem(error) === null) throw error;
  }
}

/** 256 random bits need no slow hash. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const openToken = preparedOnce((db: Db) =>
  db
    .select({
      tokenId: apiToken.id,
      userId: user.id,
      username: user.username,
      name: user.name,
      teamId: user.teamId,
      requestsPerMinute: apiToken.requestsPerMinute,
      lastUsedAt: apiToken.lastUsedAt,
    })
    .from(apiToken)
    .innerJoin(user, eq(user.id, apiToken.userId))
    .where(
      and(
        eq(apiToken.tokenHash, sql.placeholder('tokenHash')),
        isNull(apiToken.withdrawnAt),
        gt(apiToken.expiresAt, sql.placeholder('at')),
      ),
    )
    .prepare(),
);

const scopesOf = preparedOnce((db: Db) =>
  db
    .select()
    .from(apiTokenScope)
    .where(eq(apiTokenScope.tokenId, sql.placeholder('tokenId')))
    .prepare(),
);
