import { count, eq, sql } from 'drizzle-orm';
import { jobOrder, jobOrderRequirement, jobOrderStatus } from '../../../db/schema/job-orders.ts';
import { matchOrderResult, matchRow, matchStanding } from '../../../db/schema/matching.ts';
import { isOnBoard } from '../../formidling/queries.ts';
import type { JobOrderBefore } from '../apply-jobordrer.ts';
import { prepareInsert } from '../prepared-insert.ts';
import { prepareDelete, prepareRestore } from '../prepared-restore.ts';
import {
  attempter,
  beforeReader,
  changedAgain,
  EDITED,
  rowsOf,
  type UndoContext,
  type UndoStep,
} from './undo-step.ts';

type JobOrder = typeof jobOrder.$inferSelect;

export function undoJobOrders(context: UndoContext): UndoStep[] {
  const { db, importId, keep } = context;
  const beforeOf = beforeReader<JobOrderBefore>(context, 'job_order');
  const attempt = attempter(context);
  const { order, statuses } = prepare(context);
  const remove = orderRemover(context);
  const restore = orderRestorer(context);
  const again = changedAgain(context, 'job_order', {
    isOwn: (id) => order.get({ id })?.importId === importId,
    what: (id) => `Jobordre ${order.get({ id })?.orderKey ?? id}`,
  });
  const own = { table: jobOrder, key: jobOrder.id, ofImport: jobOrder.importId };
  const rows = rowsOf(context, own, (id) => {
    const row = order.get({ id });
    if (row?.importId !== importId) return;
    const before = beforeOf(id);
    const what = `Jobordre ${row.orderKey}`;
    if (row.editedAt !== (before?.row.editedAt ?? null)) keep(what, EDITED);
    else if (before) attempt(what, () => restore(before, row));
    else if (isOnBoard(db, { orderId: row.id })) keep(what, 'har eller har haft borgere på tavlen');
    else if ((statuses.get({ id })?.changes ?? 0) > 1) keep(what, 'har fået ny status siden');
    else attempt(what, () => remove(row.id));
  });
  return [again, rows];
}

function prepare({ db }: UndoContext) {
  const id = sql.placeholder('id');
  return {
    order: db.select().from(jobOrder).where(eq(jobOrder.id, id)).prepare(),
    statuses: db
      .select({ changes: count() })
      .from(jobOrderStatus)
      .where(eq(jobOrderStatus.jobOrderId, id))
      .prepare(),
  };
}

function orderRemover({ db }: UndoContext) {
  const id = sql.placeholder('id');
  const removeRows = db
    .delete(matchRow)
    .where(
      sql`(run_id, job_order_id) IN (SELECT run_id, job_order_id FROM match_order_result WHERE job_order_id = ${id})`,
    )
    .prepare();
  const removals = [
    prepareDelete(db, matchOrderResult, matchOrderResult.jobOrderId),
    prepareDelete(db, matchStanding, matchStanding.jobOrderId),
    prepareDelete(db, jobOrderRequirement, jobOrderRequirement.jobOrderId),
    prepareDelete(db, jobOrderStatus, jobOrderStatus.jobOrderId),
    prepareDelete(db, jobOrder, jobOrder.id),
  ];
  return (orderId: number): void => {
    removeRows.run({ id: orderId });
    for (const remove of removals) remove(orderId);
  };
}

/** An import never sets the status of an order that was there, so neither does undoing it. */
function orderRestorer({ db, at }: UndoContext) {
  const restore = prepareRestore(db, jobOrder, jobOrder.id);
  const removeRequirements = prepareDelete(db, jobOrderRequirement, jobOrderRequirement.jobOrderId);
  const insertRequirement = prepareInsert(db, jobOrderRequirement);
  return ({ row, requirements }: JobOrderBefore, now: JobOrder): void => {
    restore(row.id, { ...row, status: now.status, version: now.version + 1, updatedAt: at });
    removeRequirements(row.id);
    for (const [position, requirement] of requirements.entries())
      insertRequirement({ ...requirement, jobOrderId: row.id, position });
  };
}
