import { RECORD_FORMS, type RecordForm, type RecordKind } from '../../db/schema/firm-records.ts';
import { ORDER_TYPES } from '../../db/schema/job-orders.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { RECORD_SPECS } from './kinds.ts';
import { fieldOf, type RecordFieldName, type RecordSpec } from './spec.ts';

/** A record as typed: texts, '' where nothing was. A line counts when anything of it is filled in. */
export interface RecordDraft {
  form: string;
  fromDate: string;
  untilDate: string;
  count: string;
  partner: string | null;
  note: string | null;
  contactPersonId: string;
  followUpDate: string;
  lines: readonly { type: string; count: string; neededFrom: string }[];
}

interface RecordLine {
  type: OrderType;
  count: number;
  neededFrom: string | null;
}

/** As it may be stored. ISO local dates; untilDate is the first day on which it no longer holds. */
export interface RecordFacts {
  form: RecordForm | null;
  fromDate: string;
  untilDate: string | null;
  count: number | null;
  partner: string | null;
  note: string | null;
  contactPersonId: number | null;
  followUpDate: string | null;
  lines: RecordLine[];
}

export const RECORD_LIMITS = { partner: 200, note: 2000, reason: 500, lines: 8 };

/** The record as it may be stored, or an error in Danish per field; fields the kind does not ask for are dropped. */
export function checkRecord(
  kind: RecordKind,
  draft: RecordDraft,
): { record: RecordFacts; errors: [] } | { record?: undefined; errors: FieldError[] } {
  const spec = RECORD_SPECS[kind];
  const asked = <T>(name: RecordFieldName, value: T): T | null => (fieldOf(spec, name) ? value : null);
  const typedUntil = asked('untilDate', draft.untilDate) || null;
  const untilDate =
    typedUntil && isIsoDate(typedUntil) && fieldOf(spec, 'untilDate')?.lastDay
      ? addDays(typedUntil, 1)
      : typedUntil;
  const typedCount = asked('count', draft.count.trim()) || null;
  const { lines, errors: lineErrors } = checkLines(spec, draft);
  const record: RecordFacts = {
    form: asked('form', formsOf(kind).find((value) => value === draft.form) ?? null),
    fromDate: draft.fromDate,
    untilDate,
    count: typedCount !== null && /^\d{1,5}$/.test(typedCount) ? Number(typedCount) : null,
    partner: asked('partner', draft.partner),
    note: asked('note', draft.note),
    contactPersonId: asked('contactPersonId', Number(draft.contactPersonId) || null),
    followUpDate: asked('followUpDate', draft.followUpDate) || null,
    lines,
  };
  const wrong = [
    ...(typedCount !== null && record.count === null ? [COUNT_ERROR] : []),
    ...dateErrors(record),
    ...freeTextErrors('partner', record.partner, RECORD_LIMITS.partner),
    ...freeTextErrors('note', record.note, RECORD_LIMITS.note),
    ...lineErrors,
  ];
  // What is there but wrong is not said to be missing as well.
  const missing = missingErrors(spec, record).filter(
    ({ field }) => !wrong.some((error) => error.field === field),
  );
  const errors = [...missing, ...wrong];
  return errors.length > 0 ? { errors } : { record, errors: [] };
}

const COUNT_ERROR: FieldError = { field: 'count', reason: 'Skriv et helt tal mellem 0 og 99.999.' };

export function formsOf(kind: RecordKind): readonly RecordForm[] {
  return kind in RECORD_FORMS ? RECORD_FORMS[kind as keyof typeof RECORD_FORMS] : [];
}

function missingErrors(spec: RecordSpec, record: RecordFacts): FieldError[] {
  return spec.fields.flatMap(({ name, label, required }) => {
    const value = record[name];
    const missing = Array.isArray(value) ? value.length === 0 : value === null || value === '';
    return required && missing ? [{ field: name, reason: `${label}: feltet skal udfyldes.` }] : [];
  });
}

function dateErrors({ fromDate, untilDate, followUpDate }: RecordFacts): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (date: string | null) => date !== null && date !== '' && !isIsoDate(date);
  const unknown = 'Datoen findes ikke. Skriv den som 2026-12-31.';
  if (wrong(fromDate)) errors.push({ field: 'fromDate', reason: unknown });
  if (wrong(untilDate)) errors.push({ field: 'untilDate', reason: unknown });
  else if (untilDate !== null && untilDate <= fromDate)
    errors.push({ field: 'untilDate', reason: 'Datoen skal ligge efter starten.' });
  if (wrong(followUpDate)) errors.push({ field: 'followUpDate', reason: unknown });
  return errors;
}

function checkLines(spec: RecordSpec, draft: RecordDraft): { lines: RecordLine[]; errors: FieldError[] } {
  if (!fieldOf(spec, 'lines')) return { lines: [], errors: [] };
  const typed = draft.lines.filter((line) => line.type || line.count || line.neededFrom);
  const lines = typed.map((line) => ({
    type: ORDER_TYPES.find((type) => type === line.type),
    count: /^[1-9]\d{0,3}$/.test(line.count) ? Number(line.count) : null,
    neededFrom: line.neededFrom || null,
  }));
  const wrong = lines.some(
    (line) => !line.type || line.count === null || (line.neededFrom !== null && !isIsoDate(line.neededFrom)),
  );
  if (wrong)
    return {
      lines: [],
      errors: [{ field: 'lines', reason: 'Hver linje skal have en type og et antal fra 1.' }],
    };
  if (lines.length > RECORD_LIMITS.lines)
    return { lines: [], errors: [{ field: 'lines', reason: `Højst ${RECORD_LIMITS.lines} linjer.` }] };
  return {
    lines: lines.flatMap(({ type, count, neededFrom }) =>
      type && count !== null ? [{ type, count, neededFrom }] : [],
    ),
    errors: [],
  };
}

/** What a record says about time, and whether it stands. */
export interface RecordSpan {
  kind: RecordKind;
  fromDate: string;
  untilDate: string | null;
  withdrawnAt: string | null;
}

/** It stands, has begun, and has not ended on the local date `today`. */
export function isHolding(record: RecordSpan, today: string): boolean {
  return (
    record.withdrawnAt === null &&
    record.fromDate <= today &&
    (record.untilDate === null || record.untilDate > today)
  );
}

/** Worth showing on the firm's front page: it holds or is to come, or somebody must still follow up. */
export function isCurrent(
  record: RecordSpan & { followUpDate: string | null; followUpDoneAt: string | null },
  today: string,
): boolean {
  if (record.withdrawnAt !== null) return false;
  if (record.followUpDate !== null && record.followUpDoneAt === null) return true;
  if (RECORD_SPECS[record.kind].happened) return false;
  return record.untilDate === null || record.untilDate > today;
}

/** Two records of which only one may hold at a time. */
export function overlap(a: Pick<RecordSpan, 'fromDate' | 'untilDate'>, b: typeof a): boolean {
  return (
    (a.untilDate === null || a.untilDate > b.fromDate) && (b.untilDate === null || b.untilDate > a.fromDate)
  );
}

/** How much of our time a firm gets; derived from the records that hold, never stored. */
export const SEGMENTS = ['strategisk', 'partnerskabsaftale', 'samarbejdsaftale', 'oevrig'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** strategisk goes before partnerskabsaftale before samarbejdsaftale; a firm with none of them is oevrig. */
export function segmentOf(records: readonly RecordSpan[], today: string): Segment {
  const holding = new Set(records.filter((record) => isHolding(record, today)).map(({ kind }) => kind));
  return SEGMENTS.find((segment) => segment !== 'oevrig' && holding.has(segment)) ?? 'oevrig';
}

/** "Ikke nu" until a date, or "aldrig igen"; undefined: contact them. It ends by its dates, never by a job. */
export function stateOf<R extends RecordSpan>(records: readonly R[], today: string): R | undefined {
  return records.find(
    (record) => (record.kind === 'ikke_nu' || record.kind === 'aldrig_igen') && isHolding(record, today),
  );
}

/** What a list shows of a firm's records: its state and warnings today, and the segment that follows from them. */
export function marksOf<R extends RecordSpan>(records: readonly R[], today: string) {
  return {
    state: stateOf(records, today),
    warnings: records.filter((record) => record.kind === 'advarsel' && isHolding(record, today)),
    segment: segmentOf(records, today),
  };
}
