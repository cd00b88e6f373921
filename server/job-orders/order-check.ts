import type { Db } from '../../db/client.ts';
import { personErrors } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { demandErrors } from '../text-check/check.ts';
import type { OrderDetails } from './queries.ts';
import { checkOrder, type OrderDraft } from './rules.ts';

interface Checked {
  /** null: an imported order of a firm that is not here */
  pNumber: number | null;
  today: string;
  /** as it is saved; null: it is new */
  before: Pick<OrderDetails, 'order' | 'requirements'> | null;
  /** asked whether the text tells of a citizen, they said no */
  ticked: boolean;
  /** asked about words of the text, they let them stand */
  textTicked: boolean;
}

/** The rules of an order, and what its texts must be asked about: people whom the firm does not have, and demands. */
export function orderErrors(
  db: Pick<Db, 'select'>,
  draft: OrderDraft,
  { pNumber, today, before, ticked, textTicked }: Checked,
): FieldError[] {
  const { title, description, internalComment, requirements } = draft;
  const texts = [title, description, internalComment, ...requirements.map(({ text }) => text)];
  const saved = before && [
    before.order.title,
    before.order.description,
    ...before.requirements.map(({ text }) => text),
  ];
  return [
    ...checkOrder(draft, today, before?.order.deadline ?? null),
    ...personErrors(db, { pNumber, texts, ticked }),
    ...demandErrors({
      texts: [
        ['title', title],
        ['description', description],
        ...requirements.map(({ text }, at) => [`requirements.${at}`, text] as const),
      ],
      before: saved ?? [],
      ticked: textTicked,
    }),
  ];
}
