import { and, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import {
  jobOrder,
  jobOrderRequirement,
  jobOrderStatus,
  type OrderStatus,
} from '../../db/schema/job-orders.ts';
import { jobOrderShift } from '../../db/schema/order-work.ts';
import type { Requirement } from '../../workers/matching/types.ts';
import { recordEvent } from '../admin/queries.ts';
import { firstAnswerDueFor } from '../employer-answers/due.ts';
import { becomeOrder } from '../leads/changes.ts';
import type { FieldError } from '../problems.ts';
import { showDate } from '../ui/dates.ts';
import { takenPositions } from './queries.ts';
import { type CheckedOrder, checkTaken, renewedDeadline, statusToday } from './rules.ts';
import { isBlank, rowsOf, type ShiftGroup, weeklyHours } from './shifts.ts';

interface Change {
  at: string;
  by: number | null;
}
type Tx = Pick<Db, 'select' | 'insert' | 'update' | 'delete'>;

interface NewOrderOf {
  pNumber: number;
  cvr: number;
  formKey: string;
  ownerUserId: number | null;
  /** the mulighed that it was until now */
  leadId?: number | null;
}

/** Creates the order, open and owned by its maker. The same form sent twice gives the same order. */
export function createJobOrder(db: Db, draft: CheckedOrder, options: NewOrderOf & Change): number {
  const { pNumber, cvr, formKey, ownerUserId, leadId = null, at, by } = options;
  return db.transaction(
    (tx) => {
      const earlier = tx
        .select({ id: jobOrder.id })
        .from(jobOrder)
        .where(eq(jobOrder.formKey, formKey))
        .get();
      if (earlier) return earlier.id;
      const { id } = tx
        .insert(jobOrder)
        .values({
          ...columnsOf(draft),
          orderKey: `ny:${formKey}`,
          pNumber,
          cvr,
          firstAnswerDue: firstAnswerDueFor(tx, at),
          status: 'under_behandling',
          ownerUserId,
          version: 1,
          createdAt: at,
          createdBy: by,
          updatedAt: at,
          editedAt: at,
          editedBy: by,
          formKey,
        })
        .returning({ id: jobOrder.id })
        .get();
      tx.update(jobOrder)
        .set({ orderKey: freeKey(tx, id) })
        .where(eq(jobOrder.id, id))
        .run();
      writeRequirements(tx, id, draft.requirements);
      writeShifts(tx, id, draft.shifts);
      writeStatus(tx, id, 'under_behandling', 'Ordren er oprettet.', { at, by });
      if (leadId !== null) becomeOrder(tx, { leadId, pNumber, jobOrderId: id }, { at, by });
      recordEvent(tx, { at, userId: by, action: 'opret', entity: 'job_order', entityKey: String(id) });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/** S-000123; with a number after it when an imported order already has that key. */
function freeKey(tx: Tx, id: number): string {
  const key = `S-${String(id).padStart(6, '0')}`;
  const taken = (candidate: string) =>
    tx.select({ id: jobOrder.id }).from(jobOrder).where(eq(jobOrder.orderKey, candidate)).get() !== undefined;
  let candidate = key;
  for (let number = 2; taken(candidate); number++) candidate = `${key}-${number}`;
  return candidate;
}

/** Saves the new text if nobody else has saved since `version` was read, and no position that is taken goes away. */
export function editJobOrder(
  db: Db,
  id: number,
  draft: CheckedOrder,
  { version, at, by }: { version: number } & Change,
): 'saved' | 'stale' | FieldError[] {
  return db.transaction(
    (tx) => {
      const errors = checkTaken(draft.positions, takenPositions(tx, id));
      if (errors.length > 0) return errors;
      const { changes } = tx
        .update(jobOrder)
        .set({ ...columnsOf(draft), version: version + 1, updatedAt: at, editedAt: at, editedBy: by })
        .where(and(eq(jobOrder.id, id), eq(jobOrder.version, version)))
        .run();
      if (changes === 0) return 'stale';
      tx.delete(jobOrderRequirement).where(eq(jobOrderRequirement.jobOrderId, id)).run();
      writeRequirements(tx, id, draft.requirements);
      tx.delete(jobOrderShift).where(eq(jobOrderShift.jobOrderId, id)).run();
      writeShifts(tx, id, draft.shifts);
      recordEvent(tx, { at, userId: by, action: 'ret', entity: 'job_order', entityKey: String(id) });
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}

/** § 137: every change of status has a comment, and says who and when. */
export function changeStatus(
  db: Db,
  id: number,
  { status, comment, version, at, by }: { status: OrderStatus; comment: string; version: number } & Change,
): 'saved' | 'stale' {
  return db.transaction(
    (tx) => {
      const { changes } = tx
        .update(jobOrder)
        .set({ status, version: version + 1, updatedAt: at, editedAt: at, editedBy: by })
        .where(and(eq(jobOrder.id, id), eq(jobOrder.version, version)))
        .run();
      if (changes === 0) return 'stale';
      writeStatus(tx, id, status, comment, { at, by });
      recordEvent(tx, {
        at,
        userId: by,
        action: 'status',
        entity: 'job_order',
        entityKey: String(id),
        detail: status,
      });
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}

/**
 * Thirty more days, and open again if the deadline had closed it. `from` is the deadline that was on the page: a
 * second click finds another one and changes nothing.
 */
export function renewDeadline(
  db: Db,
  id: number,
  { from, today, at, by }: { from: string | null; today: string } & Change,
): 'renewed' | 'unchanged' | 'closed' {
  return db.transaction(
    (tx) => {
      const order = tx.select().from(jobOrder).where(eq(jobOrder.id, id)).get();
      if (!order || order.deadline !== from) return 'unchanged';
      const shown = statusToday(order, today);
      if (shown !== 'under_behandling' && shown !== 'frist_udloebet') return 'closed';
      const deadline = renewedDeadline(order.deadline, today);
      tx.update(jobOrder)
        .set({
          deadline,
          status: 'under_behandling',
          version: order.version + 1,
          updatedAt: at,
          editedAt: at,
          editedBy: by,
        })
        .where(eq(jobOrder.id, id))
        .run();
      writeStatus(tx, id, 'under_behandling', `Fristen er forlænget til ${showDate(deadline)}.`, { at, by });
      recordEvent(tx, {
        at,
        userId: by,
        action: 'forlaeng',
        entity: 'job_order',
        entityKey: String(id),
        detail: deadline,
      });
      return 'renewed';
    },
    { behavior: 'immediate' },
  );
}

export function takeJobOrder(db: Db, id: number, { at, by }: { at: string; by: number }): void {
  db.transaction(
    (tx) => {
      tx.update(jobOrder)
        .set({
          ownerUserId: by,
          version: sql`${jobOrder.version} + 1`,
          updatedAt: at,
          editedAt: at,
          editedBy: by,
        })
        .where(eq(jobOrder.id, id))
        .run();
      recordEvent(tx, { at, userId: by, action: 'overtag', entity: 'job_order', entityKey: String(id) });
    },
    { behavior: 'immediate' },
  );
}

/**
 * Closes every open order whose deadline has passed on the local date `today`, with a comment by the system; the
 * night run calls it. `at` is the instant. Gives the number of orders closed.
 */
export function expireJobOrders(db: Db, today: string, at: string): number {
  return db.transaction(
    (tx) => {
      const expired = tx
        .update(jobOrder)
        .set({ status: 'frist_udloebet', version: sql`${jobOrder.version} + 1`, updatedAt: at })
        .where(and(eq(jobOrder.status, 'under_behandling'), lt(jobOrder.deadline, today)))
        .returning({ id: jobOrder.id, deadline: jobOrder.deadline })
        .all();
      for (const { id, deadline } of expired) {
        const comment = `Fristen ${showDate(deadline)} er udløbet. Lukket af systemet.`;
        writeStatus(tx, id, 'frist_udloebet', comment, { at, by: null });
      }
      return expired.length;
    },
    { behavior: 'immediate' },
  );
}

function columnsOf(draft: CheckedOrder) {
  const shifts = draft.shifts.filter((group) => !isBlank(group));
  const noHours = draft.hoursMin === null && draft.hoursMax === null;
  const worked = noHours && shifts.length > 0 ? weeklyHours(shifts) : null;
  return {
    type: draft.type,
    purpose: draft.purpose,
    title: draft.title,
    description: draft.description,
    positions: draft.positions,
    hoursMin: draft.hoursMin ?? worked,
    hoursMax: draft.hoursMax ?? worked,
    workingTimes: draft.workingTimes,
    allWorkingTimes: draft.allWorkingTimes,
    danishMin: draft.danishMin,
    danishOralMin: draft.danishOralMin,
    danishWrittenMin: draft.danishWrittenMin,
    offers: draft.offers,
    unavoidable: draft.unavoidable,
    followUp: draft.followUp,
    leadsToJob: draft.leadsToJob,
    postcode: draft.postcode,
    startDate: draft.startDate,
    deadline: draft.deadline,
    internalComment: draft.internalComment,
  };
}

function writeRequirements(tx: Tx, jobOrderId: number, requirements: Requirement[]): void {
  requirements.forEach(({ kind, text, kanLaeres }, position) => {
    tx.insert(jobOrderRequirement).values({ jobOrderId, position, kind, text, kanLaeres }).run();
  });
}

function writeShifts(tx: Tx, jobOrderId: number, groups: ShiftGroup[]): void {
  for (const row of rowsOf(groups.filter((group) => !isBlank(group)))) {
    tx.insert(jobOrderShift)
      .values({ jobOrderId, ...row })
      .run();
  }
}

function writeStatus(tx: Tx, jobOrderId: number, status: OrderStatus, comment: string, { at, by }: Change) {
  tx.insert(jobOrderStatus).values({ jobOrderId, status, comment, changedAt: at, changedBy: by }).run();
}
