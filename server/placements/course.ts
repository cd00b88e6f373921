import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { PLACEMENT_ENDS, placementExtension, placementHours } from '../../db/schema/placements.ts';
import { reopenStarted } from '../formidling/starting.ts';
import { legalRules } from '../legal-rules/queries.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate, showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import { type ChangeAnswer, changePlacement, type PlacementRow, reasonErrors, type Seen } from './change.ts';
import { type Doer, reasonWanted, type Tx, writeHours, writeOverride } from './changes.ts';
import { collisionErrors, hoursOf } from './collision-errors.ts';
import { type HoursStep, hoursOn } from './collisions.ts';
import { ordinaryHoursErrors, PLACEMENT_LIMITS } from './draft.ts';
import { dropFollowUpsAfter, rescheduleChecks } from './follow-ups.ts';
import { hourOpinions, opinionsOn } from './opinions.ts';
import { lastDayOf } from './rules.ts';
import { checkHours, type TypedHours } from './shifts.ts';

export interface HoursChange extends TypedHours {
  fromDate: string;
  /** why one goes on although a rule says no or lacks an answer */
  overrideReason: string | null;
}

/** Other hours from a day on. The same day again corrects what was written for it. */
export function changeHours(db: Db, seen: Seen, change: HoursChange, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'timer' }, (tx, row) => {
    const { fromDate, overrideReason } = change;
    const { hours, errors: hoursErrors } = checkHours(change);
    const errors = [...dayWithin('fromDate', fromDate, row), ...hoursErrors];
    if (!hours || errors.length > 0) return { errors };
    const step = { fromDate, ...hours };
    const inTheWay = collisions(tx, row, { step });
    if (inTheWay.length > 0) return { errors: inTheWay };
    const person = tx.select().from(citizen).where(eq(citizen.id, row.citizenId)).get();
    const asked = { type: row.type, weeklyHours: hours.weeklyHours, startsOn: fromDate };
    const opinions = person ? hourOpinions(legalRules(tx), person, asked) : [];
    const refused = opinions.filter(({ answer }) => answer !== 'ja');
    if (refused.length > 0 && overrideReason === null) return { errors: [reasonWanted(refused)] };
    for (const each of refused)
      writeOverride(tx, { ...row, opinion: each, reason: overrideReason ?? '' }, doer);
    tx.update(placementHours)
      .set({ supersededAt: doer.at })
      .where(
        and(
          eq(placementHours.placementId, row.id),
          eq(placementHours.fromDate, fromDate),
          isNull(placementHours.supersededAt),
        ),
      )
      .run();
    writeHours(tx, row.id, step, doer);
    return { set: {}, detail: `${fromDate} ${showHour(hours.weeklyHours)}` };
  });
}

export interface Extension {
  endsOn: string;
  reason: string | null;
  /** why one goes on although a rule says no or lacks an answer */
  overrideReason: string | null;
}

/** A later last day, with why. What the rules say of the whole period is asked again. */
export function extendPlacement(db: Db, seen: Seen, change: Extension, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'forlaeng' }, (tx, row) => {
    const { endsOn, reason, overrideReason } = change;
    const before = row.endsOn;
    if (before === null || row.endedOn !== null) return { errors: [NOTHING_TO_EXTEND] };
    const errors = reasonErrors('reason', reason, PLACEMENT_LIMITS.reason);
    if (!isIsoDate(endsOn) || endsOn <= before)
      errors.push({ field: 'endsOn', reason: `Skriv en dag efter ${showDate(before)}.` });
    if (reason === null || errors.length > 0) return { errors };
    const inTheWay = collisions(tx, row, { lastDay: endsOn });
    if (inTheWay.length > 0) return { errors: inTheWay };
    const refused = opinionsOnExtension(tx, row, endsOn).filter(({ answer }) => answer !== 'ja');
    if (refused.length > 0 && overrideReason === null) return { errors: [reasonWanted(refused)] };
    for (const opinion of refused) writeOverride(tx, { ...row, opinion, reason: overrideReason ?? '' }, doer);
    tx.insert(placementExtension)
      .values({
        placementId: row.id,
        endsOnBefore: before,
        endsOn,
        reason,
        decidedAt: doer.at,
        decidedBy: doer.by,
      })
      .run();
    rescheduleChecks(tx, { ...row, endsOn });
    return { set: { endsOn }, detail: endsOn };
  });
}

const NOTHING_TO_EXTEND: FieldError = {
  field: 'endsOn',
  reason: 'Forløbet har ingen aftalt sidste dag, eller det er ophørt.',
};

/** What the rules say of a placement with that last day. Nobody has asked about the last employer again. */
export function opinionsOnExtension(tx: Pick<Db, 'select'>, row: PlacementRow, endsOn: string) {
  const person = tx.select().from(citizen).where(eq(citizen.id, row.citizenId)).get();
  if (!person) return [];
  const { weeklyHours } = hoursOn({ hours: hoursOf(tx, [row.id]).get(row.id) ?? [] }, endsOn);
  const wanted = { ...row, endsOn, weeklyHours, lastEmployerHere: false };
  return opinionsOn(tx, person, wanted).filter(({ about }) => about === 'varighed');
}

export interface End {
  /** the last day in fact */
  endedOn: string;
  /** one of PLACEMENT_ENDS */
  ended: string;
  /** went on in ordinary paid hours; null: not asked */
  becameOrdinary: boolean | null;
  /** NaN: typed, and no number */
  ordinaryHours: number | null;
}

/** What came of it. A later last day than the agreed one is an extension first. */
export function endPlacement(db: Db, seen: Seen, change: End, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'ophoer' }, (tx, row) => {
    const { endedOn, ordinaryHours } = change;
    const ended = PLACEMENT_ENDS.find((value) => value === change.ended);
    const gotJob = ended === 'ordinaert_job_her' || ended === 'ordinaert_job_andetsteds';
    const becameOrdinary = change.becameOrdinary ?? (gotJob ? true : null);
    const errors = dayWithin('endedOn', endedOn, row);
    if (!ended) errors.push({ field: 'ended', reason: 'Vælg, hvorfor forløbet ophører.' });
    if (gotJob && becameOrdinary === false)
      errors.push({ field: 'becameOrdinary', reason: 'Et ordinært job er ordinære timer.' });
    errors.push(...ordinaryHoursErrors(ordinaryHours));
    if (ordinaryHours !== null && becameOrdinary !== true)
      errors.push({ field: 'ordinaryHours', reason: 'Timer skrives kun, når det blev til ordinære timer.' });
    if (!ended || errors.length > 0) return { errors };
    dropFollowUpsAfter(tx, row.id, endedOn);
    rescheduleChecks(tx, { ...row, endedOn });
    return { set: { endedOn, ended, becameOrdinary, ordinaryHours }, detail: ended };
  });
}

/** It goes on after all: the end was a mistake. */
export function reopenPlacement(db: Db, seen: Seen, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'genaabn' }, (tx, row) => {
    if (row.endedOn === null) return { set: {} };
    const errors = collisions(tx, row, { lastDay: row.endsOn });
    if (errors.length > 0) return { errors };
    rescheduleChecks(tx, { ...row, endedOn: null });
    return { set: { endedOn: null, ended: null, becameOrdinary: null, ordinaryHours: null } };
  });
}

/** It came to nothing, or was a mistake: the row stays with the reason, and its position is free again. */
export function withdrawPlacement(db: Db, seen: Seen, reason: string | null, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'annuller' }, (tx, row) => {
    const errors = reasonErrors('reason', reason, PLACEMENT_LIMITS.reason);
    if (errors.length > 0) return { errors };
    // The card may lead to another placement: it lets go of this one.
    if (row.formidlingId !== null) reopenStarted(tx, row.formidlingId, doer);
    const withdrawn = { withdrawnAt: doer.at, withdrawnBy: doer.by, withdrawnReason: reason };
    return { set: { ...withdrawn, formidlingId: null } };
  });
}

function dayWithin(field: string, day: string, row: PlacementRow): FieldError[] {
  const lastDay = field === 'endedOn' ? row.endsOn : lastDayOf(row);
  if (!isIsoDate(day)) return [{ field, reason: 'Skriv en dato, der findes.' }];
  if (day < row.startsOn) return [{ field, reason: `Forløbet begynder først ${showDate(row.startsOn)}.` }];
  if (lastDay === null || day <= lastDay) return [];
  return [{ field, reason: `Forløbet slutter ${showDate(lastDay)}. Forlæng det først.` }];
}

function collisions(
  tx: Tx,
  row: PlacementRow,
  change: { step?: HoursStep; lastDay?: string | null },
): FieldError[] {
  const standing = hoursOf(tx, [row.id]).get(row.id) ?? [];
  const { step } = change;
  const hours = step ? [...standing.filter(({ fromDate }) => fromDate !== step.fromDate), step] : standing;
  const lastDay = change.lastDay === undefined ? lastDayOf(row) : change.lastDay;
  const field = step ? 'weeklyHours' : 'endsOn';
  return collisionErrors(tx, { ...row, lastDay, hours }).map(({ reason }) => ({ field, reason }));
}
