import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shippedProgram } from './shipped-flags.ts';

function run(input: string, ...options: string[]) {
  const answer = spawnSync(process.execPath, [...shippedProgram('resolve'), ...options], {
    encoding: 'utf8',
    input,
    maxBuffer: 100_000_000,
    env: { PATH: process.env.PATH },
  });
  return { code: answer.status, out: answer.stdout, err: answer.stderr };
}

function fileWith(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'skills_da.csv');
  writeFileSync(file, text);
  return file;
}

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('one JSON line a term, in order, empty and hopeless ones too', () => {
  const { code, out, err } = run('Lagermedarbejder\n\nlagermand\nzzzqqq\nkørekort kategori C', '--json');
  expect([code, err]).toEqual([0, '']);
  const rows = rowsOf(out);
  expect(rows.map(({ text, status }) => [text, status])).toEqual([
    ['Lagermedarbejder', 'accepted'],
    ['', 'unknown'],
    ['lagermand', 'accepted'],
    ['zzzqqq', 'unknown'],
    ['kørekort kategori C', 'accepted'],
  ]);
  for (const row of rows) expect(Object.keys(row)).toEqual(['text', 'status', 'method', 'score', 'matches']);
  expect(rows[1]).toEqual({ text: '', status: 'unknown', method: 'none', score: 0, matches: [] });
  expect(rows[2].matches[0]).toEqual({ id: 'lagermedarbejder', label: 'Lagermedarbejder', score: 1 });
  expect(rows[4].matches[0].id).toBe('koerekort-c');
});

test('--taxonomy replaces the shipped labels, and thousands of lines stream through', () => {
  const header = 'conceptUri,preferredLabel,altLabels,conceptType\n';
  const file = fileWith(
    `${header}http://x/1,Betjene Kran,"kranføring\nkrankørsel",KnowledgeSkillCompetence\n`,
  );
  const { code, out } = run('krankørsel\nlagermedarbejder\n'.repeat(3_000), '--taxonomy', file, '--json');
  expect(code).toBe(0);
  const rows = rowsOf(out);
  expect(rows).toHaveLength(6_000);
  expect(rows[5_998].matches).toEqual([{ id: 'http://x/1', label: 'Betjene Kran', score: 1 }]);
  expect(rows[5_999]).toMatchObject({ status: 'unknown', text: 'lagermedarbejder' });
});

test('a program that reads gets JSON without asking', () => {
  expect(rowsOf(run('lagermand\n').out)).toEqual(rowsOf(run('lagermand\n', '--json').out));
});

test('a file that is no list of concepts is one line and exit 1', () => {
  const mistakes: [string[], string][] = [
    [['--taxonomy', 'findes-ikke.csv'], 'findes-ikke.csv'],
    [['--taxonomy', fileWith('a,b\n1,2\n')], 'conceptUri'],
    [['--taxonomy', fileWith('conceptUri,preferredLabel\n1,"kok\n')], 'linje'],
    [['--taxonomy', tmpdir()], 'EISDIR'],
    [['--hov'], '--hov'],
  ];
  for (const [options, words] of mistakes) {
    const { code, out, err } = run('kok\n', ...options);
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([1, '', 1]);
    expect(err).toContain(words);
  }
});
