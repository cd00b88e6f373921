import type { ContactDirection, ContactKind } from '../../../db/schema/contacts.ts';
import { containsCpr } from '../../citizens/cpr-guard.ts';
import { splitClauses } from './clauses.ts';
import { directionOf, latestContact } from './contact.ts';
import { contactDates } from './contact-dates.ts';
import { readDates } from './dates.ts';
import { readHeadcount } from './headcount.ts';
import { asWritten, readLine } from './line.ts';
import { readMentions } from './mentions.ts';
import { type LoggedOrder, readOrders } from './orders.ts';
import { type LoggedOutcome, outcomeOf } from './outcome.ts';
import { readNamedSteps, readSteps, type StepWord } from './steps.ts';
import { readTiming } from './timing.ts';
import { type LoggedTopic, readTopics } from './topics.ts';

/** What one line of the log says; null and empty where it says nothing. Dates are local dates (2026-11-25). */
export interface LoggedLine {
  kind: ContactKind | null;
  direction: ContactDirection | null;
  outcome: LoggedOutcome | null;
  /** the firm as written */
  company_hint: string | null;
  /** never after today */
  contact_date: string | null;
  /** never before today */
  next_step_date: string | null;
  next_step: StepWord | null;
  orders: LoggedOrder[];
  topics: LoggedTopic[];
  contains_cpr: boolean;
  new_headcount: number | null;
}

interface Known {
  /** local date */
  today: string;
  /** names of firms the user knows: found before anything else is taken for a name */
  firms?: readonly string[];
}

const LONGEST_LINE = 2_000;

/**
 * Reads a typed or dictated Danish line by fixed rules: the same line and day always give the same answer. A field is
 * filled only when the line says it. Never throws. Looks for a CPR number in all of the text, for the rest in its first
 * 2,000 characters: nobody logs a longer line, and so the time grows with the length alone.
 */
export function parseLogLine(text: string, { today, firms = [] }: Known): LoggedLine {
  const clean = text.slice(0, LONGEST_LINE).toWellFormed().normalize('NFC');
  const line = readLine(clean, firms);
  const { dates: said, flat } = readDates(line.flat, today);
  const clauses = splitClauses(flat);
  const dates = contactDates(flat, clauses, said);
  const named = readNamedSteps(flat, clauses);
  const mentions = readMentions(flat, clauses, dates, named, today);
  const steps = readSteps(flat, clauses, named, mentions);
  const { orders, taken } = readOrders(flat);
  const contact = latestContact(mentions);
  const outcome = outcomeOf(flat, contact, mentions, orders.length > 0);
  const timing = readTiming(flat, { clauses, dates, mentions, steps }, contact, today);
  const topics = readTopics(flat, taken);
  const headcount = readHeadcount(flat);
  // "Printeren driller igen": a thing, since the line says nothing of a firm.
  const isChatter =
    /^(?:\p{L}{3,}(?:en|et|erne)$|\p{Ll})/u.test(line.company?.name ?? '') &&
    /^ ¤ (?!.*[:§])/.test(flat) &&
    !(contact ?? outcome ?? timing.step ?? timing.nextStepDate ?? headcount) &&
    orders.length + topics.length === 0;
  return {
    kind: contact?.kind ?? null,
    direction: directionOf(flat, contact, outcome),
    outcome,
    company_hint: isChatter ? null : (line.company?.name ?? null),
    contact_date: timing.contactDate,
    next_step_date: timing.nextStepDate,
    next_step: timing.step?.action ?? null,
    orders: orders.map((order) => ({
      ...order,
      title_hint: order.title_hint && asWritten(order.title_hint, line),
    })),
    topics,
    contains_cpr: containsCpr(text),
    new_headcount: headcount,
  };
}
