import {
  createCipheriv,
  createDecipheriv,
  createHash,
  type Hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import { type Header, parseHeader } from './header.ts';
import { writeLittleByLittle } from './little-by-little.ts';

/** The backup cannot be trusted, or not be read with this key; the message is for people. */
export class BackupRefused extends Error {}

const MAGIC = 'SAMTLIGE SIKKERHEDSKOPI 1\n';
const LONGEST_HEADER = 4 * 1024 * 1024;
const CHUNK = 1024 * 1024;
const TAG = 16;
const DIGEST = 32;

/**
 * Writes one file of: magic line, header line (JSON), body, SHA-256 of all that. With a key the body is AES-256-GCM in
 * chunks of 1 MiB: each is bound to the header, to its place and to whether it is the last one, so that no chunk can be
 * changed, moved, left out or cut off. The file is on the disk when this returns.
 */
export function seal(from: string, to: string, { header, key }: { header: Header; key: Buffer | undefined }) {
  const salt = randomBytes(32);
  const head: Header = key ? { ...header, salt: salt.toString('hex'), keyId: keyId(key) } : header;
  const source = openSync(from, 'r');
  const target = openSync(to, 'wx', 0o600);
  try {
    const digest = createHash('sha256');
    const append = writeLittleByLittle(target);
    const write = (bytes: Buffer) => {
      digest.update(bytes);
      append(bytes);
    };
    const line = Buffer.from(`${MAGIC}${JSON.stringify(head)}\n`);
    write(line);
    const lock = key && chunkLock(key, salt, line);
    for (let left = header.bytes, place = 0; left > 0; place += 1) {
      stopIfAsked();
      const plain = readExactly(source, Math.min(CHUNK, left));
      left -= plain.length;
      write(lock ? lock.close(plain, place, left === 0) : plain);
    }
    append(digest.digest());
    fsyncSync(target);
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/** Whether every byte is as it was written; needs no key. */
export function isWhole(file: string): boolean {
  const source = openSync(file, 'r');
  try {
    const digest = createHash('sha256');
    for (let left = fstatSync(source).size - DIGEST; left > 0; ) {
      left -= readHashed(source, Math.min(CHUNK, left), digest).length;
    }
    return timingSafeEqual(readExactly(source, DIGEST), digest.digest());
  } catch (error) {
    if (error instanceof BackupRefused) return false;
    throw error;
  } finally {
    closeSync(source);
  }
}

/** What a backup says of itself. Nothing is proven before it is unsealed. */
export function readHeader(file: string): Header {
  const source = openSync(file, 'r');
  try {
    return headOf(source, createHash('sha256')).header;
  } finally {
    closeSync(source);
  }
}

/**
 * Writes the database of a backup to `to`, which must not be there. Throws BackupRefused when a single byte is not as it
 * was written; what lies at `to` by then must not be used.
 */
export function unseal(file: string, to: string, key: Buffer | undefined): Header {
  const source = openSync(file, 'r');
  const target = openSync(to, 'wx', 0o600);
  try {
    const digest = createHash('sha256');
    const append = writeLittleByLittle(target);
    const { header, line } = headOf(source, digest);
    const lock = keyFor(header, key, line);
    for (let left = header.bytes, place = 0; left > 0; place += 1) {
      const length = Math.min(CHUNK, left);
      left -= length;
      const sealed = readHashed(source, length + (lock ? TAG : 0), digest);
      const plain = lock ? lock.open(sealed, place, left === 0) : sealed;
      append(plain);
    }
    const sum = digest.digest();
    if (!timingSafeEqual(readExactly(source, DIGEST), sum) || readSync(source, Buffer.alloc(1)) > 0)
      throw new BackupRefused(CHANGED);
    fsyncSync(target);
    return header;
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

const CHANGED = 'Sikkerhedskopien er ændret eller afkortet siden den blev skrevet. Brug en anden.';

function headOf(source: number, digest: Hash): { header: Header; line: Buffer } {
  if (readHashed(source, MAGIC.length, digest).toString('latin1') !== MAGIC)
    throw new BackupRefused('Filen er ikke en sikkerhedskopi fra Samtlige.');
  const parts: Buffer[] = [];
  for (let length = 0; length < LONGEST_HEADER; length += 1) {
    const byte = readHashed(source, 1, digest);
    parts.push(byte);
    if (byte[0] !== 0x0a) continue;
    const text = Buffer.concat(parts);
    const header = parseHeader(text.toString('utf8'));
    if (!header) break;
    return { header, line: Buffer.concat([Buffer.from(MAGIC), text]) };
  }
  throw new BackupRefused(CHANGED);
}

function keyFor(header: Header, key: Buffer | undefined, line: Buffer): ChunkLock | undefined {
  if (header.salt === undefined) return undefined;
  if (!key)
    throw new BackupRefused(
      'Sikkerhedskopien er krypteret. Sæt BACKUP_KEY til den nøgle, den blev lavet med.',
    );
  if (header.keyId !== keyId(key))
    throw new BackupRefused('Sikkerhedskopien er krypteret med en anden BACKUP_KEY.');
  return chunkLock(key, Buffer.from(header.salt, 'hex'), line);
}

/** Tells keys apart without telling anything of them. */
function keyId(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'samtlige backup key id', 8)).toString('hex');
}

interface ChunkLock {
  close(plain: Buffer, place: number, last: boolean): Buffer;
  open(sealed: Buffer, place: number, last: boolean): Buffer;
}

/** A key of its own for each file, so that a chunk's place may be its nonce. */
function chunkLock(key: Buffer, salt: Buffer, head: Buffer): ChunkLock {
  const fileKey = Buffer.from(hkdfSync('sha256', key, salt, 'samtlige backup', 32));
  const headDigest = createHash('sha256').update(head).digest();
  const nonce = (place: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(place, 8);
    return bytes;
  };
  const bound = (last: boolean) => Buffer.concat([headDigest, Buffer.from([last ? 1 : 0])]);
  return {
    close(plain, place, last) {
      const cipher = createCipheriv('aes-256-gcm', fileKey, nonce(place)).setAAD(bound(last));
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, place, last) {
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonce(place), { authTagLength: TAG });
      decipher.setAAD(bound(last)).setAuthTag(sealed.subarray(-TAG));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
      } catch {
        throw new BackupRefused(CHANGED);
      }
    },
  };
}

function readHashed(source: number, length: number, digest: Hash): Buffer {
  const bytes = readExactly(source, length);
  digest.update(bytes);
  return bytes;
}

function readExactly(source: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const read = readSync(source, bytes, at, length - at, null);
    if (read === 0) throw new BackupRefused(CHANGED);
    at += read;
  }
  return bytes;
}
