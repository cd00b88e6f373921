import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import type { ImportKind } from '../db/schema/imports.ts';
import { type ImportReport, runImport } from '../server/imports/run-import.ts';
import type { ImportOptions } from '../server/imports/stage-file.ts';

export const CPR_KEYS = { encryption: randomBytes(32), index: randomBytes(32) };

/** An empty database and a clock that the test turns; `take` writes a file and imports it. */
export interface ImportDesk {
  db: Db;
  clock: { now: Date };
  folder: string;
  take: (
    kind: ImportKind,
    content: string | Buffer,
    options?: Partial<ImportOptions>,
  ) => Promise<ImportReport>;
  all: (sql: string, ...params: unknown[]) => Record<string, unknown>[];
}

export function openDesk(now = '2026-11-22T09:00:00Z', db = openTestDb()): ImportDesk {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-import-'));
  const clock = { now: new Date(now) };
  onTestFinished(() => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let files = 0;
  return {
    db,
    clock,
    folder,
    take: (kind, content, options = {}) => {
      const file = path.join(folder, `${kind}-${++files}.txt`);
      writeFileSync(file, content);
      return runImport(db, {
        kind,
        file,
        files: { staging: path.join(folder, 'staging') },
        cprKeys: CPR_KEYS,
        now: () => clock.now,
        by: null,
        ...options,
      });
    },
    all: (sql, ...params) => db.$client.prepare<unknown[], Record<string, unknown>>(sql).all(...params),
  };
}

/** A hash of every row of every table: the same before and after means that nothing was changed. */
export function hashOfAllTables(db: Db): string {
  const hash = createHash('sha256');
  const tables = db.$client
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migration' ORDER BY name",
    )
    .all();
  for (const { name } of tables) {
    hash.update(name);
    for (const row of db.$client.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).raw().iterate())
      hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}

type Row = Record<string, string>;

/** A CSV file with `;`, cells quoted where they must be. The columns are those of the first row. */
export function csv(rows: Row[], delimiter = ';'): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (text: string) => (/[";,\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(delimiter));
  return `${[columns.join(delimiter), ...lines].join('\n')}\n`;
}

export function jsonLines(rows: object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** A row of a hand-made list of firms. */
export function firm(number: number, changes: Row = {}): Row {
  return {
    p_nummer: String(1_000_000_000 + number),
    cvr: String(10_000_000 + number),
    navn: `Firma ${number} Æblegård`,
    adresse: 'Roskildevej 12',
    postnummer: '2620',
    by: 'Albertslund',
    kommunekode: '165',
    branchekode: '471100',
    branchetekst: 'Købmænd og døgnkiosker',
    antal_ansatte: '4',
    antal_ansatte_interval: 'ANTAL_2_4',
    startdato: '2015-03-01',
    ophoersdato: '',
    reklamebeskyttet: 'nej',
    telefon: '43000000',
    email: 'post@firma.example',
    ...changes,
  };
}

/** A contact from the old CRM. */
export function contactRow(firmNumber: number, changes: Row = {}): Row {
  return {
    p_nummer: String(1_000_000_000 + firmNumber),
    dato: '2026-10-05',
    art: 'besoeg',
    retning: 'ud',
    udfald: 'opnaaet',
    tema: 'rekruttering',
    tilbud: 'småjob',
    konsulent: '',
    kontaktperson: 'Bodil på kontoret',
    note: 'Vil gerne høre mere; ring igen efter jul',
    naeste_skridt: 'ring',
    naeste_dato: '2027-01-05',
    ...changes,
  };
}

const always = (gyldigFra: string | null, gyldigTil: string | null = null) => ({
  periode: { gyldigFra, gyldigTil },
});

export interface CvrUnit {
  pNummer?: number;
  cvr?: number;
  navn?: string;
  livsforloeb?: object[];
  beliggenhedsadresse?: object[];
  [key: string]: unknown;
}

export function cvrAddress(
  kommuneKode: number | null,
  fra: string | null,
  til: string | null = null,
  postnummer = 2620,
) {
  return {
    landekode: 'DK',
    fritekst: null,
    vejkode: 205,
    kommune: kommuneKode && { kommuneKode, kommuneNavn: 'ALBERTSLUND', ...always('2007-01-01') },
    husnummerFra: 16,
    husnummerTil: null,
    bogstavFra: 'B',
    etage: 'st',
    sidedoer: 'th',
    vejnavn: 'Fiktiv Allé',
    bynavn: null,
    postnummer,
    postdistrikt: 'Albertslund',
    ...always(fra, til),
    sidstOpdateret: '2018-10-26T15:30:24.000+02:00',
  };
}

/** A record of CVR's shape (domain.md section 2). */
export function cvrUnit({
  pNummer = 1_019_000_001,
  cvr = 24_256_790,
  navn = 'Hansens Bageri',
  ...rest
}: CvrUnit = {}) {
  return {
    VrproduktionsEnhed: {
      attributter: [],
      enhedstype: 'PRODUKTIONSENHED',
      pNummer,
      reklamebeskyttet: false,
      fejlRegistreret: false,
      navne: [{ navn, ...always('2014-03-01') }],
      virksomhedsrelation: [{ cvrNummer: cvr, ...always('2014-03-01') }],
      livsforloeb: [always('2014-03-01')],
      beliggenhedsadresse: [cvrAddress(165, '2014-03-01')],
      hovedbranche: [
        { branchekode: '107120', branchetekst: 'Fremstilling af frisk bageribrød', ...always('2014-03-01') },
      ],
      telefonNummer: [{ kontaktoplysning: '43111111', hemmelig: false, ...always('2014-03-01') }],
      elektroniskPost: [],
      erstMaanedsbeskaeftigelse: [],
      maanedsbeskaeftigelse: null,
      kvartalsbeskaeftigelse: [],
      aarsbeskaeftigelse: [],
      produktionsEnhedMetadata: { nyesteCvrNummerRelation: cvr, sammensatStatus: 'Aktiv' },
      ...rest,
    },
  };
}

export function cvrCompany(cvrNummer = 24_256_790, changes: object = {}) {
  return {
    Vrvirksomhed: {
      cvrNummer,
      reklamebeskyttet: true,
      navne: [
        { navn: 'Det gamle navn', ...always('1999-01-01', '2010-12-31') },
        { navn: 'HANSENS BRØD ApS', ...always('2011-01-01') },
      ],
      beliggenhedsadresse: [cvrAddress(101, '2011-01-01', null, 1455)],
      telefonNummer: [{ kontaktoplysning: '33000000', hemmelig: true, ...always('2011-01-01') }],
      elektroniskPost: [
        { kontaktoplysning: 'brod@hansen.example', hemmelig: false, ...always('2011-01-01') },
      ],
      virksomhedsform: [
        {
          virksomhedsformkode: 80,
          kortBeskrivelse: 'APS',
          langBeskrivelse: 'Anpartsselskab',
          ...always('2011-01-01'),
        },
      ],
      virksomhedsstatus: [{ status: 'NORMAL', ...always('2011-01-01') }],
      virksomhedMetadata: { sammensatStatus: 'NORMAL' },
      ...changes,
    },
  };
}

/** What the register's search answers: the records as hits. */
export function searchReply(records: object[], indent?: number): string {
  const hits = records.map((_source, index) => ({
    _index: 'cvr-v-20220630',
    _type: '_doc',
    _id: String(index),
    _source,
  }));
  return JSON.stringify(
    { took: 12, timed_out: false, _shards: { total: 6 }, hits: { total: 99, max_score: 1, hits } },
    null,
    indent,
  );
}
