import { foldText } from '../companies/fold.ts';
import { tidyText } from '../text.ts';
import { AFTER_COMPANIES, type CompanyFacts, type VirksomhedRow } from './company-rows.ts';
import {
  type Dated,
  headcountsOf,
  inOrder,
  lastDay,
  lifeOf,
  locationsOf,
  postcodeOf,
} from './cvr-histories.ts';
import {
  type CvrAdresse,
  produktionsEnhedShape,
  shapeProblems,
  type VrproduktionsEnhed,
  type Vrvirksomhed,
  virksomhedShape,
} from './cvr-shape.ts';
import { brokenText } from './fields.ts';
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
    sort: AFTER_COMPANIES,
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
  return {
    key: String(company.cvrNummer),
    sort: 0,
    row: { type: 'company', cvr: company.cvrNummer, facts },
  };
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
