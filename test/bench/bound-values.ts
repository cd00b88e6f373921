/**
 * What it costs that SQLite looks at a value each time another one is bound (README decision 100): a question of six tables
 * that finds nothing, asked with `?` and with `+?` in turns. Prints; judges nothing.
 */
import { and, count, eq } from 'drizzle-orm';
import { openTestDb } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { say, sayTimes } from './figures.ts';

const ROUNDS = 30;
const TIMES = 1000;

const db = openTestDb();
const { sql } = db
  .select({ cards: count() })
  .from(formidling)
  .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
  .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
  .innerJoin(company, eq(company.cvr, jobOrder.cvr))
  .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
  .leftJoin(user, eq(user.id, pUnit.ownerUserId))
  .where(and(eq(formidling.stage, 'spurgt'), eq(citizen.caseworkerUserId, 1)))
  .toSQL();

const texts = { '?': sql.replaceAll('+?', '?'), '+?': sql };
const asked = Object.entries(texts).map(([name, text]) => ({
  name,
  statement: db.$client.prepare<[string, number]>(text),
  times: [] as number[],
}));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { statement, times } of asked) {
    const started = performance.now();
    for (let userId = 0; userId < TIMES; userId += 1) statement.get('spurgt', userId);
    times.push(performance.now() - started);
  }
}
say(`SQLite ${db.$client.prepare('SELECT sqlite_version()').pluck().get()}`);
for (const { name, times } of asked) sayTimes('', `tusind spørgsmål med ${name}`, times);
