import type { HeadcountSource } from '../../db/schema/companies.ts';
import { addDays } from '../ui/dates.ts';
import { type HeadcountRow, type LifeRow, type LocationRow, SINCE_UNKNOWN } from './company-rows.ts';
import type { CvrAdresse, CvrBeskaeftigelse, CvrPeriode, VrproduktionsEnhed } from './cvr-shape.ts';

export interface Dated {
  periode?: CvrPeriode;
  sidstOpdateret?: string | null;
}

/** Oldest first; of two from the same day the one CVR wrote last comes last. */
export function inOrder<Entry extends Dated>(entries: readonly (Entry | null)[] | null | undefined): Entry[] {
  const key = (entry: Entry) => `${entry.periode?.gyldigFra ?? SINCE_UNKNOWN} ${entry.sidstOpdateret ?? ''}`;
  return (entries ?? [])
    .filter((entry) => entry !== null)
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
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
export function lifeOf(unit: VrproduktionsEnhed): LifeRow[] {
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

export function lastDay(life: LifeRow[]): string | null {
  const end = life.at(-1)?.validTo;
  return end ? addDays(end, -1) : null;
}

/** One place at a time: a period ends where the next begins, and neighbours that say the same become one. */
export function locationsOf(unit: VrproduktionsEnhed): LocationRow[] {
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
export function headcountsOf(unit: VrproduktionsEnhed): HeadcountRow[] {
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

export function postcodeOf(address: CvrAdresse | null | undefined): string | null {
  return address?.postnummer ? String(address.postnummer).padStart(4, '0') : null;
}
