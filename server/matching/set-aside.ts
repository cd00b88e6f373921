import { createHash } from 'node:crypto';
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { SET_ASIDE_REASONS, type SetAsideReason, setAside } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import type { MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';

export const COMMENT_LIMIT = 500;

/**
 * SHA-256 (hex) over what the engine is told of an order and a citizen: the same facts give the same text, whatever
 * the order of lists that have none. Left out: what depends on who looks (protection is lifted for the own
 * sagsbehandler), and what comes and goes: the firm's bar, which is the firm's, and the citizen's other placements.
 */
export function factsSha(order: MatchOrder, citizen: MatchCitizen): string {
  const { id: _order, firmBar: _bar, requirements, offers, unavoidable, ...asked } = order;
  const { id: _citizen, protectedAddress: _protected, placedUntil: _placed, ...facts } = citizen;
  const { allowed, needs, transports, ...brought } = facts;
  const told = {
    asked: {
      ...asked,
      workingTimes: asked.workingTimes.toSorted(),
      requirements: requirements.map(canonical).sort(),
      offers: offers.toSorted(),
      unavoidable: unavoidable.toSorted(),
    },
    brought: {
      ...brought,
      workingTimes: brought.workingTimes.toSorted(),
      needs: needs.toSorted(),
      transports: transports.toSorted(),
      allowed: allowed[order.type] ?? 'mangler',
    },
  };
  return createHash('sha256').update(canonical(told)).digest('hex');
}

/** JSON with the keys of every object in alphabetical order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export type SetAside = ReturnType<typeof readSetAsides>[number];

function readSetAsides(db: Pick<Db, 'select'>, among: { orders: number[] } | { citizens: number[] }) {
  return 'orders' in among
    ? setAsidesAsked(db).ofOrders.all({ ids: JSON.stringify(among.orders) })
    : setAsidesAsked(db).ofCitizens.all({ ids: JSON.stringify(among.citizens) });
}

const setAsidesAsked = preparedOnce((db: Pick<Db, 'select'>) => ({
  ofOrders: standingQuestion(db, isAmong(setAside.jobOrderId, 'ids')),
  ofCitizens: standingQuestion(db, isAmong(setAside.citizenId, 'ids')),
}));

function standingQuestion(db: Pick<Db, 'select'>, isOf: SQL) {
  return db
    .select({
      id: setAside.id,
      orderId: setAside.jobOrderId,
      citizenId: setAside.citizenId,
      reason: setAside.reason,
      comment: setAside.comment,
      factsSha: setAside.factsSha,
      at: setAside.setAsideAt,
      byName: user.name,
    })
    .from(setAside)
    .innerJoin(user, eq(user.id, setAside.setAsideBy))
    .where(and(isNull(setAside.withdrawnAt), isOf))
    .prepare();
}

/** What has been set aside among these: what stands, and what has come back because the facts have changed. */
export function setAsidesAmong(
  db: Pick<Db, 'select'>,
  orders: readonly MatchOrder[],
  citizens: readonly MatchCitizen[],
): { standing: SetAside[]; changed: SetAside[] } {
  const [only] = citizens;
  const among =
    citizens.length === 1 && only ? { citizens: [only.id] } : { orders: orders.map(({ id }) => id) };
  const rows = readSetAsides(db, among);
  if (rows.length === 0) return { standing: [], changed: [] };
  const wanted = new Set(rows.map(({ citizenId }) => citizenId));
  const citizenById = new Map(citizens.filter(({ id }) => wanted.has(id)).map((each) => [each.id, each]));
  const orderById = new Map(orders.map((each) => [each.id, each]));
  const known = rows.flatMap((row) => {
    const order = orderById.get(row.orderId);
    const citizen = citizenById.get(row.citizenId);
    return order && citizen ? [{ row, same: factsSha(order, citizen) === row.factsSha }] : [];
  });
  return {
    standing: known.filter(({ same }) => same).map(({ row }) => row),
    changed: known.filter(({ same }) => !same).map(({ row }) => row),
  };
}

/** Who has been set aside for which of the orders, whether or not the facts have changed since. */
export function pairsSetAside(db: Pick<Db, 'select'>, orderIds: number[]) {
  return readSetAsides(db, { orders: orderIds }).map(({ orderId, citizenId }) => ({ orderId, citizenId }));
}

/** The pairs that the engine must leave out: set aside, and nothing has changed since. */
export function standingSetAside(
  db: Pick<Db, 'select'>,
  orders: readonly MatchOrder[],
  citizens: readonly MatchCitizen[],
): { orderId: number; citizenId: number }[] {
  return setAsidesAmong(db, orders, citizens).standing.map(({ orderId, citizenId }) => ({
    orderId,
    citizenId,
  }));
}

/** Why somebody is set aside, as it came in. */
export interface SetAsideDraft {
  reason: string;
  comment: string | null;
}

/** The draft as it may be stored, or an error in Danish per field. */
export function checkSetAside({
  reason,
  comment,
}: SetAsideDraft):
  | { checked: { reason: SetAsideReason; comment: string | null }; errors: [] }
  | { checked?: undefined; errors: FieldError[] } {
  const known = SET_ASIDE_REASONS.find((value) => value === reason);
  const errors = freeTextErrors('comment', comment, COMMENT_LIMIT);
  if (!known) errors.push({ field: 'reason', reason: 'Vælg en grund.' });
  if (known === 'andet' && comment === null)
    errors.push({ field: 'comment', reason: 'Skriv, hvad grunden er, når den er »Andet«.' });
  return known && errors.length === 0 ? { checked: { reason: known, comment }, errors: [] } : { errors };
}

interface Change {
  at: string;
  by: number;
}

interface NewSetAside {
  reason: SetAsideReason;
  comment: string | null;
  order: MatchOrder;
  citizen: MatchCitizen;
}

/** Sets a person aside for an order. One who is already gets the new reason; sent twice it is one. Gives the row's id. */
export function setCandidateAside(db: Db, entry: NewSetAside, { at, by }: Change): number {
  const { reason, comment, order, citizen } = entry;
  const pair = { jobOrderId: order.id, citizenId: citizen.id };
  const row = { ...pair, reason, comment, factsSha: factsSha(order, citizen) };
  return db.transaction(
    (tx) => {
      const earlier = tx
        .select()
        .from(setAside)
        .where(
          and(
            eq(setAside.jobOrderId, pair.jobOrderId),
            eq(setAside.citizenId, pair.citizenId),
            isNull(setAside.withdrawnAt),
          ),
        )
        .get();
      const same = earlier?.reason === reason && earlier.comment === comment;
      if (earlier && same && earlier.factsSha === row.factsSha) return earlier.id;
      if (earlier) withdraw(tx, earlier.id, { at, by });
      const { id } = tx
        .insert(setAside)
        .values({ ...row, setAsideAt: at, setAsideBy: by })
        .returning({ id: setAside.id })
        .get();
      const event = { action: 'saet_til_side', entity: 'set_aside', entityKey: String(id) };
      recordEvent(tx, { at, userId: by, ...event, detail: `ordre ${order.id}: ${reason}` });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/** One that stands, or has been taken back. */
export function findSetAside(db: Pick<Db, 'select'>, id: number) {
  return db.select().from(setAside).where(eq(setAside.id, id)).get();
}

/** The person is a candidate again. One that was taken back already stays as it is. */
export function takeBack(db: Db, id: number, { at, by }: Change): void {
  db.transaction(
    (tx) => {
      if (!withdraw(tx, id, { at, by })) return;
      const event = { action: 'tag_tilbage', entity: 'set_aside', entityKey: String(id) };
      recordEvent(tx, { at, userId: by, ...event });
    },
    { behavior: 'immediate' },
  );
}

function withdraw(tx: Pick<Db, 'update'>, id: number, { at, by }: Change): boolean {
  const { changes } = tx
    .update(setAside)
    .set({ withdrawnAt: at, withdrawnBy: by })
    .where(and(eq(setAside.id, id), isNull(setAside.withdrawnAt)))
    .run();
  return changes > 0;
}
