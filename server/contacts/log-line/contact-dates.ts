import { type Clause, clauseAt } from './clauses.ts';
import type { DateMention } from './dates.ts';

/** Before a date that is no contact's: when a job begins, a deadline, an event. */
const OTHER_DATES =
  /(?: fra| pr| start| starter| starte| begynder| opstart| jobstart| ansat| ansaettelse| loeber til| loeber| frist| ansoegningsfrist| senest| inden| foer| deadline| aabner| lukker| underskrift| underskrives| fratraeder| udloeber| foedt| ferie til| lukket til| indtil| til og med| gaelder)(?: (?:[^§ ]+ )?(?:den|d|paa|er|til|fra|i|omkring))? $/;

const EVENT = /(?: jobmesse| arrangement)(?: (?:\S+ )?(?:den|d|paa|er))? $/;

/** The dates that may be a contact's: not those of jobs, deadlines and events, and not "ikke i dag". */
export function contactDates(
  flat: string,
  clauses: readonly Clause[],
  dates: readonly DateMention[],
): DateMention[] {
  return dates.filter((date) => {
    const before = flat.slice(clauseAt(clauses, date.from).from, date.from);
    if (OTHER_DATES.test(before) || / ikke $/.test(before)) return false;
    return !EVENT.test(before) || (date.past !== null && date.lean !== 'future' && isNow(date));
  });
}

const isNow = ({ past, future, lean }: DateMention) => lean === 'past' || past === future;
