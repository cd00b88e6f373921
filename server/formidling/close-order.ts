import type { Db } from '../../db/client.ts';
import { cleanText } from '../contacts/rules.ts';
import { changeStatus } from '../job-orders/changes.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { checkStatusChange } from '../job-orders/rules.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { Doing } from './changes.ts';
import { endThese, type OutcomeAnswer } from './outcomes.ts';
import type { ShownCard } from './rights.ts';
import { checkStep } from './rules.ts';

/**
 * The need is met: the order is closed with a comment (§ 137), and the cards that are left are ended only when the form
 * says so, in one transaction. Errors are at the form's own names.
 */
export function closeFilled(
  db: Db,
  { order }: OrderDetails,
  { fields, among }: { fields: Fields; among: readonly ShownCard[] },
  doing: Doing,
): OutcomeAnswer {
  const comment = cleanText(textOf(fields, 'luk_kommentar')) ?? '';
  const version = Number(textOf(fields, 'version'));
  const status = 'behov_daekket' as const;
  const errors = checkStatusChange({ status, comment }, order, doing.today).map(atForm);
  if (errors.length > 0) return { outcome: 'refused', errors };
  const undo = new UndoClosing();
  try {
    return db.transaction(
      (): OutcomeAnswer => {
        const rest = textOf(fields, 'afslut_resten') === 'ja' ? endRest(db, among, doing) : SAVED;
        // Closed last: an ended card is written while the order is still open.
        const closed =
          rest.outcome === 'saved' && changeStatus(db, order.id, { status, comment, version, ...doing });
        if (closed === 'saved') return SAVED;
        undo.answer = rest.outcome === 'saved' ? STALE : rest;
        throw undo;
      },
      { behavior: 'immediate' },
    );
  } catch (error) {
    if (error !== undo) throw error;
    return undo.answer;
  }
}

const SAVED: OutcomeAnswer = { outcome: 'saved' };
const STALE: OutcomeAnswer = {
  outcome: 'stale',
  errors: [
    {
      field: 'luk_kommentar',
      reason: 'Nogen har rettet ordren i mellemtiden. Se den nye udgave, og prøv igen.',
    },
  ],
};

/** Thrown to roll back; carries what to answer. */
class UndoClosing extends Error {
  answer: OutcomeAnswer = STALE;
}

function endRest(db: Db, among: readonly ShownCard[], doing: Doing): OutcomeAnswer {
  const draft = { comment: null, answerBy: '', answer: '', topics: [], interviewOn: '' };
  const { checked } = checkStep({ ...draft, step: 'ej', ended: 'ordre_lukket' }, doing.today);
  const picked = among.filter(({ steps }) => steps.includes('ej')).map(({ card }) => card);
  return checked ? endThese(db, { picked, among, step: checked }, doing) : SAVED;
}

function atForm({ field, reason }: FieldError): FieldError {
  return { field: field === 'comment' ? 'luk_kommentar' : field, reason };
}
