import type Database from 'better-sqlite3';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { changedSince, latestChange } from '../citizens/changed-since.ts';
import { numberList } from '../coverage/conditions.ts';
import type { Actor } from '../plugins/session.ts';
import { inTurns } from '../turns.ts';
import { type Names, namesOf, narrow } from './narrow.ts';

type Named = [id: number, nameFolded: string | null];

/** So many changed citizens are read beside the kept names; with more, the names are read again. */
const MOST_CHANGES = 200;

/** With the latest change when they were read. */
interface Kept {
  seq: number;
  names: Names<Named>;
}

/** By whose they are. */
const namesMemory = new WeakMap<Database.Database, Map<string, Kept>>();

/** Of all whom the actor works among: who of them may be shown is asked of the few that are found. */
export function idsNamed(db: Db, typed: string, actor: Actor): number[] {
  const caseworkers = caseworkersAround(db, actor);
  const kept = memoryOf(db);
  const known = kept.get(caseworkers.join());
  const changed = known ? changedSince(db, known.seq, MOST_CHANGES) : null;
  if (known && changed) {
    const since = new Set(changed.ids);
    const others = narrow(known.names, typed).filter(([id]) => !since.has(id));
    const newest =
      changed.ids.length === 0 ? [] : narrow(toNames(readNames(db, caseworkers, changed.ids)), typed);
    return [...newest, ...others].map(([id]) => id);
  }
  const read = { seq: latestChange(db), names: toNames(readNames(db, caseworkers)) };
  kept.set(caseworkers.join(), read);
  return narrow(read.names, typed).map(([id]) => id);
}

/**
 * The same names read beforehand, one caseworker's at a time: a team of a region has tens of thousands, and whoever awaits
 * this holds nobody else up.
 */
export async function namesReady(db: Db, actor: Actor): Promise<void> {
  if (!actor.roles.includes('sagsbehandler')) return;
  const caseworkers = caseworkersAround(db, actor);
  const known = memoryOf(db).get(caseworkers.join());
  if (known && changedSince(db, known.seq, MOST_CHANGES)) return;
  await inTurns(readAll(db, caseworkers), () => !db.$client.open);
}

function* readAll(db: Db, caseworkers: readonly number[]): Generator<void, void> {
  // If somebody is erased meanwhile, this is forgotten with all that was kept.
  const kept = memoryOf(db);
  const seq = latestChange(db);
  const all: { named: Named; text: string }[] = [];
  for (const caseworker of [...caseworkers].sort((a, b) => a - b)) {
    const { items, texts } = toNames(readNames(db, [caseworker]));
    items.forEach((named, at) => {
      all.push({ named, text: texts[at] ?? '' });
    });
    yield;
  }
  // As SQLite has them: nobody's name first, and of equals the first caseworker's.
  const nameOf = ({ named: [, name] }: (typeof all)[number]) => name ?? '';
  all.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  yield;
  const names = {
    items: all.map(({ named }) => named),
    texts: all.map(({ text }) => text),
    pieces: undefined,
  };
  kept.set(caseworkers.join(), { seq, names });
}

function memoryOf({ $client }: Db): Map<string, Kept> {
  const kept = namesMemory.get($client) ?? new Map<string, Kept>();
  namesMemory.set($client, kept);
  return kept;
}

/** An erased citizen's name is not kept until somebody searches again. */
export function forgetNames({ $client }: Pick<Db, '$client'>): void {
  namesMemory.delete($client);
}

function caseworkersAround(db: Db, { userId, teamId }: Actor): number[] {
  return usersAround(db).get({ userId, teamId })?.ids ?? [];
}

/** The user and those of the same team; without one there is nobody else. */
const usersAround = preparedOnce((db: Db) =>
  db
    .select({ ids: numberList(user.id) })
    .from(user)
    .where(or(eq(user.id, sql.placeholder('userId')), eq(user.teamId, sql.placeholder('teamId'))))
    .prepare(),
);

/** By name, out of the index of caseworkers, as JSON: thousands of rows take longer to make than to find. */
function readNames(db: Db, caseworkers: readonly number[], among?: readonly number[]): Named[] {
  const { id, nameFolded, caseworkerUserId } = citizen;
  const list = sql<string>`json_group_array(json_array(${id}, ${nameFolded}) ORDER BY ${nameFolded})`;
  const where = and(inArray(caseworkerUserId, caseworkers), among && inArray(id, among));
  const read = db.select({ list }).from(citizen).where(where).get();
  return JSON.parse(read?.list ?? '[]') as Named[];
}

function toNames(named: Named[]): Names<Named> {
  return namesOf(named, ([, name]) => name ?? '');
}
