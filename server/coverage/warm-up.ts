import type { Db } from '../../db/client.ts';
import { readSettings } from '../admin/queries.ts';
import { FIRM_SORTS, firmsInOrder } from '../companies/list.ts';
import { quarterOf } from '../ui/dates.ts';
import { liveAnswer, liveFirms } from './live.ts';
import { quartersUntil } from './live-figures.ts';
import { ALL_KNOWN } from './question.ts';
import { sealedBetween } from './seal-queries.ts';

/**
 * Answers once what the pages ask about today, so that nobody waits for it after a start: the quarter so far for Min dag,
 * the lists and the map, and what the coverage page compares the quarter with;
 * and the firms in each order. A question at a time, for others have
 * their turn in between.
 */
export function* answerTodaysQuestions(db: Db, today: string): Generator<void, void> {
  liveFirms(db);
  yield;
  const { planPeriodFrom, coverageUnit } = readSettings(db);
  const { from, to } = quarterOf(today);
  const soFar = liveAnswer(db, { from, to: today, asOf: ALL_KNOWN });
  yield;
  for (const read of [soFar.latestContacts, soFar.reaches, soFar.rank, () => soFar.tally('p')]) {
    read();
    yield;
  }
  for (const sort of FIRM_SORTS) {
    firmsInOrder(db, sort, today);
    yield;
  }
  const quarters = quartersUntil(to);
  const seals = sealedBetween(db, quarters[0]?.from ?? from, to);
  const open = quarters.filter((quarter) => !seals.has(quarter.from));
  for (const period of [...open, { from: planPeriodFrom, to }]) {
    liveAnswer(db, { from: period.from, to: period.to, asOf: ALL_KNOWN }).tally(coverageUnit);
    yield;
  }
}
