import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { realCprs } from './real-cpr.ts';

test('ingen fil i projektet rummer et CPR-nummer, som et menneske kan have', () => {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
  });
  const files = listed
    .toString()
    .split('\0')
    .filter((name) => name !== '' && name !== 'node_modules');
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((name) => {
    const text = readFileSync(path.join(projectRoot, name), 'utf8');
    return realCprs(text).map((number) => `${name}: ${number}`);
  });
  expect(found).toEqual([]);
});

test('et rigtigt nummer bliver set, et opdigtet ikke', () => {
  // Put together here, so that no file has one.
  const [modulus, january] = ['0707'.concat('61-4285'), '0101'.concat('901234')];
  expect(realCprs(`Ring om ${modulus}, (${january})`)).toEqual([modulus, january]);
  expect(realCprs('670761-4285 6101901234 310261-1234 tlf. 12345678, P 1000000001, 07076142850')).toEqual([]);
});
