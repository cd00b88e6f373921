import type { Db } from '../../db/client.ts';
import { isWorkingDay } from '../coverage/calendar.ts';
import type { Contents } from '../legal-rules/contents.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { ruleOn } from '../legal-rules/rules.ts';
import { addDays, endOfLocalDate, localDate } from '../ui/dates.ts';

/** When an employer whose order came at this instant must have had the first answer; null: no rule says so. */
export function firstAnswerDueFor(db: Pick<Db, 'select'>, at: string): string | null {
  const came = new Date(at);
  const rule = ruleOn(legalRules(db), 'svarfrist', '', localDate(came));
  return rule?.content ? firstAnswerDue(came, rule.content) : null;
}

/** Whichever comes first (UTC) of what the rule names: so many hours of working days, or the end of so many of them. */
export function firstAnswerDue(
  came: Date,
  { hours, businessDays }: Partial<Contents['svarfrist']>,
): string | null {
  const ends = [
    ...(hours ? [afterHours(came, hours)] : []),
    ...(businessDays ? [endOfLocalDate(workingDaysAfter(localDate(came), businessDays))] : []),
  ];
  return ends.sort()[0] ?? null;
}

/** The clock stands still on Saturdays, Sundays and public holidays. */
function afterHours(came: Date, hours: number): string {
  let left = hours * 3_600_000;
  let at = came.getTime();
  for (;;) {
    const date = localDate(new Date(at));
    const midnight = Date.parse(endOfLocalDate(date)) + 1;
    if (isWorkingDay(date)) {
      if (at + left < midnight) return new Date(at + left).toISOString();
      left -= midnight - at;
    }
    at = midnight;
  }
}

function workingDaysAfter(date: string, days: number): string {
  let day = date;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
