import { type Clause, clauseAt } from './clauses.ts';
import type { DateMention } from './date-readings.ts';

/** Before a date that is no contact's: when a job begins, a deadline, an event. */
const OTHER_DATES =
  /(?: fra| pr| start| starter| starte| begynder| opstart| jobstart| opslaaet| annonceret| opslag| ansat| ansaettelse| loeber til| loeber| frist| ansoegningsfrist| senest| inden| foer| deadline| aabner| lukker| underskrift| underskrives| fratraeder| udloeber| foedt| ferie| lukket| indtil| til og med| gaelder)(?: (?:[^§ ]+ )?(?:den|d|paa|er|til|fra|i|af|omkring))? $/;

const EVENT = /(?: jobmesse| arrangement)(?: (?:\S+ )?(?:den|d|paa|er))? $/;

/** "afskediger 12 mand d. 1/1", "de er 80 i dag" */
const LET_GO = /(?<! om) (?:fyrer|afskediger|varsling|opsiger|fratraeder|lukker) /;
const COUNTED = / er (?:\S+ )?\d+(?: \S+)? $/;
/** "send bevillingen senest fredag", "har ikke tid før februar": our own day, and the first that suits them. */
const OUR_DEADLINE =
  /(?: (?:ring|ringes|send|svar|skriv|mailer|kontakt|kontaktes|foelg op|besoeg|ryk)(?: \S+)* (?:senest|inden|foer)| ikke (?:\S+ ){0,2}foer)(?: (?:d|den|paa))? $/;
/** "svarer i dag": ours, and to come. */
const OUR_ANSWER = /^(?: ,)? svarede $/;

/** "besøg (18/11), tilbud sendt (20/11)": papers on their way, no visit. */
const isSentAway = (before: string) =>
  / sendt (?:[(:] )?(?:d |den )?$/.test(before) && !/ (?:mail|sms|brev) (?:\S+ ){0,4}$/.test(before);

/**
 * The dates that may be a contact's: not those of jobs, deadlines and events, not "ikke i dag", not what the line corrects
 * itself, and none of two that stand beside each other as a choice.
 */
export function contactDates(
  flat: string,
  clauses: readonly Clause[],
  dates: readonly DateMention[],
): DateMention[] {
  return withoutEither(flat, withoutCorrected(flat, withoutMoved(flat, clauses, dates))).filter((date) => {
    const before = flat.slice(clauseAt(clauses, date.from).from, date.from);
    if ((OTHER_DATES.test(before) && !OUR_DEADLINE.test(before)) || / ikke $/.test(before)) return false;
    if (
      LET_GO.test(before) ||
      COUNTED.test(before) ||
      OUR_ANSWER.test(before) ||
      isSentAway(flat.slice(0, date.from))
    )
      return false;
    return !EVENT.test(before) || (date.past !== null && date.lean !== 'future' && isNow(date));
  });
}

const isNow = ({ past, future, lean }: DateMention) => lean === 'past' || past === future;

/** "mellem 1/12 og 5/12", "lukket fra 21/12 til 4/1" */
const SPAN = / (?:mellem|(?:lukket|ferie|vaek|bortrejst)(?: \S+)? fra) (?:d )?$/;

/** "mandag eller tirsdag", "mellem 1/12 og 5/12": no day is said. */
function withoutEither(flat: string, dates: readonly DateMention[]): DateMention[] {
  const isJoined = (one: DateMention | undefined, other: DateMention | undefined) =>
    one !== undefined &&
    other !== undefined &&
    (flat.slice(one.to, other.from) === ' eller ' ||
      (/^ (?:og|til|-) $/.test(flat.slice(one.to, other.from)) && SPAN.test(flat.slice(0, one.from))));
  return dates.filter((date, at) => !isJoined(dates[at - 1], date) && !isJoined(date, dates[at + 1]));
}

/** "flyttede fredagens besøg til mandag": the day it was is none any more. */
function withoutMoved(
  flat: string,
  clauses: readonly Clause[],
  dates: readonly DateMention[],
): DateMention[] {
  return dates.filter((date, at) => {
    const next = dates[at + 1];
    if (!next || clauseAt(clauses, date.from) !== clauseAt(clauses, next.from)) return true;
    const between = flat.slice(date.to, next.from);
    const isMoved = / (?:flyt|ryk|udskyd|udsaet|udskudt)\S* /.test(
      flat.slice(clauseAt(clauses, date.from).from, next.from),
    );
    return !(isMoved && / til $/.test(between));
  });
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
