import { createHmac } from 'node:crypto';
import type { CprKeys } from '../config.ts';
import { isSealedWith, madeReady, openField, sealField } from '../field-cipher.ts';

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The ten digits of a CPR number written with or without hyphen, or null when it is none. A day may be raised by 60
 * (erstatningsnummer). Modulus 11 is not asked for: cpr.dk stopped guaranteeing it on 1 October 2007.
 */
export function parseCpr(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})-?(\d{4})$/.exec(text.trim());
  if (!match) return null;
  const day = Number(match[1]);
  const calendarDay = day > 60 ? day - 60 : day;
  const daysInMonth = DAYS_IN_MONTH[Number(match[2]) - 1] ?? 0;
  return calendarDay >= 1 && calendarDay <= daysInMonth ? match.slice(1).join('') : null;
}

/**
 * Sealed (field-cipher.ts) to the citizen's key, so that a ciphertext moved to another citizen does not open.
 * `cpr` is the ten digits from parseCpr.
 */
export function encryptCpr(keys: CprKeys, cpr: string, citizenKey: string): string {
  return sealField(keys.encryption, cpr, boundTo(citizenKey));
}

/** The ten digits. Throws when the text was encrypted with a key that is not there, for another citizen, or was changed. */
export function decryptCpr(keys: CprKeys, encrypted: string, citizenKey: string): string {
  const { encryption, oldEncryption } = keys;
  const isOld = oldEncryption !== undefined && isSealedWith(oldEncryption, encrypted);
  return openField(isOld ? oldEncryption : encryption, encrypted, boundTo(citizenKey));
}

/** Keyed hash (HMAC-SHA256) for finding a citizen by CPR and for uniqueness: useless without the key. */
export function cprIndex(keys: CprKeys, cpr: string): Buffer {
  return hashOf(keys.index, cpr);
}

/** The hash that the same number has where the index key has not been changed over yet; null: there is no old one. */
export function oldCprIndex({ oldIndex }: CprKeys, cpr: string): Buffer | null {
  return oldIndex === undefined ? null : hashOf(oldIndex, cpr);
}

/** What the screen shows until someone with the right unmasks it: 610190-•••• */
export function maskCpr(cpr: string): string {
  return `${cpr.slice(0, 6)}-••••`;
}

function hashOf(key: Buffer, cpr: string): Buffer {
  return createHmac('sha256', madeReady(key)).update(cpr).digest();
}

function boundTo(citizenKey: string): string {
  return `citizen:cpr:${citizenKey}`;
}
