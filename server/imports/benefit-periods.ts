import { and, eq, inArray, sql } from 'drizzle-orm';
import { isAmong } from '../../db/prepared.ts';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { standingPeriods } from '../citizens/benefit-periods.ts';
import { type BenefitChange, benefitChange, type Told } from '../legal-rules/benefit-change.ts';
import { localDate } from '../ui/dates.ts';
import type { ApplyContext, Tx } from './import-kind.ts';
import { prepareInsert } from './prepared-insert.ts';

/** Keeps citizens' months on benefit in step with a file. */
export function benefitKeeper({
  tx,
  importId,
  at,
  today,
}: Pick<ApplyContext, 'tx' | 'importId' | 'at' | 'today'>) {
  const insert = prepareInsert(tx, benefitPeriod);

  /** Of a citizen who has none yet. */
  function begin(citizenId: number, told: Told): void {
    add(citizenId, benefitChange([], told, today));
  }

  /**
   * A stretch ends, another begins, in this or another target group. Answers with the ids of the rows that no longer stand,
   * which undoing the import brings back.
   */
  function keep(citizenId: number, told: Told): number[] {
    const rows = standingPeriods(tx, citizenId);
    const periods = rows.map((row) => ({ ...row, knownOn: localDate(new Date(row.recordedAt)) }));
    const change = benefitChange(periods, told, today);
    const ids = rows
      .filter((_, at) => change.superseded.some((period) => period === periods[at]))
      .map(({ id }) => id);
    tx.update(benefitPeriod).set({ supersededAt: at }).where(inArray(benefitPeriod.id, ids)).run();
    add(citizenId, change);
    return ids;
  }

  function add(citizenId: number, { added }: BenefitChange): void {
    for (const { targetGroup, fromDate, untilDate } of added)
      insert({ citizenId, targetGroup, fromDate, untilDate, recordedAt: at, importId });
  }

  return { begin, keep };
}

/** Takes back what an import did to citizens' periods. */
export function benefitRestorer(tx: Tx, importId: number) {
  // By the citizen: of a whole import there are a hundred thousand periods.
  const own = and(
    eq(benefitPeriod.citizenId, sql.placeholder('citizenId')),
    sql`+${benefitPeriod.importId} = ${importId}`,
  );
  const remove = tx.delete(benefitPeriod).where(own).prepare();
  const standAgain = tx
    .update(benefitPeriod)
    .set({ supersededAt: null })
    .where(isAmong(benefitPeriod.id, 'ids'))
    .prepare();
  return (citizenId: number, superseded: readonly number[]): void => {
    remove.run({ citizenId });
    if (superseded.length > 0) standAgain.run({ ids: JSON.stringify(superseded) });
  };
}
