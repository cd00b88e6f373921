import { and, asc, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, type OrPlaceholder, preparedOnce } from '../../db/prepared.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import { firmRecord, firmRecordLine, type RecordKind } from '../../db/schema/firm-records.ts';
import { user } from '../../db/schema/users.ts';
import { numberList } from '../coverage/conditions.ts';
import { marksOf, type RecordSpan } from './rules.ts';

type Reader = Pick<Db, 'select'>;

const recorder = alias(user, 'recorder');
const withdrawer = alias(user, 'withdrawer');

/** Everything agreed with and noted about a firm that is not corrected, the latest first. */
export function recordsAt(db: Reader, pNumber: number) {
  return withLines(db, recordsOfFirm(db).all({ pNumber }));
}
export type FirmRecord = ReturnType<typeof recordsAt>[number];

export function recordsById(db: Reader, ids: readonly number[]) {
  return ids.length === 0 ? [] : withLines(db, recordsOfIds(db).all({ ids: JSON.stringify(ids) }));
}

const recordsOfFirm = preparedOnce((db: Reader) =>
  selectRecords(db, and(eq(firmRecord.pNumber, sql.placeholder('pNumber')), isNull(firmRecord.supersededAt))),
);

const recordsOfIds = preparedOnce((db: Reader) => selectRecords(db, isAmong(firmRecord.id, 'ids')));

function selectRecords(db: Reader, where: SQL | undefined) {
  return db
    .select({
      record: firmRecord,
      recordedByName: recorder.name,
      withdrawnByName: withdrawer.name,
      contactPersonName: contactPersonVersion.name,
    })
    .from(firmRecord)
    .leftJoin(recorder, eq(recorder.id, firmRecord.recordedBy))
    .leftJoin(withdrawer, eq(withdrawer.id, firmRecord.withdrawnBy))
    .leftJoin(
      contactPersonVersion,
      and(
        eq(contactPersonVersion.personId, firmRecord.contactPersonId),
        isNull(contactPersonVersion.supersededAt),
      ),
    )
    .where(where)
    .orderBy(desc(firmRecord.fromDate), desc(firmRecord.id))
    .prepare();
}

const linesOfRecords = preparedOnce((db: Reader) =>
  db
    .select()
    .from(firmRecordLine)
    .where(isAmong(firmRecordLine.recordId, 'ids'))
    .orderBy(asc(firmRecordLine.position))
    .prepare(),
);

function withLines(db: Reader, rows: ReturnType<ReturnType<typeof selectRecords>['all']>) {
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map((row) => row.record.id));
  const lines = Map.groupBy(linesOfRecords(db).all({ ids }), (line) => line.recordId);
  return rows.map(({ record: { formKey: _formKey, ...record }, ...names }) => ({
    ...record,
    ...names,
    lines: lines.get(record.id) ?? [],
  }));
}

/** The version that stands of the record that a row belongs to, whichever version the id is of. */
export function findRecord(db: Reader, id: number): FirmRecord | undefined {
  let [found] = recordsById(db, [id]);
  while (found && found.supersededAt !== null) {
    const next = db
      .select({ id: firmRecord.id })
      .from(firmRecord)
      .where(eq(firmRecord.replacesId, found.id))
      .get();
    if (!next) return undefined;
    [found] = recordsById(db, [next.id]);
  }
  return found;
}

/** The earlier versions of a record, newest first. */
export function earlierVersions(db: Reader, record: Pick<FirmRecord, 'replacesId'>): FirmRecord[] {
  const versions: FirmRecord[] = [];
  let next = record.replacesId;
  while (next !== null) {
    const [row] = recordsById(db, [next]);
    if (!row) break;
    versions.push(row);
    next = row.replacesId;
  }
  return versions;
}

/** Is this person one of the firm's? */
export function isPersonAt(db: Reader, personId: number, pNumber: number): boolean {
  const where = and(eq(contactPerson.id, personId), eq(contactPerson.pNumber, pNumber));
  return db.select({ id: contactPerson.id }).from(contactPerson).where(where).get() !== undefined;
}

export function isStanding(): SQL | undefined {
  return and(isNull(firmRecord.supersededAt), isNull(firmRecord.withdrawnAt));
}

function holds(today: OrPlaceholder<string>): SQL | undefined {
  return and(
    isStanding(),
    lte(firmRecord.fromDate, today),
    or(isNull(firmRecord.untilDate), gt(firmRecord.untilDate, today)),
  );
}

/** Which firms have a record of one of these kinds that holds today. */
export function firmsWith(db: Reader, kinds: readonly RecordKind[], today: string): Set<number> {
  return new Set(firmsOfKinds(db).get({ kinds: JSON.stringify(kinds), today })?.pNumbers);
}

const firmsOfKinds = preparedOnce((db: Reader) =>
  db
    .select({ pNumbers: numberList(firmRecord.pNumber) })
    .from(firmRecord)
    .where(and(isAmong(firmRecord.kind, 'kinds'), holds(sql.placeholder('today'))))
    .prepare(),
);

const MARKED = [
  'strategisk',
  'partnerskabsaftale',
  'samarbejdsaftale',
  'ikke_nu',
  'aldrig_igen',
  'advarsel',
] as const satisfies RecordKind[];

/** What lists show of each of these firms today: some seeks per firm, so never ask for thousands. */
export function firmMarks(
  db: Reader,
  pNumbers: readonly number[],
  today: string,
): (pNumber: number) => FirmMarks {
  const rows = markedRecords(db).all({ pNumbers: JSON.stringify(pNumbers), today });
  const byFirm = Map.groupBy(rows, (row) => row.pNumber);
  return (pNumber) => marksOf(byFirm.get(pNumber) ?? [], today);
}

const markedRecords = preparedOnce((db: Reader) =>
  db
    .select({
      pNumber: firmRecord.pNumber,
      kind: firmRecord.kind,
      form: firmRecord.form,
      fromDate: firmRecord.fromDate,
      untilDate: firmRecord.untilDate,
      withdrawnAt: firmRecord.withdrawnAt,
    })
    .from(firmRecord)
    .where(
      and(
        isAmong(firmRecord.pNumber, 'pNumbers'),
        inArray(firmRecord.kind, [...MARKED]),
        holds(sql.placeholder('today')),
      ),
    )
    .prepare(),
);

export type MarkedRecord = RecordSpan & Pick<FirmRecord, 'form'>;
export type FirmMarks = ReturnType<typeof marksOf<MarkedRecord>>;
