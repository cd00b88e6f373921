import type { Actor } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import { SEGMENTS } from '../records/rules.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, idOf, oneOf, textOf } from '../ui/fields.ts';
import { REACHES } from './firm-rows.ts';
import { FIRM_SORTS, FIRM_STATES, type FirmFilters, type FirmSort, SIZE_CLASSES } from './list.ts';
import { SILENCES } from './silence.ts';

/** The list's filters as they stand in its address. */
const FILTER_NAMES = [
  'q',
  'stoerrelse',
  'kontakt',
  'tavs',
  'ikke_kontaktet_siden',
  'ikke_besoegt_siden',
  'branche',
  'segment',
  'tilstand',
  'ansvarlig',
  'vis',
  'sort',
] as const;

export function readFilters(
  query: Fields,
  actor: Pick<Actor, 'userId'> & { teamId: number | null },
): FirmFilters {
  const shown = [query.vis ?? []].flat();
  return {
    q: textOf(query, 'q'),
    size: oneOf(SIZE_CLASSES, textOf(query, 'stoerrelse')),
    reach: oneOf(REACHES, textOf(query, 'kontakt')),
    silence: oneOf(SILENCES, textOf(query, 'tavs')),
    notContactedSince: dateOf(query, 'ikke_kontaktet_siden'),
    notVisitedSince: dateOf(query, 'ikke_besoegt_siden'),
    branch: textOf(query, 'branche'),
    segment: oneOf(SEGMENTS, textOf(query, 'segment')),
    state: oneOf(FIRM_STATES, textOf(query, 'tilstand')),
    ownerUserId: idOf(textOf(query, 'ansvarlig')) || undefined,
    caredForBy: shown.includes('mine') ? actor.userId : undefined,
    followedBy: shown.includes('foelger') ? actor.userId : undefined,
    teamId: shown.includes('team') ? (actor.teamId ?? 0) : undefined,
    ceased: shown.includes('ophoerte'),
  };
}

function dateOf(query: Fields, name: string): string | undefined {
  const text = textOf(query, name);
  return isIsoDate(text) ? text : undefined;
}

/** What is wrong with the dates; a list with a date that is none is shown without that filter. */
export function filterErrors(query: Fields, today: string): FieldError[] {
  return ['ikke_kontaktet_siden', 'ikke_besoegt_siden'].flatMap((field) => {
    const text = textOf(query, field);
    if (text === '' || (isIsoDate(text) && text <= today)) return [];
    const reason = isIsoDate(text) ? 'Vælg en dag, der ikke ligger efter i dag.' : 'Det er ikke en dato.';
    return [{ field, reason }];
  });
}

export function readSort(query: Fields): FirmSort {
  return oneOf(FIRM_SORTS, textOf(query, 'sort')) ?? 'navn';
}

/** Only the filters, in a fixed order: what a saved view and a bulk edit remember of an address. */
export function filterQuery(query: Fields): string {
  const params = new URLSearchParams();
  for (const name of FILTER_NAMES)
    for (const value of [query[name] ?? []].flat())
      if (value.trim()) params.append(name, value.trim().slice(0, 100));
  return params.toString();
}

/** The other way round. */
export function fieldsOfQuery(query: string): Fields {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) fields[name] = [...(fields[name] ?? []), value];
  return fields;
}
