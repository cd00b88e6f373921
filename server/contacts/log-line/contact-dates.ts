import { type Clause, clauseAt } from './clauses.ts';
import type { DateMention } from './dates.ts';

/** Before a date that is no contact's: when a job begins, a deadline, an event. */
const OTHER_DATES =
  /(?: fra| pr| start| starter| starte| begynder| opstart| jobstart| opslaaet| annonceret| opslag| ansat| ansaettelse| loeber til| loeber| frist| ansoegningsfrist| senest| inden| foer| deadline| aabner| lukker| underskrift| underskrives| fratraeder| udloeber| foedt| ferie til| lukket til| indtil| til og med| gaelder)(?: (?:[^§ ]+ )?(?:den|d|paa|er|til|fra|i|omkring))? $/;

const EVENT = /(?: jobmesse| arrangement)(?: (?:\S+ )?(?:den|d|paa|er))? $/;

/**
 * The dates that may be a contact's: not those of jobs, deadlines and events, not "ikke i dag", not what the line corrects
 * itself, and none of two that stand beside each other as a choice.
 */
export function contactDates(
  flat: string,
  clauses: readonly Clause[],
  dates: readonly DateMention[],
): DateMention[] {
  return withoutEither(flat, withoutCorrected(flat, dates)).filter((date) => {
    const before = flat.slice(clauseAt(clauses, date.from).from, date.from);
    if (OTHER_DATES.test(before) || / ikke $/.test(before)) return false;
    return !EVENT.test(before) || (date.past !== null && date.lean !== 'future' && isNow(date));
  });
}

const isNow = ({ past, future, lean }: DateMention) => lean === 'past' || past === future;

/** "mandag eller tirsdag", "mellem 1/12 og 5/12": no day is said. */
function withoutEither(flat: string, dates: readonly DateMention[]): DateMention[] {
  const isJoined = (one: DateMention | undefined, other: DateMention | undefined) =>
    one !== undefined &&
    other !== undefined &&
    (flat.slice(one.to, other.from) === ' eller ' ||
      (/^ (?:og|til|-) $/.test(flat.slice(one.to, other.from)) && / mellem $/.test(flat.slice(0, one.from))));
  return dates.filter((date, at) => !isJoined(dates[at - 1], date) && !isJoined(date, dates[at + 1]));
}

/** "torsdag nej fredag", "3/12 nej 4/12": the later one is meant. */
function withoutCorrected(flat: string, dates: readonly DateMention[]): DateMention[] {
  return dates.filter((date, at) => {
    const next = dates[at + 1];
    return (
      !next ||
      !/^ (?:[,.-] )*(?:nej|rettelse|rettere|eller rettere|undskyld|forkert)(?: (?:vent|jeg mener|mener|det var|det er|paa|den|[,.:]))* ?$/.test(
        flat.slice(date.to, next.from),
      )
    );
  });
}
