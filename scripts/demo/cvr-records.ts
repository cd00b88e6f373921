/** The demo firms in CVR's own record shape (Vrvirksomhed, VrproduktionsEnhed): histories, nulls and all. */
import type { DemoAddress, DemoCompany, DemoUnit } from './company-model.ts';
import { companyEmployment, unitEmployment } from './cvr-employment.ts';
import { addDays } from './dates.ts';
import { asciiSlug } from './numbers.ts';
import type { Random } from './random.ts';

const DB25_FROM = '2025-01-01';

interface Period {
  gyldigFra: string;
  gyldigTil: string | null;
}

export function unitRecord(unit: DemoUnit, today: string, random: Random) {
  const end = unit.endDate;
  const employment = unitEmployment(unit, today, random);
  const addresses = unit.addresses.map((address, index) =>
    addressRecord(address, dayBefore(unit.addresses[index + 1]?.since) ?? end, random),
  );
  const names = nameHistory(unit.name, unit.formerName, unit.startDate, end);
  const branches = branchHistory(unit, unit.startDate, end);
  const phones = contactHistory(unit.phone, unit.startDate, end, random);
  const emails = contactHistory(unit.email, unit.startDate, end, random);
  return {
    VrproduktionsEnhed: {
      attributter: [],
      sidstIndlaest: stamp(today),
      elektroniskPost: emails,
      virksomhedsrelation: ownerHistory(unit),
      sidstOpdateret: stamp(addDays(today, -random.int(20, 400))),
      hovedbranche: branches,
      enhedstype: 'PRODUKTIONSENHED',
      fejlVedIndlaesning: false,
      postadresse: [],
      produktionsEnhedMetadata: {
        nyesteCvrNummerRelation: unit.cvr,
        sammensatStatus: end === null ? 'Aktiv' : 'Ophørt',
        nyesteKontaktoplysninger: [unit.phone, unit.email].filter((value) => value !== null),
        nyesteBibranche1: null,
        nyesteBibranche2: null,
        nyesteBibranche3: null,
        nyesteNavn: names.at(-1) ?? null,
        nyesteHovedbranche: branches.at(-1) ?? null,
        nyesteBeliggenhedsadresse: addresses.at(-1) ?? null,
        nyesteAarsbeskaeftigelse: employment.aarsbeskaeftigelse.at(-1) ?? null,
        nyesteKvartalsbeskaeftigelse: employment.kvartalsbeskaeftigelse.at(-1) ?? null,
        nyesteMaanedsbeskaeftigelse: employment.maanedsbeskaeftigelse.at(-1) ?? null,
        nyesteErstMaanedsbeskaeftigelse: employment.erstMaanedsbeskaeftigelse.at(-1) ?? null,
      },
      bibranche2: [],
      bibranche3: [],
      fejlRegistreret: false,
      dataAdgang: 0,
      enhedsNummer: 3_000_000_000 + unit.pNumber,
      bibranche1: [],
      livsforloeb: [{ periode: period(unit.startDate, end), sidstOpdateret: stamp(end ?? unit.startDate) }],
      reklamebeskyttet: unit.reklamebeskyttet,
      fejlBeskrivelse: null,
      beliggenhedsadresse: addresses,
      virkningsAktoer: 'R',
      brancheAnsvarskode: null,
      telefonNummer: phones,
      telefaxNummer: [],
      naermesteFremtidigeDato: null,
      navne: names,
      samtId: random.int(1, 40),
      pNummer: unit.pNumber,
      ...employment,
    },
  };
}

export function companyRecord(company: DemoCompany, units: DemoUnit[], today: string, random: Random) {
  const { startDate: start, endDate: end } = company;
  const employment = companyEmployment(company, today, random);
  const names = nameHistory(company.name, null, start, end);
  const branches = branchHistory(company, start, end);
  const address = addressRecord({ ...company.address, since: start }, end, random);
  const form = {
    virksomhedsformkode: company.form.code,
    kortBeskrivelse: company.form.short,
    langBeskrivelse: company.form.long,
    ansvarligDataleverandoer: 'E&S',
    periode: period(start, end),
    sidstOpdateret: stamp(start),
  };
  const website =
    company.form.code >= 60 && random.chance(0.4) ? `www.${asciiSlug(company.name)}.example` : null;
  const websites = contactHistory(website, start, end, random);
  const hasStatus = company.form.code >= 60 && company.form.code <= 81;
  return {
    Vrvirksomhed: {
      cvrNummer: company.cvr,
      regNummer: [],
      brancheAnsvarskode: 0,
      reklamebeskyttet: company.reklamebeskyttet,
      navne: names,
      binavne: [],
      postadresse: [],
      beliggenhedsadresse: [address],
      telefonNummer: [],
      telefaxNummer: [],
      elektroniskPost: [],
      hjemmeside: websites,
      obligatoriskEmail: [],
      livsforloeb: [{ periode: period(start, end), sidstOpdateret: stamp(end ?? start) }],
      hovedbranche: branches,
      bibranche1: [],
      bibranche2: [],
      bibranche3: [],
      status: [],
      virksomhedsstatus: hasStatus
        ? [{ status: company.status, periode: period(start, null), sidstOpdateret: stamp(end ?? start) }]
        : [],
      virksomhedsform: [form],
      ...employment,
      attributter: [],
      penheder: units.map((unit) => unitOfCompany(unit, company)),
      fusioner: [],
      spaltninger: [],
      virksomhedMetadata: {
        nyesteNavn: names.at(-1) ?? null,
        nyesteVirksomhedsform: form,
        nyesteBeliggenhedsadresse: address,
        nyesteHovedbranche: branches.at(-1) ?? null,
        nyesteBibranche1: null,
        nyesteBibranche2: null,
        nyesteBibranche3: null,
        nyesteStatus: null,
        nyesteKontaktoplysninger: website === null ? [] : [website],
        antalPenheder: units.length,
        nyesteAarsbeskaeftigelse: null,
        nyesteKvartalsbeskaeftigelse: null,
        nyesteMaanedsbeskaeftigelse: null,
        nyesteErstMaanedsbeskaeftigelse: employment.erstMaanedsbeskaeftigelse.at(-1) ?? null,
        sammensatStatus: hasStatus ? company.status : end === null ? 'Aktiv' : 'Ophørt',
        stiftelsesDato: start,
        virkningsDato: start,
      },
      samtId: random.int(1, 90),
      fejlRegistreret: false,
      dataAdgang: 0,
      enhedsNummer: 4_800_000_000 + company.cvr,
      enhedstype: 'VIRKSOMHED',
      sidstIndlaest: stamp(today),
      sidstOpdateret: stamp(addDays(today, -random.int(20, 400))),
      fejlVedIndlaesning: false,
      naermesteFremtidigeDato: null,
      fejlBeskrivelse: null,
      virkningsAktoer: 'PO',
    },
  };
}

function unitOfCompany(unit: DemoUnit, company: DemoCompany) {
  const former = unit.formerOwner?.cvr === company.cvr;
  const from = former || !unit.formerOwner ? unit.startDate : addDays(unit.formerOwner.until, 1);
  const until = former ? company.endDate : unit.endDate;
  return { pNummer: unit.pNumber, periode: period(from, until), sidstOpdateret: stamp(from) };
}

function ownerHistory(unit: DemoUnit) {
  const relation = (cvrNummer: number, from: string, until: string | null) => ({
    cvrNummer,
    periode: period(from, until),
    sidstOpdateret: stamp(until ?? from),
  });
  if (!unit.formerOwner) return [relation(unit.cvr, unit.startDate, unit.endDate)];
  const { cvr, until } = unit.formerOwner;
  return [relation(cvr, unit.startDate, until), relation(unit.cvr, addDays(until, 1), unit.endDate)];
}

function nameHistory(name: string, formerName: string | null, start: string, end: string | null) {
  const row = (navn: string, from: string, until: string | null) => ({
    navn,
    periode: period(from, until),
    sidstOpdateret: stamp(from),
  });
  if (formerName === null) return [row(name, start, end)];
  const renamed = addDays(start, 900);
  return [row(formerName, start, addDays(renamed, -1)), row(name, renamed, end)];
}

function branchHistory(
  unit: { db25: [string, string]; db07: [string, string] },
  start: string,
  end: string | null,
) {
  const row = ([branchekode, branchetekst]: [string, string], from: string, until: string | null) => ({
    branchekode,
    branchetekst,
    periode: period(from, until),
    sidstOpdateret: stamp(from),
  });
  if (end !== null && end < DB25_FROM) return [row(unit.db07, start, end)];
  if (start >= DB25_FROM) return [row(unit.db25, start, end)];
  return [row(unit.db07, start, addDays(DB25_FROM, -1)), row(unit.db25, DB25_FROM, end)];
}

function contactHistory(value: string | null, start: string, end: string | null, random: Random) {
  if (value === null) return [];
  return [
    {
      kontaktoplysning: value,
      hemmelig: random.chance(0.04),
      periode: period(start, end),
      sidstOpdateret: stamp(start),
    },
  ];
}

function addressRecord(address: DemoAddress, until: string | null, random: Random) {
  const { place } = address;
  return {
    landekode: 'DK',
    fritekst: null,
    vejkode: 1000 + ((asciiSlug(address.street).length * 137 + address.street.length * 59) % 8000),
    kommune: {
      kommuneKode: place.municipality[0],
      kommuneNavn: place.municipality[1],
      periode: { gyldigFra: '2007-01-01', gyldigTil: null },
      sidstOpdateret: '2006-11-13T00:00:00.000+01:00',
    },
    husnummerFra: address.houseNumber,
    adresseId: null,
    sidstValideret: random.chance(0.7) ? stamp(address.since) : null,
    husnummerTil: null,
    bogstavFra: random.chance(0.1) ? random.pick(['A', 'B', 'C']) : null,
    bogstavTil: null,
    etage: address.floor,
    sidedoer: address.floor === null ? null : random.pick(['th', 'tv', null]),
    conavn: null,
    postboks: null,
    vejnavn: address.street,
    bynavn: null,
    postnummer: place.postcode,
    postdistrikt: place.district,
    periode: period(address.since, until),
    sidstOpdateret: stamp(address.since),
  };
}

function period(gyldigFra: string, gyldigTil: string | null): Period {
  return { gyldigFra, gyldigTil };
}

function dayBefore(date: string | undefined): string | null {
  return date === undefined ? null : addDays(date, -1);
}

/** The register's own clock style; noon keeps the local date whatever the zone. */
function stamp(date: string): string {
  return `${date}T12:00:00.000+01:00`;
}
