import { and, eq, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import type { FieldError } from '../problems.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { writeEvent } from './log.ts';
import { type Card, stageBefore, stepRefusal } from './rules.ts';

interface Started {
  /** the card that somebody began from; null: written down past the board */
  formidlingId: number | null;
  citizenId: number;
  jobOrderId: number | null;
  /** ISO date */
  startsOn: string;
}

/** The card from which somebody begins, and that of whoever is placed past the board; undefined: the board knows nothing. */
function cardThatStarts(
  tx: Pick<Db, 'select'>,
  { formidlingId, citizenId, jobOrderId }: Omit<Started, 'startsOn'>,
): Card | undefined {
  if (formidlingId !== null) return tx.select().from(formidling).where(eq(formidling.id, formidlingId)).get();
  if (jobOrderId === null) return undefined;
  const open = and(
    eq(formidling.jobOrderId, jobOrderId),
    eq(formidling.citizenId, citizenId),
    notInArray(formidling.stage, ['ej', 'startet']),
  );
  return tx.select().from(formidling).where(open).get();
}

/** Why a placement cannot begin from this card, or past it; a citizen without a card on the order's board has no error. */
export function startErrors(tx: Pick<Db, 'select'>, started: Omit<Started, 'startsOn'>): FieldError[] {
  const { formidlingId, citizenId, jobOrderId } = started;
  const card = cardThatStarts(tx, started);
  if (formidlingId === null) {
    const isReady = !card || card.answer === 'ja';
    return isReady ? [] : [{ field: 'jobOrderId', reason: NO_YES_ON_THE_BOARD }];
  }
  const field = 'formidlingId';
  if (card?.citizenId !== citizenId || card.jobOrderId !== jobOrderId)
    return [{ field, reason: 'Kortet hører til en anden borger eller ordre.' }];
  const reason = stepRefusal(card, 'startet');
  return reason ? [{ field, reason }] : [];
}

const NO_YES_ON_THE_BOARD =
  'Borgeren står på ordrens tavle og har ikke sagt ja endnu. Skriv svaret på kortet, før forløbet oprettes på ordren.';

/**
 * Moves the card of a placement that begins, and answers with its id; null: there is none. Call it in the transaction
 * that writes the placement, after startErrors. Past the board the firm knows the citizen by the placement itself: the
 * log says so.
 */
export function startCard(
  tx: Pick<Db, 'select' | 'update' | 'insert'>,
  started: Started,
  { at, by }: { at: string; by: number },
): number | null {
  const card = cardThatStarts(tx, started);
  if (!card) return null;
  if (card.sharedAt === null)
    writeEvent(tx, card.id, 'delt', 'Virksomheden kender borgeren: forløbet er skrevet uden om tavlen.', {
      at,
      by,
    });
  tx.update(formidling)
    .set({
      stage: 'startet',
      sharedAt: card.sharedAt ?? at,
      version: card.version + 1,
      updatedAt: at,
    })
    .where(eq(formidling.id, card.id))
    .run();
  writeEvent(tx, card.id, 'startet', `Fra ${showDate(started.startsOn)}.`, { at, by });
  return card.id;
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
