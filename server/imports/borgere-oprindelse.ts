import { eq, sql } from 'drizzle-orm';
import { citizen } from '../../db/schema/citizens.ts';
import { BACKGROUNDS, citizenBackground } from '../../db/schema/protected.ts';
import { readFields } from './fields.ts';
import type { ApplyContext, ImportKindRules, ParsedRow, RowWriter } from './import-kind.ts';
import { prepareDelete, prepareRestore } from './prepared-restore.ts';
import type { FieldProblem, Fields } from './records.ts';
import {
  attempter,
  beforeReader,
  changedAgain,
  rowsOf,
  type UndoContext,
  type UndoStep,
} from './undo/undo-step.ts';

type Background = typeof citizenBackground.$inferSelect;

interface BackgroundRow {
  citizenKey: string;
  background: Background['background'];
}

interface BackgroundBefore {
  row: Background;
}

/**
 * Danmarks Statistik's group of origin of citizens we know (docs/import.md, "borgere_oprindelse"), for the report on
 * equal use of measures alone.
 */
export const borgereOprindelse: ImportKindRules<BackgroundRow> = {
  columns: ['borger_id', 'oprindelse'],
  required: ['borger_id', 'oprindelse'],
  uniqueField: 'borger_id',
  parse: parseBackground,
  start: startBackgrounds,
};

function parseBackground(fields: Fields): ParsedRow<BackgroundRow> | FieldProblem[] {
  const read = readFields(fields);
  const citizenKey = read.requiredText('borger_id', { max: 100 });
  const background = read.requiredCode('oprindelse', BACKGROUNDS);
  if (read.problems.length > 0) return read.problems;
  return { key: citizenKey, sort: 0, row: { citizenKey, background } };
}

function startBackgrounds({ tx, importId, at, reject, keepBefore }: ApplyContext): RowWriter<BackgroundRow> {
  return {
    write({ citizenKey, background }, line) {
      const found = tx
        .select({ id: citizen.id })
        .from(citizen)
        .where(eq(citizen.citizenKey, citizenKey))
        .get();
      if (!found) {
        reject(line, { field: 'borger_id', reason: 'findes ikke: indlæs borgerne først' });
        return 'unchanged';
      }
      const ofCitizen = eq(citizenBackground.citizenId, found.id);
      const stored = tx.select().from(citizenBackground).where(ofCitizen).get();
      if (stored?.background === background) return 'unchanged';
      const values = { background, importId, recordedAt: at };
      if (!stored) {
        tx.insert(citizenBackground)
          .values({ citizenId: found.id, ...values })
          .run();
        return 'created';
      }
      const before: BackgroundBefore = { row: stored };
      keepBefore('citizen_background', found.id, before);
      tx.update(citizenBackground).set(values).where(ofCitizen).run();
      return 'updated';
    },
    finish: () => undefined,
  };
}

export function undoBackgrounds(context: UndoContext): UndoStep[] {
  const { db, importId } = context;
  const beforeOf = beforeReader<BackgroundBefore>(context, 'citizen_background');
  const attempt = attempter(context);
  const restore = prepareRestore(db, citizenBackground, citizenBackground.citizenId);
  const remove = prepareDelete(db, citizenBackground, citizenBackground.citizenId);
  const found = db
    .select({ importId: citizenBackground.importId })
    .from(citizenBackground)
    .where(eq(citizenBackground.citizenId, sql.placeholder('citizenId')))
    .prepare();
  const again = changedAgain(context, 'citizen_background', {
    isOwn: (citizenId) => found.get({ citizenId })?.importId === importId,
    what: nameOf,
  });
  const { citizenId: key, importId: ofImport } = citizenBackground;
  const rows = rowsOf(context, { table: citizenBackground, key, ofImport }, (citizenId) => {
    if (found.get({ citizenId })?.importId !== importId) return;
    const before = beforeOf(citizenId);
    attempt(nameOf(citizenId), () => {
      if (before) restore(citizenId, before.row);
      else remove(citizenId);
    });
  });
  return [again, rows];
}

const nameOf = (citizenId: string) => `Oprindelse for borger ${citizenId}`;
