import { and, asc, count, desc, eq, gt, isNotNull, isNull, lte, min, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { citizen, citizenRead } from '../../db/schema/citizens.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun, setAside } from '../../db/schema/matching.ts';
import { ruleOverride } from '../../db/schema/placements.ts';
import { ROLES } from '../../db/schema/users.ts';
import { webhook } from '../../db/schema/webhooks.ts';
import { ENGINE_VERSION } from '../../workers/matching/engine.ts';
import { readSettings } from '../admin/queries.ts';
import { listTokens } from '../api-tokens/tokens.ts';
import { backupHealth } from '../backup/queries.ts';
import type { AppContext } from '../context.ts';
import { rulesInForce } from '../legal-rules/history.ts';
import { citizensByGroup, legalRules } from '../legal-rules/queries.ts';
import { groupsOn } from '../legal-rules/target-groups.ts';
import { addDays, endOfLocalDate } from '../ui/dates.ts';
import { listUsers } from '../users/queries.ts';

/** AI-forordningen asks for half a year of logs: figures of use are of the same stretch. */
const HALF_YEAR_DAYS = 184;

export type Annex = ReturnType<typeof annexOf>;

/** Everything an impact assessment asks that the running program knows about itself. */
export function annexOf({ db, config, now, today, engine }: AppContext) {
  const settings = readSettings(db);
  const since = new Date(now().getTime() - HALF_YEAR_DAYS * 86_400_000).toISOString();
  const rules = legalRules(db);
  const { weights, taxonomyVersion } = engine();
  return {
    settings,
    versions: { engine: ENGINE_VERSION, weights: weights.version, taxonomy: taxonomyVersion },
    groups: groupsShown(citizensByGroup(db), groupsOn(rules.groups, today()), settings.smallestCell),
    people: peopleIn(db),
    users: usersByRole(db),
    rulesInForce: rulesInForce(rules, today()).length,
    runs: runsOf(db, since),
    use: useSince(db, since, endOfLocalDate(addDays(today(), -1))),
    tablesOfCitizens: tablesOfCitizens(db),
    programs: openPrograms(db, now().toISOString()),
    webhooks: countOf(db, webhook, isNull(webhook.closedAt)),
    signIn: { oidc: config.signIn.oidc !== undefined, saml: config.signIn.saml !== undefined },
    https: config.publicUrl.startsWith('https:'),
    cprKeys: config.cprKeys !== undefined,
    backups: backupHealth(db, { now: now(), key: config.backupKey }),
    star: config.star !== undefined,
    workersElsewhere: config.workerToken !== undefined,
    redis: config.queueUrl !== undefined,
  };
}

interface Group {
  code: string;
  label: string;
}

/** How many citizens each group in force has; a small number is not told. */
function groupsShown(counts: ReadonlyMap<string, number>, groups: readonly Group[], smallestCell: number) {
  return groups.map(({ code, label }) => {
    const many = counts.get(code) ?? 0;
    return { label, citizens: many > 0 && many < smallestCell ? null : many };
  });
}

function peopleIn(db: Db) {
  return {
    citizens: countOf(db, citizen),
    openOrders: countOf(db, jobOrder, eq(jobOrder.status, 'under_behandling')),
  };
}

function usersByRole(db: Db) {
  const active = listUsers(db).filter(({ disabledAt }) => disabledAt === null);
  return ROLES.map((role) => ({ role, users: active.filter(({ roles }) => roles.includes(role)).length }));
}

function runsOf(db: Db, since: string) {
  const last = db
    .select({ id: matchRun.id, finishedAt: matchRun.finishedAt, audit: matchRun.audit })
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), isNotNull(matchRun.audit)))
    .orderBy(desc(matchRun.id))
    .limit(1)
    .get();
  const kept = db
    .select({ from: min(matchRun.plannedAt) })
    .from(matchRun)
    .where(isNotNull(matchRun.citizenPlaces))
    .get();
  return {
    last,
    listsFrom: kept?.from ?? null,
    all: countOf(db, matchRun),
    lately: countOf(db, matchRun, gt(matchRun.plannedAt, since)),
  };
}

/** Of days that are over, so that looking at the page does not change it. */
function useSince(db: Db, since: string, until: string) {
  const oldest = db
    .select({ at: citizenRead.at })
    .from(citizenRead)
    .orderBy(asc(citizenRead.id))
    .limit(1)
    .get();
  const { decidedAt } = ruleOverride;
  const { setAsideAt } = setAside;
  return {
    readsSince: oldest?.at ?? null,
    overrides: countOf(db, ruleOverride, and(gt(decidedAt, since), lte(decidedAt, until))),
    setAsides: countOf(db, setAside, and(gt(setAsideAt, since), lte(setAsideAt, until))),
  };
}

function countOf(db: Db, table: SQLiteTable, where?: SQL): number {
  return db.select({ rows: count() }).from(table).where(where).get()?.rows ?? 0;
}

/** Tables where a citizen may stand, found in the schema itself: a new one is told of by itself. */
function tablesOfCitizens({ $client }: Db): string[] {
  const tables = $client
    .prepare(
      `SELECT DISTINCT m.name FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
       WHERE m.type = 'table' AND f."table" = 'citizen' ORDER BY m.name`,
    )
    .pluck()
    .all() as string[];
  return ['citizen', ...tables];
}

function openPrograms(db: Db, at: string) {
  return listTokens(db).filter(({ withdrawnAt, expiresAt }) => withdrawnAt === null && expiresAt > at);
}
