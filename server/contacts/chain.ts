import type { ContactKind, ContactOutcome } from '../../db/schema/contacts.ts';
import { isWorkingDay } from '../coverage/calendar.ts';
import { addDays } from '../ui/dates.ts';

interface UsualStep {
  text: string;
  /** how many working days from today */
  workingDays: number;
}

const TALK = ['telefon'] as const;
const WRITTEN = ['mail', 'sms', 'brev'] as const;
const MEETING = ['besoeg', 'moede', 'onlinemoede'] as const;
const EVENT = ['arrangement'] as const;

/** How × what came of it → what usually comes next. One who is not interested is left alone. */
const CHAIN: [kinds: readonly ContactKind[], outcome: ContactOutcome, ...steps: [string, number][]][] = [
  [TALK, 'opnaaet', ['Send en mail med det aftalte', 1], ['Aftal et besøg', 5]],
  [TALK, 'besked_lagt', ['Ring igen', 2], ['Skriv en mail i stedet', 2]],
  [TALK, 'ikke_opnaaet', ['Ring igen', 1], ['Skriv en mail i stedet', 1]],
  [TALK, 'senere', ['Ring igen', 20]],

  [MEETING, 'opnaaet', ['Send tak og det aftalte på skrift', 1], ['Følg op på besøget', 10]],
  [MEETING, 'besked_lagt', ['Ring og aftal en ny tid', 2]],
  [MEETING, 'ikke_opnaaet', ['Ring og aftal en ny tid', 1]],
  [MEETING, 'senere', ['Ring og aftal en ny tid', 20]],

  [WRITTEN, 'opnaaet', ['Ring og aftal et besøg', 5]],
  [WRITTEN, 'besked_lagt', ['Ring og følg op på beskeden', 3]],
  [WRITTEN, 'ikke_opnaaet', ['Ring i stedet', 2]],
  [WRITTEN, 'senere', ['Skriv igen', 20]],

  [EVENT, 'opnaaet', ['Ring og aftal et besøg', 5]],
  [EVENT, 'besked_lagt', ['Ring og følg op', 5]],
  [EVENT, 'ikke_opnaaet', ['Ring i stedet', 5]],
  [EVENT, 'senere', ['Ring igen', 20]],
];

/** What usually comes after such a contact, the most usual first; none after a no. */
export function usualSteps({ kind, outcome }: { kind: ContactKind; outcome: ContactOutcome }): UsualStep[] {
  const row = CHAIN.find(([kinds, came]) => kinds.includes(kind) && came === outcome);
  const steps = row?.slice(2) as [string, number][] | undefined;
  return (steps ?? []).map(([text, workingDays]) => ({ text, workingDays }));
}

/** The local date so many Danish working days after `from`. */
export function workingDayAfter(from: string, workingDays: number): string {
  let date = from;
  for (let left = workingDays; left > 0; ) {
    date = addDays(date, 1);
    if (isWorkingDay(date)) left--;
  }
  return date;
}
