import type { HeadcountSource } from '../../db/schema/companies.ts';
import { foldText } from '../companies/fold.ts';
import { addDays } from '../ui/dates.ts';
import {
  type CompanyFacts,
  type HeadcountRow,
  type LifeRow,
  type LocationRow,
  SINCE_UNKNOWN,
  type VirksomhedRow,
} from './company-rows.ts';
import {
  type CvrAdresse,
  type CvrBeskaeftigelse,
  type CvrPeriode,
  produktionsEnhedShape,
  shapeProblems,
  type VrproduktionsEnhed,
  type Vrvirksomhed,
  virksomhedShape,
} from './cvr-shape.ts';
import { brokenText, tidyText } from './fields.ts';
import type { ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

/** A record as CVR's distribution gives it, as a hit (`_source`), in its wrapper or bare. */
export function isCvrRecord(fields: Fields): boolean {
  return (
    '_source' in fields ||
    'VrproduktionsEnhed' in fields ||
    'Vrvirksomhed' in fields ||
    'pNummer' in fields ||
    'cvrNummer' in fields
  );
}

/** Turns a VrproduktionsEnhed or a Vrvirksomhed into what is true today and the whole histories. */
export function parseCvrRecord(fields: Fields): ParsedRow<VirksomhedRow> | FieldProblem[] {
  const source = (fields._source ?? fields) as Fields;
  const unit = source.VrproduktionsEnhed ?? ('pNummer' in source ? source : undefined);
  if (unit !== undefined)
    return produktionsEnhedShape.Check(unit)
      ? parseUnit(unit as VrproduktionsEnhed)
      : shapeProblems(produktionsEnhedShape, unit);
  const company = source.Vrvirksomhed ?? ('cvrNummer' in source ? source : undefined);
  if (company === undefined)
    return [{ field: '', reason: 'Posten er hverken VrproduktionsEnhed eller Vrvirksomhed' }];
  return virksomhedShape.Check(company)
    ? parseCompany(company as Vrvirksomhed)
    : shapeProblems(virksomhedShape, company);
}

function parseUnit(unit: VrproduktionsEnhed): ParsedRow<VirksomhedRow> | FieldProblem[] {
  const metadata = unit.produktionsEnhedMetadata;
  const cvr = currentOf(unit.virksomhedsrelation)?.cvrNummer ?? metadata?.nyesteCvrNummerRelation;
  if (!cvr)
    return [{ field: 'virksomhedsrelation', reason: 'produktionsenheden hører ikke til nogen virksomhed' }];
  const address = currentOf(unit.beliggenhedsadresse) ?? metadata?.nyesteBeliggenhedsadresse;
  const branch = currentOf(unit.hovedbranche) ?? metadata?.nyesteHovedbranche;
  const name = tidy(currentOf(unit.navne)?.navn ?? metadata?.nyesteNavn?.navn) ?? `P-enhed ${unit.pNummer}`;
  const registered = lifeOf(unit);
  const facts = {
    cvr,
    name,
    nameFolded: foldText(name),
    ...addressFacts(address),
    branchCode: branch?.branchekode ?? null,
    branchText: tidy(branch?.branchetekst),
    phone: publicContact(unit.telefonNummer),
    email: publicContact(unit.elektroniskPost),
    startDate: registered[0]?.validFrom ?? null,
    endDate: lastDay(registered),
    reklamebeskyttet: unit.reklamebeskyttet ?? false,
  };
  const problems = brokenFacts(facts);
  if (problems.length > 0) return problems;
  return {
    key: String(unit.pNummer),
    sort: 'p_unit',
    row: {
      type: 'p_unit',
      pNumber: unit.pNummer,
      facts,
      histories: {
        origin: 'cvr',
        // A unit that was registered by mistake never lived.
        life: unit.fejlRegistreret ? [] : registered,
        locations: locationsOf(unit),
        headcounts: headcountsOf(unit),
      },
    },
  };
}

function parseCompany(company: Vrvirksomhed): ParsedRow<VirksomhedRow> | FieldProblem[] {
  const metadata = company.virksomhedMetadata;
  const form = currentOf(company.virksomhedsform);
  const address = currentOf(company.beliggenhedsadresse) ?? metadata?.nyesteBeliggenhedsadresse;
  const facts: CompanyFacts = {
    name: tidy(currentOf(company.navne)?.navn ?? metadata?.nyesteNavn?.navn),
    formCode: form?.virksomhedsformkode ?? null,
    formText: tidy(form?.langBeskrivelse ?? form?.kortBeskrivelse),
    status: tidy(metadata?.sammensatStatus ?? currentOf(company.virksomhedsstatus)?.status),
    municipalityCode: address?.kommune?.kommuneKode ?? null,
    reklamebeskyttet: company.reklamebeskyttet ?? false,
    phone: publicContact(company.telefonNummer),
    email: publicContact(company.elektroniskPost),
  };
  const problems = brokenFacts(facts);
  if (problems.length > 0) return problems;
  // Companies are written before the P-units that hang on them.
  return {
    key: String(company.cvrNummer),
    sort: 'company',
    row: { type: 'company', cvr: company.cvrNummer, facts },
  };
}

interface Dated {
  periode?: CvrPeriode;
  sidstOpdateret?: string | null;
}

/** Oldest first; of two from the same day the one CVR wrote last comes last. */
function inOrder<Entry extends Dated>(entries: readonly (Entry | null)[] | null | undefined): Entry[] {
  const key = (entry: Entry) => `${entry.periode?.gyldigFra ?? SINCE_UNKNOWN} ${entry.sidstOpdateret ?? ''}`;
  return (entries ?? [])
    .filter((entry) => entry !== null)
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The entry that holds until further notice, else the latest. */
function currentOf<Entry extends Dated>(
  entries: readonly (Entry | null)[] | null | undefined,
): Entry | undefined {
  const ordered = inOrder(entries);
  return ordered.findLast((entry) => !entry.periode?.gyldigTil) ?? ordered.at(-1);
}

function publicContact(entries: VrproduktionsEnhed['telefonNummer']): string | null {
  const ordered = inOrder(entries);
  const open = ordered.filter((entry) => !entry.periode?.gyldigTil);
  const candidates = open.length > 0 ? open : ordered;
  return tidy(candidates.findLast((entry) => !entry.hemmelig)?.kontaktoplysning);
}

function addressFacts(address: CvrAdresse | null | undefined) {
  return {
    streetAddress: streetOf(address),
    postcode: postcodeOf(address),
    city: tidy(address?.postdistrikt),
    municipalityCode: address?.kommune?.kommuneKode ?? null,
  };
}

/** Fiktiv Allé 16A-18, st. th */
function streetOf(address: CvrAdresse | null | undefined): string | null {
  if (!address) return null;
  const number = (digits?: number | null, letter?: string | null) =>
    digits ? `${digits}${letter ?? ''}` : '';
  const numbers = [
    number(address.husnummerFra, address.bogstavFra),
    number(address.husnummerTil, address.bogstavTil),
  ];
  const street = [address.vejnavn, numbers.filter(Boolean).join('-')].filter(Boolean).join(' ');
  const door = [address.etage && `${address.etage}.`, address.sidedoer].filter(Boolean).join(' ');
  return tidy([street, door, address.bynavn].filter(Boolean).join(', ')) ?? tidy(address.fritekst);
}

function postcodeOf(address: CvrAdresse | null | undefined): string | null {
  return address?.postnummer ? String(address.postnummer).padStart(4, '0') : null;
}

/** Our validTo is the first day after CVR's gyldigTil, which is the last day (the next period starts the day after). */
function toPeriod(periode: CvrPeriode | undefined): LifeRow {
  const until = periode?.gyldigTil;
  return {
    validFrom: periode?.gyldigFra ?? SINCE_UNKNOWN,
    validTo: until && until < '9000-01-01' ? addDays(until, 1) : null,
  };
}

const isReal = (period: LifeRow) => period.validTo === null || period.validFrom < period.validTo;

/** livsforloeb; records without it (metadata-only extracts) live as long as they belong to a company. */
function lifeOf(unit: VrproduktionsEnhed): LifeRow[] {
  const lives = inOrder(unit.livsforloeb);
  const entries: Dated[] = lives.length > 0 ? lives : inOrder(unit.virksomhedsrelation);
  if (entries.length === 0) return [{ validFrom: SINCE_UNKNOWN, validTo: null }];
  const merged: LifeRow[] = [];
  for (const period of entries.map((entry) => toPeriod(entry.periode)).filter(isReal)) {
    const last = merged.at(-1);
    if (!last || (last.validTo !== null && last.validTo < period.validFrom)) merged.push(period);
    else if (last.validTo !== null && (period.validTo === null || period.validTo > last.validTo)) {
      last.validTo = period.validTo;
    }
  }
  return merged;
}

function lastDay(life: LifeRow[]): string | null {
  const end = life.at(-1)?.validTo;
  return end ? addDays(end, -1) : null;
}

/** One place at a time: a period ends where the next begins, and neighbours that say the same become one. */
function locationsOf(unit: VrproduktionsEnhed): LocationRow[] {
  const newest = unit.produktionsEnhedMetadata?.nyesteBeliggenhedsadresse;
  const history = inOrder(unit.beliggenhedsadresse);
  const entries = history.length > 0 || !newest ? history : [newest];
  const rows: LocationRow[] = [];
  for (const entry of entries) {
    const row = {
      ...toPeriod(entry.periode),
      municipalityCode: entry.kommune?.kommuneKode ?? null,
      postcode: postcodeOf(entry),
    };
    if (!isReal(row)) continue;
    const last = rows.at(-1);
    if (last && (last.validTo === null || last.validTo > row.validFrom)) last.validTo = row.validFrom;
    if (last?.validTo === row.validFrom && samePlace(last, row)) last.validTo = row.validTo;
    else rows.push(row);
  }
  return rows.filter(isReal);
}

function samePlace(a: LocationRow, b: LocationRow): boolean {
  return a.municipalityCode === b.municipalityCode && a.postcode === b.postcode;
}

type Series = [
  HeadcountSource,
  (CvrBeskaeftigelse | null)[] | null | undefined,
  CvrBeskaeftigelse | null | undefined,
];

/** From each date the figure of the most trusted series (domain.md 2b: erst → måned → kvartal → år). */
function headcountsOf(unit: VrproduktionsEnhed): HeadcountRow[] {
  const metadata = unit.produktionsEnhedMetadata;
  const series: Series[] = [
    ['erst_maaned', unit.erstMaanedsbeskaeftigelse, metadata?.nyesteErstMaanedsbeskaeftigelse],
    ['maaned', unit.maanedsbeskaeftigelse, metadata?.nyesteMaanedsbeskaeftigelse],
    ['kvartal', unit.kvartalsbeskaeftigelse, metadata?.nyesteKvartalsbeskaeftigelse],
    ['aar', unit.aarsbeskaeftigelse, metadata?.nyesteAarsbeskaeftigelse],
  ];
  const rows = new Map<string, HeadcountRow>();
  for (const [source, history, newest] of series) {
    const ofThisSeries = new Map<string, HeadcountRow>();
    for (const entry of [newest, ...(history ?? [])]) {
      const row = entry && headcountOf(source, entry);
      if (row) ofThisSeries.set(row.validFrom, row);
    }
    for (const [validFrom, row] of ofThisSeries) if (!rows.has(validFrom)) rows.set(validFrom, row);
  }
  return [...rows.values()].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

function headcountOf(source: HeadcountSource, entry: CvrBeskaeftigelse): HeadcountRow | undefined {
  const count = entry.antalAnsatte ?? null;
  const interval = entry.intervalKodeAntalAnsatte ?? null;
  if (count === null && interval === null) return undefined;
  const month =
    source === 'kvartal' ? (entry.kvartal ?? 1) * 3 - 2 : source === 'aar' ? 1 : (entry.maaned ?? 1);
  const validFrom = `${entry.aar}-${String(month).padStart(2, '0')}-01`;
  return { validFrom, count, interval, fullTimeEquivalents: entry.antalAarsvaerk ?? null, source };
}

function tidy(text: string | null | undefined): string | null {
  return text ? tidyText(text) || null : null;
}

/** Where a text of ours stands in the register's record. */
const REGISTER_FIELDS: Record<string, string> = {
  name: 'navne',
  streetAddress: 'beliggenhedsadresse',
  city: 'beliggenhedsadresse',
  branchCode: 'hovedbranche',
  branchText: 'hovedbranche',
  phone: 'telefonNummer',
  email: 'elektroniskPost',
  formText: 'virksomhedsform',
  status: 'virksomhedsstatus',
};

function brokenFacts(facts: object): FieldProblem[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    const field = REGISTER_FIELDS[name];
    const reason = field && typeof value === 'string' ? brokenText(value) : undefined;
    return field && reason ? [{ field, reason }] : [];
  });
}
