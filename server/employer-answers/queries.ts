import { and, asc, count, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { type EmployerAnswer, employerAnswer } from '../../db/schema/order-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { writeContact } from '../contacts/queries.ts';
import { type ContactDraft, checkContact } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import { noAnswerYet } from '../job-orders/queries.ts';
import type { FieldError } from '../problems.ts';
import { localDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';

const SHOWN = 12;

export const ANSWER_TEXT_LIMIT = 2000;

export interface AnswerDraft {
  answer: EmployerAnswer;
  text: string | null;
  /** how it was given: the contact that is logged with it, where the firm has a place of work to log it at */
  contact: Pick<ContactDraft, 'kind' | 'outcome' | 'contactPerson'>;
  /** asked whether the text tells of a citizen, they said no */
  ticked: boolean;
}

/** Says to the employer how it goes, once per form key, and logs it as the contact it was. The first stops the clock. */
export function answerEmployer(
  db: Db,
  { order, draft, formKey }: { order: Answered; draft: AnswerDraft; formKey: string },
  { actor, at }: Doing,
): { id: number } | { errors: FieldError[] } {
  const checked = checkContact(contactOf(order, draft, at), localDate(new Date(at)));
  const errors = [...checked.errors.map(toAnswerField), ...lengthErrors(draft.text)];
  if (!checked.contact || errors.length > 0) return { errors };
  return db.transaction(
    (tx) => {
      const earlier = tx.select().from(employerAnswer).where(eq(employerAnswer.formKey, formKey)).get();
      if (earlier) return { id: earlier.id };
      const logged =
        order.pNumber === null
          ? null
          : writeContact(
              tx,
              { pNumber: order.pNumber, checked: checked.contact, formKey, ticked: draft.ticked },
              { actor, at },
            );
      if (logged?.outcome === 'refused') return { errors: logged.errors.map(toAnswerField) };
      const { id } = tx
        .insert(employerAnswer)
        .values({
          jobOrderId: order.id,
          answer: draft.answer,
          text: draft.text,
          answeredAt: at,
          answeredBy: actor.userId,
          contactId: logged?.outcome === 'saved' ? logged.id : null,
          formKey,
        })
        .returning({ id: employerAnswer.id })
        .get();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'svar',
        entity: 'job_order',
        entityKey: String(order.id),
        detail: draft.answer,
      });
      return { id };
    },
    { behavior: 'immediate' },
  );
}

interface Answered {
  id: number;
  orderKey: string;
  pNumber: number | null;
}

/** The words of themes are for what was talked about; which order it was stands first in the note. */
function contactOf({ orderKey }: Answered, { answer, text, contact }: AnswerDraft, at: string): ContactDraft {
  return {
    ...contact,
    contactDate: localDate(new Date(at)),
    direction: 'ud',
    topic: null,
    offer: null,
    note: [`Svar på jobordre ${orderKey}: ${labels.employerAnswer[answer].toLowerCase()}.`, text ?? '']
      .join('\n')
      .trim(),
    nextStep: null,
    nextStepDate: null,
  };
}

function toAnswerField({ field, reason }: FieldError): FieldError {
  return { field: field === 'note' ? 'text' : field, reason };
}

function lengthErrors(text: string | null): FieldError[] {
  const length = [...(text ?? '')].length;
  if (length <= ANSWER_TEXT_LIMIT) return [];
  return [{ field: 'text', reason: `Højst ${ANSWER_TEXT_LIMIT} tegn; teksten er på ${length}.` }];
}

export type GivenAnswer = ReturnType<typeof answersTo>[number];

/** What the employer has been told about an order, the latest first. */
export function answersTo(db: Db, jobOrderId: number) {
  return answersAsked(db).all({ jobOrderId });
}

const answersAsked = preparedOnce((db: Db) =>
  db
    .select({
      id: employerAnswer.id,
      answer: employerAnswer.answer,
      text: employerAnswer.text,
      answeredAt: employerAnswer.answeredAt,
      byName: user.name,
      contactId: employerAnswer.contactId,
    })
    .from(employerAnswer)
    .innerJoin(user, eq(user.id, employerAnswer.answeredBy))
    .where(eq(employerAnswer.jobOrderId, sql.placeholder('jobOrderId')))
    .orderBy(desc(employerAnswer.answeredAt), desc(employerAnswer.id))
    .prepare(),
);

/** The user's open orders whose employer has heard nothing yet, the one that breaks first on top. */
export function promisesToKeep(db: Db, userId: number, today: string) {
  const rows = unansweredOrders(db).all({ userId, today });
  return { rows, total: rows[0]?.total ?? 0 };
}

const unansweredOrders = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      firm: pUnit.name,
      due: sql<string>`${jobOrder.firstAnswerDue}`,
      total: sql<number>`${count()} OVER ()`,
    })
    .from(jobOrder)
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(sql.placeholder('today')))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        isNotNull(jobOrder.firstAnswerDue),
        noAnswerYet,
        isOwnedBy('mine', { userId: sql.placeholder('userId'), teamId: null }),
      ),
    )
    .orderBy(asc(jobOrder.firstAnswerDue), asc(jobOrder.id))
    .limit(SHOWN)
    .prepare(),
);
