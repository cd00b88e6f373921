import type { Loosening, NearStep } from '../../workers/matching/engine.ts';
import type { MatchOrder, WorkingTime } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';

const SIDES = ['dansk', 'mundtligt dansk', 'skriftligt dansk'];
/** As many as are read in one breath on the phone. */
const MOST_STEPS = 4;

/** The requirement that the question is about: "Truckcertifikat B", "Timer", "Dansk". */
export function subjectOf({ loosening }: NearStep): string {
  switch (loosening.rule) {
    case 'kan_laeres':
      return loosening.text;
    case 'danskniveau':
      return capital(SIDES[loosening.side] ?? 'dansk');
    case 'timer':
      return 'Timer om ugen';
    case 'arbejdstid':
      return 'Arbejdstid';
    case 'startdato':
      return 'Startdato';
    case 'rejsetid':
      return 'Vejen til arbejde';
    case 'vilkaar':
      return 'Vilkår i arbejdet';
  }
}

/** What to ask the firm, as one would say it on the telephone. */
export function questionOf({ loosening }: NearStep): string {
  switch (loosening.rule) {
    case 'kan_laeres':
      return `Kan »${loosening.text}« læres på jobbet?`;
    case 'danskniveau':
      return 'Hvad skal der siges, læses og skrives på en almindelig dag?';
    case 'timer':
      return loosening.end === 'hoursMin'
        ? 'Er der opgaver nok med færre timer?'
        : 'Kan der blive flere timer?';
    case 'arbejdstid':
      return 'Skal det netop være på de tider?';
    case 'startdato':
      return 'Kan starten vente?';
    case 'rejsetid':
      return 'Kan virksomheden hjælpe med vejen, fx samkørsel eller mødetid efter bussen?';
    case 'vilkaar':
      return 'Kan vilkårene tilpasses for én medarbejder?';
  }
}

/** "truck B kan læres på jobbet", "B1 i stedet for B2 er nok": what comes after "hvis". */
export function conditionOf(order: MatchOrder, { loosening }: NearStep): string {
  switch (loosening.rule) {
    case 'kan_laeres':
      return `»${loosening.text}« kan læres på jobbet`;
    case 'danskniveau':
      return danishCondition(loosening);
    case 'timer':
      return hoursCondition(order, loosening);
    case 'arbejdstid':
      return timesCondition(order, loosening.patch);
    case 'startdato':
      return `starten kan vente til ${showDate(loosening.patch.startDate)}`;
    case 'rejsetid':
      return `vejen må tage op til ${loosening.minutes} minutter mere`;
    case 'vilkaar':
      return `${inWords(
        order.unavoidable.map((need) => labels.condition[need].toLowerCase()),
        'og',
      )} kan undgås`;
  }
}

function danishCondition({ side, from, level }: Extract<Loosening, { rule: 'danskniveau' }>): string {
  const name = SIDES[side] ?? 'dansk';
  return level === 'A0' ? `der ikke kræves ${name}` : `${name} ${level} i stedet for ${from} er nok`;
}

function hoursCondition(order: MatchOrder, { end, hours }: Extract<Loosening, { rule: 'timer' }>): string {
  const now = end === 'hoursMin' ? order.hoursMin : order.hoursMax;
  const instead = now === null ? '' : ` i stedet for ${showHour(now)}`;
  return end === 'hoursMin'
    ? `${showHour(hours)} timer${instead} er nok`
    : `der kan blive ${showHour(hours)} timer${instead}`;
}

function timesCondition(
  order: MatchOrder,
  { workingTimes, allWorkingTimes }: Pick<MatchOrder, 'workingTimes' | 'allWorkingTimes'>,
): string {
  if (allWorkingTimes) {
    const dropped = order.workingTimes.filter((time) => !workingTimes.includes(time));
    return `det ikke behøver være ${timesInWords(dropped, 'og')}`;
  }
  const added = workingTimes.filter((time) => !order.workingTimes.includes(time));
  if (!order.allWorkingTimes) return `også ${timesInWords(added, 'og')} er muligt`;
  return `det er nok med ${timesInWords(workingTimes, 'eller')}`;
}

function timesInWords(times: readonly WorkingTime[], joiner: 'og' | 'eller'): string {
  return inWords(
    times.map((time) => labels.workingTime[time].toLowerCase()),
    joiner,
  );
}

/** dag, aften og weekend */
export function inWords(words: readonly string[], joiner: 'og' | 'eller'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joiner} ${last}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The smallest change, the one that brings all, and a few between: nobody reads forty dates. */
export function shownSteps(question: readonly NearStep[]): NearStep[] {
  if (question.length <= MOST_STEPS) return [...question];
  const last = question.length - 1;
  const places = Array.from({ length: MOST_STEPS }, (_, at) => Math.round((at * last) / (MOST_STEPS - 1)));
  return places.flatMap((at) => question[at] ?? []);
}
