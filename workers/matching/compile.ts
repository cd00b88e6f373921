import { parseDanishLevel } from './levels.ts';
import type { Resolver } from './resolve.ts';
import type { Taxonomy } from './taxonomy.ts';
import { tokenise } from './text.ts';
import { type OrderType, PRAKTIK_PURPOSES, type PraktikPurpose } from './types.ts';
import type { TypeWeights } from './weights.ts';

/** What turning text into concepts needs; made once by the engine. */
export interface Tools {
  taxonomy: Taxonomy;
  resolver: Resolver;
  /** the weights in force for an order type on an ISO date */
  weightsOn: (type: OrderType, date: string) => TypeWeights;
}

/** Hours in whole minutes a week; a blank end is open, ends typed in reverse are turned. Null when both ends are blank. */
export interface Hours {
  from: number;
  to: number;
}

export const OPEN_END = 32_000;

export function hoursOf(min: number | null, max: number | null): Hours | null {
  if (min === null && max === null) return null;
  const minutes = (hours: number) => Math.max(0, Math.min(OPEN_END, Math.round(hours * 60)));
  const from = min === null ? 0 : minutes(min);
  const to = max === null ? OPEN_END : minutes(max);
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

/** Bit per value, in the list's order. */
export function maskOf<T>(all: readonly T[], chosen: readonly T[]): number {
  return chosen.reduce((mask, value) => {
    const bit = all.indexOf(value);
    return bit < 0 ? mask : mask | (1 << bit);
  }, 0);
}

const days = new Map<string, number | null>();

/** Whole days since 1970-01-01 of an ISO date; null when blank or not a date. */
export function dayOf(date: string | null): number | null {
  if (date === null) return null;
  const known = days.get(date);
  if (known !== undefined) return known;
  const instant = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const day = Number.isNaN(instant) ? null : Math.round(instant / 86_400_000);
  if (days.size > 20_000) days.clear();
  days.set(date, day);
  return day;
}

/** 0: none, else 1 + place in PRAKTIK_PURPOSES. */
export function purposeNumber(purpose: PraktikPurpose | null): number {
  return purpose === null ? 0 : PRAKTIK_PURPOSES.indexOf(purpose) + 1;
}

/** A certificate that no file knows is compared by its own words only. */
export function unlistedKey(text: string): string {
  return `?${tokenise(text.slice(0, 200)).join('') || text.trim().slice(0, 200)}`;
}

/** Level, or that something was typed which nobody understands. */
export interface Level {
  level: number | null;
  typed: string | null;
}

/** Most orders ask for no Danish, and thousands of them are asked: one object lies nearer than thousands. */
const BLANK: Level = { level: null, typed: null };

export function levelOf(typed: string | null): Level {
  if (typed === null) return BLANK;
  return { level: parseDanishLevel(typed), typed: typed?.trim() ? typed.trim() : null };
}
