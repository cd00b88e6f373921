import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { coverageRule, coverageRuleLine } from '../../db/schema/coverage.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import type { CoverageRule } from './rules.ts';

/**
 * The rule that a period is counted by: the version in force on its last day, as known at an instant. So a version
 * entered later changes no figure as of an earlier day; of two from the same day the one entered last rules.
 */
export function ruleFor(db: Pick<Db, 'select'>, question: { to: string; asOf: string }): CoverageRule {
  return withLines(db, versionFor(db, question));
}

/** The id of that version alone: a version never changes, so its lines may be remembered by it. */
export function ruleIdFor(db: Pick<Db, 'select'>, question: { to: string; asOf: string }): number {
  return versionFor(db, question).id;
}

function versionFor(db: Pick<Db, 'select'>, { to, asOf }: { to: string; asOf: string }) {
  return versionInForce(db).get({ to, asOf }) ?? oldestRule(db);
}

const versionInForce = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select()
    .from(coverageRule)
    .where(
      and(
        lte(coverageRule.recordedAt, sql.placeholder('asOf')),
        lte(coverageRule.validFrom, sql.placeholder('to')),
      ),
    )
    .orderBy(desc(coverageRule.validFrom), desc(coverageRule.id))
    .limit(1)
    .prepare(),
);

/** Days before every rule are counted by the oldest one. */
function oldestRule(db: Pick<Db, 'select'>) {
  const oldest = db.select().from(coverageRule).orderBy(asc(coverageRule.validFrom)).limit(1).get();
  if (!oldest) throw new Error('The database has no coverage rule: its migrations were not run');
  return oldest;
}

export function ruleById(db: Pick<Db, 'select'>, id: number): CoverageRule | undefined {
  const version = db.select().from(coverageRule).where(eq(coverageRule.id, id)).get();
  return version && withLines(db, version);
}

function withLines(db: Pick<Db, 'select'>, version: typeof coverageRule.$inferSelect): CoverageRule {
  const { id, validFrom, moreThanEmployees, countsSagsbehandler } = version;
  const lines = linesOfRule(db).all({ id });
  return { id, version: `v${id}`, validFrom, moreThanEmployees, countsSagsbehandler, lines };
}

const linesOfRule = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      kind: coverageRuleLine.kind,
      direction: coverageRuleLine.direction,
      outcome: coverageRuleLine.outcome,
      isVisit: coverageRuleLine.isVisit,
    })
    .from(coverageRuleLine)
    .where(eq(coverageRuleLine.ruleId, sql.placeholder('id')))
    .prepare(),
);

/** Every version with who and when, newest first. */
export function ruleVersions(db: Db) {
  return db
    .select({
      id: coverageRule.id,
      validFrom: coverageRule.validFrom,
      reason: coverageRule.reason,
      source: coverageRule.source,
      recordedAt: coverageRule.recordedAt,
      recordedByName: user.name,
    })
    .from(coverageRule)
    .leftJoin(user, eq(user.id, coverageRule.recordedBy))
    .orderBy(desc(coverageRule.validFrom), desc(coverageRule.id))
    .all();
}
export type RuleVersion = ReturnType<typeof ruleVersions>[number];

export type RuleDraft = Omit<CoverageRule, 'id' | 'version'> & { reason: string; source: string | null };

/** Adds a version; the earlier ones stand, and every figure that names one of them can be made again. */
export function addRule(db: Db, draft: RuleDraft, { actor, at }: Doing): number {
  const { lines, ...version } = draft;
  return db.transaction(
    (tx) => {
      const { id } = tx
        .insert(coverageRule)
        .values({ ...version, recordedAt: at, recordedBy: actor.userId })
        .returning({ id: coverageRule.id })
        .get();
      for (const line of lines)
        tx.insert(coverageRuleLine)
          .values({ ruleId: id, ...line })
          .run();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'opret',
        entity: 'coverage_rule',
        entityKey: String(id),
        detail: `gælder fra ${version.validFrom}, ${lines.length} linjer tæller`,
      });
      return id;
    },
    { behavior: 'immediate' },
  );
}
