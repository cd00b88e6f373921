import { and, eq, gte, isNotNull, or, sql } from 'drizzle-orm';
import { benefitPeriod } from '../../../db/schema/citizen-work.ts';
import { citizen, citizenTerm } from '../../../db/schema/citizens.ts';
import { importBatch } from '../../../db/schema/imports.ts';
import { matchStanding } from '../../../db/schema/matching.ts';
import { isOnBoard } from '../../formidling/queries.ts';
import { forgetPlaces } from '../../matching/places.ts';
import type { CitizenBefore } from '../apply-borgere.ts';
import { benefitRestorer } from '../benefit-periods.ts';
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

export function undoCitizens(context: UndoContext): UndoStep[] {
  const { db, importId, keep } = context;
  const beforeOf = beforeReader<CitizenBefore>(context, 'citizen');
  const attempt = attempter(context);
  const { found, periodByPeople } = prepare(context);
  const remove = citizenRemover(context);
  const restore = citizenRestorer(context);
  let gone = new Set<number>();
  // Citizens are known to people by borger_id; the number here only tells rows apart.
  const again = changedAgain(context, 'citizen', {
    isOwn: (id) => found.get({ id })?.importId === importId,
    what: (id) => `Borger ${found.get({ id })?.citizenKey ?? id}`,
  });
  const own = { table: citizen, key: citizen.id, ofImport: citizen.importId };
  const undo = (key: string) => {
    const row = found.get({ id: key });
    if (row?.importId !== importId) return;
    const before = beforeOf(key);
    const what = `Borger ${row.citizenKey}`;
    if (row.editedAt !== (before?.row.editedAt ?? null)) keep(what, EDITED);
    else if (periodByPeople.get({ id: key })) keep(what, PERIODS);
    else if (before) attempt(what, () => restore(before, row));
    else if (isOnBoard(db, { citizenId: row.id })) keep(what, 'står eller har stået på en ordres tavle');
    else
      attempt(what, () => {
        remove(row.id);
        gone.add(row.id);
      });
  };
  const finish = () => {
    forgetPlaces(db, gone);
    gone = new Set();
  };
  return [again, { ...rowsOf(context, own, undo), finish }];
}

const PERIODS = 'perioder på ydelse er rettet af en bruger siden';

function prepare({ db, importId }: UndoContext) {
  const id = sql.placeholder('id');
  const imported = db.select().from(importBatch).where(eq(importBatch.id, importId)).get();
  const importedAt = imported?.importedAt ?? '';
  const byPeople = or(
    and(isNotNull(benefitPeriod.recordedBy), gte(benefitPeriod.recordedAt, importedAt)),
    and(isNotNull(benefitPeriod.supersededBy), gte(benefitPeriod.supersededAt, importedAt)),
  );
  return {
    found: db
      .select({
        id: citizen.id,
        citizenKey: citizen.citizenKey,
        editedAt: citizen.editedAt,
        importId: citizen.importId,
        version: citizen.version,
      })
      .from(citizen)
      .where(eq(citizen.id, id))
      .prepare(),
    /**
     * somebody has written a period, or replaced one of this import's: taking the import back would take their word too
     */
    periodByPeople: db
      .select({ id: benefitPeriod.id })
      .from(benefitPeriod)
      .where(and(eq(benefitPeriod.citizenId, id), byPeople))
      .limit(1)
      .prepare(),
  };
}

/** Fails on a foreign key when someone has seen the citizen: the read log must keep its row. */
function citizenRemover({ db }: UndoContext) {
  const removals = [
    prepareDelete(db, matchStanding, matchStanding.citizenId),
    prepareDelete(db, citizenTerm, citizenTerm.citizenId),
    prepareDelete(db, benefitPeriod, benefitPeriod.citizenId),
    prepareDelete(db, citizen, citizen.id),
  ];
  return (id: number): void => {
    for (const remove of removals) remove(id);
  };
}

/** The version goes on rising, so that a form that was open meanwhile is refused. */
function citizenRestorer({ db, at, importId }: UndoContext) {
  const restore = prepareRestore(db, citizen, citizen.id);
  const restorePeriods = benefitRestorer(db, importId);
  const removeTerms = prepareDelete(db, citizenTerm, citizenTerm.citizenId);
  const insertTerm = prepareInsert(db, citizenTerm);
  return ({ row, terms, endedPeriods = [] }: CitizenBefore, { version }: { version: number }): void => {
    const cprIndex = row.cprIndex === null ? null : Buffer.from(row.cprIndex, 'hex');
    restore(row.id, { ...row, cprIndex, version: version + 1, updatedAt: at });
    restorePeriods(row.id, endedPeriods);
    removeTerms(row.id);
    for (const [position, term] of terms.entries()) insertTerm({ ...term, citizenId: row.id, position });
  };
}
