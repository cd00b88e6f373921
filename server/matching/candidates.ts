import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import type { ExclusionReason, Explanation, ScoreParts } from '../../workers/matching/types.ts';
import { shownKey, visibilityOf } from '../citizens/rules.ts';
import type { Actor } from '../plugins/session.ts';
import { isProtected, type Ownership, type Sight, sightOf } from '../rights.ts';
import type { ExcludedRow, Shortlist } from './live.ts';
import type { CitizenRow } from './market.ts';

import type { SetAside } from './set-aside.ts';

/** What one viewer may know of one citizen. */
export interface Person {
  citizenId: number;
  /** full name or first name, as far as the viewer may see it */
  name: string | null;
  /** borger_id as shown */
  key: string;
  sight: Exclude<Sight, 'hidden'>;
  mustBeAsked: boolean;
  /** only the own sagsbehandler is told */
  isProtected: boolean;
}

/** One row of a shortlist; without a person where the citizen is a colleague's. */
export interface Candidate {
  rank: number;
  score: number;
  person: Person | null;
  parts: ScoreParts | null;
  explanation: Explanation | null;
  /** was set aside for the order, until the facts changed */
  cameBack: SetAside | null;
}

export interface ExcludedPerson {
  person: Person;
  reason: ExclusionReason;
  detail: string;
  /** by whom, when and why, of those set aside */
  setAside: SetAside | null;
}

interface Viewing {
  viewer: Actor;
  ownership: Ownership;
}

/** The shortlist as this viewer may see it; only rows with a person are explained. */
export function candidatesFor(
  db: Db,
  engine: Engine,
  { rows, matchOrder, cameBack }: Shortlist,
  { viewer, ownership, today }: Viewing & { today: string },
): Candidate[] {
  const teams = teamsOfUsers(db);
  const before = byCitizen(cameBack);
  return rows.map(({ rank, score, parts, citizen, matchCitizen }) => {
    const person = personFor(viewer, ownership, citizen, teams);
    if (!person) return { rank, score, person, parts: null, explanation: null, cameBack: null };
    return {
      rank,
      score,
      person,
      parts,
      explanation: engine.explain(matchOrder, matchCitizen, today),
      cameBack: before.get(citizen.id) ?? null,
    };
  });
}

/** Those of the excluded whom this viewer may see, in the given order. */
export function excludedFor(
  db: Db,
  excluded: ExcludedRow[],
  { viewer, ownership, setAsides }: Viewing & { setAsides: SetAside[] },
): ExcludedPerson[] {
  const teams = teamsOfUsers(db);
  const aside = byCitizen(setAsides);
  return excluded.flatMap(({ citizen, reason, detail }) => {
    const person = personFor(viewer, ownership, citizen, teams);
    return person ? [{ person, reason, detail, setAside: aside.get(citizen.id) ?? null }] : [];
  });
}

/** Those of the citizens whom this viewer may see, in the given order. */
export function visibleAmong(db: Db, ids: readonly number[], { viewer, ownership }: Viewing): number[] {
  const teams = teamsOfUsers(db);
  const { id, caseworkerUserId, protectedAddress, mayBeShared } = citizen;
  const rows = db
    .select({ id, caseworkerUserId, protectedAddress, mayBeShared })
    .from(citizen)
    .where(sql`${id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .all();
  const seen = new Set<number>();
  for (const row of rows) {
    const teamId = teams.get(row.caseworkerUserId ?? 0) ?? null;
    if (sightOf(viewer, ownership, row, teamId) !== 'hidden') seen.add(row.id);
  }
  return ids.filter((each) => seen.has(each));
}

function byCitizen(rows: SetAside[]): Map<number, SetAside> {
  return new Map(rows.map((row) => [row.citizenId, row]));
}

type Named = Pick<
  CitizenRow,
  'id' | 'citizenKey' | 'name' | 'mayBeShared' | 'protectedAddress' | 'caseworkerUserId'
>;

/** The citizen as this viewer may know them on this order; null where they may not at all. */
export function personFor(
  viewer: Actor,
  ownership: Ownership,
  citizen: Named,
  teams: Map<number, number | null>,
): Person | null {
  const teamId = teams.get(citizen.caseworkerUserId ?? 0) ?? null;
  const sight = sightOf(viewer, ownership, citizen, teamId);
  if (sight === 'hidden') return null;
  return {
    citizenId: citizen.id,
    name: sight === 'full' ? citizen.name : (citizen.name?.split(/\s+/)[0] ?? null),
    key: shownKey(citizen.citizenKey),
    sight,
    mustBeAsked: visibilityOf(citizen, { knowsWhy: true }).answer === 'mangler',
    isProtected: sight === 'full' && isProtected(citizen),
  };
}

export function teamsOfUsers(db: Db): Map<number, number | null> {
  return new Map(
    teamsAsked(db)
      .all()
      .map(({ id, teamId }) => [id, teamId]),
  );
}

const teamsAsked = preparedOnce((db: Db) =>
  db.select({ id: user.id, teamId: user.teamId }).from(user).prepare(),
);

export interface LastRun {
  id: number;
  finishedAt: string;
}

/** The last whole run that has a list for the order; null before the first. */
export function lastRunOf(db: Db, jobOrderId: number): LastRun | null {
  const run = db
    .select({ id: matchRun.id, finishedAt: matchRun.finishedAt })
    .from(matchOrderResult)
    .innerJoin(matchRun, eq(matchRun.id, matchOrderResult.runId))
    .where(and(eq(matchOrderResult.jobOrderId, jobOrderId), eq(matchRun.status, 'faerdig')))
    .orderBy(desc(matchRun.id))
    .limit(1)
    .get();
  return run ? { id: run.id, finishedAt: run.finishedAt ?? '' } : null;
}
