import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { demoOwners, generateDemoTown, writeDemoFiles } from '../scripts/demo/write.ts';
import { coverageOf } from '../server/coverage/queries.ts';
import { runImport } from '../server/imports/run-import.ts';
import { type Employment, OPTIONS, readDemoTown, type UnitRecord } from './demo-town.ts';

const { folder, summary, units, cvrNumbers } = readDemoTown();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const town = generateDemoTown(OPTIONS);
const text = (file: string) => readFileSync(file, 'utf8');

/** The figure that rules by domain.md 2b: erst, month, quarter, year; the newest that says anything. */
function figureOf(unit: UnitRecord): Employment | undefined {
  const series = [
    unit.erstMaanedsbeskaeftigelse,
    unit.maanedsbeskaeftigelse,
    unit.kvartalsbeskaeftigelse,
    unit.aarsbeskaeftigelse,
  ];
  return series.flatMap((list) => list.findLast((row) => row.intervalKodeAntalAnsatte !== null) ?? [])[0];
}

describe('the firms', () => {
  const here = units.filter((unit) => unit.beliggenhedsadresse.at(-1)?.kommune.kommuneKode === 165);
  const active = here.filter((unit) => unit.livsforloeb.at(-1)?.periode.gyldigTil === null);
  const onlyInterval = (code: string) =>
    active.filter(
      (unit) => figureOf(unit)?.antalAnsatte === null && figureOf(unit)?.intervalKodeAntalAnsatte === code,
    );

  test('are as many as the papers say', () => {
    expect(units).toHaveLength(1960);
    expect(here).toHaveLength(1900);
    const employing = active.filter(
      (unit) => !['ANTAL_0_0', undefined].includes(figureOf(unit)?.intervalKodeAntalAnsatte ?? undefined),
    );
    expect(employing).toHaveLength(1045);
    const sure = employing.filter((unit) => (figureOf(unit)?.antalAnsatte ?? 0) >= 3);
    expect(
      sure.length +
        onlyInterval('ANTAL_5_9').length +
        onlyInterval('ANTAL_10_19').length +
        onlyInterval('ANTAL_20_49').length +
        onlyInterval('ANTAL_50_99').length +
        onlyInterval('ANTAL_100_199').length,
    ).toBe(600);
    expect(onlyInterval('ANTAL_2_4')).toHaveLength(60);
  });

  test('show what makes the measure hard', () => {
    const share = (found: UnitRecord[]) => found.length / here.length;
    expect(share(active.filter((unit) => figureOf(unit) === undefined))).toBeGreaterThan(0.2);
    expect(here.length - active.length).toBe(75);
    expect(share(here.filter((unit) => unit.reklamebeskyttet))).toBeGreaterThan(0.08);
    expect(
      here.filter((unit) => unit.beliggenhedsadresse.some((address) => address.kommune.kommuneKode !== 165))
        .length,
    ).toBeGreaterThan(5);
    expect(here.filter((unit) => unit.virksomhedsrelation.length > 1).length).toBeGreaterThan(5);
    const elsewhere = town.companies.filter((company) => company.address.place.municipality[0] !== 165);
    expect(elsewhere.filter((company) => company.units.some((unit) => unit.inTown)).length).toBeGreaterThan(
      40,
    );
    expect(town.companies.flatMap((company) => company.units).filter((unit) => unit.municipal)).toHaveLength(
      56,
    );
  });

  test('have figures about two months old', () => {
    const newest = active
      .flatMap((unit) => unit.erstMaanedsbeskaeftigelse.at(-1) ?? [])
      .map(({ aar, maaned }) => aar * 12 + maaned);
    expect(Math.max(...newest)).toBeLessThanOrEqual(2026 * 12 + 10);
    expect(newest.toSorted((one, other) => one - other)[Math.floor(newest.length / 2)]).toBe(2026 * 12 + 9);
  });

  test('carry numbers that pass the register’s check and are in use by nobody', () => {
    const weights = [2, 7, 6, 5, 4, 3, 2, 1];
    const remainder = (cvr: number) =>
      [...String(cvr)].reduce((sum, digit, at) => sum + Number(digit) * (weights[at] ?? 0), 0) % 11;
    expect(remainder(24256790)).toBe(0);
    expect(cvrNumbers.filter((cvr) => remainder(cvr) !== 0 || cvr < 99_000_000 || cvr > 99_999_999)).toEqual(
      [],
    );
    expect(new Set(cvrNumbers).size).toBe(cvrNumbers.length);
    expect(units.filter((unit) => !/^1990\d{6}$/.test(String(unit.pNummer)))).toEqual([]);
    expect(new Set(units.map((unit) => unit.pNummer)).size).toBe(units.length);
    expect(
      units.filter(
        (unit) => !unit.virksomhedsrelation.every((owner) => cvrNumbers.includes(owner.cvrNummer)),
      ),
    ).toEqual([]);
  });
});

describe('the staff', () => {
  test('is as many as the plan says, each with one name', () => {
    const having = (role: string) => town.users.filter((user) => user.roles.includes(role as 'leder'));
    expect([having('konsulent').length, having('leder').length, having('administrator').length]).toEqual([
      20, 1, 1,
    ]);
    expect(having('sagsbehandler').filter((user) => user.roles.length === 1)).toHaveLength(8);
    expect(town.users.filter((user) => user.roles.length === 2)).toHaveLength(2);
    expect(new Set(having('konsulent').map((user) => user.team)).size).toBe(4);
    expect(new Set(town.users.map((user) => user.username)).size).toBe(30);
    expect(demoOwners(OPTIONS)).toEqual(town.owners);
    expect(new Set(town.owners.map((owner) => owner.username)).size).toBe(20);
  });
});

describe('the whole town', () => {
  test('is the same to the byte for the same seed and day, and another for another seed', {
    timeout: 60_000,
  }, () => {
    const again = writeDemoFiles(path.join(folder, 'two'), OPTIONS);
    const other = writeDemoFiles(path.join(folder, 'three'), { ...OPTIONS, seed: 166 });
    for (const kind of ['virksomheder', 'borgere', 'jobordrer', 'kontakter'] as const) {
      expect(text(again.files[kind]) === text(summary.files[kind]), kind).toBe(true);
      expect(text(other.files[kind]) === text(summary.files[kind]), kind).toBe(false);
    }
    expect([other.unitsInTown, other.unitsOutside, other.citizens, other.jobOrders]).toEqual([
      1900, 60, 2739, 320,
    ]);
  });

  test('has a history that holds on any day', { timeout: 60_000 }, () => {
    for (const today of ['2026-01-02', '2026-02-28', '2026-07-31', '2027-12-31']) {
      const later = generateDemoTown({ seed: 7, today });
      const rows = later.contacts;
      expect(
        rows.filter((row) => row.dato > today),
        today,
      ).toEqual([]);
      expect(rows.length, today).toBeGreaterThan(6000);
    }
  });

  test('passes through the importers whole, and gives the coverage that was meant', {
    timeout: 120_000,
  }, async () => {
    const db = openTestDb();
    const cprKeys = { encryption: randomBytes(32), index: randomBytes(32) };
    for (const kind of ['virksomheder', 'borgere', 'jobordrer', 'kontakter'] as const) {
      const report = await runImport(db, {
        kind,
        file: summary.files[kind],
        files: { staging: folder },
        cprKeys,
        now: () => new Date(`${OPTIONS.today}T10:00:00Z`),
        by: null,
      });
      expect(report.rejected, kind).toEqual([]);
      expect(report.ignored, kind).toEqual([]);
    }
    const coverage = coverageOf(db, {
      from: '2026-10-01',
      to: OPTIONS.today,
      asOf: `${OPTIONS.today}T23:00:00.000Z`,
    });
    expect([coverage.inScope, coverage.undecided]).toEqual([600, 60]);
    expect(coverage.coverage.min).toBeGreaterThan(0.42);
    expect(coverage.coverage.max).toBeLessThan(0.68);
    expect(coverage.visited).toBeLessThan(coverage.contacted);
  });
});
