import { readFile } from 'node:fs/promises';
import type { Db } from '../../db/client.ts';
import {
  type Engine,
  frozenExplanation,
  type Market,
  openSnapshot,
  readReasons,
  snapshotMaker,
  specAt,
} from '../../workers/matching/engine.ts';
import { type Explanation, SCORE_PARTS, type ScoreParts } from '../../workers/matching/types.ts';
import type { Actor } from '../plugins/session.ts';
import type { Ownership } from '../rights.ts';
import { type Person, personFor, teamsOfUsers } from './candidates.ts';
import { readCitizens } from './market.ts';
import type { MatchRun } from './run-queries.ts';
import { snapshotFile } from './snapshot-file.ts';
import { storedResults } from './stored.ts';

/** One row of an order's list as it stood; without a person where the viewer may not know who it is. */
export interface NightRow {
  rank: number;
  score: number;
  person: Person | null;
  parts: ScoreParts | null;
  /** null: nobody's, or the snapshot is gone or another engine's */
  explanation: Explanation | null;
}

export interface NightList {
  rows: NightRow[];
  excluded: number;
  /** can the reasons be read? */
  explained: boolean;
}

interface Viewing {
  viewer: Actor;
  ownership: Ownership;
  today: string;
}

let opened: { sha: string; market: Market } | undefined;

/** A run's snapshot, kept open from page to page; null when it is gone or was made by another engine. */
async function marketOf({ snapshotSha: sha }: MatchRun, snapshots: string): Promise<Market | null> {
  if (!sha) return null;
  if (opened?.sha === sha) return opened.market;
  const bytes = await readFile(snapshotFile(snapshots, sha)).catch(() => null);
  if (!bytes || !snapshotMaker(bytes).isOurs) return null;
  opened = { sha, market: openSnapshot(bytes) };
  return opened.market;
}

/** An order's list as a run left it, as this viewer may see it. Undefined when the run did not reach the order. */
export async function nightListOf(
  db: Db,
  engine: Engine,
  { run, orderId, snapshots }: { run: MatchRun; orderId: number; snapshots: string },
  { viewer, ownership, today }: Viewing,
): Promise<NightList | undefined> {
  const market = await marketOf(run, snapshots);
  const stored = storedResults(db, run)(orderId);
  if (!stored) return undefined;
  const place = market?.orderPlace.get(orderId);
  const order = market && place !== undefined ? specAt(market, place) : null;
  const kept = stored.rows.filter(({ citizenId }) => citizenId !== 0);
  const ids = kept.map(({ citizenId }) => citizenId);
  const citizens = new Map(readCitizens(db, ids, today).map(({ row }) => [row.id, row]));
  const teams = teamsOfUsers(db);
  const label = (id: string) => engine.concepts.get(id)?.label ?? null;
  const rows = kept.map(({ rank, score, citizenId, parts, reasons }): NightRow => {
    const row = citizens.get(citizenId);
    const person = row ? personFor(viewer, ownership, row, teams) : null;
    if (!person) return { rank, score, person, parts: null, explanation: null };
    const found = order && reasons.length > 0 ? readReasons(reasons, order.wanted.length) : null;
    const explanation = market && order && found ? frozenExplanation(market, order, found, label) : null;
    return { rank, score, person, parts: toParts(parts), explanation };
  });
  const excluded = Object.values(stored.excludedCounts).reduce((sum, count) => sum + count, 0);
  return { rows, excluded, explained: order !== null };
}

function toParts(points: readonly number[]): ScoreParts {
  return Object.fromEntries(SCORE_PARTS.map((part, at) => [part, points[at] ?? 0])) as ScoreParts;
}
