import { type Clause, clauseAt } from './clauses.ts';
import { type DateMention, isBareWeek } from './date-readings.ts';
import { isBehind, type Mention } from './mentions.ts';
import type { Step } from './steps.ts';

interface Timing {
  contactDate: string | null;
  step: Step | null;
  nextStepDate: string | null;
}

/** The day of the contact that took place, and of the next one: only what the line says of that very contact. */
export function readTiming(
  flat: string,
  line: {
    clauses: readonly Clause[];
    dates: readonly DateMention[];
    mentions: readonly Mention[];
    steps: readonly Step[];
  },
  latest: Mention | null,
  today: string,
): Timing {
  const { clauses, mentions } = line;
  const steps = line.steps.filter((step) => !isFollowedUp(step, flat, line.dates, today));
  const contactDates: string[] = [];
  const nextDates: { date: string; step: Step; at: number }[] = [];
  for (const date of line.dates) {
    const clause = clauseAt(clauses, date.from);
    const owner = ownerOf(flat, date, clause, mentions, steps);
    if (!owner) continue;
    if ('action' in owner) {
      if (date.future && date.lean !== 'past')
        nextDates.push({ date: date.future, step: owner, at: date.from });
    } else if (owner.status === 'done' && isOfLatest(owner, latest, mentions)) {
      const told = toldDate(date, owner, flat, today);
      if (told) contactDates.push(told);
    }
  }
  // A day said in the step's own clause is surer than one of a clause beside it.
  const own = nextDates.filter(({ step, at }) => clauseAt(clauses, at) === step.clause);
  const next = (own.length > 0 ? own : nextDates).toSorted((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : a.at - b.at,
  )[0];
  const step = next?.step ?? steps.at(-1) ?? null;
  return { contactDate: contactDates.toSorted().at(-1) ?? null, step, nextStepDate: next?.date ?? null };
}

/** "opfølgning hos Arla 20/11", told five days later: nobody plans a year ahead by the day. */
const isFollowedUp = (step: Step, flat: string, dates: readonly DateMention[], today: string) =>
  flat.slice(step.from, step.to) === 'opfoelgning' &&
  dates.some(
    (date) =>
      date.lean === 'open' &&
      date.past !== date.future &&
      !isBareWeek(date) &&
      date.from >= step.clause.from &&
      date.to <= step.clause.to &&
      isBehind(date, today),
  );

/** A clause of more words than this beside its date has a matter of its own: "jobsamtale for borger 2/12 hos ¤, ringer mandag". */
const LONGEST_ASIDE = 1;

/** "ringer dagen efter": the day before it is another's. */
const isDayAfter = ({ clause }: Step, flat: string) =>
  / (?:(?:dagen|ugen) efter|derefter|bagefter) /.test(flat.slice(clause.from, clause.to + 1));

/** "har ikke tid før februar, ring der" */
const pointsBack = ({ clause, to }: Step, flat: string) =>
  / (?:der|da|derfra)(?: igen)? $/.test(flat.slice(to, clause.to + 1));

type Owner = Mention | Step;

/** The nearest contact or step in the date's clause; else, of the same sentence, the one before it. */
function ownerOf(
  flat: string,
  date: DateMention,
  clause: Clause,
  mentions: readonly Mention[],
  steps: readonly Step[],
): Owner | null {
  const contacts = mentions.filter(
    ({ status, kind, from, to }) =>
      status !== 'planned' &&
      !(status === 'void' && kind === 'arrangement') &&
      !/^(?:aftalt|enige?)$/.test(flat.slice(from, to)),
  );
  const owners: Owner[] = [...contacts, ...steps];
  const near = (some: readonly Owner[]) =>
    some.toSorted((a, b) => Math.abs(a.from - date.from) - Math.abs(b.from - date.from))[0] ?? null;
  const suits = (owner: Owner) =>
    'action' in owner ? date.lean !== 'past' : owner.status === 'void' || date.lean !== 'future';
  const inClause = owners.filter((owner) => owner.clause === clause);
  // "ringet i dag uden held, sender en mail": what stands before "i dag" has it.
  const isToday = date.past !== null && date.past === date.future;
  const before = inClause.filter(({ from }) => from < date.from);
  const best =
    (isToday ? near(before.filter(suits)) : null) ?? near(inClause.filter(suits)) ?? near(inClause);
  if (best) return best;
  const said = flat
    .slice(clause.from, clause.to)
    .replaceAll(/ (?:§+|[,:()-]|i stedet)/g, '')
    .trim()
    .split(' ');
  const sameSentence = owners.filter(
    (owner) =>
      owner.clause.sentence === clause.sentence &&
      suits(owner) &&
      !(
        'action' in owner &&
        ((said.length > LONGEST_ASIDE && !pointsBack(owner, flat)) || isDayAfter(owner, flat))
      ),
  );
  // "ikke på arbejde i dag, prøver på torsdag": what is to come has a day of its own.
  const after = isToday ? sameSentence.filter((owner) => !('action' in owner)) : sameSentence;
  return near(sameSentence.filter(({ from }) => from < date.from)) ?? near(after);
}

/** A date said of an earlier contact than the latest is not the latest's. */
function isOfLatest(owner: Mention, latest: Mention | null, mentions: readonly Mention[]): boolean {
  if (!latest || owner === latest) return true;
  const between = mentions.filter(({ status, kind }) => status === 'done' && kind !== null);
  return owner.kind === null || between.every((mention) => mention.kind === owner.kind)
    ? true
    : owner.from > latest.from;
}

/** "besøgte Vinterland 2/1", "13/6 ringede jeg": said of the visit itself, however near the next 2/1 is. */
function isBeside(date: DateMention, owner: Mention, flat: string): boolean {
  if (owner.kind === null) return false;
  const between = date.from > owner.to ? flat.slice(owner.to, date.from) : flat.slice(date.to, owner.from);
  return /^(?: (?:til|hos|¤|d|den|med|jeg|vi|har|igen|op|paa|ved|i))* ?$/.test(between);
}

function toldDate(date: DateMention, owner: Mention, flat: string, today: string): string | null {
  if (date.lean === 'past' || / ds$/.test(date.said)) return date.past;
  if (date.lean === 'future' || (isBareWeek(date) && date.future === null && owner.form !== 'past'))
    return null;
  return isBehind(date, today) || (owner.form === 'past' && isBeside(date, owner, flat)) ? date.past : null;
}
