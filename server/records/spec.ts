import type { RecordKind } from '../../db/schema/firm-records.ts';

/** Where a kind stands on the firm's page. */
export const RECORD_GROUPS = ['aftaler', 'behov', 'samarbejde', 'tilstand', 'advarsler', 'hjemmel'] as const;
export type RecordGroup = (typeof RECORD_GROUPS)[number];

export type RecordFieldName =
  | 'form'
  | 'fromDate'
  | 'untilDate'
  | 'count'
  | 'partner'
  | 'lines'
  | 'contactPersonId'
  | 'followUpDate'
  | 'note';

/** One field of a kind's form; a kind that does not name a field never stores it. */
export interface RecordField {
  name: RecordFieldName;
  label: string;
  hint?: string;
  required?: boolean;
  /** untilDate: people write the last day, the row holds the day after */
  lastDay?: boolean;
  /** days from today that the empty form proposes */
  proposedInDays?: number;
}

/** What a kind of record is called and asks for: one file each in kinds/. */
export interface RecordSpec {
  kind: RecordKind;
  title: string;
  group: RecordGroup;
  fields: readonly RecordField[];
  /** kinds of which only one may hold at a time, this one among them */
  excludes?: readonly RecordKind[];
  /** it happened once: current only while its follow-up is open */
  happened?: boolean;
  /** the owner is warned before it ends */
  warnsBeforeEnd?: boolean;
}

export function fieldOf(spec: RecordSpec, name: RecordFieldName): RecordField | undefined {
  return spec.fields.find((field) => field.name === name);
}
