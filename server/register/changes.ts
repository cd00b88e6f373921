import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { type RegisterChange, registerChangeMark } from '../../db/schema/firm-work.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { liveFirms } from '../coverage/live.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import type { Doing } from '../doing.ts';
import { addDays, endOfLocalDate, localDate, quarterBefore, quarterOf } from '../ui/dates.ts';
import { type FirmChange, firmChanges } from './found-changes.ts';

/** What the changes are counted from, in words and as a day and an instant. */
export interface Baseline {
  name: string;
  date: string;
  asOf: string;
}

/**
 * `import-12`: since just before that import; `forrige`: since the quarter before this one began; anything else: since
 * this quarter began. Before the register was first read nothing was known: the day is then judged by what is known now.
 */
export function readBaseline(db: Db, since: string, today: string): Baseline {
  const importId = /^import-(\d{1,9})$/.exec(since)?.[1];
  const batch =
    importId === undefined
      ? undefined
      : db
          .select()
          .from(importBatch)
          .where(and(eq(importBatch.id, Number(importId)), eq(importBatch.kind, 'virksomheder')))
          .get();
  if (batch) {
    const name = `siden importen af ${batch.fileName}`;
    const instant = new Date(Date.parse(batch.importedAt) - 1);
    return { name, date: localDate(instant), asOf: knownBy(db, instant.toISOString()) };
  }
  const quarter = since === 'forrige' ? quarterBefore(quarterOf(today)) : quarterOf(today);
  const date = addDays(quarter.from, -1);
  return { name: `siden ${quarter.name} begyndte`, date, asOf: knownBy(db, endOfLocalDate(date)) };
}

function knownBy(db: Db, instant: string): string {
  const earlier = db
    .select({ id: importBatch.id })
    .from(importBatch)
    .where(and(eq(importBatch.kind, 'virksomheder'), lt(importBatch.importedAt, instant)))
    .limit(1)
    .get();
  return earlier ? instant : ALL_KNOWN;
}

/** A change with what people have done about it. */
export interface MarkedChange extends FirmChange {
  ownerUserId: number | null;
  takenBy: number | null;
  handledAt: string | null;
}

/** Every firm of which the register says something else now, the latest change first. */
export function registerChanges(db: Db, baseline: Baseline, today: string): MarkedChange[] {
  const found = firmChanges(db, baseline, today);
  const { firms } = liveFirms(db);
  const marks = Map.groupBy(db.select(MARK).from(registerChangeMark).all(), ({ pNumber }) => pNumber);
  return found.flatMap((row) => {
    const firm = firms.get(row.pNumber);
    if (!firm || firm.mergedInto !== null) return [];
    const mark = marks
      .get(row.pNumber)
      ?.find(({ change, changedOn }) => change === row.change && changedOn === row.changedOn);
    const { ownerUserId } = firm;
    return { ...row, ownerUserId, takenBy: mark?.takenBy ?? null, handledAt: mark?.handledAt ?? null };
  });
}

const MARK = {
  pNumber: registerChangeMark.pNumber,
  change: registerChangeMark.change,
  changedOn: registerChangeMark.changedOn,
  takenBy: registerChangeMark.takenBy,
  handledAt: registerChangeMark.handledAt,
};

export interface ChangedFirm extends MarkedChange {
  name: string;
  city: string | null;
  ownerName: string | null;
  takenByName: string | null;
}

/** A page of changes with the names of firms and people, in the order given. */
export function withNames(db: Db, changes: readonly MarkedChange[]): ChangedFirm[] {
  const pNumbers = changes.map(({ pNumber }) => pNumber);
  const rows = db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, city: pUnit.city })
    .from(pUnit)
    .where(inArray(pUnit.pNumber, pNumbers))
    .all();
  const firms = new Map(rows.map((row) => [row.pNumber, row]));
  const userIds = changes.flatMap(({ ownerUserId, takenBy }) => [ownerUserId ?? [], takenBy ?? []].flat());
  const people = db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(inArray(user.id, userIds))
    .all();
  const names = new Map<number | null, string>(people.map(({ id, name }) => [id, name]));
  return changes.map((row) => ({
    ...row,
    name: firms.get(row.pNumber)?.name ?? '',
    city: firms.get(row.pNumber)?.city ?? null,
    ownerName: names.get(row.ownerUserId) ?? null,
    takenByName: names.get(row.takenBy) ?? null,
  }));
}

interface ChangeKey {
  pNumber: number;
  change: RegisterChange;
  changedOn: string;
}

export const CHANGE_STEPS = ['tag', 'slip', 'klar', 'genaabn'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

/** Takes a change upon oneself, lets it go, is done with it, or opens it again. False: no such firm. */
export function markChange(db: Db, key: ChangeKey, step: ChangeStep, { actor, at }: Doing): boolean {
  const mine = { takenBy: actor.userId, takenAt: at };
  const values = {
    tag: mine,
    slip: { takenBy: null, takenAt: null },
    klar: { handledBy: actor.userId, handledAt: at },
    genaabn: { handledBy: null, handledAt: null },
  }[step];
  return db.transaction(
    (tx) => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, key.pNumber)).get()) return false;
      tx.insert(registerChangeMark)
        .values({ ...key, ...values })
        .onConflictDoUpdate({
          target: [registerChangeMark.pNumber, registerChangeMark.change, registerChangeMark.changedOn],
          set: values,
        })
        .run();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: step,
        entity: 'register_change_mark',
        entityKey: String(key.pNumber),
        detail: `${key.change} ${key.changedOn}`,
      });
      return true;
    },
    { behavior: 'immediate' },
  );
}

const SHOWN_IMPORTS = 12;

/** The latest imports of firms that stand, for choosing one to count from. */
export function firmImports(db: Db) {
  return db
    .select({ id: importBatch.id, fileName: importBatch.fileName, importedAt: importBatch.importedAt })
    .from(importBatch)
    .where(and(inArray(importBatch.kind, ['virksomheder']), isNull(importBatch.undoneAt)))
    .orderBy(desc(importBatch.importedAt))
    .limit(SHOWN_IMPORTS)
    .all();
}
