import { and, desc, eq, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { type FormidlingEvent, formidling, formidlingEvent } from '../../db/schema/formidling.ts';
import { toldTopics } from '../citizens/disclosure.ts';
import { findOrder } from '../job-orders/queries.ts';
import { statusToday } from '../job-orders/rules.ts';
import type { FieldError } from '../problems.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { writeEvent } from './log.ts';
import {
  type Card,
  type CheckedStep,
  orderRefusal,
  sharingRefusal,
  stageBefore,
  stepRefusal,
} from './rules.ts';
import { keepSetAside, whySetAside } from './set-aside.ts';

export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Doing {
  /** UTC */
  at: string;
  by: number;
  /** local date */
  today: string;
}

export type PutAnswer = { outcome: 'saved'; id: number } | { outcome: 'refused'; reason: string };

/** Puts a citizen on the order's board. One who is there already stays: sent twice it is one card. */
export function putOnBoard(
  db: Db,
  { orderId, citizenId, comment }: { orderId: number; citizenId: number; comment: string | null },
  { at, by, today }: Doing,
): PutAnswer {
  return db.transaction(
    (tx): PutAnswer => {
      const open = tx
        .select({ id: formidling.id })
        .from(formidling)
        .where(
          and(
            eq(formidling.jobOrderId, orderId),
            eq(formidling.citizenId, citizenId),
            ne(formidling.stage, 'ej'),
          ),
        )
        .get();
      if (open) return { outcome: 'saved', id: open.id };
      const reason =
        whyOrderWaits(db, orderId, 'oprettet', today) ??
        whyNotShared(tx, citizenId) ??
        whySetAside(tx, orderId, citizenId);
      if (reason) return { outcome: 'refused', reason };
      const { id } = tx
        .insert(formidling)
        .values({
          jobOrderId: orderId,
          citizenId,
          stage: 'vurderes',
          version: 1,
          createdAt: at,
          createdBy: by,
          updatedAt: at,
        })
        .returning({ id: formidling.id })
        .get();
      writeEvent(tx, id, 'oprettet', comment, { at, by });
      return { outcome: 'saved', id };
    },
    { behavior: 'immediate' },
  );
}

/** What the order's status or its firm's bar keeps from happening now; null: nothing. */
function whyOrderWaits(
  db: Db,
  orderId: number,
  step: CheckedStep['step'] | 'oprettet',
  today: string,
): string | null {
  const found = findOrder(db, orderId, today);
  if (!found) return 'Ordren findes ikke.';
  const status = statusToday(found.order, today);
  return orderRefusal({ status, isBarred: found.bar !== null }, step);
}

function whyNotShared(tx: Tx, citizenId: number): string | null {
  const found = tx
    .select({ protectedAddress: citizen.protectedAddress, mayBeShared: citizen.mayBeShared })
    .from(citizen)
    .where(eq(citizen.id, citizenId))
    .get();
  return found ? sharingRefusal(found) : 'Borgeren findes ikke.';
}

export type StepAnswer =
  | { outcome: 'saved' }
  | { outcome: 'stale' }
  | { outcome: 'refused'; errors: FieldError[] };

interface WantedStep {
  id: number;
  /** of the card as it was read */
  version: number;
  step: CheckedStep;
}

/** Takes the step if nobody has moved the card since it was read. The same step sent twice is taken once. */
export function takeStep(db: Db, wanted: WantedStep, doing: Doing): StepAnswer {
  return db.transaction((tx) => step(db, tx, wanted, doing), { behavior: 'immediate' });
}

/** The same step for several cards, or for none: the first that cannot be taken leaves all as they were. */
export function takeSteps(db: Db, wanted: readonly WantedStep[], doing: Doing): StepAnswer & { id?: number } {
  const undo = new UndoAll();
  try {
    return db.transaction(
      (tx) => {
        for (const each of wanted) {
          undo.answer = step(db, tx, each, doing);
          undo.id = each.id;
          if (undo.answer.outcome !== 'saved') throw undo;
        }
        return { outcome: 'saved' };
      },
      { behavior: 'immediate' },
    );
  } catch (error) {
    if (error !== undo) throw error;
    return { ...undo.answer, id: undo.id };
  }
}

/** Thrown to roll back; carries what to answer. */
class UndoAll extends Error {
  answer: StepAnswer = { outcome: 'stale' };
  id = 0;
}

function step(db: Db, tx: Tx, { id, version, step }: WantedStep, doing: Doing): StepAnswer {
  const card = tx.select().from(formidling).where(eq(formidling.id, id)).get();
  if (!card) return { outcome: 'stale' };
  const [event, told] = saidOf(card, step);
  const comment = [told, step.comment].filter(Boolean).join(' ') || null;
  if (card.version === version + 1 && isWritten(tx, { id, event, comment, by: doing.by }))
    return { outcome: 'saved' };
  if (card.version !== version) return { outcome: 'stale' };
  const reason = whyNot(db, tx, card, step, doing.today);
  if (reason) return { outcome: 'refused', errors: [{ field: 'step', reason }] };
  const notAllowed = step.step === 'delt' ? topicErrors(tx, card, step) : [];
  if (notAllowed.length > 0) return { outcome: 'refused', errors: notAllowed };
  tx.update(formidling)
    .set({ ...changed(card, step, doing.at), version: version + 1, updatedAt: doing.at })
    .where(eq(formidling.id, id))
    .run();
  writeEvent(tx, id, event, comment, doing);
  if (step.step === 'svar' && step.answer === 'nej')
    writeEvent(tx, id, 'ej', `${labels.formidlingEnd.borger_nej}.`, doing);
  if (step.step === 'ej' || step.step === 'svar' || step.step === 'genaabnet')
    keepSetAside(db, tx, card, step, doing);
  return { outcome: 'saved' };
}

interface Written {
  id: number;
  event: FormidlingEvent;
  comment: string | null;
  by: number;
}

/** The second click of two: the log ends with it already; a no is followed by its `ej`. */
function isWritten(tx: Tx, { id, event, comment, by }: Written): boolean {
  return tx
    .select()
    .from(formidlingEvent)
    .where(eq(formidlingEvent.formidlingId, id))
    .orderBy(desc(formidlingEvent.id))
    .limit(2)
    .all()
    .some((last) => last.event === event && last.comment === comment && last.by === by);
}

function whyNot(db: Db, tx: Tx, card: Card, { step, answer }: CheckedStep, today: string): string | null {
  const refusal = stepRefusal(card, step) ?? whyOrderWaits(db, card.jobOrderId, step, today);
  if (refusal) return refusal;
  const asksOrShares = ['spurgt', 'rykket', 'delt', 'anonym_profil'].includes(step);
  if (asksOrShares || (step === 'svar' && answer === 'ja')) return whyNotShared(tx, card.citizenId);
  if (step === 'genaabnet' && card.stage === 'ej' && isThereAgain(tx, card))
    return 'Borgeren står allerede på tavlen med et nyt kort.';
  return null;
}

function isThereAgain(tx: Tx, { id, jobOrderId, citizenId }: Card): boolean {
  const others = tx
    .select({ id: formidling.id })
    .from(formidling)
    .where(
      and(
        eq(formidling.jobOrderId, jobOrderId),
        eq(formidling.citizenId, citizenId),
        ne(formidling.stage, 'ej'),
        ne(formidling.id, id),
      ),
    )
    .get();
  return others !== undefined;
}

function topicErrors(tx: Tx, { citizenId }: Card, { topics }: CheckedStep): FieldError[] {
  const allowed = toldTopics(tx, citizenId);
  const secret = topics.filter((topic) => !allowed.has(topic));
  if (secret.length === 0) return [];
  const names = secret.map((topic) => labels.disclosure[topic].toLowerCase()).join(', ');
  return [
    { field: 'topics', reason: `Borgeren har ikke sagt ja til, at virksomheden får at vide: ${names}.` },
  ];
}

function changed(card: Card, step: CheckedStep, at: string): Partial<Card> {
  switch (step.step) {
    case 'spurgt':
      return { stage: 'spurgt', askedAt: at, answerBy: step.answerBy, answer: null, answeredAt: null };
    case 'rykket':
      return { answerBy: step.answerBy };
    case 'svar':
      return step.answer === 'ja'
        ? { answer: 'ja', answeredAt: at }
        : { answer: 'nej', answeredAt: at, stage: 'ej', ended: 'borger_nej' };
    case 'delt':
      return { stage: 'delt', sharedAt: at };
    case 'samtale':
      return { stage: 'samtale', interviewOn: step.interviewOn };
    case 'ej':
      return { stage: 'ej', ended: step.ended };
    case 'genaabnet':
      return takenBack(card);
    case 'anonym_profil':
    case 'note':
      return {};
  }
}

/** The last step as if it had not been; a yes is taken back before the question is. */
function takenBack(card: Card): Partial<Card> {
  if (card.stage === 'ej') {
    const no = card.answer === 'nej' ? { answer: null, answeredAt: null } : {};
    return { stage: stageBefore(card), ended: null, ...no };
  }
  if (card.stage === 'samtale') return { stage: 'delt', interviewOn: null };
  if (card.answer !== null) return { answer: null, answeredAt: null };
  return { stage: 'vurderes', askedAt: null, answerBy: null };
}

/** The event, and what the log says of it beside the comment. Taking back a yes moves no card, so it is an answer too. */
function saidOf(card: Card, step: CheckedStep): [FormidlingEvent, string] {
  switch (step.step) {
    case 'spurgt':
    case 'rykket':
      return [step.step, `Svar senest ${showDate(step.answerBy)}.`];
    case 'svar':
      return ['svar', step.answer === 'ja' ? 'Ja.' : 'Nej.'];
    case 'delt':
      return ['delt', `Fortalt: ${step.topics.map((topic) => labels.disclosure[topic]).join(', ')}.`];
    case 'samtale':
      return ['samtale', `${showDate(step.interviewOn)}.`];
    case 'ej':
      return ['ej', `${labels.formidlingEnd[step.ended]}.`];
    case 'genaabnet':
      return card.stage === 'spurgt' && card.answer !== null
        ? ['svar', 'Taget tilbage.']
        : ['genaabnet', `Tilbage til ${labels.formidlingStage[takenBack(card).stage ?? card.stage]}.`];
    default:
      return [step.step, ''];
  }
}
