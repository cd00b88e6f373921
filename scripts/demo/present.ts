/** Tells what is in the town: for people on standard error, for programs as one JSON line on standard output. */

import { and, count, eq, inArray, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { ROLES } from '../../db/schema/users.ts';
import { readSettings } from '../../server/admin/queries.ts';
import { coverageOf } from '../../server/coverage/queries.ts';
import { liveShortlist } from '../../server/matching/live.ts';
import { lazyEngine } from '../../server/start.ts';
import { endOfLocalDate, quarterOf } from '../../server/ui/dates.ts';
import { labels } from '../../server/ui/labels.ts';
import { showNumber, showShare } from '../../server/ui/table.tsx';
import { listUsers } from '../../server/users/queries.ts';
import { printJson, say } from '../command.ts';
import type { TownRun } from './match.ts';

interface Presentation {
  run: TownRun;
  today: string;
  password: string;
}

export function presentTown(db: Db, { run, today, password }: Presentation): void {
  const { municipalityCode, municipalityName } = readSettings(db);
  const quarter = quarterOf(today);
  const coverage = coverageOf(db, { from: quarter.from, to: quarter.to, asOf: endOfLocalDate(today) });

  say(`\n${municipalityName} (fiktiv)`);
  say(
    `Dækning i ${quarter.name}: ${span(coverage.coverage)} af virksomhederne med flere end to ansatte er kontaktet,`,
  );
  say(
    `${span(coverage.visits)} er besøgt. ${showNumber(coverage.inScope)} er over grænsen, ${showNumber(coverage.undecided)} er uafklarede.`,
  );
  say(
    `\nMatch: ${showNumber(run.pairs)} par, ${showNumber(run.matches)} forslag på ${showNumber(run.ms)} ms (${run.queue}).`,
  );
  showShortlist(db, today);
  showLogins(db, password);

  printJson({
    companies: rowsOf(db, pUnit, eq(pUnit.municipalityCode, municipalityCode)),
    inScope: coverage.inScope,
    undecided: coverage.undecided,
    contacted: coverage.contacted,
    visited: coverage.visited,
    coverage: coverage.coverage,
    citizens: rowsOf(db, citizen),
    orders: rowsOf(db, jobOrder, eq(jobOrder.status, 'under_behandling')),
    pairsScored: run.pairs,
    matches: run.matches,
    runMs: run.ms,
    queue: run.queue,
  });
}

function rowsOf(db: Db, table: SQLiteTable, where?: SQL): number {
  return db.select({ rows: count() }).from(table).where(where).get()?.rows ?? 0;
}

function span({ min, max }: { min: number | null; max: number | null }): string {
  return min === max ? showShare(min) : `${showShare(min)}–${showShare(max)}`;
}

/** The first order whose best candidate both fits and lacks something: an explanation worth reading. */
function showShortlist(db: Db, today: string): void {
  const engine = lazyEngine(db)();
  const orders = db
    .select({ orderKey: jobOrder.orderKey, title: jobOrder.title, type: jobOrder.type })
    .from(jobOrder)
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        inArray(jobOrder.type, ['ordinaer', 'smaajob', 'fleksjob']),
      ),
    )
    .orderBy(jobOrder.id)
    .limit(20)
    .all();
  for (const order of orders) {
    const answer = liveShortlist(db, engine, order.orderKey, today);
    const [best] = answer?.shortlist ?? [];
    if (!answer || !best || best.fits.length < 2) continue;
    say(`\nForslag til »${order.title}« (${labels.orderType[order.type]}, ${order.orderKey}):`);
    for (const row of answer.shortlist.slice(0, 3)) {
      say(`  ${row.rank}. borger ${row.borger_id}, ${row.score} point`);
      sayReasons('passer', row.fits);
      sayReasons('mangler', row.lacks);
      sayReasons('skal afklares', row.unknown);
      sayReasons('beslægtet', row.related);
    }
    say(`  ${showNumber(answer.excluded.length)} borgere er sorteret fra, hver med en grund.`);
    return;
  }
}

function sayReasons(word: string, reasons: { requirement: string; text: string }[]): void {
  if (reasons.length === 0) return;
  say(`     ${word}: ${reasons.map((reason) => `${reason.requirement} – ${reason.text}`).join('; ')}`);
}

function showLogins(db: Db, password: string): void {
  say('\nLog ind som:');
  const users = listUsers(db);
  for (const role of ROLES) {
    const found = users.find((user) => user.roles.length === 1 && user.roles[0] === role);
    if (found) say(`  ${labels.role[role].padEnd(24)} ${found.username.padEnd(8)} ${password}`);
  }
  const both = users.find((user) => user.roles.length > 1);
  if (both) say(`  ${'Jobformidler (begge)'.padEnd(24)} ${both.username.padEnd(8)} ${password}`);
}
