import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import type { FieldError } from '../problems.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { writeEvent } from './log.ts';
import { stageBefore, stepRefusal } from './rules.ts';

interface Started {
  formidlingId: number | null;
  citizenId: number;
  jobOrderId: number | null;
  /** ISO date */
  startsOn: string;
}

/** Why a placement cannot begin from this card, at `formidlingId`; a placement without a card has no error. */
export function startErrors(
  tx: Pick<Db, 'select'>,
  { formidlingId, citizenId, jobOrderId }: Started,
): FieldError[] {
  if (formidlingId === null) return [];
  const field = 'formidlingId';
  const card = tx.select().from(formidling).where(eq(formidling.id, formidlingId)).get();
  if (card?.citizenId !== citizenId || card.jobOrderId !== jobOrderId)
    return [{ field, reason: 'Kortet hører til en anden borger eller ordre.' }];
  const reason = stepRefusal(card, 'startet');
  return reason ? [{ field, reason }] : [];
}

/** The card of a placement that begins; call it in the transaction that writes the placement, after startErrors. */
export function startCard(
  tx: Pick<Db, 'update' | 'insert'>,
  { formidlingId, startsOn }: Started,
  { at, by }: { at: string; by: number },
): void {
  if (formidlingId === null) return;
  tx.update(formidling)
    .set({ stage: 'startet', version: sql`${formidling.version} + 1`, updatedAt: at })
    .where(eq(formidling.id, formidlingId))
    .run();
  writeEvent(tx, formidlingId, 'startet', `Fra ${showDate(startsOn)}.`, { at, by });
}

/** A withdrawn placement puts its card back to where it stood. Call it in the withdrawal's transaction. */
export function reopenStarted(
  tx: Pick<Db, 'select' | 'update' | 'insert'>,
  formidlingId: number,
  { at, by }: { at: string; by: number },
): void {
  const card = tx.select().from(formidling).where(eq(formidling.id, formidlingId)).get();
  if (card?.stage !== 'startet') return;
  const stage = stageBefore(card);
  tx.update(formidling)
    .set({ stage, version: card.version + 1, updatedAt: at })
    .where(eq(formidling.id, formidlingId))
    .run();
  const told = `Placeringen er trukket tilbage. Tilbage til ${labels.formidlingStage[stage]}.`;
  writeEvent(tx, formidlingId, 'genaabnet', told, { at, by });
}
