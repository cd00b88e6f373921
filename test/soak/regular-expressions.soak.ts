import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from 'recheck';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { projectRoot } from '../../db/files.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

interface Found {
  where: string;
  pattern: string;
  flags: string;
}

/** Every regular expression that the program is written with. */
function regularExpressions(): Found[] {
  const files = globSync('{server,db,workers,scripts}/**/*.{ts,tsx}', { cwd: projectRoot });
  return files.flatMap((file) => {
    const { program } = parseSync(file, readFileSync(path.join(projectRoot, file), 'utf8'));
    return literalsIn(program).map(({ pattern, flags }) => ({ where: file, pattern, flags }));
  });
}

function literalsIn(node: unknown): { pattern: string; flags: string }[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(literalsIn);
  if ('regex' in node && node.regex) return [node.regex as { pattern: string; flags: string }];
  return Object.values(node).flatMap(literalsIn);
}

/** Those that take the text's length squared or cubed are listed: what they are given is no longer than its field. */
test('intet regulært udtryk vokser eksponentielt, og de, der vokser mere end teksten, står på en liste', async () => {
  const all = [...new Map(regularExpressions().map((one) => [`/${one.pattern}/${one.flags}`, one])).values()];
  expect(all.length).toBeGreaterThan(100);
  const slow: string[] = [];
  for (const { where, pattern, flags } of all) {
    const found = await check(pattern, flags, { timeout: 20_000 });
    const growth = found.status === 'vulnerable' ? found.complexity.type : found.status;
    expect([where, pattern, growth]).not.toEqual([where, pattern, 'exponential']);
    if (found.status !== 'safe') slow.push(`${where} /${pattern}/${flags}`);
  }
  tell(`${all.length} udtryk, ${slow.length} på listen`);
  await expect(`${slow.toSorted().join('\n')}\n`).toMatchFileSnapshot('../fixtures/slow-expressions.txt');
});
