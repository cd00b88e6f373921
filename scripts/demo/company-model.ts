/** What the demo town knows of a firm: more than the register tells, since some figures are hidden from it. */
import type { LegalForm } from './firm-names.ts';
import type { Place } from './words/places.ts';
import type { TeamField } from './words/trades.ts';

/**
 * How many units of kommune 165 are of which size. 600 + 60 + 385 = 1,045 have someone employed
 * (the figure of July 2017 in plan 2018), and all bands together are 1,900.
 */
export const TOWN_BANDS = {
  many: 600,
  straddle: 60,
  few: 385,
  zero: 300,
  unreported: 480,
  ceased: 75,
} as const;
export const OUTSIDE_UNITS = 60;
export const MOVED_AWAY_UNITS = 10;

export type SizeBand = keyof typeof TOWN_BANDS;
/** What the register tells of the headcount: the number, only its interval, only the series that stopped in 2019, nothing. */
export type FigureKind = 'number' | 'interval' | 'old_series' | 'missing';

export interface DemoAddress {
  place: Place;
  street: string;
  houseNumber: number;
  floor: string | null;
  /** ISO date from which the unit was there */
  since: string;
}

export interface DemoUnit {
  pNumber: number;
  cvr: number;
  name: string;
  formerName: string | null;
  tradeKey: string;
  field: TeamField;
  municipal: boolean;
  db25: [code: string, text: string];
  db07: [code: string, text: string];
  band: SizeBand;
  figures: FigureKind;
  /** In the newest month; hidden from the register's record where `figures` says so. */
  headcount: number;
  inTown: boolean;
  /** Oldest first; the last one is current. */
  addresses: DemoAddress[];
  startDate: string;
  endDate: string | null;
  /** The company that ran the unit before the current one took over. */
  formerOwner: { cvr: number; until: string } | null;
  reklamebeskyttet: boolean;
  phone: string | null;
  email: string | null;
  contactPerson: string;
}

export interface DemoCompany {
  cvr: number;
  name: string;
  form: LegalForm;
  address: DemoAddress;
  startDate: string;
  endDate: string | null;
  reklamebeskyttet: boolean;
  /** virksomhedsstatus of the register */
  status: string;
  tradeKey: string;
  db25: [code: string, text: string];
  db07: [code: string, text: string];
  units: DemoUnit[];
}

export function unitAddress(unit: DemoUnit): DemoAddress {
  const current = unit.addresses.at(-1);
  if (!current) throw new Error(`Unit ${unit.pNumber} has no address`);
  return current;
}
