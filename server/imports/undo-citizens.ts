import { and, eq, gte, isNotNull, or } from 'drizzle-orm';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { citizen, citizenTerm } from '../../db/schema/citizens.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { matchStanding } from '../../db/schema/matching.ts';
import { isOnBoard } from '../formidling/queries.ts';
import { forgetPlaces } from '../matching/places.ts';
import type { CitizenBefore } from './apply-borgere.ts';
import { restoreBenefitPeriods } from './benefit-periods.ts';
import { attempt, beforeReader, EDITED, keepChangedAgain, type UndoContext } from './undo-context.ts';

export function undoCitizens(context: UndoContext): void {
  const { tx, importId } = context;
  const beforeOf = beforeReader<CitizenBefore>(context, 'citizen');
  const rows = tx.select().from(citizen).where(eq(citizen.importId, importId)).all();
  for (const row of rows) {
    const before = beforeOf(row.id);
    const what = `Borger ${row.citizenKey}`;
    if (row.editedAt !== (before?.row.editedAt ?? null)) context.keep(what, EDITED);
    else if (periodsByPeople(tx, row.id, context.importId)) context.keep(what, PERIODS);
    else if (before) attempt(context, what, () => restoreCitizen(context, before, row));
    else if (isOnBoard(tx, { citizenId: row.id }))
      context.keep(what, 'står eller har stået på en ordres tavle');
    else attempt(context, what, () => deleteCitizen(context, row.id));
  }
  const left = new Set(
    tx
      .select({ id: citizen.id })
      .from(citizen)
      .all()
      .map(({ id }) => id),
  );
  forgetPlaces(tx, new Set(rows.map(({ id }) => id).filter((id) => !left.has(id))));
  // Citizens are known to people by borger_id; the number here only tells rows apart.
  keepChangedAgain(
    context,
    'citizen',
    (key) => `Borger ${keyOf(context, key)}`,
    new Set(rows.map((row) => row.id)),
  );
}

const PERIODS = 'perioder på ydelse er rettet af en bruger siden';

/** Somebody has written a period, or replaced one of this import's: taking the import back would take their word too. */
function periodsByPeople(tx: UndoContext['tx'], citizenId: number, importId: number): boolean {
  const { importedAt } = tx
    .select({ importedAt: importBatch.importedAt })
    .from(importBatch)
    .where(eq(importBatch.id, importId))
    .get() ?? { importedAt: '' };
  const byPeople = or(
    and(isNotNull(benefitPeriod.recordedBy), gte(benefitPeriod.recordedAt, importedAt)),
    and(isNotNull(benefitPeriod.supersededBy), gte(benefitPeriod.supersededAt, importedAt)),
  );
  const own = and(eq(benefitPeriod.citizenId, citizenId), byPeople);
  return tx.select({ id: benefitPeriod.id }).from(benefitPeriod).where(own).get() !== undefined;
}

/** Fails on a foreign key when someone has seen the citizen: the read log must keep its row. */
function deleteCitizen({ tx }: UndoContext, id: number): void {
  tx.delete(matchStanding).where(eq(matchStanding.citizenId, id)).run();
  tx.delete(citizenTerm).where(eq(citizenTerm.citizenId, id)).run();
  tx.delete(benefitPeriod).where(eq(benefitPeriod.citizenId, id)).run();
  tx.delete(citizen).where(eq(citizen.id, id)).run();
}

/** The version goes on rising, so that a form that was open meanwhile is refused. */
function restoreCitizen(
  { tx, at, importId }: UndoContext,
  { row, terms, endedPeriods = [] }: CitizenBefore,
  { version }: { version: number },
): void {
  const cprIndex = row.cprIndex === null ? null : Buffer.from(row.cprIndex, 'hex');
  const values = { ...row, cprIndex, version: version + 1, updatedAt: at };
  tx.update(citizen).set(values).where(eq(citizen.id, row.id)).run();
  restoreBenefitPeriods(tx, { citizenId: row.id, importId, superseded: endedPeriods });
  tx.delete(citizenTerm).where(eq(citizenTerm.citizenId, row.id)).run();
  for (const [position, term] of terms.entries()) {
    tx.insert(citizenTerm)
      .values({ ...term, citizenId: row.id, position })
      .run();
  }
}

function keyOf({ tx }: UndoContext, id: string): string {
  const row = tx
    .select({ key: citizen.citizenKey })
    .from(citizen)
    .where(eq(citizen.id, Number(id)))
    .get();
  return row?.key ?? id;
}
