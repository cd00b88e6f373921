import {
  type CitizenTerm,
  FUNCTIONAL_NEEDS,
  type TermKind,
  TRANSPORTS,
  WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import { readShiftFields, shiftFieldName, shiftFormValues } from '../job-orders/shift-form.ts';
import { checkShifts, groupsOf, isBlank, rowsOf } from '../job-orders/shifts.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import { readHours, showHour } from '../ui/hours.ts';
import type { CitizenState } from './edit.ts';

/** So many rows a form has of each kind that has one, and more where the citizen has more. */
const FEWEST_ROWS = 12;
export const LINE_LIMIT = 500;
const MOST_LINES = 200;
const DANISH_LIMIT = 100;
const EARLIEST_YEAR = 1900;
const MOST_MINUTES = 1440;
const MOST_YEARS = 80;

/** Every row that is typed in, and at least a dozen. */
export function rowsOfForm(fields: Fields): number[] {
  const numbers = Object.keys(fields).map((name) =>
    Number(/^(?:jobmaal|erfaring|certifikat)_(\d{1,3})$/.exec(name)?.[1] ?? 0),
  );
  return Array.from({ length: Math.max(FEWEST_ROWS, ...numbers) }, (_, at) => at + 1);
}

/** Kinds of which a line is only a text. */
const LINES = [
  ['kompetence', 'kompetencer'],
  ['koerekort', 'koerekort'],
  ['sprog', 'sprog'],
] as const satisfies [TermKind, string][];

/** A citizen as the form shows them. */
export function citizenFormValues(state: CitizenState): Record<string, string | string[]> {
  const yesNo = (value: boolean | null) => (value === null ? '' : value ? 'ja' : 'nej');
  const rows = (terms: CitizenTerm[], valuesOf: (term: CitizenTerm, row: number) => [string, string][]) =>
    terms.flatMap((term, at) => valuesOf(term, at + 1));
  return {
    ...Object.fromEntries([
      ...rows(state.jobmaal, ({ text }, row) => [[`jobmaal_${row}`, text]]),
      ...rows(state.erfaring, ({ text, years, lastYear }, row) => [
        [`erfaring_${row}`, text],
        [`erfaring_aar_${row}`, years === null ? '' : showHour(years)],
        [`erfaring_til_${row}`, lastYear === null ? '' : String(lastYear)],
      ]),
      ...rows(state.certifikat, ({ text, expiresOn }, row) => [
        [`certifikat_${row}`, text],
        [`certifikat_udloeber_${row}`, expiresOn ?? ''],
      ]),
    ]),
    ...Object.fromEntries(
      LINES.map(([kind, field]) => [field, state[kind].map(({ text }) => text).join('\n')]),
    ),
    ...shiftFormValues(groupsOf(state.shifts)),
    timer_min: state.hoursMin === null ? '' : showHour(state.hoursMin),
    timer_max: state.hoursMax === null ? '' : showHour(state.hoursMax),
    arbejdstid: state.workingTimes,
    danskniveau: state.danish ?? '',
    danskniveau_mundtlig: state.danishOral ?? '',
    danskniveau_skriftlig: state.danishWritten ?? '',
    transport: state.transports,
    max_rejsetid_min: state.maxTravelMinutes === null ? '' : String(state.maxTravelMinutes),
    postnummer: state.postcode ?? '',
    behov: state.needs,
    kan_starte: state.canStart ?? '',
    maa_deles: yesNo(state.mayBeShared),
    beskyttet_adresse: yesNo(state.protectedAddress),
    har_arbejdsgiver: yesNo(state.hasEmployer),
  };
}

/** The form as typed, or an error in Danish at each field that breaks a rule. */
export function readCitizenForm(
  fields: Fields,
  today: string,
): { state: CitizenState; errors: [] } | { state?: undefined; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string): null => {
    errors.push({ field, reason });
    return null;
  };
  const text = (field: string, limit = LINE_LIMIT) => {
    const typed = cleanText(textOf(fields, field).replaceAll('\n', ' '));
    errors.push(...freeTextErrors(field, typed, limit));
    return typed;
  };
  const number = (field: string, what: string, read: (typed: string) => number | undefined) => {
    const typed = textOf(fields, field);
    return typed === '' ? null : (read(typed) ?? refuse(field, what));
  };
  const hours = (field: string) => number(field, 'Skriv et timetal mellem 0 og 168, fx 7,5.', readHours);
  const date = (field: string) => {
    const typed = textOf(fields, field);
    return typed === '' || isIsoDate(typed) ? typed || null : refuse(field, 'Skriv en dato, der findes.');
  };
  const yesNo = (field: string) => {
    const typed = textOf(fields, field);
    return typed === 'ja' ? true : typed === 'nej' ? false : null;
  };
  const many = <T extends string>(field: string, known: readonly T[]) => {
    const typed = [fields[field] ?? []].flat();
    return known.filter((value) => typed.includes(value));
  };
  const bare = (kind: TermKind, said: string): CitizenTerm => ({
    kind,
    text: said,
    years: null,
    lastYear: null,
    expiresOn: null,
  });
  const lines = (kind: TermKind, field: string): CitizenTerm[] => {
    const typed = [fields[field] ?? ''].flat().join('\n').replace(/\r\n?/g, '\n').split('\n');
    const said = typed.flatMap((line) => cleanText(line) ?? []);
    if (said.length > MOST_LINES) refuse(field, `Højst ${MOST_LINES} linjer.`);
    const broken = said.flatMap((line) => freeTextErrors(field, line, LINE_LIMIT));
    errors.push(...broken.slice(0, 1));
    return said.map((line) => bare(kind, line));
  };
  const rows = (kind: TermKind, read: (row: number) => Partial<CitizenTerm>): CitizenTerm[] =>
    rowsOfForm(fields).flatMap((row) => {
      const said = text(`${kind}_${row}`);
      const more = read(row);
      if (said !== null) return { ...bare(kind, said), ...more };
      if (Object.values(more).some((value) => value !== null))
        refuse(`${kind}_${row}`, 'Skriv, hvad det er.');
      return [];
    });

  const shifts = readShiftFields(fields);
  errors.push(
    ...checkShifts(shifts).map(({ field, reason }) => ({ field: shiftFieldName(field) ?? field, reason })),
  );
  const [hoursMin, hoursMax] = [hours('timer_min'), hours('timer_max')];
  if (hoursMin !== null && hoursMax !== null && hoursMin > hoursMax)
    refuse('timer_max', 'Skal være mindst lige så mange som »fra«.');
  const postcode = text('postnummer');
  if (postcode !== null && !/^\d{4}$/.test(postcode)) refuse('postnummer', 'Et postnummer er fire cifre.');
  const thisYear = Number(today.slice(0, 4));

  const state: CitizenState = {
    jobmaal: rows('jobmaal', () => ({})),
    kompetence: lines('kompetence', 'kompetencer'),
    erfaring: rows('erfaring', (row) => ({
      years: number(
        `erfaring_aar_${row}`,
        `Skriv et antal år mellem 0 og ${MOST_YEARS}, fx 2,5.`,
        (typed) => {
          const years = readHours(typed);
          return years !== undefined && years <= MOST_YEARS ? years : undefined;
        },
      ),
      lastYear: number(
        `erfaring_til_${row}`,
        `Skriv et årstal mellem ${EARLIEST_YEAR} og ${thisYear}.`,
        (typed) =>
          /^\d{4}$/.test(typed) && Number(typed) >= EARLIEST_YEAR && Number(typed) <= thisYear
            ? Number(typed)
            : undefined,
      ),
    })),
    certifikat: rows('certifikat', (row) => ({ expiresOn: date(`certifikat_udloeber_${row}`) })),
    koerekort: lines('koerekort', 'koerekort'),
    sprog: lines('sprog', 'sprog'),
    shifts: rowsOf(shifts.filter((group) => !isBlank(group))).sort(
      (a, b) => a.weekday - b.weekday || a.fromMinute - b.fromMinute,
    ),
    hoursMin,
    hoursMax,
    workingTimes: many('arbejdstid', WORKING_TIMES),
    danish: text('danskniveau', DANISH_LIMIT),
    danishOral: text('danskniveau_mundtlig', DANISH_LIMIT),
    danishWritten: text('danskniveau_skriftlig', DANISH_LIMIT),
    transports: many('transport', TRANSPORTS),
    maxTravelMinutes: number(
      'max_rejsetid_min',
      `Skriv et antal minutter, højst ${MOST_MINUTES}.`,
      (typed) => (/^\d{1,4}$/.test(typed) && Number(typed) <= MOST_MINUTES ? Number(typed) : undefined),
    ),
    postcode,
    needs: many('behov', FUNCTIONAL_NEEDS),
    canStart: date('kan_starte'),
    mayBeShared: yesNo('maa_deles'),
    protectedAddress: yesNo('beskyttet_adresse'),
    hasEmployer: yesNo('har_arbejdsgiver'),
  };
  return errors.length > 0 ? { errors } : { state, errors: [] };
}
