import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cprIndex, decryptCpr, encryptCpr, maskCpr, parseCpr } from '../server/citizens/cpr.ts';

const newKeys = () => ({ encryption: randomBytes(32), index: randomBytes(32) });
const keys = newKeys();

test('et CPR-nummer skrives med eller uden bindestreg, og dagen kan være lagt 60 til', () => {
  expect(parseCpr('610190-1234')).toBe('6101901234');
  expect(parseCpr(' 6101901234 ')).toBe('6101901234');
  expect(parseCpr('910190-1234')).toBe('9101901234');
});

test.each([
  '',
  '6101901',
  '610190 1234',
  '320190-1234',
  '920190-1234',
  '001290-1234',
  '611390-1234',
  '310290-1234',
  '9102901234',
  'abcdef-1234',
])('"%s" er ikke et CPR-nummer', (text) => {
  expect(parseCpr(text)).toBeNull();
});

test('kryptering går frem og tilbage, siger aldrig nummeret og aldrig det samme to gange', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[67][0-9]{9}$/), fc.string(), (cpr, citizenKey) => {
      const encrypted = encryptCpr(keys, cpr, citizenKey);
      expect(encrypted).toMatch(/^v1:[0-9a-f]{8}(:[\w-]+){3}$/);
      expect(encrypted).not.toContain(cpr);
      expect(encryptCpr(keys, cpr, citizenKey)).not.toBe(encrypted);
      expect(decryptCpr(keys, encrypted, citizenKey)).toBe(cpr);
    }),
    { numRuns: 50 },
  );
});

test('en kode flyttet til en anden borger, ændret eller fra en anden nøgle kan ikke åbnes', () => {
  const encrypted = encryptCpr(keys, '6101901234', 'B-1');
  expect(() => decryptCpr(keys, encrypted, 'B-2')).toThrow();
  expect(() => decryptCpr(newKeys(), encrypted, 'B-1')).toThrow('another key');
  expect(() => decryptCpr(keys, encrypted.replace('v1', 'v9'), 'B-1')).toThrow('unknown form');
  const parts = encrypted.split(':');
  const other = Buffer.from(parts[3] ?? '', 'base64url');
  other[0] = (other[0] ?? 0) ^ 1;
  expect(() => decryptCpr(keys, parts.with(3, other.toString('base64url')).join(':'), 'B-1')).toThrow();
});

test('indekset finder nummeret igen med samme nøgle og kun med den', () => {
  expect(cprIndex(keys, '6101901234')).toEqual(cprIndex(keys, '6101901234'));
  expect(cprIndex(keys, '6101901234')).not.toEqual(cprIndex(keys, '6101901235'));
  expect(cprIndex(keys, '6101901234')).not.toEqual(cprIndex(newKeys(), '6101901234'));
  expect(cprIndex(keys, '6101901234')).toHaveLength(32);
});

test('skærmen viser kun fødselsdatoen', () => {
  expect(maskCpr('6101901234')).toBe('610190-••••');
});
