import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { jobOrder, jobOrderStatus } from '../../db/schema/job-orders.ts';
import { taxonomyConcept } from '../../db/schema/taxonomy.ts';
import { readSettings } from '../admin/queries.ts';
import { foldText } from '../companies/fold.ts';
import { statusToday } from '../job-orders/rules.ts';
import { type Formidling, type Jobordre, jobordreIdOf, toFormidling, toJobordre } from './jobordre.ts';

/** Every order in STAR's shape, in the order they were made. */
export function jobordrerFor(db: Db, today: string): Jobordre[] {
  const { municipalityCode } = readSettings(db);
  const concepts = occupationUris(db);
  const latestComment = sql<string | null>`(SELECT comment FROM ${jobOrderStatus}
    WHERE job_order_status.job_order_id = job_order.id ORDER BY changed_at DESC, id DESC LIMIT 1)`;
  return db
    .select({ order: jobOrder, comment: latestComment })
    .from(jobOrder)
    .orderBy(asc(jobOrder.id))
    .all()
    .map(({ order, comment }) => {
      const conceptUri = concepts.get(foldText(order.title)) ?? null;
      return toJobordre(order, { municipalityCode, status: statusToday(order, today), comment, conceptUri });
    });
}

/** Imported occupations by their name: only those have STAR's uris. */
function occupationUris(db: Db): Map<string, string> {
  const rows = db
    .select({ id: taxonomyConcept.id, label: taxonomyConcept.label })
    .from(taxonomyConcept)
    .where(eq(taxonomyConcept.kind, 'erhverv'))
    .orderBy(desc(taxonomyConcept.id))
    .all();
  return new Map(rows.map(({ id, label }) => [foldText(label), id]));
}

/** What may be told of the candidates of one order. */
export function formidlingerFor(db: Db, orderKey: string): Formidling[] | undefined {
  const order = db.select().from(jobOrder).where(eq(jobOrder.orderKey, orderKey)).get();
  if (!order) return undefined;
  const jobordreId = jobordreIdOf(readSettings(db).municipalityCode, orderKey);
  return db
    .select({ stage: formidling.stage, sharedAt: formidling.sharedAt })
    .from(formidling)
    .where(and(eq(formidling.jobOrderId, order.id), sql`${formidling.sharedAt} IS NOT NULL`))
    .orderBy(asc(formidling.id))
    .all()
    .flatMap((row) => toFormidling(row, jobordreId) ?? []);
}
