import { asc, eq, sql } from 'drizzle-orm';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder, jobOrderRequirement, jobOrderStatus } from '../../db/schema/job-orders.ts';
import type { Requirement } from '../../workers/matching/types.ts';
import { takenPositions } from '../job-orders/queries.ts';
import { checkTaken } from '../job-orders/rules.ts';
import { keptInstead } from '../register/merge-queries.ts';
import {
  type ApplyContext,
  changesTo,
  isEmpty,
  type Outcome,
  type RowWriter,
  type Tx,
} from './import-kind.ts';
import type { JobOrderRow } from './jobordrer.ts';

type JobOrder = typeof jobOrder.$inferSelect;

/** What undo needs to bring an order back. */
export interface JobOrderBefore {
  row: JobOrder;
  requirements: Requirement[];
}

/** Writes orders with their requirements; a new one is under behandling, an old one keeps its status. */
export function startJobordrer(context: ApplyContext): RowWriter<JobOrderRow> {
  const { tx, importId, at, by } = context;
  const statements = prepare(tx);

  function write(row: JobOrderRow, line: number): Outcome {
    const place = placeOf(row, line);
    if (!place) return 'unchanged';
    const stored = statements.jobOrder.get({ orderKey: row.orderKey });
    if (!stored) return create(row, place);
    const [tooFew] = checkTaken(row.facts.positions ?? stored.positions, takenPositions(tx, stored.id));
    if (tooFew) {
      context.reject(line, { field: 'antal', reason: tooFew.reason });
      return 'unchanged';
    }
    return update(stored, row, place);
  }

  /** p_nummer wins over cvr. */
  function placeOf(
    { pNumber, cvr }: JobOrderRow,
    line: number,
  ): { pNumber: number | null; cvr: number } | undefined {
    if (pNumber !== null) {
      // The other number of a merged firm means the one that was kept.
      const unit = statements.pUnit.get({ pNumber: keptInstead(tx, pNumber) ?? pNumber });
      if (!unit) context.reject(line, { field: 'p_nummer', reason: 'findes ikke blandt virksomhederne' });
      return unit;
    }
    const found = statements.company.get({ cvr });
    if (!found) context.reject(line, { field: 'cvr', reason: 'findes ikke blandt virksomhederne' });
    return found && { pNumber: null, cvr: found.cvr };
  }

  function create(
    { orderKey, facts, requirements }: JobOrderRow,
    place: { pNumber: number | null; cvr: number },
  ): Outcome {
    const { id } = tx
      .insert(jobOrder)
      .values({
        ...facts,
        ...place,
        orderKey,
        positions: facts.positions ?? 1,
        workingTimes: facts.workingTimes ?? [],
        allWorkingTimes: facts.allWorkingTimes ?? false,
        offers: facts.offers ?? [],
        status: 'under_behandling',
        version: 1,
        importId,
        createdAt: at,
        createdBy: by,
        updatedAt: at,
      })
      .returning({ id: jobOrder.id })
      .get();
    insertRequirements(
      id,
      Object.values(requirements).flatMap((list) => list ?? []),
    );
    const comment = `Importeret fra ${context.fileName}`;
    tx.insert(jobOrderStatus)
      .values({ jobOrderId: id, status: 'under_behandling', comment, changedAt: at, changedBy: by })
      .run();
    return 'created';
  }

  function update(
    stored: JobOrder,
    row: JobOrderRow,
    place: { pNumber: number | null; cvr: number },
  ): Outcome {
    const changes = changesTo<Partial<JobOrder>>(stored, { ...row.facts, ...place });
    const requirements = statements.requirements.all({ jobOrderId: stored.id });
    const kept = requirements.filter((requirement) => row.requirements[requirement.kind] === undefined);
    const wanted = eachOnce([...kept, ...Object.values(row.requirements).flatMap((list) => list ?? [])]);
    const sameRequirements = textOf(requirements) === textOf(wanted);
    if (isEmpty(changes) && sameRequirements) return 'unchanged';
    const before: JobOrderBefore = { row: stored, requirements };
    context.keepBefore('job_order', stored.id, before);
    const version = stored.version + 1;
    tx.update(jobOrder)
      .set({ ...changes, version, importId, updatedAt: at })
      .where(eq(jobOrder.id, stored.id))
      .run();
    if (!sameRequirements) {
      statements.deleteRequirements.run({ jobOrderId: stored.id });
      insertRequirements(stored.id, wanted);
    }
    return 'updated';
  }

  function insertRequirements(jobOrderId: number, requirements: Requirement[]): void {
    for (const [position, { kind, text, kanLaeres }] of requirements.entries()) {
      tx.insert(jobOrderRequirement).values({ jobOrderId, position, kind, text, kanLaeres }).run();
    }
  }

  return { write, finish: () => undefined };
}

/** A certificate that is a wish is kept among the wishes, also when the file has no column for them. */
function eachOnce(requirements: Requirement[]): Requirement[] {
  return requirements.filter(
    (one, at) => requirements.findIndex((other) => textOf([other]) === textOf([one])) === at,
  );
}

/** Order counts within a kind, not between kinds. */
function textOf(requirements: Requirement[]): string {
  const fields = requirements.map(({ kind, text, kanLaeres }) => [kind, text, kanLaeres]);
  return JSON.stringify(fields.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : a[0] === b[0] ? 0 : 1)));
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    jobOrder: tx
      .select()
      .from(jobOrder)
      .where(eq(jobOrder.orderKey, placeholder('orderKey')))
      .prepare(),
    pUnit: tx
      .select({ pNumber: pUnit.pNumber, cvr: pUnit.cvr })
      .from(pUnit)
      .where(eq(pUnit.pNumber, placeholder('pNumber')))
      .prepare(),
    company: tx
      .select({ cvr: company.cvr })
      .from(company)
      .where(eq(company.cvr, placeholder('cvr')))
      .prepare(),
    requirements: tx
      .select({
        kind: jobOrderRequirement.kind,
        text: jobOrderRequirement.text,
        kanLaeres: jobOrderRequirement.kanLaeres,
      })
      .from(jobOrderRequirement)
      .where(eq(jobOrderRequirement.jobOrderId, placeholder('jobOrderId')))
      .orderBy(asc(jobOrderRequirement.position), asc(jobOrderRequirement.id))
      .prepare(),
    deleteRequirements: tx
      .delete(jobOrderRequirement)
      .where(eq(jobOrderRequirement.jobOrderId, placeholder('jobOrderId')))
      .prepare(),
  };
}
