import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../db/client.ts';
import { orderTemplate } from '../../db/schema/order-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { orderFormValues } from './form.ts';
import type { OrderDetails } from './queries.ts';

/** The order's form as it was: names of fields and what stood in them. */
const FormValues = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]));

export const TEMPLATE_NAME_LIMIT = 100;

interface Doing {
  at: string;
  by: number;
}

/** Keeps an order's form under a name for the next one at the firm: all but the days, which were for that time. */
export function saveTemplate(
  db: Db,
  { details, name: typed }: { details: OrderDetails; name: string },
  { at, by }: Doing,
): { id: number } | { errors: FieldError[] } {
  const { order, requirements, shifts } = details;
  const name = cleanText(typed);
  if (name === null) return { errors: [{ field: 'name', reason: 'Giv skabelonen et navn.' }] };
  const errors = freeTextErrors('name', name, TEMPLATE_NAME_LIMIT);
  if (order.pNumber === null) errors.push({ field: 'name', reason: 'Ordren hører ikke til et arbejdssted.' });
  if (order.pNumber === null || errors.length > 0) return { errors };
  const { pNumber } = order;
  const { startdato: _start, frist: _deadline, ...draft } = orderFormValues(order, requirements, shifts);
  return db.transaction(
    (tx) => {
      const standing = tx
        .select()
        .from(orderTemplate)
        .where(
          and(
            eq(orderTemplate.pNumber, pNumber),
            eq(orderTemplate.name, name),
            isNull(orderTemplate.retiredAt),
          ),
        )
        .get();
      // The same form sent twice is one template.
      if (standing) return isDeepStrictEqual(standing.draft, draft) ? { id: standing.id } : NAME_IN_USE;
      const { id } = tx
        .insert(orderTemplate)
        .values({ pNumber, name, draft, createdAt: at, createdBy: by })
        .returning({ id: orderTemplate.id })
        .get();
      tellOf(tx, 'opret', id, { at, by });
      return { id };
    },
    { behavior: 'immediate' },
  );
}

const NAME_IN_USE = {
  errors: [
    {
      field: 'name',
      reason:
        'Virksomheden har en anden skabelon med det navn. Vælg et andet navn, eller lad den gamle udgå.',
    },
  ],
};

/** It is no longer offered; orders made from it stay as they are. False: it is gone already. */
export function retireTemplate(db: Db, id: number, { at, by }: Doing): boolean {
  return db.transaction(
    (tx) => {
      const standing = and(eq(orderTemplate.id, id), isNull(orderTemplate.retiredAt));
      const { changes } = tx
        .update(orderTemplate)
        .set({ retiredAt: at, retiredBy: by })
        .where(standing)
        .run();
      if (changes > 0) tellOf(tx, 'udgaa', id, { at, by });
      return changes > 0;
    },
    { behavior: 'immediate' },
  );
}

function tellOf(tx: Pick<Db, 'select' | 'insert'>, action: string, id: number, { at, by }: Doing): void {
  recordEvent(tx, { at, userId: by, action, entity: 'order_template', entityKey: String(id) });
}

export type OrderTemplate = ReturnType<typeof templatesAt>[number];

/** The firm's templates by name. */
export function templatesAt(db: Pick<Db, 'select'>, pNumber: number) {
  const { id, name, createdAt } = orderTemplate;
  return db
    .select({ id, name, createdAt, byName: user.name })
    .from(orderTemplate)
    .innerJoin(user, eq(user.id, orderTemplate.createdBy))
    .where(and(eq(orderTemplate.pNumber, pNumber), isNull(orderTemplate.retiredAt)))
    .orderBy(asc(orderTemplate.name), asc(orderTemplate.id))
    .all();
}

/** A template that may still be used, with whose it is and what the form begins with. */
export function findTemplate(db: Pick<Db, 'select'>, id: number) {
  const found = db
    .select()
    .from(orderTemplate)
    .where(and(eq(orderTemplate.id, id), isNull(orderTemplate.retiredAt)))
    .get();
  if (!found) return undefined;
  const values: Static<typeof FormValues> = Value.Check(FormValues, found.draft) ? found.draft : {};
  return { pNumber: found.pNumber, name: found.name, values };
}
