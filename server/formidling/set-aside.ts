import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { type SetAsideReason, setAside } from '../../db/schema/matching.ts';
import { readCitizen, readOrder } from '../matching/market.ts';
import { setCandidateAside, takeBack } from '../matching/set-aside.ts';
import { labels } from '../ui/labels.ts';
import type { Doing, Tx } from './changes.ts';
import { writeEvent } from './log.ts';
import type { Card, CheckedStep } from './rules.ts';

const SET_ASIDE_FOR: Readonly<Partial<Record<string, SetAsideReason>>> = {
  borger_nej: 'borgeren_siger_nej',
  virksomhed_nej: 'virksomheden_siger_nej',
};

/** A no from either side also takes the citizen off the order's suggestions; opening the card again gives them back. */
export function keepSetAside(db: Db, tx: Tx, card: Card, step: CheckedStep, { at, by, today }: Doing): void {
  const { jobOrderId, citizenId } = card;
  if (step.step === 'genaabnet') {
    const standing = card.stage === 'ej' ? standingSetAside(tx, jobOrderId, citizenId) : undefined;
    if (standing) takeBack(db, standing.id, { at, by });
    return;
  }
  const ended = step.step === 'ej' ? step.ended : step.answer === 'nej' ? 'borger_nej' : 'andet';
  const reason = SET_ASIDE_FOR[ended];
  const order = reason && readOrder(db, { id: jobOrderId }, today);
  const person = reason && readCitizen(db, citizenId, today);
  if (!reason || !order || !person || standingSetAside(tx, jobOrderId, citizenId)) return;
  const entry = { reason, comment: null, order: order.matchOrder, citizen: person.matchCitizen };
  setCandidateAside(db, entry, { at, by });
}

const ENDED_FOR: Readonly<Partial<Record<SetAsideReason, NonNullable<Card['ended']>>>> = {
  borgeren_siger_nej: 'borger_nej',
  virksomheden_siger_nej: 'virksomhed_nej',
};

/** Somebody set aside is no candidate: an open card ends with the same reason. Call it in the set-aside's transaction. */
export function endCardSetAside(
  tx: Pick<Db, 'select' | 'update' | 'insert'>,
  { orderId, citizenId, reason }: { orderId: number; citizenId: number; reason: SetAsideReason },
  { at, by }: { at: string; by: number },
): void {
  const card = tx
    .select()
    .from(formidling)
    .where(
      and(
        eq(formidling.jobOrderId, orderId),
        eq(formidling.citizenId, citizenId),
        ne(formidling.stage, 'ej'),
        ne(formidling.stage, 'startet'),
      ),
    )
    .get();
  if (!card) return;
  tx.update(formidling)
    .set({
      stage: 'ej',
      ended: ENDED_FOR[reason] ?? 'passer_ikke',
      version: card.version + 1,
      updatedAt: at,
    })
    .where(eq(formidling.id, card.id))
    .run();
  writeEvent(tx, card.id, 'ej', `Sat til side: ${labels.setAside[reason]}.`, { at, by });
}

export function whySetAside(tx: Tx, orderId: number, citizenId: number): string | null {
  const found = standingSetAside(tx, orderId, citizenId);
  return found
    ? `Borgeren er sat til side for ordren (${labels.setAside[found.reason]}). Tag det tilbage først.`
    : null;
}

function standingSetAside(tx: Tx, orderId: number, citizenId: number) {
  return tx
    .select()
    .from(setAside)
    .where(
      and(eq(setAside.jobOrderId, orderId), eq(setAside.citizenId, citizenId), isNull(setAside.withdrawnAt)),
    )
    .get();
}
