import { CPR_REFUSED } from '../citizens/cpr-guard.ts';
import { maskCpr } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import type { FieldError } from '../problems.ts';
import type { FormState } from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import type { LoggedOrder } from './log-line/orders.ts';
import type { LoggedLine } from './log-line/parse.ts';
import { listedWord, type TalkWords } from './talk-words.ts';

export const LONGEST_LOG_LINE = 1_000;

/** What is wrong with a line before anything is made of it. */
export function lineErrors(text: string, parsed: LoggedLine): FieldError[] {
  if (text === '') return [{ field: 'linje', reason: 'Skriv en linje om, hvad der skete.' }];
  if (text.length > LONGEST_LOG_LINE) {
    const reason = `Linjen må højst være ${LONGEST_LOG_LINE} tegn; den er ${text.length}.`;
    return [{ field: 'linje', reason }];
  }
  return parsed.contains_cpr ? [{ field: 'linje', reason: CPR_REFUSED }] : [];
}

/** The line as it comes back with an error: all that was typed but a CPR number. */
export function refusedLine(text: string, errors: readonly FieldError[]): FormState {
  return { values: { linje: maskCpr(text) }, errors };
}

/**
 * The contact form as the line fills it. What the line does not say of how and of the outcome is left for the user to
 * choose; a next step without a day is left out, since it would promise nothing.
 */
export function formOfLine(
  text: string,
  parsed: LoggedLine,
  { today, campaign, words }: { today: string; campaign: string; words: TalkWords },
): FormState {
  const topics = parsed.topics.map((topic) => labels.topic[topic]);
  const among = (list: readonly string[]) => topics.flatMap((topic) => listedWord(topic, list) ?? []);
  const values = {
    linje: text,
    kampagne: campaign,
    dato: parsed.contact_date ?? today,
    art: parsed.kind ?? '',
    retning: parsed.direction ?? 'ud',
    udfald: parsed.outcome ?? '',
    tema: among(words.themes),
    tilbud: among(words.offers),
    note: text,
    // A day that is read wins over the days to tap: none of them looks chosen then.
    naeste_om: parsed.next_step_date ? undefined : '',
    naeste_dato: parsed.next_step_date ?? '',
    naeste_skridt: parsed.next_step_date && parsed.next_step ? capital(parsed.next_step) : '',
  };
  return { values, errors: [] };
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The new-lead form for a firm, filled with what the line says of one order. */
export function leadDraftLink(pNumber: number, order: LoggedOrder, contactId: number): string {
  const query = new URLSearchParams({ kontakt: String(contactId) });
  if (order.type && order.type !== 'loentilskud') query.set('type', order.type);
  if (order.title_hint) query.set('titel', capital(order.title_hint));
  if (order.count !== null) query.set('antal', String(order.count));
  const hours = order.hours_min ?? order.hours_max;
  if (hours !== null) query.set('timer', showHour(hours));
  return `${paths.newLead(pNumber)}?${query}`;
}

/** The new-order form for a firm, filled with what the line says of one order. Løntilskud is for the user to divide. */
export function orderDraftLink(pNumber: number, order: LoggedOrder): string {
  const query = new URLSearchParams({ virksomhed: String(pNumber) });
  // Chosen by nobody: not even the type that the form would begin with.
  if (order.type) query.set('type', order.type === 'loentilskud' ? '' : order.type);
  if (order.title_hint) query.set('titel', capital(order.title_hint));
  if (order.count !== null) query.set('antal', String(order.count));
  if (order.hours_min !== null) query.set('timer_min', showHour(order.hours_min));
  if (order.hours_max !== null) query.set('timer_max', showHour(order.hours_max));
  return `${paths.newJobOrder}?${query}`;
}
