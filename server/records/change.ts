import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { firmRecord, firmRecordLine, type RecordKind } from '../../db/schema/firm-records.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import { personErrors } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { RECORD_SPECS } from './kinds.ts';
import { type FirmRecord, findRecord, isPersonAt, isStanding } from './queries.ts';
import { checkRecord, overlap, RECORD_LIMITS, type RecordDraft, type RecordFacts } from './rules.ts';

type Writer = Pick<Db, 'select' | 'insert' | 'update'>;

export type RecordAnswer =
  | { outcome: 'saved'; id: number; pNumber: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' }
  /** somebody has changed it in the meantime */
  | { outcome: 'stale' };

/** Writes down what was agreed or learned, once per form key. */
export function addRecord(
  db: Db,
  entry: { pNumber: number; kind: RecordKind; draft: RecordDraft; formKey: string; ticked?: boolean },
  doing: Doing,
): RecordAnswer {
  const { pNumber, kind, formKey } = entry;
  const { record, errors } = checkRecord(kind, entry.draft);
  if (!record) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): RecordAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const earlier = tx.select().from(firmRecord).where(eq(firmRecord.formKey, formKey)).get();
      if (earlier) return { outcome: 'saved', id: earlier.id, pNumber };
      const asked = askOfPeople(tx, pNumber, record, entry.ticked);
      if (asked.length > 0) return { outcome: 'refused', errors: asked };
      const standing = whatStandsInTheWay(tx, { pNumber, kind, record });
      if (standing.length > 0) return { outcome: 'refused', errors: standing };
      const id = writeRecord(tx, { pNumber, kind, ...record, formKey }, doing);
      tellOf(tx, 'opret', { id, pNumber, kind }, doing);
      return { outcome: 'saved', id, pNumber };
    },
    { behavior: 'immediate' },
  );
}

function askOfPeople(
  db: Pick<Db, 'select'>,
  pNumber: number,
  { note, partner }: RecordFacts,
  ticked = false,
): FieldError[] {
  return personErrors(db, { pNumber, texts: [note, partner], ticked });
}

/** Replaces a record by a corrected one with a reason; the old version stays. */
export function correctRecord(
  db: Db,
  change: { id: number; draft: RecordDraft; reason: string | null; ticked?: boolean },
  doing: Doing,
): RecordAnswer {
  return replaceRecord(db, change.id, doing, (old) => {
    const { record, errors } = checkRecord(old.kind, change.draft);
    const asked = record ? askOfPeople(db, old.pNumber, record, change.ticked) : [];
    const all = [...errors, ...reasonErrors(change.reason), ...asked];
    return record && all.length === 0
      ? { action: 'ret', facts: { ...record, changeReason: change.reason } }
      : { errors: all };
  });
}

/** Ends a record before its time, from a day on, with a reason. */
export function endRecord(
  db: Db,
  change: { id: number; untilDate: string; reason: string | null },
  doing: Doing,
): RecordAnswer {
  return replaceRecord(db, change.id, doing, (old) => {
    const errors = reasonErrors(change.reason);
    if (!isIsoDate(change.untilDate) || change.untilDate < old.fromDate)
      errors.push({ field: 'untilDate', reason: 'Skriv en dato, der ikke ligger før starten.' });
    if (errors.length > 0) return { errors };
    return {
      action: 'ophoer',
      facts: {
        ...factsOf(old),
        untilDate: change.untilDate,
        endedReason: change.reason,
        followUpDoneAt: doing.at,
        followUpDoneBy: doing.actor.userId,
      },
    };
  });
}

type Change =
  | { errors: FieldError[] }
  | {
      errors?: undefined;
      action: string;
      facts: RecordFacts &
        Partial<Pick<FirmRecord, 'changeReason' | 'endedReason' | 'followUpDoneAt' | 'followUpDoneBy'>>;
    };

function replaceRecord(db: Db, id: number, doing: Doing, change: (old: FirmRecord) => Change): RecordAnswer {
  return db.transaction(
    (tx): RecordAnswer => {
      const old = findRecord(tx, id);
      if (!old) return { outcome: 'unknown' };
      if (old.id !== id || old.withdrawnAt !== null) return { outcome: 'stale' };
      const wanted = change(old);
      if (wanted.errors) return { outcome: 'refused', errors: wanted.errors };
      const { pNumber, kind } = old;
      const standing = whatStandsInTheWay(tx, { pNumber, kind, record: wanted.facts, except: id });
      if (standing.length > 0) return { outcome: 'refused', errors: standing };
      tx.update(firmRecord).set({ supersededAt: doing.at }).where(eq(firmRecord.id, id)).run();
      const sameFollowUp = wanted.facts.followUpDate === old.followUpDate;
      const done = sameFollowUp
        ? { followUpDoneAt: old.followUpDoneAt, followUpDoneBy: old.followUpDoneBy }
        : {};
      const next = writeRecord(tx, { pNumber, kind, ...done, ...wanted.facts, replacesId: id }, doing);
      tellOf(tx, wanted.action, { id: next, pNumber, kind }, doing);
      return { outcome: 'saved', id: next, pNumber };
    },
    { behavior: 'immediate' },
  );
}

function factsOf(old: FirmRecord): RecordFacts {
  const { form, fromDate, untilDate, count, partner, note, contactPersonId, followUpDate, lines } = old;
  return { form, fromDate, untilDate, count, partner, note, contactPersonId, followUpDate, lines };
}

/** It never held: a mistake, or the wrong firm. The row stays with the reason. */
export function withdrawRecord(
  db: Db,
  { id, reason }: { id: number; reason: string | null },
  { actor, at }: Doing,
): RecordAnswer {
  return db.transaction(
    (tx): RecordAnswer => {
      const old = findRecord(tx, id);
      if (!old) return { outcome: 'unknown' };
      const answer: RecordAnswer = { outcome: 'saved', id: old.id, pNumber: old.pNumber };
      if (old.withdrawnAt !== null) return answer;
      if (old.id !== id) return { outcome: 'stale' };
      const errors = reasonErrors(reason);
      if (errors.length > 0) return { outcome: 'refused', errors };
      tx.update(firmRecord)
        .set({ withdrawnAt: at, withdrawnBy: actor.userId, withdrawnReason: reason })
        .where(eq(firmRecord.id, id))
        .run();
      tellOf(tx, 'traek tilbage', old, { actor, at });
      return answer;
    },
    { behavior: 'immediate' },
  );
}

/** Somebody has followed up as agreed. */
export function completeFollowUp(db: Db, id: number, { actor, at }: Doing): RecordAnswer {
  return db.transaction(
    (tx): RecordAnswer => {
      const old = findRecord(tx, id);
      if (!old || old.withdrawnAt !== null) return { outcome: 'unknown' };
      if (old.followUpDoneAt === null) {
        tx.update(firmRecord)
          .set({ followUpDoneAt: at, followUpDoneBy: actor.userId })
          .where(eq(firmRecord.id, old.id))
          .run();
        tellOf(tx, 'klar', old, { actor, at });
      }
      return { outcome: 'saved', id: old.id, pNumber: old.pNumber };
    },
    { behavior: 'immediate' },
  );
}

function reasonErrors(reason: string | null): FieldError[] {
  if (reason === null) return [{ field: 'reason', reason: 'Skriv hvorfor.' }];
  return freeTextErrors('reason', reason, RECORD_LIMITS.reason);
}

interface Wanted {
  pNumber: number;
  kind: RecordKind;
  record: Pick<RecordFacts, 'fromDate' | 'untilDate' | 'contactPersonId'>;
  except?: number;
}

/** Of some kinds only one may hold at a time, and the person named must be one of the firm's. */
function whatStandsInTheWay(tx: Pick<Db, 'select'>, wanted: Wanted): FieldError[] {
  const { pNumber, kind, record, except } = wanted;
  const errors: FieldError[] = [];
  if (record.contactPersonId !== null && !isPersonAt(tx, record.contactPersonId, pNumber))
    errors.push({ field: 'contactPersonId', reason: 'Vælg en af virksomhedens personer.' });
  const among = RECORD_SPECS[kind].excludes ?? [];
  const rivals = tx
    .select()
    .from(firmRecord)
    .where(and(eq(firmRecord.pNumber, pNumber), inArray(firmRecord.kind, [...among]), isStanding()))
    .all()
    .filter((rival) => rival.id !== except && overlap(rival, record));
  const [rival] = rivals;
  if (rival) {
    const title = RECORD_SPECS[rival.kind].title.toLowerCase();
    errors.push({
      field: 'fromDate',
      reason: `Der er allerede en i den periode: ${title}. Lad den ophøre først.`,
    });
  }
  return errors;
}

type NewRecord = Omit<typeof firmRecord.$inferInsert, 'id' | 'recordedAt' | 'recordedBy'> &
  Pick<RecordFacts, 'lines'>;

/** Writes one version with its lines; call it inside the transaction. */
export function writeRecord(tx: Writer, { lines, ...record }: NewRecord, { actor, at }: Doing): number {
  const { id } = tx
    .insert(firmRecord)
    .values({ ...record, recordedAt: at, recordedBy: actor.userId })
    .returning({ id: firmRecord.id })
    .get();
  for (const [position, { type, count, neededFrom }] of lines.entries())
    tx.insert(firmRecordLine).values({ recordId: id, position, type, count, neededFrom }).run();
  return id;
}

function tellOf(
  tx: Writer,
  action: string,
  { id, pNumber, kind }: { id: number; pNumber: number; kind: RecordKind },
  { actor, at }: Doing,
): void {
  recordEvent(tx, {
    at,
    userId: actor.userId,
    action,
    entity: 'firm_record',
    entityKey: String(id),
    detail: `${pNumber} ${kind}`,
  });
}
