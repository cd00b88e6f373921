import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { type RegisterChange, registerChangeMark } from '../../db/schema/firm-work.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../contacts/queries.ts';
import { inMunicipality } from '../coverage/conditions.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { addDays, endOfLocalDate, localDate, quarterBefore, quarterOf } from '../ui/dates.ts';
import { changeOf, type ScopeStretch } from './change-rules.ts';

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
export function readBaseline(
  db: Db,
  since: string,
  { today, asOf }: { today: string; asOf: string },
): Baseline {
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
    return { name, date: localDate(instant), asOf: knownBy(db, instant.toISOString(), asOf) };
  }
  const quarter = since === 'forrige' ? quarterBefore(quarterOf(today)) : quarterOf(today);
  const date = addDays(quarter.from, -1);
  return { name: `siden ${quarter.name} begyndte`, date, asOf: knownBy(db, endOfLocalDate(date), asOf) };
}

function knownBy(db: Db, instant: string, now: string): string {
  const earlier = db
    .select({ id: importBatch.id })
    .from(importBatch)
    .where(and(eq(importBatch.kind, 'virksomheder'), lt(importBatch.importedAt, instant)))
    .limit(1)
    .get();
  return earlier ? instant : now;
}

export interface ChangedFirm {
  pNumber: number;
  name: string;
  city: string | null;
  ownerUserId: number | null;
  ownerName: string | null;
  change: RegisterChange;
  changedOn: string;
  before: ScopeStretch | null;
  after: ScopeStretch | null;
  takenBy: number | null;
  takenByName: string | null;
  handledAt: string | null;
}

/** Every firm of which the register says something else now, the latest change first. */
export function registerChanges(
  db: Db,
  baseline: Baseline,
  { today, asOf }: { today: string; asOf: string },
): ChangedFirm[] {
  const then = stretchesOn(db, { to: baseline.date, asOf: baseline.asOf });
  const now = stretchesOn(db, { to: today, asOf });
  const pNumbers = [...new Set([...then.keys(), ...now.keys()])].filter((pNumber) =>
    differs(then.get(pNumber), now.get(pNumber)),
  );
  const histories = historiesOf(db, pNumbers);
  const firms = firmsOf(db, pNumbers);
  const marks = marksOfChanges(db, pNumbers);
  const span = { from: baseline.date, to: today, limit: ruleFor(db, { to: today, asOf }).moreThanEmployees };
  return firms
    .flatMap((firm) => {
      const before = then.get(firm.pNumber) ?? null;
      const after = now.get(firm.pNumber) ?? null;
      const stretches = histories.get(firm.pNumber) ?? [];
      const found = changeOf(before, after, { ...firm, stretches }, span);
      if (!found) return [];
      const mark = marks.get(keyOf({ pNumber: firm.pNumber, ...found }));
      return [
        {
          ...firm,
          ...found,
          before,
          after,
          takenBy: mark?.takenBy ?? null,
          takenByName: mark?.takenByName ?? null,
          handledAt: mark?.handledAt ?? null,
        },
      ];
    })
    .sort((a, b) =>
      a.changedOn === b.changedOn ? a.pNumber - b.pNumber : a.changedOn < b.changedOn ? 1 : -1,
    );
}

function differs(before: ScopeStretch | undefined, after: ScopeStretch | undefined): boolean {
  return before?.minCount !== after?.minCount || before?.maxCount !== after?.maxCount || !before !== !after;
}

type StretchRow = [pNumber: number, from: string, to: string | null, min: number | null, max: number | null];

/**
 * Who is active in the municipality on a day as known at an instant: two ranges of the covering index, as one JSON text
 * each, because tens of thousands of rows take longer to make than to find.
 */
function stretchesOn(db: Db, question: { to: string; asOf: string }): Map<number, ScopeStretch> {
  const { pNumber, validFrom, validTo, minCount, maxCount } = scopePeriod;
  const list = sql`json_group_array(json_array(${pNumber}, ${validFrom}, ${validTo}, ${minCount}, ${maxCount}))`;
  const rows = inMunicipality(question).flatMap((here) => {
    const found = db
      .select({ list: sql<string>`${list}` })
      .from(scopePeriod)
      .where(here)
      .get();
    return JSON.parse(found?.list ?? '[]') as StretchRow[];
  });
  return new Map(
    rows.map(([id, from, to, min, max]) => [
      id,
      { validFrom: from, validTo: to, minCount: min, maxCount: max },
    ]),
  );
}

function historiesOf(db: Db, pNumbers: readonly number[]) {
  const rows = db
    .select({
      pNumber: scopePeriod.pNumber,
      validFrom: scopePeriod.validFrom,
      validTo: scopePeriod.validTo,
      minCount: scopePeriod.minCount,
      maxCount: scopePeriod.maxCount,
    })
    .from(scopePeriod)
    .where(and(isAmong(scopePeriod.pNumber, pNumbers), isNull(scopePeriod.supersededAt)))
    .orderBy(asc(scopePeriod.validFrom))
    .all();
  return Map.groupBy(rows, (row) => row.pNumber);
}

function firmsOf(db: Db, pNumbers: readonly number[]) {
  return db
    .select({
      pNumber: pUnit.pNumber,
      name: pUnit.name,
      city: pUnit.city,
      startDate: pUnit.startDate,
      endDate: pUnit.endDate,
      ownerUserId: pUnit.ownerUserId,
      ownerName: user.name,
    })
    .from(pUnit)
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .where(and(isAmong(pUnit.pNumber, pNumbers), isNull(pUnit.mergedInto)))
    .all();
}

interface ChangeKey {
  pNumber: number;
  change: RegisterChange;
  changedOn: string;
}

function keyOf({ pNumber, change, changedOn }: ChangeKey): string {
  return `${pNumber} ${change} ${changedOn}`;
}

function marksOfChanges(db: Db, pNumbers: readonly number[]) {
  const rows = db
    .select({ mark: registerChangeMark, takenByName: user.name })
    .from(registerChangeMark)
    .leftJoin(user, eq(user.id, registerChangeMark.takenBy))
    .where(isAmong(registerChangeMark.pNumber, pNumbers))
    .all();
  return new Map(rows.map(({ mark, takenByName }) => [keyOf(mark), { ...mark, takenByName }]));
}

function isAmong(column: SQLiteColumn, values: readonly number[]) {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
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
