import { TERM_KINDS } from '../../workers/matching/types.ts';
import type { CitizenState } from '../citizens/edit.ts';
import { groupsOf, type ShiftRow, showShift } from '../job-orders/shifts.ts';
import { labels } from '../ui/labels.ts';
import { told } from './told.ts';
import { HELD_OF_CITIZEN } from './what-we-hold.ts';

/** One side of an edit of a citizen, as it is kept, in the words of the citizen's own page. */
export function toldEdit(kept: string): string {
  const state = JSON.parse(kept) as Partial<CitizenState>;
  return Object.entries(state)
    .map(([field, value]) => toldField(field, value))
    .join('. ');
}

function toldField(field: string, value: unknown): string {
  const kind = TERM_KINDS.find((each) => each === field);
  if (kind) return `${labels.term[kind]}: ${textsOf(value as { text: string }[])}`;
  if (field === 'shifts') return `Dage og tider: ${shiftsOf(value as ShiftRow[])}`;
  const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const held = HELD_OF_CITIZEN.citizen?.columns[column];
  const [head, words] = typeof held === 'string' ? [held, {}] : (held ?? [field, {}]);
  const list = Array.isArray(value) ? (value.length > 0 ? JSON.stringify(value) : null) : value;
  const stored = typeof list === 'boolean' ? Number(list) : list;
  return `${head}: ${told(column, stored, words) || 'intet'}`;
}

function textsOf(terms: { text: string }[]): string {
  return terms.map(({ text }) => text).join(', ') || 'intet';
}

function shiftsOf(rows: ShiftRow[]): string {
  return groupsOf(rows).map(showShift).join(', ') || 'intet';
}
