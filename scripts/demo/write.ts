/** Writes the fictional town as five files in the import format; run by the demo when the data folder is empty. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../db/files.ts';
import { type DemoCitizen, generateCitizens } from './citizens.ts';
import { generateCompanies } from './companies.ts';
import type { DemoCompany } from './company-model.ts';
import { type DemoContact, generateContacts } from './contacts.ts';
import { companyRecord, unitRecord } from './cvr-records.ts';
import { type DemoHouse, generateHouses, HOUSE_COLUMNS } from './houses.ts';
import { type DemoJobOrder, generateJobOrders } from './job-orders.ts';
import { drawOrigins } from './origins.ts';
import { assignOwners, type DemoOwner } from './owners.ts';
import { createRandom } from './random.ts';
import { type DemoUser, demoUsers } from './users.ts';

export interface DemoOptions {
  seed: number;
  /** ISO date the town is seen from; nothing in it is read from a clock */
  today: string;
}

export interface DemoTown {
  companies: DemoCompany[];
  houses: DemoHouse[];
  citizens: DemoCitizen[];
  jobOrders: DemoJobOrder[];
  contacts: DemoContact[];
  users: DemoUser[];
  owners: DemoOwner[];
}

export interface DemoSummary {
  files: {
    virksomheder: string;
    adresser: string;
    borgere: string;
    borgere_oprindelse: string;
    jobordrer: string;
    kontakter: string;
  };
  companies: number;
  /** Units in the municipality, and the 60 outside it. */
  unitsInTown: number;
  unitsOutside: number;
  citizens: number;
  jobOrders: number;
  contacts: number;
  users: DemoUser[];
  owners: DemoOwner[];
}

const POSTCODES = path.join(projectRoot, 'workers', 'matching', 'taxonomy', 'postcodes.tsv');

/** The same seed and today give the same town, to the byte. */
export function generateDemoTown({ seed, today }: DemoOptions): DemoTown {
  const users = demoUsers(seed);
  const companies = generateCompanies(seed, today);
  const owners = assignOwners(seed, companies, users);
  return {
    users,
    companies,
    houses: generateHouses(seed, companies, readFileSync(POSTCODES, 'utf8')),
    owners,
    citizens: generateCitizens(seed, today, users),
    jobOrders: generateJobOrders(seed, today, companies),
    contacts: generateContacts(seed, today, companies, users, owners),
  };
}

/** Which konsulent looks after which place of work. */
export function demoOwners({ seed, today }: DemoOptions): DemoOwner[] {
  return assignOwners(seed, generateCompanies(seed, today), demoUsers(seed));
}

export function writeDemoFiles(folder: string, options: DemoOptions): DemoSummary {
  const town = generateDemoTown(options);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: string[]) => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };
  const files = {
    virksomheder: write('virksomheder.jsonl', cvrLines(town.companies, options)),
    adresser: write('adresser.csv', csvLines(HOUSE_COLUMNS, town.houses)),
    borgere: write(
      'borgere.jsonl',
      town.citizens.map((citizen) => JSON.stringify(citizen)),
    ),
    borgere_oprindelse: write(
      'oprindelse.csv',
      csvLines(['borger_id', 'oprindelse'], drawOrigins(options.seed, town.citizens)),
    ),
    jobordrer: write('jobordrer.csv', csvLines(JOB_ORDER_COLUMNS, town.jobOrders)),
    kontakter: write('kontakter.csv', csvLines(CONTACT_COLUMNS, town.contacts)),
  };
  const units = town.companies.flatMap((company) => company.units);
  return {
    files,
    companies: town.companies.length,
    unitsInTown: units.filter((unit) => unit.inTown).length,
    unitsOutside: units.filter((unit) => !unit.inTown).length,
    citizens: town.citizens.length,
    jobOrders: town.jobOrders.length,
    contacts: town.contacts.length,
    users: town.users,
    owners: town.owners,
  };
}

/** A company is followed by its units, in the order of the CVR numbers. */
function cvrLines(companies: DemoCompany[], { seed, today }: DemoOptions): string[] {
  const random = createRandom(seed, 'cvr records');
  const units = companies.flatMap((company) => company.units);
  return [...companies]
    .sort((one, other) => one.cvr - other.cvr)
    .flatMap((company) => {
      const taken = units.filter((unit) => unit.formerOwner?.cvr === company.cvr);
      return [
        companyRecord(company, [...company.units, ...taken], today, random),
        ...company.units.map((unit) => unitRecord(unit, today, random)),
      ];
    })
    .map((record) => JSON.stringify(record));
}

export const JOB_ORDER_COLUMNS: (keyof DemoJobOrder)[] = [
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
];

const CONTACT_COLUMNS: (keyof DemoContact)[] = [
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
];

export function csvLines<Row extends object>(columns: (keyof Row & string)[], rows: Row[]): string[] {
  return [columns.join(';'), ...rows.map((row) => columns.map((column) => csvCell(row[column])).join(';'))];
}

function csvCell(value: unknown): string {
  const text = Array.isArray(value) ? value.join('|') : String(value);
  return /[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
