/** Employment series of the register: year, quarter and month until 2019, afterwards only erstMaanedsbeskaeftigelse. */
import type { DemoCompany, DemoUnit } from './company-model.ts';
import { addDays, monthOf, monthStart, yearOf } from './dates.ts';
import type { Random } from './random.ts';

/** How many months of the current series a record carries; enough for every quarter of the contact history. */
const MONTHS_SHOWN = 26;
/** The register's figures are about two months old. */
const MONTHS_LATE = 2;
const OLD_SERIES_END = '2019-09-01';

const INTERVALS: [from: number, code: string][] = [
  [1000, 'ANTAL_1000_999999'],
  [500, 'ANTAL_500_999'],
  [200, 'ANTAL_200_499'],
  [100, 'ANTAL_100_199'],
  [50, 'ANTAL_50_99'],
  [20, 'ANTAL_20_49'],
  [10, 'ANTAL_10_19'],
  [5, 'ANTAL_5_9'],
  [2, 'ANTAL_2_4'],
  [1, 'ANTAL_1_1'],
];

export function intervalCode(count: number): string {
  return INTERVALS.find(([from]) => count >= from)?.[1] ?? 'ANTAL_0_0';
}

export function unitEmployment(unit: DemoUnit, today: string, random: Random) {
  if (unit.figures === 'missing') return emptySeries();
  const end = unit.endDate;
  const lateBy = MONTHS_LATE + (random.chance(0.04) ? 1 : 0);
  const newest = end === null ? monthStart(today, -lateBy) : monthStart(end, 0);
  const series = emptySeries();
  let count = unit.headcount;
  for (let back = 0; back < MONTHS_SHOWN; back++) {
    const month = monthStart(newest, -back);
    if (month < monthStart(unit.startDate, 0)) break;
    const blank = back > 0 && random.chance(0.004);
    series.erstMaanedsbeskaeftigelse.unshift(monthRow(month, blank ? null : count, unit, random));
    count = monthBefore(count, unit, random);
  }
  if (unit.figures === 'old_series') series.erstMaanedsbeskaeftigelse = [];
  else if (unit.figures === 'number' && end === null && random.chance(0.008)) {
    series.erstMaanedsbeskaeftigelse.push(monthRow(monthStart(newest, 1), null, unit, random));
  }
  return { ...series, ...oldSeries(unit, count, random) };
}

/** The whole company: larger than what lies in the town when the headquarters are elsewhere. */
export function companyEmployment(company: DemoCompany, today: string, random: Random) {
  const series = emptySeries();
  const units = company.units.filter((unit) => unit.figures === 'number' && unit.endDate === null);
  if (units.length === 0) return series;
  const elsewhere = company.address.place.municipality[0] !== 165 && units.some((unit) => unit.inTown);
  const here = units.reduce((sum, unit) => sum + unit.headcount, 0);
  const count = elsewhere ? here + random.int(30, 1200) : here;
  for (let back = 5; back >= 0; back--) {
    const month = monthStart(today, -MONTHS_LATE - back);
    if (month < monthStart(company.startDate, 0)) continue;
    series.erstMaanedsbeskaeftigelse.push(numberRow(month, count, Math.round(count * 0.83)));
  }
  return series;
}

type MonthRow = ReturnType<typeof numberRow>;
type OldRow = ReturnType<typeof oldRow>;

function emptySeries() {
  return {
    aarsbeskaeftigelse: [] as (OldRow & {
      aar: number;
      antalInklusivEjere: number | null;
      intervalKodeAntalInklusivEjere: string;
    })[],
    kvartalsbeskaeftigelse: [] as (OldRow & { aar: number; kvartal: number })[],
    maanedsbeskaeftigelse: [] as (OldRow & { aar: number; maaned: number })[],
    erstMaanedsbeskaeftigelse: [] as MonthRow[],
  };
}

function monthRow(month: string, count: number | null, unit: DemoUnit, random: Random): MonthRow {
  if (count === null) {
    return {
      ...numberRow(month, 0, 0),
      antalAarsvaerk: null,
      antalAnsatte: null,
      intervalKodeAntalAarsvaerk: null,
      intervalKodeAntalAnsatte: null,
    };
  }
  const fullTime = Math.round(count * (0.68 + random.next() * 0.3) * 100) / 100;
  const row = numberRow(month, count, fullTime);
  return unit.figures === 'interval' ? { ...row, antalAarsvaerk: null, antalAnsatte: null } : row;
}

function numberRow(month: string, count: number, fullTime: number) {
  return {
    aar: yearOf(month),
    maaned: monthOf(month),
    antalAarsvaerk: fullTime as number | null,
    antalAnsatte: count as number | null,
    sidstOpdateret: `${addDays(month, 51)}T22:56:20.000+01:00`,
    intervalKodeAntalAarsvaerk: intervalCode(Math.round(fullTime)) as string | null,
    intervalKodeAntalAnsatte: intervalCode(count) as string | null,
  };
}

/** A firm's headcount a month earlier; a hidden number stays within its interval. */
function monthBefore(count: number, unit: DemoUnit, random: Random): number {
  if (unit.figures === 'interval' || unit.band === 'zero' || !random.chance(0.16)) return count;
  const step = count < 12 ? random.pick([-1, -1, 1]) : Math.round(count * random.normal() * 0.06);
  return Math.max(unit.band === 'many' ? 1 : 0, count + step);
}

function oldSeries(unit: DemoUnit, oldest: number, random: Random) {
  const series = {
    aarsbeskaeftigelse: emptySeries().aarsbeskaeftigelse,
    kvartalsbeskaeftigelse: emptySeries().kvartalsbeskaeftigelse,
    maanedsbeskaeftigelse: emptySeries().maanedsbeskaeftigelse,
  };
  const end = unit.endDate ?? '9999-12-31';
  if (unit.startDate >= OLD_SERIES_END || unit.band === 'zero') return series;
  const row = () =>
    oldRow(unit.figures === 'old_series' ? unit.headcount : Math.max(1, oldest), unit, random);
  for (let year = 2015; year <= 2018; year++) {
    if (`${year}-01-01` < unit.startDate || `${year}-12-31` > end) continue;
    const counts = row();
    series.aarsbeskaeftigelse.push({
      aar: year,
      antalInklusivEjere: counts.antalAnsatte,
      ...counts,
      intervalKodeAntalInklusivEjere: counts.intervalKodeAntalAnsatte,
    });
  }
  for (let quarter = 0; quarter < 5; quarter++) {
    const from = monthStart('2018-07-01', quarter * 3);
    if (from < unit.startDate || from > end) continue;
    series.kvartalsbeskaeftigelse.push({
      aar: yearOf(from),
      kvartal: Math.ceil(monthOf(from) / 3),
      ...row(),
    });
  }
  for (let month = 5; month >= 0; month--) {
    const from = monthStart(OLD_SERIES_END, -month);
    if (from < unit.startDate || from > end) continue;
    series.maanedsbeskaeftigelse.push({ aar: yearOf(from), maaned: monthOf(from), ...row() });
  }
  return series;
}

/** The old series often gave only the interval. */
function oldRow(count: number, unit: DemoUnit, random: Random) {
  const shown = unit.figures === 'number' ? random.chance(0.5) : unit.figures === 'old_series';
  return {
    antalAarsvaerk: shown ? Math.round(count * 0.8) : null,
    antalAnsatte: shown ? count : null,
    sidstOpdateret: '2019-12-13T14:15:55.762+01:00',
    intervalKodeAntalAarsvaerk: intervalCode(Math.round(count * 0.8)),
    intervalKodeAntalAnsatte: intervalCode(count),
  };
}
