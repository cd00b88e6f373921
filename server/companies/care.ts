import { and, asc, desc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type OrPlaceholder, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { ASSIGNMENT_ROLES, type AssignmentRole, firmAssignment } from '../../db/schema/firm-work.ts';
import { auditEvent } from '../../db/schema/settings.ts';
import { team, user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { numberList } from '../coverage/conditions.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate, localDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';

type Reader = Pick<Db, 'select'>;
type Writer = Pick<Db, 'select' | 'insert' | 'update'>;

/** Who else looks after a firm and who did: the latest first. */
export function assignmentsAt(db: Reader, pNumber: number) {
  return assignments(db).all({ pNumber });
}
export type Assignment = ReturnType<typeof assignmentsAt>[number];

const assignments = preparedOnce((db: Reader) =>
  db
    .select({
      id: firmAssignment.id,
      role: firmAssignment.role,
      userId: firmAssignment.userId,
      name: sql<string>`coalesce(${user.name}, ${team.name})`,
      fromDate: firmAssignment.fromDate,
      untilDate: firmAssignment.untilDate,
      endedAt: firmAssignment.endedAt,
    })
    .from(firmAssignment)
    .leftJoin(user, eq(user.id, firmAssignment.userId))
    .leftJoin(team, eq(team.id, firmAssignment.teamId))
    .where(eq(firmAssignment.pNumber, sql.placeholder('pNumber')))
    .orderBy(desc(firmAssignment.fromDate), desc(firmAssignment.id))
    .prepare(),
);

/** Not ended, and its last day has not come. */
export function isAssigned(assignment: Pick<Assignment, 'endedAt' | 'untilDate'>, today: string): boolean {
  return assignment.endedAt === null && (assignment.untilDate === null || assignment.untilDate > today);
}

/** Condition on p_unit: the user is the firm's substitute today. */
export function caredForBy(userId: OrPlaceholder<number>, today: OrPlaceholder<string>): SQL {
  const holds = holdsToday(isSubstitute(userId), today);
  return sql`${pUnit.pNumber} IN (SELECT ${firmAssignment.pNumber} FROM ${firmAssignment} WHERE ${holds})`;
}

/** The firms that the user is the substitute of today. */
export function substituteFirms(db: Reader, userId: number, today: string): Set<number> {
  return new Set(firmsOfSubstitute(db).get({ userId, today })?.pNumbers);
}

const firmsOfSubstitute = preparedOnce((db: Reader) =>
  db
    .select({ pNumbers: numberList(firmAssignment.pNumber) })
    .from(firmAssignment)
    .where(holdsToday(isSubstitute(sql.placeholder('userId')), sql.placeholder('today')))
    .prepare(),
);

/** Condition on p_unit: the user looks after the firm today, as its konsulent or as substitute. */
export function lookedAfterBy(userId: OrPlaceholder<number>, today: OrPlaceholder<string>): SQL | undefined {
  return or(eq(pUnit.ownerUserId, userId), caredForBy(userId, today));
}

/** The firms that the user looks after today. */
export function firmsLookedAfterBy(db: Reader, userId: number, today: string): Set<number> {
  return new Set(firmsOfUser(db).get({ userId, today })?.pNumbers);
}

const firmsOfUser = preparedOnce((db: Reader) =>
  db
    .select({ pNumbers: numberList(pUnit.pNumber) })
    .from(pUnit)
    .where(lookedAfterBy(sql.placeholder('userId'), sql.placeholder('today')))
    .prepare(),
);

/**
 * Expression on p_unit: who answers for what the firm was promised and what it ordered when whoever did it has left.
 * Its konsulent, or else (none, or gone as well) its substitute today; NULL is nobody.
 */
export function firmKeeper(today: OrPlaceholder<string>): SQL<number | null> {
  return sql`coalesce(
    (SELECT id FROM user WHERE id = p_unit.owner_user_id AND disabled_at IS NULL),
    (SELECT user_id FROM firm_assignment JOIN user ON user.id = firm_assignment.user_id
      WHERE firm_assignment.p_number = p_unit.p_number AND role = 'stedfortraeder' AND ended_at IS NULL
        AND from_date <= ${today} AND (until_date IS NULL OR until_date > ${today}) AND disabled_at IS NULL
      ORDER BY from_date, firm_assignment.id LIMIT 1))`;
}

export function followedFirms(db: Reader, userId: number, today: string): Set<number> {
  const follows = and(eq(firmAssignment.userId, userId), eq(firmAssignment.role, 'foelger'));
  return assignedFirms(db, holdsToday(follows, today));
}

/** The firms that a team has been given, whoever is their konsulent. */
export function teamFirms(db: Reader, teamId: number, today: string): Set<number> {
  return assignedFirms(db, holdsToday(eq(firmAssignment.teamId, teamId), today));
}

function isSubstitute(userId: OrPlaceholder<number>): SQL | undefined {
  return and(eq(firmAssignment.userId, userId), eq(firmAssignment.role, 'stedfortraeder'));
}

function holdsToday(whom: SQL | undefined, today: OrPlaceholder<string>): SQL | undefined {
  return and(
    whom,
    isNull(firmAssignment.endedAt),
    lte(firmAssignment.fromDate, today),
    or(isNull(firmAssignment.untilDate), gt(firmAssignment.untilDate, today)),
  );
}

function assignedFirms(db: Reader, where: SQL | undefined): Set<number> {
  const found = db
    .select({ pNumbers: numberList(firmAssignment.pNumber) })
    .from(firmAssignment)
    .where(where)
    .get();
  return new Set(found?.pNumbers);
}

interface AssignmentDraft {
  role: AssignmentRole | undefined;
  /** of a user, or of a team */
  whom: number;
  fromDate: string;
  /** '': until further notice */
  untilDate: string;
}

export function readAssignmentForm(
  fields: Fields,
  { userId, today }: { userId: number; today: string },
): AssignmentDraft {
  const role = oneOf(ASSIGNMENT_ROLES, textOf(fields, 'rolle'));
  return {
    role,
    whom: role === 'foelger' ? userId : Number(textOf(fields, 'hvem')),
    fromDate: textOf(fields, 'fra') || today,
    untilDate: textOf(fields, 'ophoerer'),
  };
}

type AssignmentAnswer =
  | { outcome: 'saved'; pNumber: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Gives a firm a substitute, a team or a follower. */
export function assignFirm(
  db: Db,
  { pNumber, draft }: { pNumber: number; draft: AssignmentDraft },
  doing: Doing,
): AssignmentAnswer {
  return db.transaction(
    (tx): AssignmentAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const { role, whom, fromDate } = draft;
      const untilDate = draft.untilDate || null;
      const errors = checkAssignment(tx, draft, localDate(new Date(doing.at)));
      if (!role || errors.length > 0) return { outcome: 'refused', errors };
      const ids = role === 'team' ? { teamId: whom, userId: null } : { userId: whom, teamId: null };
      writeAssignment(tx, { pNumber, role, ...ids, fromDate, untilDate }, doing);
      return { outcome: 'saved', pNumber };
    },
    { behavior: 'immediate' },
  );
}

function checkAssignment(tx: Reader, draft: AssignmentDraft, today: string): FieldError[] {
  const { role, whom, fromDate, untilDate } = draft;
  const errors: FieldError[] = [];
  if (!role) errors.push({ field: 'rolle', reason: 'Vælg, hvad tilknytningen er.' });
  const known =
    role === 'team'
      ? tx.select().from(team).where(eq(team.id, whom)).get()
      : tx
          .select()
          .from(user)
          .where(and(eq(user.id, whom), isNull(user.disabledAt)))
          .get();
  if (!known) errors.push({ field: 'hvem', reason: 'Vælg hvem.' });
  if (!isIsoDate(fromDate)) errors.push({ field: 'fra', reason: 'Skriv den dato, det gælder fra.' });
  if (untilDate && !isIsoDate(untilDate))
    errors.push({ field: 'ophoerer', reason: 'Datoen findes ikke. Skriv den som 2026-12-31.' });
  else if (untilDate && (untilDate <= fromDate || untilDate <= today))
    errors.push({ field: 'ophoerer', reason: 'Vælg en dato efter i dag og efter starten.' });
  return errors;
}

type NewAssignment = Pick<
  typeof firmAssignment.$inferInsert,
  'pNumber' | 'role' | 'userId' | 'teamId' | 'fromDate' | 'untilDate'
>;

/** Call it inside the transaction. The same one again adds nothing; returns its id. */
export function writeAssignment(tx: Writer, wanted: NewAssignment, { actor, at }: Doing): number {
  const same = assignmentsAt(tx, wanted.pNumber).find(
    (old) =>
      old.endedAt === null &&
      old.role === wanted.role &&
      (wanted.role === 'team' || old.userId === wanted.userId) &&
      old.fromDate === wanted.fromDate &&
      old.untilDate === (wanted.untilDate ?? null),
  );
  if (same && wanted.role !== 'team') return same.id;
  if (wanted.role === 'team') endTeams(tx, wanted.pNumber, { actor, at });
  const { id } = tx
    .insert(firmAssignment)
    .values({ ...wanted, recordedAt: at, recordedBy: actor.userId })
    .returning({ id: firmAssignment.id })
    .get();
  tellOf(tx, 'tilknyt', id, `${wanted.pNumber} ${wanted.role}`, { actor, at });
  return id;
}

/** A firm has one team at a time. */
function endTeams(tx: Writer, pNumber: number, { actor, at }: Doing): void {
  tx.update(firmAssignment)
    .set({ endedAt: at, endedBy: actor.userId })
    .where(
      and(
        eq(firmAssignment.pNumber, pNumber),
        eq(firmAssignment.role, 'team'),
        isNull(firmAssignment.endedAt),
      ),
    )
    .run();
}

export function endAssignment(db: Db, id: number, doing: Doing): AssignmentAnswer {
  return db.transaction(
    (tx): AssignmentAnswer => {
      const old = tx.select().from(firmAssignment).where(eq(firmAssignment.id, id)).get();
      if (!old) return { outcome: 'unknown' };
      stopAssignment(tx, id, doing);
      return { outcome: 'saved', pNumber: old.pNumber };
    },
    { behavior: 'immediate' },
  );
}

/** Call it inside the transaction. False: it had ended already. */
export function stopAssignment(tx: Writer, id: number, { actor, at }: Doing): boolean {
  const ended = tx
    .update(firmAssignment)
    .set({ endedAt: at, endedBy: actor.userId })
    .where(and(eq(firmAssignment.id, id), isNull(firmAssignment.endedAt)))
    .returning({ pNumber: firmAssignment.pNumber })
    .get();
  if (ended) tellOf(tx, 'ophoer', id, String(ended.pNumber), { actor, at });
  return ended !== undefined;
}

function tellOf(tx: Writer, action: string, id: number, detail: string, { actor, at }: Doing): void {
  const event = { action, entity: 'firm_assignment', entityKey: String(id), detail };
  recordEvent(tx, { at, userId: actor.userId, ...event });
}

/** Who has had the firm: from the log of who changed what, the latest first. */
export function ownerChangesAt(db: Reader, pNumber: number) {
  return db
    .select({ at: auditEvent.at, byName: user.name, detail: auditEvent.detail })
    .from(auditEvent)
    .leftJoin(user, eq(user.id, auditEvent.userId))
    .where(
      and(
        eq(auditEvent.entity, 'p_unit'),
        eq(auditEvent.entityKey, String(pNumber)),
        eq(auditEvent.action, 'ansvarlig'),
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(20)
    .all();
}

/** Teams with their ids, for choosing one. */
export function teamChoices(db: Reader): [string, string][] {
  return db
    .select({ id: team.id, name: team.name })
    .from(team)
    .orderBy(asc(team.name))
    .all()
    .map(({ id, name }) => [String(id), name]);
}
