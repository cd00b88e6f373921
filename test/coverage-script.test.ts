import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { addFirm } from './firms.ts';
import { shippedProgram } from './shipped-flags.ts';

function openFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function run(folder: string, ...options: string[]) {
  const answer = spawnSync(process.execPath, [...shippedProgram('coverage'), ...options], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DATA_DIR: folder },
  });
  return { code: answer.status, out: answer.stdout, err: answer.stderr };
}

test('the script prints one line of JSON while a server holds the folder, and nothing else', () => {
  const folder = openFolder();
  const data = openData(readConfig({ DATA_DIR: folder }), () => new Date('2026-01-01T00:00:00Z'));
  onTestFinished(() => data.close());
  addFirm(data.db, { pNumber: 1_000_000_001, employees: 3 });
  addFirm(data.db, { pNumber: 1_000_000_002, employees: 'ANTAL_2_4' });
  const period = ['--from', '2025-10-01', '--to', '2025-12-31'];
  const answer = run(folder, ...period, '--as-of', '2026-01-31', '--json');
  expect(answer).toEqual({ code: 0, err: '', out: expect.stringMatching(/^[^\n]+\n$/) });
  expect(Object.entries(JSON.parse(answer.out))).toEqual(
    Object.entries({
      from: '2025-10-01',
      to: '2025-12-31',
      asOf: '2026-01-31',
      rule: 'v1',
      inScope: 1,
      undecided: 1,
      contacted: 0,
      visited: 0,
      coverage: { min: 0, max: 0 },
      visits: { min: 0, max: 0 },
      unit: 'p',
      ruleValidFrom: '2000-01-01',
      ruleText: expect.stringContaining('flere end to ansatte'),
    }),
  );
  expect(JSON.parse(run(folder, ...period, '--as-of', '2025-12-31', '--json').out)).toMatchObject({
    inScope: 0,
    undecided: 0,
    coverage: { min: null, max: null },
  });
  expect(JSON.parse(run(folder, ...period, '--unit', 'cvr', '--json').out)).toMatchObject({
    unit: 'cvr',
    inScope: 1,
    undecided: 0,
  });
  const plain = run(folder, ...period);
  expect([plain.code, plain.out]).toEqual([0, '']);
  expect(plain.err).toContain('Virksomheder med flere end to ansatte: 1');
});

test('wrong dates and a missing database get one clear line and exit 1, and nothing is made', () => {
  const folder = openFolder();
  for (const [options, words] of [
    [['--from', '2026-02-31', '--to', '2026-03-31'], '2026-02-31 er ikke en dato'],
    [['--from', '2026-04-01', '--to', '2026-03-31'], 'efter --to'],
    [['--from', '2026-04-01'], '--to mangler'],
    [['--from', '2026-01-01', '--to', '2026-03-31', '--as-of', 'i går'], 'i går er ikke en dato'],
    [['--from', '2026-01-01', '--to', '2026-03-31', '--unit', 'se'], 'hverken p eller cvr'],
    [['--from', '2026-01-01', '--to', '2026-03-31', '--json'], 'ingen database'],
  ] as [string[], string][]) {
    const answer = run(folder, ...options);
    expect([answer.code, answer.out], words).toEqual([1, '']);
    expect(answer.err).toContain(words);
    expect(answer.err.trimEnd().split('\n')).toHaveLength(1);
  }
  expect(readdirSync(folder)).toEqual([]);
});
