import {
  and,
  asc,
  between,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { containsCpr } from '../citizens/cpr-guard.ts';
import { inTab } from '../citizens/queries.ts';
import { firmName, foldedSql } from '../job-orders/queries.ts';
import type { Actor } from '../plugins/session.ts';
import { containsWords, sharedPieces, wordsOf } from './narrow.ts';

/** What Fuse is given to rank, however many there are in the tables. */
const MOST = 60;
/** With so few that hold every word, misspelt ones are looked for as well. */
const FEW = 10;

/** More orders than any kommune has. */
const MOST_ORDERS = 1_000_000;

const FIRM = { pNumber: pUnit.pNumber, cvr: pUnit.cvr, name: pUnit.name, city: pUnit.city };
type FirmRow = { pNumber: number; cvr: number; name: string; city: string | null };

/** Firms that may be meant: by the number's own index, else names that begin with, hold or resemble what was typed. */
export function firmCandidates(db: Db, typed: string, today: string): FirmRow[] {
  const digits = typed.replaceAll(/\s/g, '');
  if (/^\d{4,10}$/.test(digits)) {
    const numbered = firmsWhere(
      db,
      or(beginsWith(pUnit.cvr, 8, digits), beginsWith(pUnit.pNumber, 10, digits)),
    );
    if (numbered.length > 0) return numbered;
  }
  const active = or(isNull(pUnit.endDate), gt(pUnit.endDate, today));
  const [first = ''] = wordsOf(typed);
  const holds = containsWords(pUnit.nameFolded, typed);
  const begins = and(gte(pUnit.nameFolded, first), lt(pUnit.nameFolded, `${first}\u{10FFFF}`));
  const found = firmsWhere(db, and(begins, holds, active));
  if (found.length < MOST) found.push(...firmsWhere(db, and(holds, active)));
  const shared = sharedPieces(pUnit.nameFolded, typed);
  if (found.length < FEW && shared)
    found.push(...firmsWhere(db, and(gte(shared.count, shared.least), active), shared.count));
  return [...new Map(found.map((firm) => [firm.pNumber, firm])).values()];
}

/** What was merged into another firm is found there alone. */
function firmsWhere(db: Db, where: SQL | undefined, best?: SQL): FirmRow[] {
  const pNumbers = db
    .select({ pNumber: pUnit.pNumber })
    .from(pUnit)
    .where(and(where, isNull(pUnit.mergedInto)))
    .orderBy(...(best ? [desc(best)] : []), asc(pUnit.nameFolded))
    .limit(MOST);
  return db.select(FIRM).from(pUnit).where(inArray(pUnit.pNumber, pNumbers)).all();
}

/** As a range, so that the number's own index answers: 2425 is 24250000–24259999. */
function beginsWith(column: typeof pUnit.cvr | typeof pUnit.pNumber, length: number, digits: string): SQL {
  if (digits.length > length) return sql`0`;
  const step = 10 ** (length - digits.length);
  return between(column, Number(digits) * step, (Number(digits) + 1) * step - 1);
}

/** Orders by title or key, the open ones first. */
export function orderCandidates(db: Db, typed: string) {
  // The limit keeps SQLite from folding a title anew for every piece that it looks for in it.
  const titles = db
    .select({
      id: jobOrder.id,
      orderKey: jobOrder.orderKey,
      status: jobOrder.status,
      folded: foldedSql(jobOrder.title).as('folded'),
    })
    .from(jobOrder)
    .limit(MOST_ORDERS)
    .as('titles');
  const ordersWhere = (where: SQL | undefined, best?: SQL) => {
    const ids = db
      .select({ id: titles.id })
      .from(titles)
      .where(where)
      .orderBy(...(best ? [desc(best)] : []), sql`${titles.status} <> 'under_behandling'`, asc(titles.folded))
      .limit(MOST);
    return ordersIn(db, ids);
  };
  const key = typed.trim();
  const keyed = and(gte(titles.orderKey, key), lt(titles.orderKey, `${key}\u{10FFFF}`));
  const folded = sql`${titles.folded}`;
  const found = ordersWhere(or(containsWords(folded, typed), keyed));
  const shared = sharedPieces(folded, typed);
  if (found.length < FEW && shared) found.push(...ordersWhere(gte(shared.count, shared.least), shared.count));
  return [...new Map(found.map((order) => [order.id, order])).values()];
}

function ordersIn(db: Db, ids: SQLWrapper) {
  return db
    .select({
      id: jobOrder.id,
      orderKey: jobOrder.orderKey,
      title: jobOrder.title,
      type: jobOrder.type,
      status: jobOrder.status,
      firmName,
    })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(inArray(jobOrder.id, ids))
    .all();
}

/** Own citizens and the team's, as on their list: one who may not be seen is not there. Never by CPR number. */
export function citizenCandidates(db: Db, typed: string, actor: Actor) {
  if (!actor.roles.includes('sagsbehandler') || containsCpr(typed)) return [];
  const found = citizensWhere(
    db,
    actor,
    or(containsWords(citizen.nameFolded, typed), eq(citizen.citizenKey, typed.trim())),
  );
  const shared = sharedPieces(citizen.nameFolded, typed);
  if (found.length < FEW && shared)
    found.push(...citizensWhere(db, actor, gte(shared.count, shared.least), shared.count));
  return [...new Map(found.map((person) => [person.id, person])).values()];
}

function citizensWhere(db: Db, actor: Actor, where: SQL | undefined, best?: SQL) {
  const { userId, teamId } = actor;
  const caseworkers = db
    .select({ id: user.id })
    .from(user)
    .where(teamId === null ? eq(user.id, userId) : or(eq(user.id, userId), eq(user.teamId, teamId)));
  return db
    .select({ id: citizen.id, citizenKey: citizen.citizenKey, name: citizen.name, caseworkerName: user.name })
    .from(citizen)
    .innerJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(and(inArray(citizen.caseworkerUserId, caseworkers), inTab('team', actor), where))
    .orderBy(...(best ? [desc(best)] : []), asc(citizen.nameFolded))
    .limit(MOST)
    .all();
}

/** Colleagues who still have access; a town has some dozens. */
export function colleagueCandidates(db: Db) {
  return db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(user)
    .where(isNull(user.disabledAt))
    .orderBy(asc(user.name))
    .limit(500)
    .all();
}
