import type { HeadcountInterval, HeadcountSource } from '../../db/schema/companies.ts';

/** The register does not say since when: before any figure that this program can be asked for. */
export const SINCE_UNKNOWN = '1900-01-01';

/** Companies are written before the P-units that hang on them. */
export const AFTER_COMPANIES = 1;

/** validTo is exclusive; null is "until further notice". */
export interface LifeRow {
  validFrom: string;
  validTo: string | null;
}

export interface LocationRow extends LifeRow {
  municipalityCode: number | null;
  postcode: string | null;
}

export interface HeadcountRow {
  validFrom: string;
  count: number | null;
  interval: HeadcountInterval | null;
  fullTimeEquivalents: number | null;
  source: HeadcountSource;
}

/** What is true of a P-unit today; undefined: the file does not say. */
export interface PUnitFacts {
  cvr: number;
  name: string;
  nameFolded: string;
  streetAddress?: string | null;
  postcode?: string | null;
  city?: string | null;
  municipalityCode?: number | null;
  branchCode?: string | null;
  branchText?: string | null;
  phone?: string | null;
  email?: string | null;
  startDate?: string | null;
  endDate?: string | null;
  reklamebeskyttet?: boolean;
}

/** CVR's record: whole histories. */
export interface RegisterHistories {
  origin: 'cvr';
  life: LifeRow[];
  locations: LocationRow[];
  headcounts: HeadcountRow[];
}

/** A hand-made list: what holds now. validFrom null: since the day of the import. */
export interface ListedNow {
  origin: 'liste';
  startDate: string | null;
  /** the day after ophoersdato */
  validTo: string | null;
  municipalityCode: number;
  postcode: string | null;
  headcount: (Omit<HeadcountRow, 'validFrom'> & { validFrom: string | null }) | null;
}

export interface PUnitRow {
  type: 'p_unit';
  pNumber: number;
  facts: PUnitFacts;
  histories: RegisterHistories | ListedNow;
}

export interface CompanyFacts {
  name: string | null;
  formCode: number | null;
  formText: string | null;
  status: string | null;
  municipalityCode: number | null;
  reklamebeskyttet: boolean;
  phone: string | null;
  email: string | null;
}

export interface CompanyRow {
  type: 'company';
  cvr: number;
  facts: CompanyFacts;
}

export type VirksomhedRow = PUnitRow | CompanyRow;
