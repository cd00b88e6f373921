import { and, asc, count, eq, gt, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, type OrPlaceholder, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contact, openStep } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { firmKeeper, lookedAfterBy } from '../companies/care.ts';
import type { Doing } from '../doing.ts';

/** Marks a next step as done; false when there is none that is open. */
export function completeNextStep(db: Db, id: number, { actor, at }: Doing): boolean {
  return db.transaction(
    (tx) => {
      const done = tx
        .update(contact)
        .set({ nextStepDoneAt: at })
        .where(and(eq(contact.id, id), isOpenStep()))
        .returning({ id: contact.id })
        .get();
      if (!done) return false;
      recordEvent(tx, { at, userId: actor.userId, action: 'klar', entity: 'contact', entityKey: String(id) });
      return true;
    },
    { behavior: 'immediate' },
  );
}

export interface NextStep {
  id: number;
  pNumber: number;
  name: string;
  phone: string | null;
  nextStep: string | null;
  nextStepDate: string;
  contactPerson: string | null;
  contactDate: string;
  /** who promised it, when they have left */
  takenOverFrom: string | null;
}

const SHOWN_STEPS = 50;
const leaver = alias(user, 'leaver');

/** What one has promised or has taken over: overdue, today and later, oldest first; at most 50 of each, and how many. */
export function nextSteps(db: Db, userId: number, today: string) {
  // Going through all of one's firms costs more than all else here, and most often nobody has left with a promise.
  const takenOver = promisedByLeavers(db).get() ? stepsTakenOver(db).all({ userId, today }) : [];
  const group = (which: keyof typeof DAYS, isThen: (date: string) => boolean) => {
    const steps = stepsOfUser(db)[which];
    const others = takenOver.filter(({ date }) => isThen(date)).map(({ id }) => id);
    const rows: NextStep[] = steps.shown.all({ userId, today });
    const total =
      rows.length < SHOWN_STEPS ? rows.length : (steps.counted.get({ userId, today })?.n ?? rows.length);
    if (others.length === 0) return { rows, total };
    rows.push(...stepsOfContacts(db).all({ ids: JSON.stringify(others.slice(0, SHOWN_STEPS)) }));
    return { rows: rows.sort(bySoonest).slice(0, SHOWN_STEPS), total: total + others.length };
  };
  return {
    overdue: group('overdue', (date) => date < today),
    today: group('today', (date) => date === today),
    later: group('later', (date) => date > today),
  };
}

const USER = sql.placeholder('userId');
const TODAY = sql.placeholder('today');
const DAYS = {
  overdue: lt(openStep.nextStepDate, TODAY),
  today: eq(openStep.nextStepDate, TODAY),
  later: gt(openStep.nextStepDate, TODAY),
};

const stepsOfUser = preparedOnce((db: Db) => {
  const question = (when: SQL) => {
    const own = and(eq(openStep.userId, USER), when);
    const counted = db.select({ n: count() }).from(openStep).where(own).prepare();
    return { shown: selectSteps(db, own), counted };
  };
  return { overdue: question(DAYS.overdue), today: question(DAYS.today), later: question(DAYS.later) };
});

const promisedByLeavers = preparedOnce((db: Db) =>
  db
    .select({ id: openStep.contactId })
    .from(leaver)
    .crossJoin(openStep)
    .where(and(isNotNull(leaver.disabledAt), eq(openStep.userId, leaver.id)))
    .limit(1)
    .prepare(),
);

const stepsTakenOver = preparedOnce((db: Db) =>
  db
    .select({ id: openStep.contactId, date: openStep.nextStepDate })
    .from(openStep)
    .where(takenOverBy(USER, TODAY))
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .prepare(),
);

const stepsOfContacts = preparedOnce((db: Db) => selectSteps(db, isAmong(openStep.contactId, 'ids')));

/** Condition on open_step: promised by somebody who has left, to a firm that is now the user's to answer for. */
export function takenOverBy(userId: OrPlaceholder<number>, today: OrPlaceholder<string>): SQL | undefined {
  const own = and(lookedAfterBy(userId, today), sql`${firmKeeper(today)} = ${userId}`);
  return and(
    sql`${openStep.pNumber} IN (SELECT p_number FROM p_unit WHERE ${own})`,
    // The plus keeps SQLite on the user's firms: who has left may have promised thousands.
    sql`+${openStep.userId} IN (SELECT id FROM user WHERE disabled_at IS NOT NULL)`,
  );
}

function selectSteps(db: Db, where: SQL | undefined) {
  return db
    .select({
      id: contact.id,
      pNumber: contact.pNumber,
      name: pUnit.name,
      phone: pUnit.phone,
      nextStep: contact.nextStep,
      nextStepDate: openStep.nextStepDate,
      contactPerson: contact.contactPerson,
      contactDate: contact.contactDate,
      takenOverFrom: leaver.name,
    })
    .from(openStep)
    .innerJoin(contact, eq(contact.id, openStep.contactId))
    .innerJoin(pUnit, eq(pUnit.pNumber, openStep.pNumber))
    .leftJoin(leaver, and(eq(leaver.id, openStep.userId), isNotNull(leaver.disabledAt)))
    .where(where)
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .limit(SHOWN_STEPS)
    .prepare();
}

function bySoonest(a: NextStep, b: NextStep): number {
  return a.nextStepDate < b.nextStepDate ? -1 : a.nextStepDate > b.nextStepDate ? 1 : a.id - b.id;
}

const NOBODYS_PAGE = 50;

/** What those who have left promised to firms that are nobody's today; with a team, only what its people promised. */
export function nobodysSteps(
  db: Db,
  { teamId, today, page }: { teamId: number | null; today: string; page: number },
) {
  const where = and(
    isNotNull(leaver.disabledAt),
    teamId === null ? undefined : eq(leaver.teamId, teamId),
    sql`${firmKeeper(today)} IS NULL`,
  );
  const rows = db
    .select({
      id: contact.id,
      pNumber: pUnit.pNumber,
      name: pUnit.name,
      nextStep: contact.nextStep,
      nextStepDate: openStep.nextStepDate,
      byName: leaver.name,
    })
    .from(leaver)
    .innerJoin(openStep, eq(openStep.userId, leaver.id))
    .innerJoin(contact, eq(contact.id, openStep.contactId))
    .innerJoin(pUnit, eq(pUnit.pNumber, openStep.pNumber))
    .where(where)
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .limit(NOBODYS_PAGE)
    .offset((page - 1) * NOBODYS_PAGE)
    .all();
  const found = db
    .select({ n: count() })
    .from(leaver)
    .innerJoin(openStep, eq(openStep.userId, leaver.id))
    .innerJoin(pUnit, eq(pUnit.pNumber, openStep.pNumber))
    .where(where)
    .get();
  return { rows, total: found?.n ?? 0, page, pageSize: NOBODYS_PAGE };
}

/** What is promised to one firm, by whom, soonest first. */
export function openStepsAt(db: Db, pNumber: number) {
  return stepsOfFirm(db).all({ pNumber });
}

const stepsOfFirm = preparedOnce((db: Db) =>
  db
    .select({
      id: contact.id,
      nextStep: contact.nextStep,
      nextStepDate: openStep.nextStepDate,
      userId: contact.userId,
      byName: user.name,
    })
    .from(openStep)
    .innerJoin(contact, eq(contact.id, openStep.contactId))
    .leftJoin(user, eq(user.id, openStep.userId))
    .where(eq(openStep.pNumber, sql.placeholder('pNumber')))
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .limit(SHOWN_STEPS)
    .prepare(),
);

/** Condition on contact: its next step is promised and not kept yet. */
export function isOpenStep(): SQL {
  return sql`EXISTS (SELECT 1 FROM open_step WHERE open_step.contact_id = contact.id)`;
}
