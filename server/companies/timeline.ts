import { and, count, eq, inArray, isNull, not, or, sql } from 'drizzle-orm';
import { alias, unionAll } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { companyBar, headcount } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { firmRecord, RECORD_KINDS } from '../../db/schema/firm-records.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { lead } from '../../db/schema/order-work.ts';
import { placement } from '../../db/schema/placements.ts';
import { auditEvent } from '../../db/schema/settings.ts';
import { user } from '../../db/schema/users.ts';
import { isAfterKey, keyColumn, orderOfKeys, rangeOf } from '../api/keyset.ts';
import type { Key, Slice } from '../api/paging.ts';
import { versionsOf } from '../contacts/queries.ts';
import { isLateEntry } from '../contacts/rules.ts';
import { RECORD_SPECS } from '../records/kinds.ts';
import { recordsById } from '../records/queries.ts';
import type { RecordGroup } from '../records/spec.ts';
import { barsAt } from './bars.ts';

export const TIMELINE_PAGE_SIZE = 30;
/** Parts of an entry's key. */
export const TIMELINE_PARTS = 4;

type EntryType = 'contact' | 'headcount' | 'jobOrder' | 'lead' | 'placement' | 'record' | 'bar' | 'owner';

/** What a timeline can be narrowed to. */
export const HISTORY_KINDS = [
  'kontakter',
  'jobordrer',
  'muligheder',
  'forloeb',
  'ansatte',
  'aftaler',
  'tilstande',
  'ansvarlige',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

const STATE_GROUPS: readonly RecordGroup[] = ['tilstand', 'advarsler', 'hjemmel'];
const STATE_KINDS = RECORD_KINDS.filter((kind) => STATE_GROUPS.includes(RECORD_SPECS[kind].group));

/** Contacts, orders, agreements, changes of state and of owner, headcounts learned on visits; newest first. */
export function timelineOf(
  db: Db,
  pNumber: number,
  { slice, kind }: { slice: Slice; kind?: HistoryKind | undefined },
) {
  const asked = { pNumber, entityKey: String(pNumber), kind: kind ?? null };
  const { after, limit, offset } = rangeOf(slice);
  const shown = (after ? selectKeys(db, after) : keysFromTop(db)).all({ ...asked, limit, offset });
  const isAll = !after && offset === 0 && shown.length < limit;
  const total = isAll ? shown.length : (countEntries(db).get(asked)?.n ?? 0);
  const idsOf = (type: EntryType) => shown.flatMap((key) => (key.type === type ? key.id : []));
  const found = [
    ...contactEntries(db, idsOf('contact')),
    ...headcountEntries(db, idsOf('headcount')),
    ...orderEntries(db, idsOf('jobOrder')),
    ...leadEntries(db, idsOf('lead')),
    ...placementEntries(db, idsOf('placement')),
    ...recordsById(db, idsOf('record')).map((entry) => ({ type: 'record' as const, ...entry })),
    ...barEntries(db, pNumber, idsOf('bar')),
    ...ownerEntries(db, idsOf('owner')),
  ];
  const byKey = new Map(found.map((entry) => [`${entry.type} ${entry.id}`, entry]));
  const entries = shown.flatMap(({ type, id, key }) => {
    const entry = byKey.get(`${type} ${id}`);
    return entry ? [{ ...entry, key }] : [];
  });
  return { entries, total, kind };
}
export type TimelineEntry = ReturnType<typeof timelineOf>['entries'][number];

const countEntries = preparedOnce((db: Db) => db.select({ n: count() }).from(allEntries(db)).prepare());

const keysFromTop = preparedOnce((db: Db) => selectKeys(db, null));

function selectKeys(db: Db, after: Key | null) {
  const entry = allEntries(db);
  const keys = [entry.date, entry.at, entry.id, entry.type].map((by) => ({ by, descending: true }));
  return db
    .select({ type: entry.type, id: entry.id, key: keyColumn(keys) })
    .from(entry)
    .where(isAfterKey(keys, after))
    .orderBy(...orderOfKeys(keys))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare();
}

/** Of the firm `pNumber`, as text `entityKey`; narrowed to `kind`, null: not. */
function allEntries(db: Db) {
  const kind = sql.placeholder('kind');
  const pNumber = sql.placeholder('pNumber');
  const only = (wanted: HistoryKind) => sql`(${kind} IS NULL OR ${kind} = ${wanted})`;
  const isState = inArray(firmRecord.kind, STATE_KINDS);
  const key = (type: EntryType) => sql<EntryType>`${type}`.as('type');
  const text = (value: unknown, name: 'date' | 'at') => sql<string>`${value}`.as(name);
  return unionAll(
    db
      .select({
        type: key('contact'),
        id: contact.id,
        date: text(contact.contactDate, 'date'),
        at: text(contact.recordedAt, 'at'),
      })
      .from(contact)
      .where(and(eq(contact.pNumber, pNumber), isNull(contact.supersededAt), only('kontakter'))),
    db
      .select({
        type: key('headcount'),
        id: headcount.id,
        date: text(headcount.validFrom, 'date'),
        at: text(headcount.recordedAt, 'at'),
      })
      .from(headcount)
      .where(
        and(
          eq(headcount.pNumber, pNumber),
          eq(headcount.source, 'konsulent'),
          isNull(headcount.supersededAt),
          only('ansatte'),
        ),
      ),
    db
      .select({
        type: key('jobOrder'),
        id: jobOrder.id,
        date: text(sql`substr(${jobOrder.createdAt}, 1, 10)`, 'date'),
        at: text(jobOrder.createdAt, 'at'),
      })
      .from(jobOrder)
      .where(and(eq(jobOrder.pNumber, pNumber), only('jobordrer'))),
    db
      .select({
        type: key('lead'),
        id: lead.id,
        date: text(sql`substr(${lead.createdAt}, 1, 10)`, 'date'),
        at: text(lead.createdAt, 'at'),
      })
      .from(lead)
      .where(and(eq(lead.pNumber, pNumber), only('muligheder'))),
    db
      .select({
        type: key('placement'),
        id: placement.id,
        date: text(placement.startsOn, 'date'),
        at: text(placement.createdAt, 'at'),
      })
      .from(placement)
      .innerJoin(citizen, eq(citizen.id, placement.citizenId))
      .where(
        and(
          eq(placement.pNumber, pNumber),
          isNull(placement.withdrawnAt),
          // Where a protected citizen works is told nowhere, nor that somebody does.
          eq(citizen.protectedAddress, false),
          only('forloeb'),
        ),
      ),
    db
      .select({
        type: key('record'),
        id: firmRecord.id,
        date: text(firmRecord.fromDate, 'date'),
        at: text(firmRecord.recordedAt, 'at'),
      })
      .from(firmRecord)
      .where(
        and(
          eq(firmRecord.pNumber, pNumber),
          isNull(firmRecord.supersededAt),
          isNull(firmRecord.withdrawnAt),
          or(and(only('tilstande'), isState), and(only('aftaler'), not(isState))),
        ),
      ),
    db
      .select({
        type: key('bar'),
        id: companyBar.id,
        date: text(companyBar.fromDate, 'date'),
        at: text(companyBar.recordedAt, 'at'),
      })
      .from(companyBar)
      .where(and(eq(companyBar.pNumber, pNumber), only('tilstande'))),
    db
      .select({
        type: key('owner'),
        id: auditEvent.id,
        date: text(sql`substr(${auditEvent.at}, 1, 10)`, 'date'),
        at: text(auditEvent.at, 'at'),
      })
      .from(auditEvent)
      .where(
        and(
          eq(auditEvent.entity, 'p_unit'),
          eq(auditEvent.entityKey, sql.placeholder('entityKey')),
          eq(auditEvent.action, 'ansvarlig'),
          only('ansvarlige'),
        ),
      ),
  ).as('timeline');
}

function contactEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return contactsOfIds(db)
    .all({ ids: JSON.stringify(ids) })
    .map(({ contact: { importKey: _importKey, formKey: _formKey, ...entry }, userName, recorderName }) => {
      const { recordedAt: enteredAt, importId } = firstVersion(db, entry);
      return {
        type: 'contact' as const,
        ...entry,
        byName: userName ?? entry.consultantName,
        recorderName,
        enteredAt,
        late: isLateEntry({ contactDate: entry.contactDate, recordedAt: enteredAt, importId }),
      };
    });
}

const contactsOfIds = preparedOnce((db: Db) => {
  const recorder = alias(user, 'recorder');
  return db
    .select({ contact, userName: user.name, recorderName: recorder.name })
    .from(contact)
    .leftJoin(user, eq(user.id, contact.userId))
    .leftJoin(recorder, eq(recorder.id, contact.recordedBy))
    .where(isAmong(contact.id, 'ids'))
    .prepare();
});

/** A correction, or a merge of two firms, makes no contact entered late that was entered in time. */
function firstVersion(
  db: Db,
  entry: Pick<typeof contact.$inferSelect, 'id' | 'replacesId' | 'recordedAt' | 'importId'>,
) {
  return entry.replacesId === null ? entry : (versionsOf(db, entry.id).at(-1) ?? entry);
}

function headcountEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return headcountsOfIds(db)
    .all({ ids: JSON.stringify(ids) })
    .map((entry) => ({ type: 'headcount' as const, ...entry }));
}

const headcountsOfIds = preparedOnce((db: Db) =>
  db
    .select({
      id: headcount.id,
      validFrom: headcount.validFrom,
      count: headcount.count,
      note: headcount.note,
      recordedAt: headcount.recordedAt,
      recorderName: user.name,
    })
    .from(headcount)
    .leftJoin(user, eq(user.id, headcount.recordedBy))
    .where(isAmong(headcount.id, 'ids'))
    .prepare(),
);

function orderEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return ordersOfIds(db)
    .all({ ids: JSON.stringify(ids) })
    .map((entry) => ({ type: 'jobOrder' as const, ...entry }));
}

const ordersOfIds = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      orderType: jobOrder.type,
      status: jobOrder.status,
      positions: jobOrder.positions,
      createdAt: jobOrder.createdAt,
    })
    .from(jobOrder)
    .where(isAmong(jobOrder.id, 'ids'))
    .prepare(),
);

function leadEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return db
    .select({
      id: lead.id,
      title: lead.title,
      ended: lead.ended,
      followUpOn: lead.followUpOn,
      createdAt: lead.createdAt,
      byName: user.name,
    })
    .from(lead)
    .innerJoin(user, eq(user.id, lead.createdBy))
    .where(inArray(lead.id, ids))
    .all()
    .map((entry) => ({ type: 'lead' as const, ...entry }));
}

/** A scheme, a function and a time; whom it is about stands on the placement's own page. */
function placementEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return db
    .select({
      id: placement.id,
      orderType: placement.type,
      jobFunction: placement.jobFunction,
      startsOn: placement.startsOn,
      lastDay: sql<string | null>`coalesce(${placement.endedOn}, ${placement.endsOn})`,
      ended: placement.ended,
      createdAt: placement.createdAt,
      byName: user.name,
    })
    .from(placement)
    .innerJoin(user, eq(user.id, placement.createdBy))
    .where(inArray(placement.id, ids))
    .all()
    .map((entry) => ({ type: 'placement' as const, ...entry }));
}

function barEntries(db: Db, pNumber: number, ids: number[]) {
  if (ids.length === 0) return [];
  return barsAt(db, pNumber)
    .filter((bar) => ids.includes(bar.id))
    .map((entry) => ({ type: 'bar' as const, ...entry }));
}

/** Who was responsible, and who is: the audit trail holds it, since a firm has one konsulent at a time. */
function ownerEntries(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return ownersOfIds(db)
    .all({ ids: JSON.stringify(ids) })
    .map((entry) => ({ type: 'owner' as const, ...entry }));
}

const ownersOfIds = preparedOnce((db: Db) =>
  db
    .select({ id: auditEvent.id, at: auditEvent.at, detail: auditEvent.detail, byName: user.name })
    .from(auditEvent)
    .leftJoin(user, eq(user.id, auditEvent.userId))
    .where(isAmong(auditEvent.id, 'ids'))
    .prepare(),
);
