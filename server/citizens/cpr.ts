import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { CprKeys } from '../config.ts';

const VERSION = 'v1';
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
 * AES-256-GCM, bound to the citizen's key so that a ciphertext moved to another citizen does not open.
 * `cpr` is the ten digits from parseCpr. Gives `v1:<key id>:<iv>:<ciphertext>:<tag>`, base64url.
 */
export function encryptCpr(keys: CprKeys, cpr: string, citizenKey: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.encryption, iv);
  cipher.setAAD(boundTo(citizenKey));
  const ciphertext = Buffer.concat([cipher.update(cpr, 'utf8'), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [VERSION, keyId(keys), ...parts].join(':');
}

/** The ten digits. Throws when the text was encrypted with another key, for another citizen, or was changed. */
export function decryptCpr(keys: CprKeys, encrypted: string, citizenKey: string): string {
  const [version, id, iv, ciphertext, tag] = encrypted.split(':');
  if (version !== VERSION || !iv || !ciphertext || !tag) throw new Error('CPR: unknown form of ciphertext');
  if (id !== keyId(keys)) throw new Error('CPR: encrypted with another key');
  const decipher = createDecipheriv('aes-256-gcm', keys.encryption, Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  });
  decipher.setAAD(boundTo(citizenKey));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(Buffer.from(ciphertext, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
}

/** Keyed hash (HMAC-SHA256) for finding a citizen by CPR and for uniqueness: useless without the key. */
export function cprIndex(keys: CprKeys, cpr: string): Buffer {
  return createHmac('sha256', keys.index).update(cpr).digest();
}

/** What the screen shows until someone with the right unmasks it: 610190-•••• */
export function maskCpr(cpr: string): string {
  return `${cpr.slice(0, 6)}-••••`;
}

function boundTo(citizenKey: string): Buffer {
  return Buffer.from(`citizen:cpr:${citizenKey}`, 'utf8');
}

function keyId(keys: CprKeys): string {
  return createHash('sha256').update(keys.encryption).digest('hex').slice(0, 8);
}
