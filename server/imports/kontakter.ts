import { createHash } from 'node:crypto';
import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  type ContactDirection,
  type ContactKind,
  type ContactOutcome,
} from '../../db/schema/contacts.ts';
import { startKontakter } from './apply-kontakter.ts';
import { readFields } from './fields.ts';
import type { ImportKindRules, ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

export interface ContactRow {
  pNumber: number;
  contactDate: string;
  kind: ContactKind;
  direction: ContactDirection;
  outcome: ContactOutcome;
  topic: string | null;
  offer: string | null;
  consultant: string | null;
  contactPerson: string | null;
  note: string | null;
  nextStep: string | null;
  nextStepDate: string | null;
}

const COLUMNS = [
  'p_nummer',
  'dato',
  'art',
  'retning',
  'udfald',
  'tema',
  'tilbud',
  'konsulent',
  'kontaktperson',
  'note',
  'naeste_skridt',
  'naeste_dato',
] as const;

const DAY_MS = 86_400_000;

/** History from the CRM that is replaced (import-format.md, "kontakter"). */
export const kontakter: ImportKindRules<ContactRow> = {
  columns: COLUMNS,
  required: ['p_nummer', 'dato', 'art', 'retning', 'udfald'],
  uniqueField: undefined,
  parse: parseContact,
  start: startKontakter,
};

function parseContact(fields: Fields): ParsedRow<ContactRow> | FieldProblem[] {
  const read = readFields(fields);
  const pNumber = read.requiredDigits('p_nummer', 10);
  const contactDate = read.date('dato') ?? '';
  if (contactDate === '' && read.problems.every(({ field }) => field !== 'dato'))
    read.reject('dato', 'mangler');
  const row = {
    pNumber: Number(pNumber),
    contactDate,
    kind: read.requiredCode('art', CONTACT_KINDS),
    direction: read.requiredCode('retning', CONTACT_DIRECTIONS),
    outcome: read.requiredCode('udfald', CONTACT_OUTCOMES),
    topic: read.freeText('tema') ?? null,
    offer: read.freeText('tilbud') ?? null,
    consultant: read.text('konsulent') ?? null,
    contactPerson: read.freeText('kontaktperson') ?? null,
    note: read.freeText('note') ?? null,
    nextStep: read.freeText('naeste_skridt') ?? null,
    nextStepDate: read.date('naeste_dato') ?? null,
  };
  if (read.problems.length > 0) return read.problems;
  // Written firm by firm in order of date, so that a firm's contacts lie together on disk.
  const sort = row.pNumber * 1e5 + Date.parse(contactDate) / DAY_MS;
  return { key: hashOf(Object.values(row)), sort, row, masked: read.masked() };
}

/** A contact is known by all its fields and, in contactKey, its number among equal rows. */
function hashOf(values: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);
}
