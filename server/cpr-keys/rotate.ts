import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, count, eq, gt, isNotNull, like, not, notInArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { cprKey } from '../../db/schema/cpr-keys.ts';
import { importBatch, importChange, importUnderWay, undoUnderWay } from '../../db/schema/imports.ts';
import { recordEvent } from '../admin/queries.ts';
import { cprIndex, decryptCpr, encryptCpr } from '../citizens/cpr.ts';
import type { CprKeys } from '../config.ts';
import { isSealedWith, sealPrefix } from '../field-cipher.ts';
import { currentCheckValues } from './check.ts';

/** Some milliseconds of the web thread's time. */
const ROWS_A_TURN = 200;

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Rotation {
  now: () => Date;
  by: number | null;
  onProgress?: (changed: number) => void;
}

/**
 * Seals every CPR number anew under the current keys: the citizens', and those kept so that an import can be undone. In
 * batches while others read and write; whoever is killed in the midst begins again and finds the rest. Only when all have been
 * seen to be new are the old keys let go of. Gives how many values were changed.
 */
export async function rotateCprKeys(
  db: Db,
  keys: CprKeys,
  { now, by, onProgress }: Rotation,
): Promise<number> {
  let changed = 0;
  const tell = (more: number) => {
    changed += more;
    if (more > 0) onProgress?.(changed);
  };
  let settled = false;
  while (!settled) {
    // An import moves numbers to what is kept for its undoing, and the undoing moves them back: then look once more.
    const [before, imports] = [changed, importState(db)];
    await inBatches(db, (tx, after) => resealKept(tx, keys, after), tell);
    await inBatches(db, (tx, after) => resealCitizens(tx, keys, after), tell);
    settled = changed === before && importState(db) === imports;
  }
  letGoOfOldKeys(db, keys, { at: now().toISOString(), by });
  return changed;
}

interface Batch {
  changed: number;
  /** null: there are no more */
  last: number | null;
}

async function inBatches(
  db: Db,
  batch: (tx: Tx, after: number) => Batch,
  tell: (changed: number) => void,
): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after;
    const { changed, last } = db.transaction((tx) => batch(tx, from), { behavior: 'immediate' });
    tell(changed);
    after = last;
    await nextTurn();
  }
}

function resealCitizens(tx: Tx, keys: CprKeys, after: number): Batch {
  const rows = tx
    .select({
      id: citizen.id,
      key: citizen.citizenKey,
      encrypted: citizen.cprEncrypted,
      index: citizen.cprIndex,
    })
    .from(citizen)
    .where(and(gt(citizen.id, after), isNotNull(citizen.cprEncrypted)))
    .orderBy(asc(citizen.id))
    .limit(ROWS_A_TURN)
    .all();
  let changed = 0;
  for (const { id, key, encrypted, index } of rows) {
    const sealed = encrypted && index && resealed(keys, { encrypted, index, citizenKey: key });
    if (!sealed) continue;
    // No new version: nothing that anybody can see has changed.
    tx.update(citizen)
      .set({ cprEncrypted: sealed.encrypted, cprIndex: sealed.index })
      .where(eq(citizen.id, id))
      .run();
    changed += 1;
  }
  return { changed, last: rows.at(-1)?.id ?? null };
}

interface KeptCitizen {
  row: { citizenKey: string; cprEncrypted: string | null; cprIndex: string | null };
}

function resealKept(tx: Tx, keys: CprKeys, after: number): Batch {
  const rowid = sql<number>`${importChange}.rowid`;
  const rows = tx
    .select({ rowid, before: importChange.before })
    .from(importChange)
    .where(and(sql`${rowid} > ${after}`, eq(importChange.entity, 'citizen')))
    .orderBy(asc(rowid))
    .limit(ROWS_A_TURN)
    .all();
  let changed = 0;
  for (const { rowid: at, before } of rows) {
    const kept = JSON.parse(before) as KeptCitizen;
    const { citizenKey, cprEncrypted: encrypted, cprIndex: index } = kept.row;
    const stored = encrypted && index ? { encrypted, index: Buffer.from(index, 'hex'), citizenKey } : null;
    const sealed = stored && resealed(keys, stored);
    if (!sealed) continue;
    const row = { ...kept.row, cprEncrypted: sealed.encrypted, cprIndex: sealed.index.toString('hex') };
    tx.update(importChange)
      .set({ before: JSON.stringify({ ...kept, row }) })
      .where(sql`${rowid} = ${at}`)
      .run();
    changed += 1;
  }
  return { changed, last: rows.at(-1)?.rowid ?? null };
}

/** Both values under the current keys; null when they are so already. */
function resealed(
  keys: CprKeys,
  { encrypted, index, citizenKey }: { encrypted: string; index: Buffer; citizenKey: string },
): { encrypted: string; index: Buffer } | null {
  const cpr = decryptCpr(keys, encrypted, citizenKey);
  const wanted = cprIndex(keys, cpr);
  const isNew = isSealedWith(keys.encryption, encrypted);
  if (isNew && wanted.equals(index)) return null;
  return { encrypted: isNew ? encrypted : encryptCpr(keys, cpr, citizenKey), index: wanted };
}

function importState(db: Db): string {
  const found = db
    .select({ made: count(), undone: count(importBatch.undoneAt), finished: count(importBatch.finishedAt) })
    .from(importBatch)
    .get();
  const underWay = db.select({ rows: importUnderWay.rowsDone }).from(importUnderWay).get();
  const undoing = db.select({ rows: undoUnderWay.rowsDone }).from(undoUnderWay).get();
  return `${found?.made} ${found?.undone} ${found?.finished} ${underWay?.rows} ${undoing?.rows}`;
}

function letGoOfOldKeys(db: Db, keys: CprKeys, { at, by }: { at: string; by: number | null }): void {
  const isOld = notInArray(cprKey.checkValue, currentCheckValues(keys));
  db.transaction(
    (tx) => {
      if (tx.delete(cprKey).where(isOld).run().changes === 0) return;
      recordEvent(tx, { at, userId: by, action: 'skift', entity: 'cpr_key', entityKey: 'alle' });
    },
    { behavior: 'immediate' },
  );
}

export interface CprKeyUse {
  /** citizens with a CPR number */
  numbers: number;
  /** of them, those that the current CPR_KEY did not encrypt */
  underOldKey: number;
  /** old numbers kept so that imports can be undone, likewise */
  keptUnderOldKey: number;
  /** an old key is needed until a change of keys has come to its end */
  needsOldKey: boolean;
}

/** How far a change of keys has come. */
export function cprKeyUse(db: Db, keys: CprKeys): CprKeyUse {
  const current = `${sealPrefix(keys.encryption)}%`;
  const numbers = (where: ReturnType<typeof and>) =>
    db.select({ n: count() }).from(citizen).where(where).get()?.n ?? 0;
  const kept = sql<string | null>`json_extract(${importChange.before}, '$.row.cprEncrypted')`;
  const keptOld = db
    .select({ n: count() })
    .from(importChange)
    .where(and(eq(importChange.entity, 'citizen'), sql`${kept} IS NOT NULL`, not(like(kept, current))))
    .get();
  const old = db
    .select()
    .from(cprKey)
    .where(notInArray(cprKey.checkValue, currentCheckValues(keys)))
    .get();
  return {
    numbers: numbers(isNotNull(citizen.cprEncrypted)),
    underOldKey: numbers(and(isNotNull(citizen.cprEncrypted), not(like(citizen.cprEncrypted, current)))),
    keptUnderOldKey: keptOld?.n ?? 0,
    needsOldKey: old !== undefined,
  };
}
