/** The demo town's four files, read back as an importer would, for the tests of the demo data. */
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeDemoFiles } from '../scripts/demo/write.ts';

export const OPTIONS = { seed: 165, today: '2026-11-22' };

export interface Employment {
  antalAnsatte: number | null;
  intervalKodeAntalAnsatte: string | null;
}
export interface UnitRecord {
  pNummer: number;
  livsforloeb: { periode: { gyldigFra: string; gyldigTil: string | null } }[];
  beliggenhedsadresse: { kommune: { kommuneKode: number }; periode: { gyldigTil: string | null } }[];
  virksomhedsrelation: { cvrNummer: number }[];
  reklamebeskyttet: boolean;
  erstMaanedsbeskaeftigelse: (Employment & { aar: number; maaned: number })[];
  maanedsbeskaeftigelse: Employment[];
  kvartalsbeskaeftigelse: Employment[];
  aarsbeskaeftigelse: Employment[];
}
interface CvrRecord {
  Vrvirksomhed?: { cvrNummer: number };
  VrproduktionsEnhed?: UnitRecord;
}

export function readDemoTown() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-demo-data-'));
  const summary = writeDemoFiles(path.join(folder, 'town'), OPTIONS);
  const records: CvrRecord[] = jsonLines(summary.files.virksomheder);
  const citizens: Record<string, unknown>[] = jsonLines(summary.files.borgere);
  return {
    folder,
    summary,
    units: records.flatMap((record) => record.VrproduktionsEnhed ?? []),
    cvrNumbers: records.flatMap((record) => record.Vrvirksomhed?.cvrNummer ?? []),
    citizens,
    orders: csvRows(summary.files.jobordrer),
    contacts: csvRows(summary.files.kontakter),
  };
}

function jsonLines<Row>(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function csvRows(file: string): Record<string, string>[] {
  return parse(readFileSync(file, 'utf8'), { columns: true, delimiter: ';' });
}
