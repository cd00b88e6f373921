import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';

const guide = readFileSync(path.join(projectRoot, 'docs', 'drift.md'), 'utf8');

/** The first cells of a table, without its head. */
function firstCells(heading: string): string[] {
  const [, section = ''] = guide.split(`## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.split(' | ')[0] ?? '');
}

test('hver besked, som vejledningen i drift forklarer, er en, programmet giver', () => {
  const files = execFileSync('git', ['ls-files', 'server', 'db'], { cwd: projectRoot, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file));
  const program = files
    .map((file) => readFileSync(path.join(projectRoot, file), 'utf8'))
    .join('\n')
    .replaceAll(/\s+/g, ' ');
  const cells = firstCells('When something is wrong');
  const said = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text));
  // What stands between two dots is a name, a path or a time.
  const parts = said.flatMap((text) =>
    text.split('…').map((part) => part.replaceAll(/^[ .,]+|[ .,:]+$/g, '')),
  );
  const whole = parts.filter((part) => part.includes(' '));
  expect(cells.length).toBeGreaterThan(10);
  expect(whole.length).toBeGreaterThan(12);
  expect(whole.filter((part) => !program.includes(part))).toEqual([]);
});
