import type { jobOrder } from '../../db/schema/job-orders.ts';
import { ORDER_TYPES, PRAKTIK_PURPOSES } from '../../db/schema/job-orders.ts';
import {
  FUNCTIONAL_NEEDS,
  type Requirement,
  type RequirementKind,
  WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { toRequirement } from '../job-orders/form.ts';
import { STAR_STATUSES } from '../star/jobordre.ts';
import { startJobordrer } from './apply-jobordrer.ts';
import { type FieldReader, readFields } from './fields.ts';
import type { ImportKindRules, ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

type JobOrder = typeof jobOrder.$inferSelect;

export type JobOrderFacts = Pick<JobOrder, 'type' | 'purpose' | 'title' | 'description'> &
  Partial<
    Pick<
      JobOrder,
      | 'positions'
      | 'hoursMin'
      | 'hoursMax'
      | 'workingTimes'
      | 'allWorkingTimes'
      | 'danishMin'
      | 'danishOralMin'
      | 'danishWrittenMin'
      | 'offers'
      | 'postcode'
      | 'startDate'
      | 'deadline'
      | 'internalComment'
    >
  >;

/** undefined: the file does not say. The place of work is a P-unit, or a company alone. */
export interface JobOrderRow {
  orderKey: string;
  pNumber: number | null;
  cvr: number | null;
  facts: JobOrderFacts;
  requirements: Record<RequirementKind, Requirement[] | undefined>;
}

const COLUMNS = [
  'ordre_id',
  'p_nummer',
  'cvr',
  'type',
  'formaal',
  'titel',
  'beskrivelse',
  'antal',
  'timer_pr_uge_min',
  'timer_pr_uge_max',
  'arbejdstid',
  'alle_arbejdstider',
  'krav',
  'oensker',
  'certifikater',
  'koerekort',
  'danskniveau_min',
  'danskniveau_mundtlig_min',
  'danskniveau_skriftlig_min',
  'sprog',
  'kan_tilbyde',
  'postnummer',
  'startdato',
  'frist',
  'intern_kommentar',
] as const;

/** Orders and places of every type (import-format.md, "jobordrer"; STAR's lengths). */
export const jobordrer: ImportKindRules<JobOrderRow> = {
  columns: COLUMNS,
  required: ['ordre_id', 'type', 'titel', 'beskrivelse'],
  uniqueField: 'ordre_id',
  parse: (fields) => (isJobordre(fields) ? parseJobordre(fields) : parseJobOrder(fields)),
  isForeignShape: isJobordre,
  start: startJobordrer,
};

/** STAR's own shape (docs/import.md, "jobordrer"). */
function isJobordre(fields: Fields): boolean {
  return Object.hasOwn(fields, 'jobordreId');
}

/** One that is closed there is passed over: what is not open is nothing to find people for. */
function parseJobordre(fields: Fields): ParsedRow<JobOrderRow> | FieldProblem[] {
  const read = readFields(fields);
  const status = read.requiredCode('status', Object.values(STAR_STATUSES));
  if (read.problems.length > 0) return read.problems;
  if (status !== STAR_STATUSES.under_behandling) return [];
  const parsed = parseJobOrder(
    Object.fromEntries(Object.entries(STAR_NAMES).map(([ours, theirs]) => [ours, fields[theirs]])),
  );
  return Array.isArray(parsed) ? parsed.map(inTheirNames) : parsed;
}

const STAR_NAMES: Readonly<Record<string, string>> = {
  ordre_id: 'jobordreId',
  p_nummer: 'pNummer',
  cvr: 'cvrNummer',
  type: 'type',
  titel: 'titel',
  beskrivelse: 'beskrivelse',
  startdato: 'startdato',
  frist: 'gyldigTil',
  intern_kommentar: 'internKommentar',
};

function inTheirNames({ field, reason }: FieldProblem): FieldProblem {
  return { field: STAR_NAMES[field] ?? field, reason };
}

function parseJobOrder(fields: Fields): ParsedRow<JobOrderRow> | FieldProblem[] {
  const read = readFields(fields);
  const orderKey = read.requiredText('ordre_id', { max: 100 });
  const pNumber = read.digits('p_nummer', 10);
  const cvr = read.digits('cvr', 8);
  if (!pNumber && !cvr && read.problems.every(({ field }) => field !== 'p_nummer' && field !== 'cvr')) {
    read.reject('p_nummer', 'p_nummer eller cvr mangler');
  }
  const type = read.requiredCode('type', ORDER_TYPES);
  const purpose = read.code('formaal', PRAKTIK_PURPOSES) ?? null;
  if (purpose && type !== 'virksomhedspraktik') read.reject('formaal', 'bruges kun ved virksomhedspraktik');
  const facts = {
    type,
    purpose,
    title: read.requiredFreeText('titel', { max: 100 }),
    description: read.requiredFreeText('beskrivelse', { max: 5000 }),
    positions: clearedTo(1, read.integer('antal', { min: 1, max: 10_000 })),
    ...readHours(read, fields),
    workingTimes: read.codes('arbejdstid', WORKING_TIMES),
    allWorkingTimes: clearedTo(false, read.yesNo('alle_arbejdstider')),
    danishMin: read.text('danskniveau_min'),
    danishOralMin: read.text('danskniveau_mundtlig_min'),
    danishWrittenMin: read.text('danskniveau_skriftlig_min'),
    offers: read.codes('kan_tilbyde', FUNCTIONAL_NEEDS),
    postcode: read.digits('postnummer', 4),
    startDate: read.date('startdato'),
    deadline: read.date('frist'),
    internalComment: read.freeText('intern_kommentar', { max: 2000 }),
  };
  const requirements = {
    krav: listed(read, 'krav', 'krav'),
    oenske: listed(read, 'oenske', 'oensker'),
    certifikat: listed(read, 'certifikat', 'certifikater'),
    koerekort: listed(read, 'koerekort', 'koerekort'),
    sprog: listed(read, 'sprog', 'sprog'),
  };
  if (read.problems.length > 0) return read.problems;
  const row = {
    orderKey,
    pNumber: pNumber ? Number(pNumber) : null,
    cvr: cvr ? Number(cvr) : null,
    facts,
    requirements,
  };
  return { key: orderKey, sort: 0, row, masked: read.masked() };
}

/** What a blank cell means where the database knows no blank. */
function clearedTo<Value>(blank: Value, value: Value | null | undefined): Value | undefined {
  return value === null ? blank : value;
}

function readHours(read: FieldReader, fields: Fields) {
  if (!Object.hasOwn(fields, 'timer_pr_uge_min') && !Object.hasOwn(fields, 'timer_pr_uge_max')) return {};
  const hoursMin = read.hours('timer_pr_uge_min') ?? null;
  const hoursMax = read.hours('timer_pr_uge_max') ?? null;
  if (hoursMin !== null && hoursMax !== null && hoursMin > hoursMax) {
    read.reject('timer_pr_uge_max', 'er mindre end timer_pr_uge_min');
  }
  return { hoursMin, hoursMax };
}

/** "truckkort (kan læres)": may be learned on the job. */
function listed(read: FieldReader, kind: RequirementKind, field: string): Requirement[] | undefined {
  return read.freeList(field)?.map((text) => toRequirement(kind, text));
}
