import { cleanText } from '../contacts/rules.ts';
import { TICK } from '../persons/person-check.ts';
import { TEXT_TICK } from '../text-check/check.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import { readHours, showHour } from '../ui/hours.ts';
import type { Lead } from './queries.ts';
import type { LeadDraft } from './rules.ts';

/** The draft's names and the form's. */
export const LEAD_FIELDS: Readonly<Record<string, string>> = {
  title: 'titel',
  note: 'note',
  type: 'type',
  positions: 'antal',
  weeklyHours: 'timer',
  likelyFrom: 'tidligst',
  followUpOn: 'opfoelgning',
  noPersonInformation: TICK,
  textChecked: TEXT_TICK,
};

/** What cannot be a number becomes NaN, so that the rules refuse it at its field. */
export function readLeadForm(fields: Fields): LeadDraft {
  const count = textOf(fields, 'antal');
  const hours = textOf(fields, 'timer');
  return {
    title: (cleanText(textOf(fields, 'titel')) ?? '').replaceAll('\n', ' '),
    note: cleanText(textOf(fields, 'note').replaceAll('\r\n', '\n')),
    type: textOf(fields, 'type') || null,
    positions: count === '' ? null : /^\d{1,9}$/.test(count) ? Number(count) : Number.NaN,
    weeklyHours: hours === '' ? null : (readHours(hours) ?? Number.NaN),
    likelyFrom: textOf(fields, 'tidligst') || null,
    followUpOn: textOf(fields, 'opfoelgning'),
  };
}

export function leadFormValues(lead: Lead): Record<string, string> {
  return {
    titel: lead.title,
    note: lead.note ?? '',
    type: lead.type ?? '',
    antal: lead.positions === null ? '' : String(lead.positions),
    timer: lead.weeklyHours === null ? '' : showHour(lead.weeklyHours),
    tidligst: lead.likelyFrom ?? '',
    opfoelgning: lead.followUpOn,
  };
}

/** What the order's form begins with: everything that the lead knows. */
export function orderValuesOf(lead: Lead): Record<string, string> {
  const hours = lead.weeklyHours === null ? '' : showHour(lead.weeklyHours);
  return {
    titel: lead.title,
    beskrivelse: lead.note ?? '',
    type: lead.type ?? '',
    antal: String(lead.positions ?? 1),
    timer_min: hours,
    timer_max: hours,
    startdato: lead.likelyFrom ?? '',
  };
}
