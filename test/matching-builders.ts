import path from 'node:path';
import { projectRoot } from '../db/files.ts';
import { createEngine, type EncodeInput, openSnapshot } from '../workers/matching/engine.ts';
import {
  type CitizenTerm,
  type MatchCitizen,
  type MatchOrder,
  ORDER_TYPES,
  type Requirement,
  type RequirementKind,
  type TermKind,
} from '../workers/matching/types.ts';

export const engine = createEngine(path.join(projectRoot, 'workers', 'matching', 'taxonomy'));
export const today = '2026-11-20';

/** A snapshot with all that a test needs of it: who stands where, and what stands in it. */
export function snapshot(input: Omit<EncodeInput, 'secret' | 'today' | 'runKey'> & Partial<EncodeInput>) {
  const { bytes, places } = engine.encode({ today, runKey: 'k', secret: 's', ...input });
  const idOf = ({ place }: { place: number }) => places[place] ?? 0;
  return { bytes, places: [...places], market: openSnapshot(bytes), idOf };
}

export function term(kind: TermKind, text: string, more: Partial<CitizenTerm> = {}): CitizenTerm {
  return { kind, text, years: null, lastYear: null, expiresOn: null, ...more };
}

export function need(kind: RequirementKind, text: string, kanLaeres = false): Requirement {
  return { kind, text, kanLaeres };
}

export function citizen(more: Partial<MatchCitizen> = {}): MatchCitizen {
  return {
    id: 1,
    terms: [term('kompetence', 'lagerarbejde')],
    hoursMin: 20,
    hoursMax: 37,
    workingTimes: ['dag', 'aften'],
    danish: 'B1',
    danishOral: 'B1',
    danishWritten: 'A2',
    transports: ['bil'],
    maxTravelMinutes: 45,
    postcode: '2620',
    needs: [],
    purpose: null,
    canStart: '2026-11-01',
    mayBeShared: true,
    protectedAddress: false,
    hasEmployer: false,
    placedUntil: null,
    allowed: Object.fromEntries(ORDER_TYPES.map((type) => [type, 'ja'])),
    ...more,
  };
}

export function order(more: Partial<MatchOrder> = {}): MatchOrder {
  return {
    id: 7,
    type: 'ordinaer',
    title: 'Lagermedarbejder',
    requirements: [],
    hoursMin: 30,
    hoursMax: 37,
    workingTimes: ['dag'],
    allWorkingTimes: false,
    danishMin: null,
    danishOralMin: null,
    danishWrittenMin: null,
    offers: [],
    unavoidable: [],
    purpose: null,
    followUp: null,
    leadsToJob: null,
    firmBar: null,
    postcode: '2600',
    startDate: '2026-12-01',
    ...more,
  };
}
