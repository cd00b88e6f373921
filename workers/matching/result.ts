import { createHash } from 'node:crypto';
import type { Found } from './points.ts';
import type { OrderRanking, RankedRow } from './rank.ts';
import { EXCLUSION_REASONS, type ExclusionReason, SCORE_PARTS } from './types.ts';

const HEAD = 8 + 4 * EXCLUSION_REASONS.length;
const FIXED = 6 + 2 * SCORE_PARTS.length;
/** goal, experience, open facts, bonus key, travel key */
const AFTER_WANTED = 9;

/** One row as it travels and is kept: who stands at `place` is known to the server only. */
export interface ResultRow {
  place: number;
  score: number;
  /** in the order of SCORE_PARTS */
  parts: number[];
  /** the reason codes of Found: one byte per wanted requirement, then nine more */
  reasons: Uint8Array;
}

export interface OrderResult {
  orderId: number;
  excludedCounts: Record<ExclusionReason, number>;
  rows: ResultRow[];
  /** SHA-256 of the order's bytes: the same on every host, and again when the run is replayed */
  sha: string;
}

/** Rankings as bytes, little-endian, one order after another. */
export function packResults(rankings: readonly OrderRanking[]): Uint8Array {
  const sizes = rankings.map(({ rows }) => HEAD + rows.length * rowSize(wantedOf(rows)));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  rankings.forEach((ranking, index) => {
    packOrder(view, at, ranking);
    at += sizes[index] ?? 0;
  });
  return bytes;
}

function wantedOf(rows: readonly RankedRow[]): number {
  return rows[0]?.found.wanted.length ?? 0;
}

function rowSize(wanted: number): number {
  return FIXED + wanted + AFTER_WANTED;
}

function packOrder(view: DataView, start: number, { orderId, rows, excludedCounts }: OrderRanking): void {
  const wanted = wantedOf(rows);
  view.setUint32(start, orderId, true);
  view.setUint16(start + 4, rows.length, true);
  view.setUint16(start + 6, wanted, true);
  EXCLUSION_REASONS.forEach((reason, index) => {
    view.setUint32(start + 8 + 4 * index, excludedCounts[reason], true);
  });
  let at = start + HEAD;
  for (const { place, score, parts, found } of rows) {
    view.setUint32(at, place, true);
    view.setInt16(at + 4, score, true);
    for (let part = 0; part < SCORE_PARTS.length; part++) {
      view.setInt16(at + 6 + 2 * part, parts[SCORE_PARTS[part] ?? 'krav'], true);
    }
    at += FIXED;
    for (let item = 0; item < wanted; item++) view.setUint8(at + item, found.wanted[item] ?? 0);
    at += wanted;
    view.setUint8(at, found.goal);
    view.setUint8(at + 1, found.experience);
    view.setUint32(at + 2, found.open, true);
    view.setUint8(at + 6, found.bonusKey);
    view.setUint16(at + 7, found.travelKey, true);
    at += AFTER_WANTED;
  }
}

/** One order's result as it is kept, with the counts and parts of the engine that made it. */
export interface KeptResult {
  orderId: number;
  excludedCounts: Readonly<Record<string, number>>;
  rows: readonly ResultRow[];
}

/** The bytes that packResults wrote for a kept result, whichever engine it was: what the stored hash is of. */
export function repackResult({ orderId, excludedCounts, rows }: KeptResult): Uint8Array {
  const counts = Object.values(excludedCounts);
  const wanted = Math.max(0, (rows[0]?.reasons.length ?? AFTER_WANTED) - AFTER_WANTED);
  const size = rows.reduce((sum, { parts, reasons }) => sum + 6 + 2 * parts.length + reasons.length, 0);
  const bytes = new Uint8Array(8 + 4 * counts.length + size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, orderId, true);
  view.setUint16(4, rows.length, true);
  view.setUint16(6, wanted, true);
  counts.forEach((count, index) => void view.setUint32(8 + 4 * index, count, true));
  let at = 8 + 4 * counts.length;
  for (const { place, score, parts, reasons } of rows) {
    view.setUint32(at, place, true);
    view.setInt16(at + 4, score, true);
    parts.forEach((points, part) => void view.setInt16(at + 6 + 2 * part, points, true));
    bytes.set(reasons, at + 6 + 2 * parts.length);
    at += 6 + 2 * parts.length + reasons.length;
  }
  return bytes;
}

/** SHA-256 of an order's bytes, as OrderResult has it. */
export function orderSha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The reason codes of a row, as Found. Throws when they are not those of this order. */
export function readReasons(reasons: Uint8Array, wanted: number): Found {
  if (reasons.length !== wanted + AFTER_WANTED) throw new Error('Reasons are not those of the order');
  const view = new DataView(reasons.buffer, reasons.byteOffset + wanted, AFTER_WANTED);
  return {
    wanted: reasons.slice(0, wanted),
    goal: view.getUint8(0),
    experience: view.getUint8(1),
    open: view.getUint32(2, true),
    bonusKey: view.getUint8(6),
    travelKey: view.getUint16(7, true),
  };
}

/** Reads what packResults wrote. Throws when the bytes are cut short or make no sense. */
export function readResults(bytes: Uint8Array): OrderResult[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const results: OrderResult[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    if (at + HEAD > bytes.byteLength) throw new Error('Match result is cut short');
    const count = view.getUint16(at + 4, true);
    const wanted = view.getUint16(at + 6, true);
    const end = at + HEAD + count * rowSize(wanted);
    if (end > bytes.byteLength) throw new Error('Match result is cut short');
    results.push({
      orderId: view.getUint32(at, true),
      excludedCounts: readCounts(view, at + 8),
      rows: readRows(view, bytes, at + HEAD, count, wanted),
      sha: orderSha(bytes.subarray(at, end)),
    });
    at = end;
  }
  return results;
}

function readCounts(view: DataView, at: number): Record<ExclusionReason, number> {
  const pairs = EXCLUSION_REASONS.map((reason, index) => [reason, view.getUint32(at + 4 * index, true)]);
  return Object.fromEntries(pairs) as Record<ExclusionReason, number>;
}

function readRows(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  count: number,
  wanted: number,
): ResultRow[] {
  const size = rowSize(wanted);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      place: view.getUint32(at, true),
      score: view.getInt16(at + 4, true),
      parts: SCORE_PARTS.map((_part, part) => view.getInt16(at + 6 + 2 * part, true)),
      reasons: bytes.slice(at + FIXED, at + size),
    };
  });
}

/** SHA-256 over a run's orders, by order id: what a replay must give again. */
export function resultSha(orders: readonly { orderId: number; sha: string }[]): string {
  const hash = createHash('sha256');
  for (const { orderId, sha } of [...orders].sort((a, b) => a.orderId - b.orderId)) {
    hash.update(`${orderId} ${sha}\n`);
  }
  return hash.digest('hex');
}
