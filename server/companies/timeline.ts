import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias, unionAll } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { headcount } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { isLateEntry } from '../contacts/rules.ts';

const PAGE_SIZE = 30;

type EntryType = 'contact' | 'headcount' | 'jobOrder';

/** Contacts, headcounts learned on visits and orders of a firm, newest first, a page at a time. */
export function timelineOf(db: Db, pNumber: number, page: number) {
  const keys = keysOf(db, pNumber);
  const total = db.select({ n: count() }).from(keys).get()?.n ?? 0;
  const shown = db
    .select()
    .from(keys)
    .orderBy(desc(keys.date), desc(keys.at), desc(keys.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .all();
  const idsOf = (type: EntryType) => shown.flatMap((key) => (key.type === type ? key.id : []));
  const found = [
    ...contactEntries(db, idsOf('contact')),
    ...headcountEntries(db, idsOf('headcount')),
    ...orderEntries(db, idsOf('jobOrder')),
  ];
  const byKey = new Map(found.map((entry) => [`${entry.type} ${entry.id}`, entry]));
  const entries = shown.flatMap((key) => byKey.get(`${key.type} ${key.id}`) ?? []);
  return { entries, total, page, pageSize: PAGE_SIZE };
}
export type TimelineEntry = ReturnType<typeof timelineOf>['entries'][number];

function keysOf(db: Db, pNumber: number) {
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
      .where(and(eq(contact.pNumber, pNumber), isNull(contact.supersededAt))),
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
      .where(eq(jobOrder.pNumber, pNumber)),
  ).as('timeline');
}

function contactEntries(db: Db, ids: number[]) {
  const recorder = alias(user, 'recorder');
  return db
    .select({ contact, userName: user.name, recorderName: recorder.name })
    .from(contact)
    .leftJoin(user, eq(user.id, contact.userId))
    .leftJoin(recorder, eq(recorder.id, contact.recordedBy))
    .where(inArray(contact.id, ids))
    .all()
    .map(({ contact: { importKey: _importKey, formKey: _formKey, ...entry }, userName, recorderName }) => ({
      type: 'contact' as const,
      ...entry,
      byName: userName ?? entry.consultantName,
      recorderName,
      late: isLateEntry(entry),
    }));
}

function headcountEntries(db: Db, ids: number[]) {
  return db
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
    .where(inArray(headcount.id, ids))
    .all()
    .map((entry) => ({ type: 'headcount' as const, ...entry }));
}

function orderEntries(db: Db, ids: number[]) {
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      orderType: jobOrder.type,
      status: jobOrder.status,
      positions: jobOrder.positions,
      createdAt: jobOrder.createdAt,
    })
    .from(jobOrder)
    .where(inArray(jobOrder.id, ids))
    .all()
    .map((entry) => ({ type: 'jobOrder' as const, ...entry }));
}
