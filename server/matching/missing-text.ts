import type { CitizenChange } from '../../workers/matching/engine.ts';
import { showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { inWords } from './near-text.ts';

/** The test that a course in Danish ends with (bek. om danskuddannelse). */
const TESTS: Readonly<Record<string, string>> = { A2: 'PD1', B1: 'PD2', B2: 'PD3', C1: 'Studieprøven' };

/** What a course, a test or a licence can give, apart from what the citizen decides. */
export function isLearned({ kind }: CitizenChange): boolean {
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'dansk' || kind === 'kompetence';
}

/** "Truckcertifikat B", "Dansk B1 (PD2)", "Aften også", "15 minutter længere rejse". */
export function changeInWords(change: CitizenChange): string {
  switch (change.kind) {
    case 'certifikat':
    case 'koerekort':
    case 'kompetence':
      return change.text;
    case 'dansk': {
      const test = TESTS[change.level];
      return `Dansk ${change.level}${test ? ` (${test})` : ''}`;
    }
    case 'arbejdstid': {
      const words = inWords(
        change.times.map((time) => labels.workingTime[time].toLowerCase()),
        'og',
      );
      return `Også ${words}`;
    }
    case 'timer':
      return change.end === 'hoursMax'
        ? `Op til ${showHour(change.hours)} timer om ugen`
        : `Ned til ${showHour(change.hours)} timer om ugen`;
    case 'startdato':
      return `Start allerede ${showDate(change.date)}`;
    case 'rejsetid':
      return `${change.minutes} minutter længere rejse`;
    case 'transport':
      return `Også ${labels.transport[change.transport].toLowerCase()}`;
    case 'deling':
      return 'Et ja til at blive delt med virksomheder';
  }
}
