import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenEdit, citizenShift } from '../../db/schema/citizen-work.ts';
import { citizen, citizenTerm } from '../../db/schema/citizens.ts';
import { type CitizenTerm, TERM_KINDS, type TermKind } from '../../workers/matching/types.ts';
import { recordEvent } from '../admin/queries.ts';
import type { ShiftRow } from '../job-orders/shifts.ts';
import type { CitizenDetails } from './queries.ts';

type Row = typeof citizen.$inferSelect;
type Tx = Pick<Db, 'select' | 'insert' | 'update' | 'delete'>;

/** The columns that a sagsbehandler edits here. */
export const EDITED_FACTS = [
  'hoursMin',
  'hoursMax',
  'workingTimes',
  'danish',
  'danishOral',
  'danishWritten',
  'transports',
  'maxTravelMinutes',
  'postcode',
  'needs',
  'canStart',
  'mayBeShared',
  'protectedAddress',
  'hasEmployer',
] as const satisfies (keyof Row)[];
export type EditedFacts = Pick<Row, (typeof EDITED_FACTS)[number]>;

/** A citizen as the form has them: facts, terms kind by kind in order, and the days and times. */
export type CitizenState = EditedFacts & Record<TermKind, CitizenTerm[]> & { shifts: ShiftRow[] };

export function stateOf({
  citizen: row,
  terms,
  shifts,
}: Pick<CitizenDetails, 'citizen' | 'terms' | 'shifts'>): CitizenState {
  const facts = Object.fromEntries(EDITED_FACTS.map((name) => [name, row[name]])) as EditedFacts;
  const byKind = TERM_KINDS.map((kind) => [kind, terms.filter((term) => term.kind === kind)]);
  return { ...facts, ...(Object.fromEntries(byKind) as Record<TermKind, CitizenTerm[]>), shifts };
}

/** Lists that mean a set are compared and kept in one order. */
const SETS: readonly string[] = ['workingTimes', 'transports', 'needs'];

export function sameValue(field: string, a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(SETS.includes(field) && Array.isArray(value) ? [...value].sort() : value, inNamesOrder);
  return text(a) === text(b);
}

function inNamesOrder(_: string, value: unknown): unknown {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

interface Doing {
  at: string;
  by: number;
}

/** Saves what differs if nobody has changed the citizen since `version` was read; nothing that differs is no change. */
export function editCitizen(
  db: Db,
  { id, before, after, version }: { id: number; before: CitizenState; after: CitizenState; version: number },
  doing: Doing,
): 'saved' | 'stale' | 'unchanged' {
  const fields = (Object.keys(after) as (keyof CitizenState)[]).filter(
    (field) => !sameValue(field, before[field], after[field]),
  );
  if (fields.length === 0) return 'unchanged';
  return db.transaction(
    (tx) => {
      if (!write(tx, { id, version, values: pick(after, fields) }, doing)) return 'stale';
      const kept = { before: pick(before, fields), after: pick(after, fields), version: version + 1 };
      tx.insert(citizenEdit)
        .values({ citizenId: id, ...kept, editedAt: doing.at, editedBy: doing.by })
        .run();
      record(tx, id, fields.join(', '), doing);
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}

function pick(state: CitizenState, fields: (keyof CitizenState)[]): Partial<CitizenState> {
  return Object.fromEntries(fields.map((field) => [field, state[field]]));
}

/** The user's own last edit, while nobody has changed the citizen since. */
export function undoableEdit(
  db: Pick<Db, 'select'>,
  { id, version }: { id: number; version: number },
  by: number,
) {
  const last = db
    .select()
    .from(citizenEdit)
    .where(and(eq(citizenEdit.citizenId, id), isNull(citizenEdit.undoneAt)))
    .orderBy(desc(citizenEdit.id))
    .limit(1)
    .get();
  return last?.version === version && last.editedBy === by ? last : undefined;
}

/** Takes the user's last edit back, unless somebody has been there since. */
export function undoEdit(db: Db, id: number, doing: Doing): 'undone' | 'stale' {
  return db.transaction(
    (tx) => {
      const now = tx.select({ version: citizen.version }).from(citizen).where(eq(citizen.id, id)).get();
      const edit = now && undoableEdit(tx, { id, version: now.version }, doing.by);
      if (!edit) return 'stale';
      write(tx, { id, version: edit.version, values: edit.before as Partial<CitizenState> }, doing);
      tx.update(citizenEdit).set({ undoneAt: doing.at }).where(eq(citizenEdit.id, edit.id)).run();
      record(tx, id, `fortrudt: ${Object.keys(edit.before).join(', ')}`, doing);
      return 'undone';
    },
    { behavior: 'immediate' },
  );
}

/** False: somebody has changed the citizen since. */
function write(
  tx: Tx,
  { id, version, values }: { id: number; version: number; values: Partial<CitizenState> },
  { at, by }: Doing,
): boolean {
  const facts = EDITED_FACTS.filter((name) => name in values).map((name) => [name, values[name]]);
  const { changes } = tx
    .update(citizen)
    .set({
      ...Object.fromEntries(facts),
      version: version + 1,
      updatedAt: at,
      editedAt: at,
      editedBy: by,
    })
    .where(and(eq(citizen.id, id), eq(citizen.version, version)))
    .run();
  if (changes === 0) return false;
  for (const kind of TERM_KINDS) {
    const terms = values[kind];
    if (terms) writeTerms(tx, id, kind, terms);
  }
  if (values.shifts) writeShifts(tx, id, values.shifts);
  return true;
}

function writeTerms(tx: Tx, citizenId: number, kind: TermKind, terms: CitizenTerm[]): void {
  tx.delete(citizenTerm)
    .where(and(eq(citizenTerm.citizenId, citizenId), eq(citizenTerm.kind, kind)))
    .run();
  const rows = terms.map((term, position) => ({ ...term, kind, citizenId, position }));
  if (rows.length > 0) tx.insert(citizenTerm).values(rows).run();
}

function writeShifts(tx: Tx, citizenId: number, shifts: ShiftRow[]): void {
  tx.delete(citizenShift).where(eq(citizenShift.citizenId, citizenId)).run();
  const rows = shifts.map((shift) => ({ ...shift, citizenId }));
  if (rows.length > 0) tx.insert(citizenShift).values(rows).run();
}

function record(tx: Tx, id: number, detail: string, { at, by }: Doing): void {
  recordEvent(tx, { at, userId: by, action: 'ret', entity: 'citizen', entityKey: String(id), detail });
}
