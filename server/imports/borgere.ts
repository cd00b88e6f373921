import { EDUCATIONS } from '../../db/schema/citizens.ts';
import {
  type CitizenTerm,
  FUNCTIONAL_NEEDS,
  type TermKind,
  TRANSPORTS,
  WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { cprIndex, encryptCpr, oldCprIndex, parseCpr } from '../citizens/cpr.ts';
import { foldText } from '../companies/fold.ts';
import type { CprKeys } from '../config.ts';
import { tidyText } from '../text.ts';
import { isCalendarDate } from '../ui/dates.ts';
import { startBorgere } from './apply-borgere.ts';
import type { CitizenRow, EncryptedCpr } from './citizen-rows.ts';
import { brokenText, dateReason, type FieldReader, readFields } from './fields.ts';
import type { ImportKindRules, ParseContext, ParsedRow } from './import-kind.ts';
import { type FieldProblem, type Fields, FileProblem } from './records.ts';

const COLUMNS = [
  'borger_id',
  'cpr',
  'navn',
  'telefon',
  'email',
  'maalgruppe',
  'ydelse_siden',
  'uddannelse',
  'enlig_forsoerger',
  'har_arbejdsgiver',
  'ledig_siden',
  'foedselsaar',
  'postnummer',
  'danskniveau',
  'danskniveau_mundtlig',
  'danskniveau_skriftlig',
  'sprog',
  'jobmaal',
  'kompetencer',
  'erfaring',
  'certifikater',
  'koerekort',
  'transport',
  'max_rejsetid_min',
  'timer_min',
  'timer_max',
  'arbejdstid',
  'behov',
  'kan_starte',
  'maa_deles',
  'beskyttet_adresse',
  'jobformidler',
] as const;

const MAX_YEARS = 80;

/** Citizens from the case system (import-format.md, "borgere"). A CPR is encrypted before it leaves this function. */
export const borgere: ImportKindRules<CitizenRow> = {
  columns: COLUMNS,
  required: ['borger_id', 'maalgruppe'],
  uniqueField: 'borger_id',
  parse: parseCitizen,
  start: startBorgere,
};

function parseCitizen(
  fields: Fields,
  { cprKeys, today, targetGroups }: ParseContext,
): ParsedRow<CitizenRow> | FieldProblem[] {
  const read = readFields(fields);
  const citizenKey = read.requiredText('borger_id', { max: 100 });
  const name = read.text('navn');
  const unemployedSince = read.date('ledig_siden');
  const facts = {
    name,
    nameFolded: name ? foldText(name) : name,
    phone: read.text('telefon'),
    email: read.text('email'),
    targetGroup: readTargetGroup(read, targetGroups()),
    benefitSince: read.date('ydelse_siden') ?? unemployedSince,
    education: read.code('uddannelse', EDUCATIONS),
    singleProvider: read.yesNo('enlig_forsoerger'),
    hasEmployer: read.yesNo('har_arbejdsgiver'),
    unemployedSince,
    birthYear: read.integer('foedselsaar', { min: 1900, max: Number(today.slice(0, 4)) }),
    postcode: read.digits('postnummer', 4),
    danish: read.text('danskniveau'),
    danishOral: read.text('danskniveau_mundtlig'),
    danishWritten: read.text('danskniveau_skriftlig'),
    transports: read.codes('transport', TRANSPORTS),
    maxTravelMinutes: read.integer('max_rejsetid_min', { min: 0, max: 1440 }),
    ...readHours(read, fields),
    workingTimes: read.codes('arbejdstid', WORKING_TIMES),
    needs: read.codes('behov', FUNCTIONAL_NEEDS),
    canStart: read.date('kan_starte'),
    mayBeShared: read.yesNo('maa_deles'),
    protectedAddress: read.yesNo('beskyttet_adresse'),
  };
  const caseworker = read.text('jobformidler');
  const terms = readTerms(read);
  const cpr = readCpr(read, cprKeys, citizenKey);
  if (read.problems.length > 0) return read.problems;
  const row = { citizenKey, facts, caseworker, cpr, terms };
  return { key: citizenKey, sort: 0, row, masked: read.masked() };
}

/** From older systems: ledighedsydelse is what a fleksjobvisiteret gets between two jobs. */
function readTargetGroup(read: FieldReader, codes: readonly string[]): string {
  const older = codes.includes('fleksjobvisiteret') ? ['ledighedsydelse'] : [];
  const group = read.requiredCode('maalgruppe', [...codes, ...older]);
  return group === 'ledighedsydelse' ? 'fleksjobvisiteret' : group;
}

/** Both ends belong together: a file that speaks of one says that the other is open. */
function readHours(read: FieldReader, fields: Fields) {
  if (!Object.hasOwn(fields, 'timer_min') && !Object.hasOwn(fields, 'timer_max')) return {};
  const hoursMin = read.hours('timer_min') ?? null;
  const hoursMax = read.hours('timer_max') ?? null;
  if (hoursMin !== null && hoursMax !== null && hoursMin > hoursMax)
    read.reject('timer_max', 'er mindre end timer_min');
  return { hoursMin, hoursMax };
}

function readTerms(read: FieldReader): CitizenRow['terms'] {
  const plain = (kind: TermKind, field: string) =>
    read
      .freeList(field)
      ?.map((text): CitizenTerm => ({ kind, text, years: null, lastYear: null, expiresOn: null }));
  return {
    jobmaal: plain('jobmaal', 'jobmaal'),
    kompetence: plain('kompetence', 'kompetencer'),
    erfaring: readExperience(read),
    certifikat: readCertificates(read),
    koerekort: plain('koerekort', 'koerekort'),
    sprog: plain('sprog', 'sprog'),
  };
}

/** `titel (aar)` in CSV; {titel, aar, til?} in JSON. */
function readExperience(read: FieldReader): CitizenTerm[] | undefined {
  return read.rawList('erfaring')?.flatMap((item) => {
    const entry = typeof item === 'string' ? fromText(item) : item;
    if (typeof entry !== 'object' || entry === null || !('titel' in entry))
      return refuse(read, 'skal være titel og antal år');
    const { titel, aar, til } = entry as { titel: unknown; aar?: unknown; til?: unknown };
    if (typeof titel !== 'string') return refuse(read, 'titel skal være tekst');
    const broken = brokenText(titel);
    if (broken) return refuse(read, broken);
    const text = read.masking(tidyText(titel));
    if (text === '') return typeof item === 'string' ? [] : refuse(read, 'titel mangler');
    const years = toNumber(aar);
    const lastYear = toNumber(til);
    if (years !== null && !(years >= 0 && years <= MAX_YEARS))
      return refuse(read, `antal år skal være mellem 0 og ${MAX_YEARS}`);
    if (lastYear !== null && !(Number.isInteger(lastYear) && lastYear >= 1900 && lastYear <= 2999)) {
      return refuse(read, 'til skal være et årstal');
    }
    return [{ kind: 'erfaring', text, years, lastYear, expiresOn: null }];
  });
}

function fromText(item: string): { titel: string; aar: string | null } {
  const match = /^(.*?)\s*\(\s*(\d+(?:[.,]\d+)?)\s*(?:år)?\s*\)\s*$/su.exec(item);
  return { titel: match?.[1] ?? item, aar: match?.[2] ?? null };
}

/** null: not said; NaN: said, but no number. */
function toNumber(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'number' ? value : Number(String(value).replace(',', '.'));
}

/** Free text with an optional day of expiry: "ADR (2027-05-01)". */
function readCertificates(read: FieldReader): CitizenTerm[] | undefined {
  return read.freeList('certifikater')?.flatMap((item) => {
    const match = /^(.*?)\s*\((\d{4}-\d{2}-\d{2})\)$/su.exec(item);
    const expiresOn = match?.[2] ?? null;
    if (expiresOn && !isCalendarDate(expiresOn)) {
      read.reject('certifikater', dateReason(expiresOn));
      return [];
    }
    return [{ kind: 'certifikat', text: match?.[1] || item, years: null, lastYear: null, expiresOn }];
  });
}

function refuse(read: FieldReader, reason: string): [] {
  read.reject('erfaring', reason);
  return [];
}

function readCpr(
  read: FieldReader,
  keys: CprKeys | undefined,
  citizenKey: string,
): EncryptedCpr | null | undefined {
  const text = read.text('cpr');
  if (!text) return text as null | undefined;
  if (!keys) {
    throw new FileProblem(
      'Filen har CPR-numre, men CPR_KEY og CPR_INDEX_KEY er ikke sat. Sæt dem, og prøv igen',
      { field: 'cpr' },
    );
  }
  const cpr = parseCpr(text);
  if (!cpr) return read.reject('cpr', 'er ikke et CPR-nummer (DDMMÅÅ-LLLL)');
  return {
    encrypted: encryptCpr(keys, cpr, citizenKey),
    index: cprIndex(keys, cpr).toString('hex'),
    oldIndex: oldCprIndex(keys, cpr)?.toString('hex') ?? null,
  };
}
