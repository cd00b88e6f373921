import { HEADCOUNT_INTERVALS } from '../../db/schema/companies.ts';
import { foldText } from '../companies/fold.ts';
import { addDays } from '../ui/dates.ts';
import { startVirksomheder } from './apply-virksomheder.ts';
import { AFTER_COMPANIES, type ListedNow, type VirksomhedRow } from './company-rows.ts';
import { isCvrRecord, parseCvrRecord } from './cvr-record.ts';
import { dateReason, type FieldReader, readFields } from './fields.ts';
import type { ImportKindRules, ParsedRow } from './import-kind.ts';
import { MUNICIPALITY_CODES } from './municipalities.ts';
import type { FieldProblem, Fields } from './records.ts';

const COLUMNS = [
  'p_nummer',
  'cvr',
  'navn',
  'adresse',
  'postnummer',
  'by',
  'kommunekode',
  'branchekode',
  'branchetekst',
  'antal_ansatte',
  'antal_ansatte_interval',
  'antal_ansatte_pr',
  'startdato',
  'ophoersdato',
  'reklamebeskyttet',
  'telefon',
  'email',
] as const;

/** CVR's own records, or a hand-made list (import-format.md, "virksomheder"). */
export const virksomheder: ImportKindRules<VirksomhedRow> = {
  columns: COLUMNS,
  required: ['p_nummer', 'cvr', 'navn', 'kommunekode'],
  uniqueField: 'p_nummer',
  parse: (fields) => (isCvrRecord(fields) ? parseCvrRecord(fields) : parseListed(fields)),
  isForeignShape: isCvrRecord,
  start: startVirksomheder,
};

function parseListed(fields: Fields): ParsedRow<VirksomhedRow> | FieldProblem[] {
  const read = readFields(fields);
  const pNumber = read.requiredDigits('p_nummer', 10);
  const cvr = read.requiredDigits('cvr', 8);
  const name = read.requiredText('navn');
  const municipalityCode = readMunicipality(read);
  const postcode = read.digits('postnummer', 4);
  const startDate = read.date('startdato');
  const endDate = read.date('ophoersdato');
  if (startDate && endDate && endDate < startDate) read.reject('ophoersdato', 'ligger før startdato');
  const facts = {
    cvr: Number(cvr),
    name,
    nameFolded: foldText(name),
    streetAddress: read.text('adresse'),
    postcode,
    city: read.text('by'),
    municipalityCode,
    branchCode: readBranch(read),
    branchText: read.text('branchetekst'),
    phone: read.text('telefon'),
    email: read.text('email'),
    startDate,
    endDate,
    reklamebeskyttet:
      read.yesNo('reklamebeskyttet') ?? (Object.hasOwn(fields, 'reklamebeskyttet') ? false : undefined),
  };
  const histories: ListedNow = {
    origin: 'liste',
    startDate: startDate ?? null,
    validTo: endDate ? addDays(endDate, 1) : null,
    municipalityCode,
    postcode: postcode ?? null,
    headcount: readHeadcount(read, startDate ?? null),
  };
  if (read.problems.length > 0) return read.problems;
  return {
    key: String(pNumber),
    sort: AFTER_COMPANIES,
    row: { type: 'p_unit', pNumber: Number(pNumber), facts, histories },
  };
}

/** A firm under a mistyped code would silently leave the municipality's measure, so the code must exist. */
function readMunicipality(read: FieldReader): number {
  const before = read.problems.length;
  const text = read.text('kommunekode');
  if (text && /^0?\d{3}$/.test(text) && MUNICIPALITY_CODES.has(Number(text))) return Number(text);
  if (read.problems.length === before) read.reject('kommunekode', text ? 'ukendt kommunekode' : 'mangler');
  return 0;
}

function readBranch(read: FieldReader): string | null | undefined {
  const code = read.text('branchekode');
  if (!code) return code;
  const digits = code.replaceAll('.', '');
  return /^\d{2,6}$/.test(digits) ? digits : read.reject('branchekode', 'skal være 2-6 cifre');
}

function readHeadcount(read: FieldReader, startDate: string | null): ListedNow['headcount'] {
  const count = read.integer('antal_ansatte', { min: 0, max: 1_000_000 }) ?? null;
  const interval = read.code('antal_ansatte_interval', HEADCOUNT_INTERVALS) ?? null;
  const since = readSince(read);
  if (count === null && interval === null) return null;
  return { validFrom: since ?? startDate, count, interval, fullTimeEquivalents: null, source: 'liste' };
}

/** A date, or a month (ÅÅÅÅ-MM) from whose first day the figure holds. */
function readSince(read: FieldReader): string | null {
  const text = read.text('antal_ansatte_pr');
  if (!text) return null;
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return `${text}-01`;
  if (/^\d{4}-\d{2}$/.test(text)) return read.reject('antal_ansatte_pr', dateReason('0000-00-00'));
  return read.date('antal_ansatte_pr') ?? null;
}
