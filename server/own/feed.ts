import { createHash, randomBytes } from 'node:crypto';
import { and, asc, eq, gte, isNotNull, isNull, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { contact, openStep } from '../../db/schema/contacts.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { calendarFeed, user, userRole } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { takenOverBy } from '../contacts/next-steps.ts';
import { versionsOf } from '../contacts/queries.ts';
import type { Doing } from '../doing.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';
import { plannedFollowUps } from '../placements/due.ts';
import { labels } from '../ui/labels.ts';

const MOST = 300;

/** Makes the user's feed, or gives it a new secret: what the old one opened is gone. The secret is told once. */
export function makeFeed(db: Db, { actor, at }: Doing): string {
  const secret = randomBytes(32).toString('base64url');
  const row = { userId: actor.userId, secretHash: hashOf(secret), createdAt: at, lastFetchedAt: null };
  db.transaction(
    (tx) => {
      tx.insert(calendarFeed).values(row).onConflictDoUpdate({ target: calendarFeed.userId, set: row }).run();
      const event = { action: 'opret', entity: 'calendar_feed', entityKey: String(actor.userId) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
    },
    { behavior: 'immediate' },
  );
  return secret;
}

export function closeFeed(db: Db, { actor, at }: Doing): void {
  db.transaction(
    (tx) => {
      tx.delete(calendarFeed).where(eq(calendarFeed.userId, actor.userId)).run();
      const event = { action: 'slet', entity: 'calendar_feed', entityKey: String(actor.userId) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
    },
    { behavior: 'immediate' },
  );
}

export function feedOf(db: Db, userId: number) {
  return db
    .select({ createdAt: calendarFeed.createdAt, lastFetchedAt: calendarFeed.lastFetchedAt })
    .from(calendarFeed)
    .where(eq(calendarFeed.userId, userId))
    .get();
}

/** Whose feed the secret opens; nobody's when the user's access is closed. */
export function openFeed(db: Db, secret: string, at: string): number | undefined {
  const found = db
    .select({ userId: calendarFeed.userId })
    .from(calendarFeed)
    .innerJoin(user, eq(user.id, calendarFeed.userId))
    .where(and(eq(calendarFeed.secretHash, hashOf(secret)), isNull(user.disabledAt)))
    .get();
  if (!found) return undefined;
  db.update(calendarFeed).set({ lastFetchedAt: at }).where(eq(calendarFeed.userId, found.userId)).run();
  return found.userId;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A day in the calendar: a firm and what about it, never a citizen. */
export interface FeedDay {
  /** the same for as long as it is the same thing, corrected or not */
  key: string;
  date: string;
  firm: string;
  what: string;
  path: { pNumber: number } | { orderId: number } | { placementId: number };
  changedAt: string;
}

/** What one has promised, the deadlines of one's open orders from today on, and when to look after one's placements. */
export function daysOf(db: Db, userId: number, today: string): FeedDay[] {
  return [
    ...promises(db, userId, today),
    ...deadlines(db, userId, today),
    ...placementFollowUps(db, userId, today),
  ];
}

function promises(db: Db, userId: number, today: string): FeedDay[] {
  // One question each: with an OR between them SQLite would look at all that anybody has promised.
  return [eq(openStep.userId, userId), takenOverBy(userId, today)]
    .flatMap((where) => promisesWhere(db, where))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id - b.id))
    .slice(0, MOST)
    .map(({ id, replacesId, date, nextStep, changedAt, pNumber, firm }) => ({
      key: `kontakt-${replacesId === null ? id : (versionsOf(db, id).at(-1)?.id ?? id)}`,
      date,
      firm,
      what: nextStep ?? 'Følg op',
      path: { pNumber },
      changedAt,
    }));
}

function promisesWhere(db: Db, where: SQL | undefined) {
  return db
    .select({
      id: contact.id,
      date: openStep.nextStepDate,
      nextStep: contact.nextStep,
      changedAt: contact.recordedAt,
      replacesId: contact.replacesId,
      pNumber: contact.pNumber,
      firm: pUnit.name,
    })
    .from(openStep)
    .innerJoin(contact, eq(contact.id, openStep.contactId))
    .innerJoin(pUnit, eq(pUnit.pNumber, openStep.pNumber))
    .where(where)
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .limit(MOST)
    .all();
}

function deadlines(db: Db, userId: number, today: string): FeedDay[] {
  const rows = db
    .select({
      id: jobOrder.id,
      date: jobOrder.deadline,
      title: jobOrder.title,
      changedAt: jobOrder.updatedAt,
      firm: firmName,
    })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        isNotNull(jobOrder.deadline),
        gte(jobOrder.deadline, today),
        isOwnedBy('mine', { userId, teamId: null }),
      ),
    )
    .orderBy(asc(jobOrder.deadline), asc(jobOrder.id))
    .limit(MOST)
    .all();
  return rows.map(({ id, date, title, changedAt, firm }) => ({
    key: `ordre-${id}`,
    date: date ?? '',
    firm,
    what: `Frist på jobordren ${title}`,
    path: { orderId: id },
    changedAt,
  }));
}

function placementFollowUps(db: Db, userId: number, today: string): FeedDay[] {
  const viewer = viewerOf(db, userId);
  return plannedFollowUps(db, { viewer, today })
    .slice(0, MOST)
    .map(({ id, placementId, kind, dueOn, firm, changedAt }) => ({
      key: `opfoelgning-${id}`,
      date: dueOn,
      firm,
      what: labels.followUp[kind],
      path: { placementId },
      changedAt,
    }));
}

function viewerOf(db: Db, userId: number) {
  const roles = db.select({ role: userRole.role }).from(userRole).where(eq(userRole.userId, userId)).all();
  return { userId, teamId: null, roles: roles.map(({ role }) => role) };
}
