import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import { auditEvent } from '../../db/schema/settings.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { localDate } from '../ui/dates.ts';
import { usualSteps, workingDayAfter } from './chain.ts';
import type { LoggedOrder } from './log-line/orders.ts';
import { parseLogLine } from './log-line/parse.ts';

/** In the log of who changed what: a step that was taken from the suggestions, and may be taken back. */
const TAKEN = 'skridt';

export interface Afterwards {
  contactId: number;
  /** what usually comes next; empty once there is a next step */
  steps: { text: string; date: string }[];
  /** what the note says they need */
  orders: LoggedOrder[];
  /** they said no, or not now: a pause may be what they want */
  pause: boolean;
  /** the step was one of the suggestions */
  taken: boolean;
}

/** What the user's latest contact with the firm leads to, for the page that says it is saved. */
export function afterwards(db: Db, pNumber: number, userId: number, today: string): Afterwards | null {
  const latest = db
    .select()
    .from(contact)
    .where(and(eq(contact.pNumber, pNumber), eq(contact.recordedBy, userId), isNull(contact.supersededAt)))
    .orderBy(desc(contact.recordedAt), desc(contact.id))
    .limit(1)
    .get();
  if (!latest) return null;
  const open = latest.nextStepDate === null ? usualSteps(latest) : [];
  return {
    contactId: latest.id,
    steps: open.map(({ text, workingDays }) => ({ text, date: workingDayAfter(today, workingDays) })),
    orders: latest.note ? parseLogLine(latest.note, { today }).orders : [],
    pause: latest.outcome === 'ikke_interesseret' || latest.outcome === 'senere',
    taken: latest.nextStepDoneAt === null && isTaken(db, latest.id),
  };
}

function isTaken(db: Pick<Db, 'select'>, contactId: number): boolean {
  const last = db
    .select({ action: auditEvent.action })
    .from(auditEvent)
    .where(and(eq(auditEvent.entity, 'contact'), eq(auditEvent.entityKey, String(contactId))))
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(1)
    .get();
  return last?.action === TAKEN;
}

/** Gives a contact without a next step one of the usual ones; undefined: it has one, or there is no such suggestion. */
export function takeUsualStep(db: Db, id: number, text: string, { actor, at }: Doing) {
  return db.transaction(
    (tx) => {
      const old = tx
        .select()
        .from(contact)
        .where(and(eq(contact.id, id), eq(contact.recordedBy, actor.userId), isNull(contact.supersededAt)))
        .get();
      const step = old && usualSteps(old).find((usual) => usual.text === text);
      if (!old || !step || old.nextStepDate !== null) return undefined;
      const nextStepDate = workingDayAfter(localDate(new Date(at)), step.workingDays);
      tx.update(contact).set({ nextStep: step.text, nextStepDate }).where(eq(contact.id, id)).run();
      const detail = `${step.text} ${nextStepDate}`;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: TAKEN,
        entity: 'contact',
        entityKey: String(id),
        detail,
      });
      return { pNumber: old.pNumber };
    },
    { behavior: 'immediate' },
  );
}

/** Takes back a step that was taken from the suggestions, as long as nothing else has happened to it. */
export function leaveUsualStep(db: Db, id: number, { actor, at }: Doing) {
  return db.transaction(
    (tx) => {
      const old = tx
        .select()
        .from(contact)
        .where(and(eq(contact.id, id), eq(contact.recordedBy, actor.userId), isNull(contact.supersededAt)))
        .get();
      if (!old || old.nextStepDoneAt !== null || !isTaken(tx, id)) return undefined;
      tx.update(contact).set({ nextStep: null, nextStepDate: null }).where(eq(contact.id, id)).run();
      const event = { action: 'fortryd', entity: 'contact', entityKey: String(id) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return { pNumber: old.pNumber };
    },
    { behavior: 'immediate' },
  );
}
