import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { firmRecord, type RecordKind } from '../../db/schema/firm-records.ts';
import { lookedAfterBy } from '../companies/care.ts';
import { addDays } from '../ui/dates.ts';
import { RECORD_SPECS } from './kinds.ts';
import { isStanding } from './queries.ts';

const SHOWN = 12;
const FOLLOW_UP_DAYS = 7;
/** Beyond so long nobody remembers why the firm was to be called: it is one among the silent ones. */
const RETURNED_DAYS = 365;

const WARNED = Object.values(RECORD_SPECS)
  .filter((spec) => spec.warnsBeforeEnd)
  .map((spec) => spec.kind);

/** Why a record is on Min dag: to follow up, about to end, or a firm that is back from "ikke nu". */
type DueWhy = 'opfoelgning' | 'udloeb' | 'tilbage';

interface DueRecord {
  id: number;
  kind: RecordKind;
  pNumber: number;
  name: string;
  why: DueWhy;
  date: string;
}

interface Day {
  today: string;
  /** how many days before its end an agreement is mentioned (the setting) */
  warningDays: number;
}

// Full names: drizzle leaves the table out in a sub-query, and the columns would then compare with themselves.
const NOT_CONTACTED_SINCE = sql`NOT EXISTS (SELECT 1 FROM contact WHERE contact.p_number = firm_record.p_number
  AND contact.contact_date >= firm_record.until_date AND contact.superseded_at IS NULL)`;

/** Nobody has said anew that the firm is not to be called. */
const NOT_PAUSED_AGAIN = sql`NOT EXISTS (SELECT 1 FROM firm_record AS later WHERE later.p_number = firm_record.p_number
  AND later.kind IN ('ikke_nu', 'aldrig_igen') AND later.superseded_at IS NULL AND later.withdrawn_at IS NULL
  AND later.id <> firm_record.id AND coalesce(later.until_date, '9999') > firm_record.until_date)`;

/** Without a konsulent who has access, a firm's records are for whoever wrote them. */
const NOBODYS = sql`NOT EXISTS (SELECT 1 FROM user WHERE user.id = p_unit.owner_user_id AND user.disabled_at IS NULL)`;

/**
 * What the user's own firms' records ask for, soonest first: own as konsulent or as substitute today, or written by the
 * user where the firm is nobody's. A firm that is back from "ikke nu" stays until somebody calls or says not now again.
 */
export function dueRecords(db: Db, userId: number, { today, warningDays }: Day) {
  const asked = { userId, today };
  const rows = [
    ...toFollowUp(db)
      .all({ ...asked, until: addDays(today, FOLLOW_UP_DAYS) })
      .flatMap(dated('opfoelgning')),
    ...aboutToEnd(db)
      .all({ ...asked, until: addDays(today, warningDays) })
      .flatMap(dated('udloeb')),
    ...backAgain(db)
      .all({ ...asked, after: addDays(today, -RETURNED_DAYS) })
      .flatMap(dated('tilbage')),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id - b.id));
  return { rows: rows.slice(0, SHOWN), total: rows.length };
}

const TODAY = sql.placeholder('today');
const UNTIL = sql.placeholder('until');

const toFollowUp = preparedOnce((db: Db) =>
  select(db, firmRecord.followUpDate, [
    isNull(firmRecord.followUpDoneAt),
    isNotNull(firmRecord.followUpDate),
    lte(firmRecord.followUpDate, UNTIL),
  ]),
);

const aboutToEnd = preparedOnce((db: Db) =>
  select(db, firmRecord.untilDate, [
    inArray(firmRecord.kind, WARNED),
    gt(firmRecord.untilDate, TODAY),
    lte(firmRecord.untilDate, UNTIL),
  ]),
);

const backAgain = preparedOnce((db: Db) =>
  select(db, firmRecord.untilDate, [
    eq(firmRecord.kind, 'ikke_nu'),
    isNull(firmRecord.endedReason),
    gt(firmRecord.untilDate, sql.placeholder('after')),
    lte(firmRecord.untilDate, TODAY),
    NOT_CONTACTED_SINCE,
    NOT_PAUSED_AGAIN,
    isNull(pUnit.mergedInto),
    or(isNull(pUnit.endDate), gt(pUnit.endDate, TODAY)),
  ]),
);

function select(
  db: Db,
  date: typeof firmRecord.followUpDate | typeof firmRecord.untilDate,
  conditions: (SQL | undefined)[],
) {
  const userId = sql.placeholder('userId');
  return db
    .select({ id: firmRecord.id, kind: firmRecord.kind, pNumber: pUnit.pNumber, name: pUnit.name, date })
    .from(firmRecord)
    .innerJoin(pUnit, eq(pUnit.pNumber, firmRecord.pNumber))
    .where(
      and(
        isStanding(),
        or(lookedAfterBy(userId, TODAY), and(eq(firmRecord.recordedBy, userId), NOBODYS)),
        ...conditions,
      ),
    )
    .orderBy(asc(date))
    .prepare();
}

function dated(why: DueWhy) {
  return ({ date, ...row }: Omit<DueRecord, 'why' | 'date'> & { date: string | null }): DueRecord[] =>
    date === null ? [] : [{ ...row, why, date }];
}
