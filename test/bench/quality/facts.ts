/** What is true of the invented town's orders and citizens, before anybody types it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../db/files.ts';

export const qualityFolder = path.join(projectRoot, 'test', 'bench', 'quality');
/** The day on which the town is looked at. */
export const TODAY = '2026-11-22';

export interface OrderFacts {
  id: string;
  trade: string;
  type: string;
  purpose: string | null;
  /** a concept */
  title: string;
  krav: string[];
  wishes: string[];
  learnable: string[];
  certificates: string[];
  licences: string[];
  /** certificates and licences that are named among the free-text krav alone */
  hardInKrav: string[];
  /** 0 = A0 … 6 = C2 */
  danish: number | null;
  danishOral: number | null;
  danishWritten: number | null;
  /** the level is named among the krav, not in its own field */
  danishInKrav: boolean;
  hours: [number | null, number | null];
  times: string[];
  allTimes: boolean;
  start: string | null;
  postcode: string;
  languages: string[];
  offers: string[];
}

/** null: nobody has asked. */
export interface CitizenFacts {
  id: string;
  trade: string;
  group: string;
  benefitSince: string;
  skilled: boolean;
  provider: boolean;
  employer: boolean;
  birthYear: number;
  postcode: string;
  danish: number | null;
  danishOral: number | null;
  danishWritten: number | null;
  languages: string[];
  goals: string[];
  skills: string[];
  experience: { job: string; years: number; until: number }[];
  certificates: { id: string; expires: string | null }[];
  licences: string[] | null;
  transports: string[];
  maxTravel: number | null;
  hours: [number, number] | null;
  times: string[];
  needs: string[];
  canStart: string | null;
  mayBeShared: boolean | null;
  protectedAddress: boolean | null;
}

export interface Trade {
  trade: string;
  jobs: string[];
  skills: string[];
  certificates: string[];
  licences: string[];
  /** trades that people move to */
  near: string[];
}

export function readJsonLines<Row>(name: string): Row[] {
  const lines = readFileSync(path.join(qualityFolder, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

/** The rows of a tab-separated file, without its header. */
export function readRows(name: string): string[][] {
  const lines = readFileSync(path.join(qualityFolder, name), 'utf8').trimEnd().split('\n');
  return lines.slice(1).map((line) => line.split('\t'));
}

/** What whoever has the first is certain to have as well, by the author's own knowledge of the trades. */
const implied = new Map(readRows('implied.tsv').map(([id = '', given = '']) => [id, given.split(' ')]));

export function withImplied(ids: readonly string[]): Set<string> {
  return new Set(ids.flatMap((id) => [id, ...(implied.get(id) ?? [])]));
}
