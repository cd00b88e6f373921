import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import {
  placement,
  placementFollowUp,
  placementHours,
  placementShift,
  ruleOverride,
} from '../../db/schema/placements.ts';
import { recordEvent } from '../admin/queries.ts';
import { firmBarsFor } from '../companies/bars.ts';
import { startCard, startErrors } from '../formidling/starting.ts';
import { takenPositions } from '../job-orders/queries.ts';
import type { FieldError } from '../problems.ts';
import { isPersonAt } from '../records/queries.ts';
import { localDate } from '../ui/dates.ts';
import { collisionErrors } from './collision-errors.ts';
import type { HoursStep } from './collisions.ts';
import { type CheckedPlacement, checkPlacement, type PlacementDraft } from './draft.ts';
import { type Opinion, opinionsOn } from './opinions.ts';
import { checkDates } from './rules.ts';
import { placementBarRefusal } from './words.ts';

export type Tx = Pick<Db, 'select' | 'insert' | 'update' | 'delete'>;

export interface Doer {
  /** UTC */
  at: string;
  /** the user's id */
  by: number;
}

export type StartAnswer = { id: number; errors?: undefined } | { id?: undefined; errors: FieldError[] };

/**
 * Writes down that a citizen is placed. Call it inside an open IMMEDIATE transaction. Nothing is written when it answers
 * with errors (at PlacementDraft's fields): a bad date, an order that is full or another firm's, a card on which nothing
 * has been shared, a citizen on the order's board without a yes, a firm that is barred, a collision with another placement
 * of the citizen, or a rule that says nej or mangler without `overrideReason`.
 */
export function startPlacement(tx: Tx, draft: PlacementDraft, { at, by }: Doer): StartAnswer {
  const earlier =
    draft.formKey && tx.select().from(placement).where(eq(placement.formKey, draft.formKey)).get();
  if (earlier) return { id: earlier.id };
  const today = localDate(new Date(at));
  const { placement: checked, errors } = checkPlacement(draft, today);
  if (!checked) return { errors };
  const person = tx.select().from(citizen).where(eq(citizen.id, draft.citizenId)).get();
  if (!person) return { errors: [{ field: 'citizenId', reason: 'Borgeren findes ikke.' }] };
  const firm = tx.select().from(pUnit).where(eq(pUnit.pNumber, draft.pNumber)).get();
  if (!firm) return { errors: [{ field: 'pNumber', reason: 'Arbejdsstedet findes ikke.' }] };
  const { cvr } = firm;
  const inTheWay = [
    ...firmErrors(tx, checked, { cvr, today }),
    ...orderErrors(tx, checked),
    ...startErrors(tx, checked),
    ...collisionErrors(tx, {
      ...checked,
      id: null,
      cvr,
      lastDay: checked.endsOn,
      hours: [firstStep(checked)],
    }),
  ];
  if (inTheWay.length > 0) return { errors: inTheWay };
  const refused = opinionsOn(tx, person, { ...checked, cvr }).filter(({ answer }) => answer !== 'ja');
  if (refused.length > 0 && checked.overrideReason === null) return { errors: [reasonWanted(refused)] };
  const formidlingId = startCard(tx, checked, { at, by });
  const id = writePlacement(tx, { ...checked, cvr, formidlingId }, { at, by });
  for (const opinion of refused) {
    const reason = checked.overrideReason ?? '';
    writeOverride(tx, { ...checked, id, opinion, reason }, { at, by });
  }
  recordEvent(tx, { at, userId: by, action: 'opret', entity: 'placement', entityKey: String(id) });
  return { id };
}

function firstStep({ startsOn, weeklyHours, shifts }: CheckedPlacement): HoursStep {
  return { fromDate: startsOn, weeklyHours, shifts };
}

/** A firm that is barred on the first day, or today, gets nobody; what was before the bar may still be written down. */
function firmErrors(
  tx: Tx,
  { pNumber, startsOn, contactPersonId }: CheckedPlacement,
  { cvr, today }: { cvr: number; today: string },
): FieldError[] {
  const errors: FieldError[] = [];
  const place = { pNumber, cvr };
  const days = startsOn < today ? [startsOn] : [today, startsOn];
  const bar = days.map((day) => firmBarsFor(tx, [place], day)(place)).find((found) => found !== null);
  if (bar) errors.push({ field: 'pNumber', reason: placementBarRefusal(bar) });
  if (contactPersonId !== null && !isPersonAt(tx, contactPersonId, pNumber))
    errors.push({ field: 'contactPersonId', reason: 'Vælg en af virksomhedens personer.' });
  return errors;
}

function orderErrors(tx: Tx, { jobOrderId, pNumber }: CheckedPlacement): FieldError[] {
  if (jobOrderId === null) return [];
  const field = 'jobOrderId';
  const order = tx.select().from(jobOrder).where(eq(jobOrder.id, jobOrderId)).get();
  if (!order) return [{ field, reason: 'Jobordren findes ikke.' }];
  if (order.pNumber !== null && order.pNumber !== pNumber)
    return [{ field, reason: 'Jobordren hører til et andet arbejdssted.' }];
  const taken = takenPositions(tx, jobOrderId);
  if (taken < order.positions) return [];
  const reason = `Alle ordrens pladser er besat: ${taken} af ${order.positions}.`;
  return [{ field, reason }];
}

/** Where a rule does not say ja, a person goes on with a reason alone. */
export function reasonWanted(refused: readonly Opinion[]): FieldError {
  const sentences = refused.map(({ sentence }) => sentence).join(' ');
  return {
    field: 'overrideReason',
    reason: `Skriv, hvorfor I fortsætter, selv om reglerne ikke siger ja: ${sentences}`,
  };
}

function writePlacement(tx: Tx, checked: CheckedPlacement & { cvr: number }, { at, by }: Doer): number {
  const {
    shifts,
    weeklyHours,
    followUps,
    lastEmployerHere: _asked,
    overrideReason: _why,
    ...columns
  } = checked;
  const { id } = tx
    .insert(placement)
    .values({ ...columns, version: 1, createdAt: at, createdBy: by, updatedAt: at })
    .returning({ id: placement.id })
    .get();
  writeHours(tx, id, { fromDate: columns.startsOn, weeklyHours, shifts }, { at, by });
  for (const dueOn of new Set(followUps)) {
    tx.insert(placementFollowUp).values({ placementId: id, kind: 'opfoelgning', dueOn }).run();
  }
  for (const check of checkDates(columns.type, { ...columns, endedOn: null })) {
    tx.insert(placementFollowUp)
      .values({ placementId: id, ...check })
      .run();
  }
  return id;
}

export function writeHours(tx: Tx, placementId: number, step: HoursStep, { at, by }: Doer): void {
  const { fromDate, weeklyHours } = step;
  const { id } = tx
    .insert(placementHours)
    .values({ placementId, fromDate, weeklyHours, recordedAt: at, recordedBy: by })
    .returning({ id: placementHours.id })
    .get();
  for (const shift of step.shifts) {
    tx.insert(placementShift)
      .values({ hoursId: id, ...shift })
      .run();
  }
}

interface Override {
  id: number;
  citizenId: number;
  jobOrderId: number | null;
  opinion: Opinion;
  reason: string;
}

/** Which rule a person went on against, as it was shown, and why: in the transaction of what it allows. */
export function writeOverride(tx: Tx, override: Override, { at, by }: Doer): void {
  const { opinion, reason, citizenId, jobOrderId } = override;
  tx.insert(ruleOverride)
    .values({
      citizenId,
      jobOrderId,
      placementId: override.id,
      ruleId: opinion.ruleId,
      what: opinion.about,
      answer: opinion.answer,
      sentence: opinion.sentence,
      reason,
      decidedAt: at,
      decidedBy: by,
    })
    .run();
}
