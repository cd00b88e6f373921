import type Database from 'better-sqlite3';
import { and, asc, between, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedEach, preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { containsCpr } from '../citizens/cpr-guard.ts';
import { firmsInOrder } from '../companies/list.ts';
import type { FirmFacts } from '../coverage/live.ts';
import { latestOrderChange } from '../job-orders/order-changes.ts';
import { firmName } from '../job-orders/queries.ts';
import type { Actor } from '../plugins/session.ts';
import { scopeOf } from '../rights.ts';
import { idsNamed } from './citizen-names.ts';
import { type Names, namesOf, narrow } from './narrow.ts';

const FIRM = { pNumber: pUnit.pNumber, cvr: pUnit.cvr, name: pUnit.name, city: pUnit.city };
type FirmRow = { pNumber: number; cvr: number; name: string; city: string | null };

const MOST_NUMBERED = 60;

/** Firms that may be meant: by the number's own index, else active ones by name. Never call it in a transaction. */
export function firmCandidates(db: Db, typed: string, today: string): FirmRow[] {
  const digits = typed.replaceAll(/\s/g, '');
  if (/^\d{4,10}$/.test(digits)) {
    const [cvrFrom, cvrTo] = numbersFrom(8, digits);
    const [pFrom, pTo] = numbersFrom(10, digits);
    const numbered = numberedFirms(db).all({ cvrFrom, cvrTo, pFrom, pTo });
    if (numbered.length > 0) return numbered;
  }
  const pNumbers = narrow(firmNames(db, today), typed).map(({ pNumber }) => pNumber);
  return firmsOf(db).all({ pNumbers: JSON.stringify(pNumbers) });
}

const firmsOf = preparedOnce((db: Db) =>
  db.select(FIRM).from(pUnit).where(isAmong(pUnit.pNumber, 'pNumbers')).prepare(),
);

const numberedFirms = preparedOnce((db: Db) => {
  const cvr = between(pUnit.cvr, sql.placeholder('cvrFrom'), sql.placeholder('cvrTo'));
  const pNumber = between(pUnit.pNumber, sql.placeholder('pFrom'), sql.placeholder('pTo'));
  // What was merged into another firm is found there alone.
  const where = and(or(cvr, pNumber), isNull(pUnit.mergedInto));
  return db.select(FIRM).from(pUnit).where(where).limit(MOST_NUMBERED).prepare();
});

/** By the order of firms that they were made of: it is another one when a firm has changed, or the day. */
const namesByOrder = new WeakMap<readonly FirmFacts[], Names<FirmFacts>>();

function firmNames(db: Db, today: string): Names<FirmFacts> {
  const order = firmsInOrder(db, 'navn', today);
  const names = namesByOrder.get(order) ?? namesOf(order, ({ nameFolded }) => nameFolded);
  namesByOrder.set(order, names);
  return names;
}

/** As a range, so that the number's own index answers: 2425 is 24250000–24259999. An empty one: it is too long. */
function numbersFrom(length: number, digits: string): [from: number, to: number] {
  if (digits.length > length) return [1, 0];
  const step = 10 ** (length - digits.length);
  return [Number(digits) * step, (Number(digits) + 1) * step - 1];
}

type Title = [id: number, orderKey: string, title: string];

/** Orders by title or key, the open ones first. */
export function orderCandidates(db: Db, typed: string) {
  const key = typed.trim();
  const titles = titlesOf(db);
  const keyed = titles.items.filter(([, orderKey]) => orderKey.startsWith(key)).slice(0, MOST_NUMBERED);
  return ordersIn(db, [...new Set([...keyed, ...narrow(titles, typed)].map(([id]) => id))]);
}

/** With the latest change of an order when they were read: as long as there is no later one, they hold. */
const titleMemory = new WeakMap<Database.Database, { seq: number; titles: Names<Title> }>();

/** Out of the index of titles, as JSON: thousands of rows take longer to make than to find. */
function titlesOf(db: Db): Names<Title> {
  const seq = latestOrderChange(db);
  const known = titleMemory.get(db.$client);
  if (known?.seq === seq) return known.titles;
  const { id, orderKey, title, status } = jobOrder;
  const list = sql<string>`json_group_array(json_array(${id}, ${orderKey}, ${title}))`;
  // The plus sign: the index of titles covers the question, and that of statuses does not.
  const [open, closed] = [sql`+${status} = 'under_behandling'`, ne(status, 'under_behandling')].map(
    (where) => JSON.parse(db.select({ list }).from(jobOrder).where(where).get()?.list ?? '[]') as Title[],
  );
  const titles = namesOf([...(open ?? []), ...(closed ?? [])], ([, , name]) => name);
  titleMemory.set(db.$client, { seq, titles });
  return titles;
}

function ordersIn(db: Db, ids: number[]) {
  return ordersOf(db).all({ ids: JSON.stringify(ids) });
}

const ordersOf = preparedOnce((db: Db) =>
  db
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
    .where(isAmong(jobOrder.id, 'ids'))
    .prepare(),
);

/** Own citizens and the team's, as on their list: one who may not be seen is not there. Never by CPR number. */
export function citizenCandidates(db: Db, typed: string, actor: Actor) {
  if (!actor.roles.includes('sagsbehandler') || containsCpr(typed)) return [];
  const keyed = citizensWithKey(db).all({ key: typed.trim() });
  const ids = [...new Set([...keyed.map((row) => row.id), ...idsNamed(db, typed, actor)])];
  const { userId, teamId } = actor;
  const question = citizensSeen(db, { hasTeam: teamId !== null });
  const rows = question.all({ ids: JSON.stringify(ids), userId, teamId });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((found) => byId.get(found) ?? []);
}

const citizensSeen = preparedEach((db: Db, { hasTeam }: { hasTeam: boolean }) => {
  const { id, citizenKey, name } = citizen;
  const teamId = hasTeam ? sql.placeholder('teamId') : null;
  const scope = scopeOf({ userId: sql.placeholder('userId'), teamId, roles: [] });
  return db
    .select({ id, citizenKey, name, caseworkerName: user.name })
    .from(citizen)
    .innerJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(and(isAmong(id, 'ids'), scope.citizens('team')))
    .prepare();
});

const citizensWithKey = preparedOnce((db: Db) =>
  db
    .select({ id: citizen.id })
    .from(citizen)
    .where(eq(citizen.citizenKey, sql.placeholder('key')))
    .prepare(),
);

/** Colleagues who still have access; a town has some dozens. */
export function colleagueCandidates(db: Db) {
  return colleagues(db).all();
}

const colleagues = preparedOnce((db: Db) =>
  db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(user)
    .where(isNull(user.disabledAt))
    .orderBy(asc(user.name))
    .limit(500)
    .prepare(),
);
