import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import { lead } from '../../db/schema/order-work.ts';
import { recordEvent } from '../admin/queries.ts';
import { personErrors } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { demandErrors } from '../text-check/check.ts';
import { localDate } from '../ui/dates.ts';
import { type CheckedLead, checkLead, type GivenEnd, type LeadDraft } from './rules.ts';

interface Doing {
  at: string;
  by: number;
}

/** `stale`: ended, or changed by somebody else since it was read. */
export type LeadAnswer = { id: number } | { errors: FieldError[] } | 'stale';

type Tx = Pick<Db, 'select' | 'insert' | 'update'>;

interface NewLead {
  pNumber: number;
  /** the talk it comes from; one with another firm is left out */
  contactId: number | null;
  draft: LeadDraft;
  formKey: string;
  /** asked whether the text tells of a citizen, they said no */
  ticked: boolean;
  /** asked about words of the text, they let them stand */
  textTicked: boolean;
}

/** Notes down what a firm may need, owned by its maker, once per form key. */
export function recordLead(db: Db, entry: NewLead, { at, by }: Doing): LeadAnswer {
  const { pNumber, contactId, draft, formKey, ticked, textTicked } = entry;
  const errors = errorsOf(db, draft, { pNumber, ticked, textTicked, at, before: null });
  if (!isChecked(draft, errors)) return { errors };
  return db.transaction(
    (tx) => {
      const earlier = tx.select({ id: lead.id }).from(lead).where(eq(lead.formKey, formKey)).get();
      if (earlier) return earlier;
      const talk = and(eq(contact.id, contactId ?? 0), eq(contact.pNumber, pNumber));
      const from = tx.select({ id: contact.id }).from(contact).where(talk).get();
      const { id } = tx
        .insert(lead)
        .values({
          ...draft,
          pNumber,
          ownerUserId: by,
          contactId: from?.id ?? null,
          version: 1,
          createdAt: at,
          createdBy: by,
          updatedAt: at,
          formKey,
        })
        .returning({ id: lead.id })
        .get();
      tellOf(tx, 'opret', id, { at, by });
      return { id };
    },
    { behavior: 'immediate' },
  );
}

interface Seen {
  id: number;
  pNumber: number;
  title: string;
  note: string | null;
  followUpOn: string;
}

export function editLead(
  db: Db,
  seen: Seen,
  {
    draft,
    version,
    ticked,
    textTicked,
  }: Pick<NewLead, 'draft' | 'ticked' | 'textTicked'> & { version: number },
  { at, by }: Doing,
): LeadAnswer {
  const asked = { pNumber: seen.pNumber, ticked, textTicked, at, before: seen };
  const errors = errorsOf(db, draft, asked);
  if (!isChecked(draft, errors)) return { errors };
  return change(db, seen.id, version, { ...draft }, 'ret', { at, by });
}

/** It came to nothing: why. */
export function endLead(
  db: Db,
  id: number,
  { ended, version }: { ended: GivenEnd; version: number },
  doing: Doing,
): LeadAnswer {
  return change(db, id, version, { ended, endedAt: doing.at, endedBy: doing.by }, 'afslut', doing);
}

export function takeLead(db: Db, id: number, version: number, doing: Doing): LeadAnswer {
  return change(db, id, version, { ownerUserId: doing.by }, 'overtag', doing);
}

function change(
  db: Db,
  id: number,
  version: number,
  values: Partial<typeof lead.$inferInsert>,
  action: string,
  { at, by }: Doing,
): LeadAnswer {
  return db.transaction(
    (tx) => {
      const { changes } = tx
        .update(lead)
        .set({ ...values, version: version + 1, updatedAt: at })
        .where(and(eq(lead.id, id), eq(lead.version, version), isNull(lead.ended)))
        .run();
      if (changes === 0) return 'stale';
      tellOf(tx, action, id, { at, by });
      return { id };
    },
    { behavior: 'immediate' },
  );
}

/** In the transaction that makes the order: the lead has become it. One that has ended already stays as it is. */
export function becomeOrder(
  tx: Tx,
  { leadId, pNumber, jobOrderId }: { leadId: number; pNumber: number; jobOrderId: number },
  { at, by }: { at: string; by: number | null },
): void {
  const { changes } = tx
    .update(lead)
    .set({
      ended: 'blev_til_ordre',
      endedAt: at,
      endedBy: by,
      jobOrderId,
      version: sql`${lead.version} + 1`,
      updatedAt: at,
    })
    .where(and(eq(lead.id, leadId), eq(lead.pNumber, pNumber), isNull(lead.ended)))
    .run();
  if (changes > 0) tellOf(tx, 'blev til ordre', leadId, { at, by });
}

function tellOf(tx: Tx, action: string, id: number, { at, by }: { at: string; by: number | null }): void {
  recordEvent(tx, { at, userId: by, action, entity: 'lead', entityKey: String(id) });
}

function errorsOf(
  db: Db,
  draft: LeadDraft,
  asked: { pNumber: number; ticked: boolean; textTicked: boolean; at: string; before: Seen | null },
): FieldError[] {
  const { pNumber, ticked, textTicked, at, before } = asked;
  return [
    ...checkLead(draft, localDate(new Date(at)), before?.followUpOn ?? null),
    ...personErrors(db, { pNumber, texts: [draft.title, draft.note], ticked }),
    ...demandErrors({
      texts: [
        ['title', draft.title],
        ['note', draft.note],
      ],
      before: before ? [before.title, before.note] : [],
      ticked: textTicked,
    }),
  ];
}

function isChecked(_draft: LeadDraft, errors: FieldError[]): _draft is CheckedLead {
  return errors.length === 0;
}
