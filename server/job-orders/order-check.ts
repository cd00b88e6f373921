import type { Db } from '../../db/client.ts';
import { personErrors } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { checkOrder, type OrderDraft } from './rules.ts';

interface Checked {
  /** null: an imported order of a firm that is not here */
  pNumber: number | null;
  today: string;
  oldDeadline: string | null;
  /** asked whether the text tells of a citizen, they said no */
  ticked: boolean;
}

/** The rules of an order, and whether its texts name somebody whom the firm does not have. */
export function orderErrors(
  db: Pick<Db, 'select'>,
  draft: OrderDraft,
  { pNumber, today, oldDeadline, ticked }: Checked,
): FieldError[] {
  const { title, description, internalComment, requirements } = draft;
  const texts = [title, description, internalComment, ...requirements.map(({ text }) => text)];
  return [...checkOrder(draft, today, oldDeadline), ...personErrors(db, { pNumber, texts, ticked })];
}
