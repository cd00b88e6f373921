import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { contactPersonVersion } from '../../db/schema/contact-persons.ts';
import {
  placementExtension,
  placementFollowUp,
  placementHours,
  ruleOverride,
} from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import { type Asking, placementsOf } from './queries.ts';

export type PlacementDetails = NonNullable<ReturnType<typeof findPlacement>>;

/** One placement with everything that has happened to it; undefined also where the viewer may not know of it. */
export function findPlacement(db: Db, id: number, asking: Asking) {
  const [found] = placementsOf(db, { ids: [id] }, asking);
  if (!found) return undefined;
  const details = {
    ...found,
    contactPersonName: nameOfPerson(db, found.placement.contactPersonId),
    approverName: nameOfUser(db, found.placement.approvedBy),
    withdrawnByName: nameOfUser(db, found.placement.withdrawnBy),
    growth: growthOf(db, id),
    extensions: extensionsOf(db, id),
    followUps: followUpsOf(db, id),
    overrides: overridesOf(db, id),
  };
  return details.shown ? details : withoutTexts(details);
}

/** Who may not know whom it is about reads nothing that was written about them either. */
function withoutTexts<
  Details extends {
    placement: { goal: string | null };
    followUps: { note: string | null }[];
    overrides: { reason: string }[];
    extensions: { reason: string }[];
  },
>(details: Details): Details {
  return {
    ...details,
    placement: { ...details.placement, goal: null },
    followUps: details.followUps.map((followUp) => ({ ...followUp, note: null })),
    overrides: details.overrides.map((override) => ({ ...override, reason: WITHHELD })),
    extensions: details.extensions.map((extension) => ({ ...extension, reason: WITHHELD })),
  };
}

const WITHHELD = 'Vises kun for dem, der arbejder med borgeren.';

function nameOfPerson(db: Db, personId: number | null): string | null {
  if (personId === null) return null;
  const standing = and(
    eq(contactPersonVersion.personId, personId),
    isNull(contactPersonVersion.supersededAt),
  );
  const found = db
    .select({ name: contactPersonVersion.name })
    .from(contactPersonVersion)
    .where(standing)
    .get();
  return found?.name ?? null;
}

function nameOfUser(db: Db, userId: number | null): string | null {
  if (userId === null) return null;
  return db.select({ name: user.name }).from(user).where(eq(user.id, userId)).get()?.name ?? null;
}

/** The standing steps of hours, the oldest first, with who wrote them. */
function growthOf(db: Db, placementId: number) {
  return db
    .select({
      fromDate: placementHours.fromDate,
      weeklyHours: placementHours.weeklyHours,
      recordedAt: placementHours.recordedAt,
      byName: user.name,
    })
    .from(placementHours)
    .innerJoin(user, eq(user.id, placementHours.recordedBy))
    .where(and(eq(placementHours.placementId, placementId), isNull(placementHours.supersededAt)))
    .orderBy(asc(placementHours.fromDate))
    .all();
}

function extensionsOf(db: Db, placementId: number) {
  return db
    .select({
      endsOnBefore: placementExtension.endsOnBefore,
      endsOn: placementExtension.endsOn,
      reason: placementExtension.reason,
      decidedAt: placementExtension.decidedAt,
      byName: user.name,
    })
    .from(placementExtension)
    .innerJoin(user, eq(user.id, placementExtension.decidedBy))
    .where(eq(placementExtension.placementId, placementId))
    .orderBy(desc(placementExtension.decidedAt), desc(placementExtension.id))
    .all();
}

const doer = alias(user, 'doer');

function followUpsOf(db: Db, placementId: number) {
  return db
    .select({
      id: placementFollowUp.id,
      kind: placementFollowUp.kind,
      dueOn: placementFollowUp.dueOn,
      doneOn: placementFollowUp.doneOn,
      doneByName: doer.name,
      stillThere: placementFollowUp.stillThere,
      ordinaryHours: placementFollowUp.ordinaryHours,
      note: placementFollowUp.note,
    })
    .from(placementFollowUp)
    .leftJoin(doer, eq(doer.id, placementFollowUp.doneBy))
    .where(eq(placementFollowUp.placementId, placementId))
    .orderBy(
      sql`${placementFollowUp.doneOn} IS NOT NULL`,
      asc(placementFollowUp.dueOn),
      asc(placementFollowUp.id),
    )
    .all();
}

function overridesOf(db: Db, placementId: number) {
  return db
    .select({
      what: ruleOverride.what,
      answer: ruleOverride.answer,
      sentence: ruleOverride.sentence,
      reason: ruleOverride.reason,
      decidedAt: ruleOverride.decidedAt,
      byName: user.name,
    })
    .from(ruleOverride)
    .innerJoin(user, eq(user.id, ruleOverride.decidedBy))
    .where(eq(ruleOverride.placementId, placementId))
    .orderBy(asc(ruleOverride.id))
    .all();
}

/** The placement that a follow-up belongs to; 0, which none has, when there is no such follow-up. */
export function placementOfFollowUp(db: Db, id: number): number {
  const found = db
    .select({ placementId: placementFollowUp.placementId })
    .from(placementFollowUp)
    .where(eq(placementFollowUp.id, id))
    .get();
  return found?.placementId ?? 0;
}
