import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openTown, output, runScript } from './night-run-town.ts';

test('viser en ordres forslag uden kø, også for mennesker', async () => {
  const town = openTown({ orders: 2, citizens: 20 });
  const found = JSON.parse(
    await output(runScript('match.js', ['--order', 'O-1', '--json'], town, undefined)),
  );
  expect(Object.keys(found)).toEqual(['orderId', 'shortlist', 'excluded']);
  expect(Object.keys(found.shortlist[0])).toEqual([
    'rank',
    'borger_id',
    'score',
    'parts',
    'fits',
    'lacks',
    'unknown',
    'related',
  ]);
  expect(Object.keys(found.excluded[0])).toEqual(['borger_id', 'reason', 'detail']);
  expect(found.shortlist.length + found.excluded.length).toBe(20);
  const table = await output(runScript('match.js', ['--order', 'O-1'], town, undefined));
  expect(table).toContain(`Ordre O-1: ${found.shortlist.length} forslag`);
});

test.each([
  ['match.js', ['--order', 'UKENDT', '--json'], 'Der er ingen ordre med ordre_id UKENDT\n'],
  ['match.js', ['--orden', '1'], /^[^\n]*--orden[^\n]*\n$/],
  ['../workers/main.js', [], 'Sæt QUEUE_URL til serverens Redis, fx redis://koe.example:6379\n'],
])('%s %j svarer med én linje og 1', async (script, args, expected) => {
  const child = runScript(script, args, openTown({ orders: 1, citizens: 1 }), undefined);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  expect(child.exitCode).toBe(1);
  expect(stdout).toBe('');
  if (typeof expected === 'string') expect(stderr).toBe(expected);
  else expect(stderr).toMatch(expected);
});
