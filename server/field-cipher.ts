import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const VERSION = 'v1';

/**
 * AES-256-GCM with a key of 32 bytes. `boundTo` names table, column and row, so that a ciphertext moved elsewhere does
 * not open. Gives `v1:<key id>:<iv>:<ciphertext>:<tag>`, base64url.
 */
export function sealField(key: Buffer, text: string, boundTo: string): string {
  const iv = nextRandom();
  const cipher = createCipheriv('aes-256-gcm', madeReady(key), iv);
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [VERSION, keyId(key), ...parts].join(':');
}

const RANDOM_BYTES = 12;
let random = Buffer.alloc(0);

/** Drawn for many fields at a time, and each handed out once: asked one by one it takes a third of the sealing. */
function nextRandom(): Buffer {
  if (random.length === 0) random = randomBytes(RANDOM_BYTES * 256);
  const next = random.subarray(0, RANDOM_BYTES);
  random = random.subarray(RANDOM_BYTES);
  return next;
}

/** The text. Throws when it was sealed with another key, for another row, or was changed. */
export function openField(key: Buffer, sealed: string, boundTo: string): string {
  const [version, id, iv, ciphertext, tag] = sealed.split(':');
  if (version !== VERSION || !iv || !ciphertext || !tag) throw new Error('Sealed field: unknown form');
  if (id !== keyId(key)) throw new Error('Sealed field: encrypted with another key');
  const decipher = createDecipheriv('aes-256-gcm', madeReady(key), Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(boundTo, 'utf8'));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(Buffer.from(ciphertext, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
}

const readyKeys = new WeakMap<Buffer, KeyObject>();

/** The key as the cipher takes it. Made anew for each of a file's numbers it takes longer than the sealing itself. */
export function madeReady(key: Buffer): KeyObject {
  const known = readyKeys.get(key);
  if (known) return known;
  const ready = createSecretKey(key);
  readyKeys.set(key, ready);
  return ready;
}

/** A key of its own for one use, made from a secret that has another (RFC 5869). */
export function keyFor(secret: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `samtlige:${use}`, 32));
}

/** Was the text sealed with this key? Looks at its key id and opens nothing. */
export function isSealedWith(key: Buffer, sealed: string): boolean {
  return sealed.startsWith(sealPrefix(key));
}

/** What every text sealed with this key begins with. */
export function sealPrefix(key: Buffer): string {
  return `${VERSION}:${keyId(key)}:`;
}

const keyIds = new WeakMap<Buffer, string>();

/** Names a key without telling anything of it: the keys are random, 256 bits. */
export function keyId(key: Buffer): string {
  const known = keyIds.get(key);
  if (known) return known;
  const id = createHash('sha256').update(key).digest('hex').slice(0, 8);
  keyIds.set(key, id);
  return id;
}
