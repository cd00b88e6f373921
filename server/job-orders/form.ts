import type { Requirement, RequirementKind } from '../../workers/matching/types.ts';
import type { JobOrderRow } from '../matching/market.ts';
import { TICK } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { TEXT_TICK } from '../text-check/check.ts';
import { readHours, showHour } from '../ui/hours.ts';
import type { OrderDraft } from './rules.ts';
import { readShiftFields, shiftFieldName, shiftFormValues } from './shift-form.ts';
import type { ShiftGroup } from './shifts.ts';

type Fields = Readonly<Record<string, string | string[] | undefined>>;

/** The draft's names and the form's; the form speaks import-format.md. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  type: 'type',
  purpose: 'formaal',
  title: 'titel',
  description: 'beskrivelse',
  positions: 'antal',
  hoursMin: 'timer_min',
  hoursMax: 'timer_max',
  workingTimes: 'arbejdstid',
  danishMin: 'danskniveau_min',
  danishOralMin: 'danskniveau_mundtlig_min',
  danishWrittenMin: 'danskniveau_skriftlig_min',
  offers: 'kan_tilbyde',
  unavoidable: 'kan_ikke_undgaas',
  followUp: 'opfoelgning',
  leadsToJob: 'ordinaere_timer',
  postcode: 'postnummer',
  startDate: 'startdato',
  deadline: 'frist',
  internalComment: 'intern_kommentar',
  requirements: 'krav',
  noPersonInformation: TICK,
  textChecked: TEXT_TICK,
};

/** One text area per kind of requirement, one requirement a line. */
const REQUIREMENT_FIELDS = [
  ['krav', 'krav'],
  ['oenske', 'oensker'],
  ['certifikat', 'certifikater'],
  ['koerekort', 'koerekort'],
  ['sprog', 'sprog'],
] as const satisfies [RequirementKind, string][];

const KAN_LAERES = /\s*\(\s*kan l(?:æ|ae)res(?: på jobbet)?\s*\)\s*\.?$/i;

/** Reads the form as typed. What cannot be a number becomes NaN, so that checkOrder refuses it at its field. */
export function readOrderForm(fields: Fields): OrderDraft {
  return {
    type: textOf(fields.type),
    purpose: textOf(fields.formaal) || null,
    title: textOf(fields.titel).replaceAll('\n', ' '),
    description: textOf(fields.beskrivelse),
    positions: numberOf(fields.antal),
    hoursMin: hoursOf(fields.timer_min),
    hoursMax: hoursOf(fields.timer_max),
    workingTimes: listOf(fields.arbejdstid),
    allWorkingTimes: textOf(fields.alle_arbejdstider) === 'ja',
    shifts: readShiftFields(fields),
    danishMin: textOf(fields.danskniveau_min) || null,
    danishOralMin: textOf(fields.danskniveau_mundtlig_min) || null,
    danishWrittenMin: textOf(fields.danskniveau_skriftlig_min) || null,
    offers: listOf(fields.kan_tilbyde),
    unavoidable: listOf(fields.kan_ikke_undgaas),
    followUp: yesNoOf(fields.opfoelgning),
    leadsToJob: yesNoOf(fields.ordinaere_timer),
    postcode: textOf(fields.postnummer) || null,
    startDate: textOf(fields.startdato) || null,
    deadline: textOf(fields.frist) || null,
    internalComment: textOf(fields.intern_kommentar) || null,
    requirements: REQUIREMENT_FIELDS.flatMap(([kind, field]) =>
      textOf(fields[field])
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line) => toRequirement(kind, line)),
    ),
  };
}

/** "(ønske)" after a certificate or a licence, "(krav)" after a language: not the strength its field has. */
const OENSKE = /\s*\(\s*(?:ø|oe)nske\s*\)\s*\.?$/i;
const KRAV = /\s*\(\s*krav\s*\)\s*\.?$/i;

/** One line of a field or a cell: what is asked for, and how strongly. */
export function toRequirement(kind: RequirementKind, line: string): Requirement {
  const text = line.replace(KAN_LAERES, '');
  if (text !== '' && text !== line) return { kind, text, kanLaeres: true };
  const wish = line.replace(OENSKE, '');
  if ((kind === 'certifikat' || kind === 'koerekort') && wish !== '' && wish !== line)
    return { kind: 'oenske', text: kind === 'koerekort' ? nameLicence(wish) : wish, kanLaeres: false };
  const demand = line.replace(KRAV, '');
  if (kind === 'sprog' && demand !== '' && demand !== line)
    return { kind: 'krav', text: demand, kanLaeres: false };
  return { kind, text: line, kanLaeres: false };
}

/** Among the licences "B" is one; among the wishes it must say so. */
function nameLicence(text: string): string {
  return /kort/i.test(text) ? text : `kørekort ${text}`;
}

/** An order as the form shows it. */
export function orderFormValues(
  order: JobOrderRow,
  requirements: Requirement[],
  shifts: ShiftGroup[],
): Record<string, string | string[]> {
  const lines = Object.fromEntries(
    REQUIREMENT_FIELDS.map(([kind, field]) => [
      field,
      requirements
        .filter((requirement) => requirement.kind === kind)
        .map(({ text, kanLaeres }) => (kanLaeres ? `${text} (kan læres)` : text))
        .join('\n'),
    ]),
  );
  return {
    type: order.type,
    formaal: order.purpose ?? '',
    titel: order.title,
    beskrivelse: order.description,
    antal: String(order.positions),
    timer_min: order.hoursMin === null ? '' : showHour(order.hoursMin),
    timer_max: order.hoursMax === null ? '' : showHour(order.hoursMax),
    arbejdstid: order.workingTimes,
    alle_arbejdstider: order.allWorkingTimes ? 'ja' : 'nej',
    danskniveau_min: order.danishMin ?? '',
    danskniveau_mundtlig_min: order.danishOralMin ?? '',
    danskniveau_skriftlig_min: order.danishWrittenMin ?? '',
    kan_tilbyde: order.offers,
    kan_ikke_undgaas: order.unavoidable,
    opfoelgning: showYesNo(order.followUp),
    ordinaere_timer: showYesNo(order.leadsToJob),
    postnummer: order.postcode ?? '',
    startdato: order.startDate ?? '',
    frist: order.deadline ?? '',
    intern_kommentar: order.internalComment ?? '',
    ...shiftFormValues(shifts),
    ...lines,
  };
}

/** The rules' field errors under the form's own names, one per field and reason. */
export function toFormErrors(errors: FieldError[], draft: OrderDraft): FieldError[] {
  const named = errors.map(({ field, reason }) => {
    const index = /^requirements\.(\d+)$/.exec(field)?.[1];
    if (index === undefined) return { field: FIELD_NAMES[field] ?? shiftFieldName(field) ?? field, reason };
    const requirement = draft.requirements[Number(index)];
    const name = REQUIREMENT_FIELDS.find(([kind]) => kind === requirement?.kind)?.[1] ?? 'krav';
    return { field: name, reason };
  });
  return named.filter(
    (error, at) =>
      named.findIndex((other) => other.field === error.field && other.reason === error.reason) === at,
  );
}

/** One line of typed text: composed letters, Unix line ends, no control characters, no blanks around it. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}

function textOf(value: string | string[] | undefined): string {
  return tidy([value ?? ''].flat().join('\n'));
}

/** Blank is not asked. */
function yesNoOf(value: string | string[] | undefined): boolean | null {
  const text = textOf(value);
  return text === 'ja' ? true : text === 'nej' ? false : null;
}

function showYesNo(value: boolean | null): string {
  return value === null ? '' : value ? 'ja' : 'nej';
}

function listOf(value: string | string[] | undefined): string[] {
  return [...new Set([value ?? []].flat().filter(Boolean))];
}

/** NaN for what is no timetal: the rules then refuse it at its field. */
function hoursOf(value: string | string[] | undefined): number | null {
  const text = textOf(value);
  return text === '' ? null : (readHours(text) ?? Number.NaN);
}

function numberOf(value: string | string[] | undefined): number | null {
  const text = textOf(value);
  if (text === '') return null;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
