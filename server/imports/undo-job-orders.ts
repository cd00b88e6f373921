import { eq, sql } from 'drizzle-orm';
import { jobOrder, jobOrderRequirement, jobOrderStatus } from '../../db/schema/job-orders.ts';
import { matchOrderResult, matchRow, matchStanding } from '../../db/schema/matching.ts';
import { isOnBoard } from '../formidling/queries.ts';
import type { JobOrderBefore } from './apply-jobordrer.ts';
import { attempt, beforeReader, EDITED, keepChangedAgain, type UndoContext } from './undo-context.ts';

export function undoJobOrders(context: UndoContext): void {
  const { tx, importId } = context;
  const beforeOf = beforeReader<JobOrderBefore>(context, 'job_order');
  const rows = tx.select().from(jobOrder).where(eq(jobOrder.importId, importId)).all();
  for (const row of rows) {
    const before = beforeOf(row.id);
    const what = `Jobordre ${row.orderKey}`;
    if (row.editedAt !== (before?.row.editedAt ?? null)) context.keep(what, EDITED);
    else if (before) attempt(context, what, () => restoreJobOrder(context, before, row));
    else if (isOnBoard(tx, { orderId: row.id })) context.keep(what, 'har eller har haft borgere på tavlen');
    else if (statusChanges(context, row.id) > 1) context.keep(what, 'har fået ny status siden');
    else attempt(context, what, () => deleteJobOrder(context, row.id));
  }
  keepChangedAgain(
    context,
    'job_order',
    (key) => `Jobordre ${keyOf(context, key)}`,
    new Set(rows.map((row) => row.id)),
  );
}

function statusChanges({ tx }: UndoContext, id: number): number {
  return tx.select().from(jobOrderStatus).where(eq(jobOrderStatus.jobOrderId, id)).all().length;
}

function deleteJobOrder({ tx }: UndoContext, id: number): void {
  tx.delete(matchRow)
    .where(
      sql`(run_id, job_order_id) IN (SELECT run_id, ${id} FROM match_order_result WHERE job_order_id = ${id})`,
    )
    .run();
  tx.delete(matchOrderResult).where(eq(matchOrderResult.jobOrderId, id)).run();
  tx.delete(matchStanding).where(eq(matchStanding.jobOrderId, id)).run();
  tx.delete(jobOrderRequirement).where(eq(jobOrderRequirement.jobOrderId, id)).run();
  tx.delete(jobOrderStatus).where(eq(jobOrderStatus.jobOrderId, id)).run();
  tx.delete(jobOrder).where(eq(jobOrder.id, id)).run();
}

/** An import never sets the status of an order that was there, so neither does undoing it. */
function restoreJobOrder(
  { tx, at }: UndoContext,
  { row, requirements }: JobOrderBefore,
  now: { version: number; status: typeof row.status },
): void {
  const values = { ...row, status: now.status, version: now.version + 1, updatedAt: at };
  tx.update(jobOrder).set(values).where(eq(jobOrder.id, row.id)).run();
  tx.delete(jobOrderRequirement).where(eq(jobOrderRequirement.jobOrderId, row.id)).run();
  for (const [position, requirement] of requirements.entries()) {
    tx.insert(jobOrderRequirement)
      .values({ ...requirement, jobOrderId: row.id, position })
      .run();
  }
}

function keyOf({ tx }: UndoContext, id: string): string {
  const row = tx
    .select({ key: jobOrder.orderKey })
    .from(jobOrder)
    .where(eq(jobOrder.id, Number(id)))
    .get();
  return row?.key ?? id;
}
