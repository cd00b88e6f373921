import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import {
  BULK_ACTIONS,
  type BulkAction,
  bulkEdit,
  bulkEditRow,
  firmAssignment,
} from '../../db/schema/firm-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { stopAssignment, writeAssignment } from '../companies/care.ts';
import { danishOrder } from '../companies/fold.ts';
import { isKonsulent, moveOwner } from '../companies/queries.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { writeRecord } from '../records/change.ts';
import { readRecordForm } from '../records/form.ts';
import { RECORD_SPECS } from '../records/kinds.ts';
import { isStanding } from '../records/queries.ts';
import { checkRecord, overlap, type RecordFacts } from '../records/rules.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, idOf, oneOf, textOf } from '../ui/fields.ts';

/** More would hold the one writer too long: narrow the filters, and do it in turns. */
export const MOST_FIRMS = 1000;

type BulkChange =
  | { action: 'ansvarlig'; userId: number | null }
  | { action: 'stedfortraeder'; userId: number; fromDate: string; untilDate: string | null }
  | { action: 'tilstand'; record: RecordFacts };

/** What the form asks for, or an error in Danish per field. */
export function readBulkChange(
  db: Db,
  fields: Fields,
  today: string,
): { change: BulkChange; errors: [] } | { change?: undefined; errors: FieldError[] } {
  const action = oneOf(BULK_ACTIONS, textOf(fields, 'handling'));
  const whom = textOf(fields, 'hvem');
  const userId = idOf(whom);
  if (!action) return { errors: [{ field: 'handling', reason: 'Vælg, hvad der skal ændres.' }] };
  if (action === 'tilstand') {
    const { record, errors } = checkRecord('ikke_nu', readRecordForm(fields));
    if (!record)
      return { errors: errors.map(({ field, reason }) => ({ field: STATE_FIELDS[field] ?? field, reason })) };
    return { change: { action, record }, errors: [] };
  }
  if (action === 'ansvarlig' && whom === 'ingen') return { change: { action, userId: null }, errors: [] };
  if (!isKonsulent(db, userId)) return { errors: [{ field: 'hvem', reason: 'Vælg en konsulent.' }] };
  if (action === 'ansvarlig') return { change: { action, userId }, errors: [] };
  const fromDate = textOf(fields, 'fra') || today;
  const untilDate = textOf(fields, 'til') || null;
  if (!isIsoDate(fromDate)) return { errors: [{ field: 'fra', reason: 'Skriv den dato, det gælder fra.' }] };
  if (untilDate !== null && (!isIsoDate(untilDate) || untilDate <= fromDate || untilDate <= today))
    return { errors: [{ field: 'til', reason: 'Vælg en dato efter i dag og efter starten.' }] };
  return { change: { action, userId, fromDate, untilDate }, errors: [] };
}

const STATE_FIELDS: Readonly<Record<string, string>> = { form: 'slags', fromDate: 'fra', untilDate: 'til' };

export interface BulkPreview {
  /** those that would change, by name */
  changing: { pNumber: number; name: string; before: string }[];
  /** those that already are so, or cannot be */
  skipped: { pNumber: number; name: string; reason: string }[];
}

/** What a change would do to each of these firms; nothing is written. */
export function previewBulk(
  db: Pick<Db, 'select'>,
  pNumbers: readonly number[],
  change: BulkChange,
): BulkPreview {
  const preview: BulkPreview = { changing: [], skipped: [] };
  const firms = db
    .select({
      pNumber: pUnit.pNumber,
      name: pUnit.name,
      ownerUserId: pUnit.ownerUserId,
      ownerName: user.name,
    })
    .from(pUnit)
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .where(and(inArray(pUnit.pNumber, [...pNumbers]), isNull(pUnit.mergedInto)))
    .orderBy(danishOrder(pUnit.nameFolded))
    .all();
  const held = heldBack(db, pNumbers, change);
  for (const { pNumber, name, ownerUserId, ownerName } of firms) {
    const same = change.action !== 'tilstand' && ownerUserId === change.userId;
    if (same) preview.skipped.push({ pNumber, name, reason: SAME_OWNER[change.action] });
    else if (held.has(pNumber)) preview.skipped.push({ pNumber, name, reason: HELD[change.action] });
    else preview.changing.push({ pNumber, name, before: ownerName ?? 'ingen' });
  }
  return preview;
}

const SAME_OWNER = {
  ansvarlig: 'har allerede den ansvarlige',
  stedfortraeder: 'stedfortræderen er selv ansvarlig',
};

const HELD: Record<BulkAction, string> = {
  ansvarlig: 'har allerede den ansvarlige',
  stedfortraeder: 'har allerede den stedfortræder',
  tilstand: 'har allerede en tilstand i den periode',
};

/** Firms that have already what the change would give them: one question for all. */
function heldBack(db: Pick<Db, 'select'>, pNumbers: readonly number[], change: BulkChange): Set<number> {
  if (change.action === 'ansvarlig') return new Set();
  if (change.action === 'stedfortraeder') {
    const rows = db
      .select({ pNumber: firmAssignment.pNumber })
      .from(firmAssignment)
      .where(
        and(
          inArray(firmAssignment.pNumber, [...pNumbers]),
          eq(firmAssignment.role, 'stedfortraeder'),
          eq(firmAssignment.userId, change.userId),
          isNull(firmAssignment.endedAt),
        ),
      )
      .all();
    return new Set(rows.map(({ pNumber }) => pNumber));
  }
  const { record } = change;
  const rivals = db
    .select({ pNumber: firmRecord.pNumber, fromDate: firmRecord.fromDate, untilDate: firmRecord.untilDate })
    .from(firmRecord)
    .where(
      and(
        inArray(firmRecord.pNumber, [...pNumbers]),
        inArray(firmRecord.kind, [...(RECORD_SPECS.ikke_nu.excludes ?? [])]),
        isStanding(),
      ),
    )
    .all();
  return new Set(rivals.filter((rival) => overlap(rival, record)).map(({ pNumber }) => pNumber));
}

/** Carries it out on all that would change, once per form key; the id of the edit. */
export function carryOutBulk(
  db: Db,
  { pNumbers, change, formKey }: { pNumbers: readonly number[]; change: BulkChange; formKey: string },
  doing: Doing,
): number {
  const { actor, at } = doing;
  return db.transaction(
    (tx) => {
      const earlier = tx.select().from(bulkEdit).where(eq(bulkEdit.formKey, formKey)).get();
      if (earlier) return earlier.id;
      const { id } = tx
        .insert(bulkEdit)
        .values({ action: change.action, editedAt: at, editedBy: actor.userId, formKey })
        .returning({ id: bulkEdit.id })
        .get();
      for (const { pNumber } of previewBulk(tx, pNumbers, change).changing)
        tx.insert(bulkEditRow)
          .values({ bulkEditId: id, pNumber, ...changeOne(tx, pNumber, change, id, doing) })
          .run();
      const event = {
        action: 'masserediger',
        entity: 'bulk_edit',
        entityKey: String(id),
        detail: change.action,
      };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return id;
    },
    { behavior: 'immediate' },
  );
}

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

function changeOne(
  tx: Tx,
  pNumber: number,
  change: BulkChange,
  bulkEditId: number,
  doing: Doing,
): { beforeId: number | null; afterId: number | null } {
  switch (change.action) {
    case 'ansvarlig':
      return {
        beforeId: moveOwner(tx, pNumber, change.userId, doing)?.before ?? null,
        afterId: change.userId,
      };
    case 'stedfortraeder': {
      const { userId, fromDate, untilDate } = change;
      const assignment = { pNumber, role: 'stedfortraeder' as const, userId, fromDate, untilDate };
      return { beforeId: null, afterId: writeAssignment(tx, assignment, doing) };
    }
    case 'tilstand': {
      const record = { pNumber, kind: 'ikke_nu' as const, ...change.record, bulkEditId };
      return { beforeId: null, afterId: writeRecord(tx, record, doing) };
    }
  }
}

const SHOWN_ROWS = 200;

/** A bulk edit with the first firms it changed. */
export function findBulkEdit(db: Db, id: number) {
  const edit = db
    .select({ edit: bulkEdit, byName: user.name })
    .from(bulkEdit)
    .innerJoin(user, eq(user.id, bulkEdit.editedBy))
    .where(eq(bulkEdit.id, id))
    .get();
  if (!edit) return undefined;
  const { formKey: _formKey, ...facts } = edit.edit;
  const rows = db
    .select({ pNumber: bulkEditRow.pNumber, name: pUnit.name })
    .from(bulkEditRow)
    .innerJoin(pUnit, eq(pUnit.pNumber, bulkEditRow.pNumber))
    .where(eq(bulkEditRow.bulkEditId, id))
    .orderBy(danishOrder(pUnit.nameFolded))
    .all();
  return { ...facts, byName: edit.byName, total: rows.length, rows: rows.slice(0, SHOWN_ROWS) };
}
export type BulkEditFacts = NonNullable<ReturnType<typeof findBulkEdit>>;

/** Takes a bulk edit back on every firm that nobody has changed since; how many stand. Undefined: no such edit. */
export function undoBulk(db: Db, id: number, doing: Doing): { undone: number; kept: number } | undefined {
  const { actor, at } = doing;
  return db.transaction(
    (tx) => {
      const edit = tx.select().from(bulkEdit).where(eq(bulkEdit.id, id)).get();
      if (!edit) return undefined;
      if (edit.undoneAt !== null) return { undone: 0, kept: 0 };
      const rows = tx.select().from(bulkEditRow).where(eq(bulkEditRow.bulkEditId, id)).all();
      const undone = rows.filter((row) => undoOne(tx, edit.action, row, doing)).length;
      tx.update(bulkEdit).set({ undoneAt: at, undoneBy: actor.userId }).where(eq(bulkEdit.id, id)).run();
      const event = { action: 'fortryd', entity: 'bulk_edit', entityKey: String(id) };
      recordEvent(tx, { at, userId: actor.userId, ...event, detail: `${undone} af ${rows.length}` });
      return { undone, kept: rows.length - undone };
    },
    { behavior: 'immediate' },
  );
}

function undoOne(tx: Tx, action: BulkAction, row: typeof bulkEditRow.$inferSelect, doing: Doing): boolean {
  switch (action) {
    case 'ansvarlig': {
      const firm = tx.select().from(pUnit).where(eq(pUnit.pNumber, row.pNumber)).get();
      if (firm?.ownerUserId !== row.afterId) return false;
      moveOwner(tx, row.pNumber, row.beforeId, doing);
      return true;
    }
    case 'stedfortraeder':
      return row.afterId !== null && stopAssignment(tx, row.afterId, doing);
    case 'tilstand': {
      const standing = and(
        eq(firmRecord.id, row.afterId ?? 0),
        isNull(firmRecord.supersededAt),
        isNull(firmRecord.withdrawnAt),
      );
      const { changes } = tx
        .update(firmRecord)
        .set({
          withdrawnAt: doing.at,
          withdrawnBy: doing.actor.userId,
          withdrawnReason: 'Masseredigeringen er fortrudt',
        })
        .where(standing)
        .run();
      return changes > 0;
    }
  }
}
