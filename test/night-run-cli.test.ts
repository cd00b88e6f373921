import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { matchOrderResult } from '../db/schema/matching.ts';
import { openTown, output, runOnce, runScript } from './night-run-town.ts';

vi.setConfig({ testTimeout: 120_000 });

test('viser en ordres forslag uden kø, også for mennesker', async () => {
  const town = openTown({ orders: 2, citizens: 20 });
  const found = JSON.parse(await output(runScript('match', ['--order', 'O-1', '--json'], town, undefined)));
  expect(Object.keys(found)).toEqual(['orderId', 'shortlist', 'few_facts', 'excluded']);
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
  // Whoever breaks no rule and has nothing in common with the order is on neither list.
  const named = [...found.shortlist, ...found.excluded].map((row) => row.borger_id).concat(found.few_facts);
  expect(new Set(named).size).toBe(named.length);
  expect(named.every((key) => /^B-\d+$/.test(key))).toBe(true);
  expect(found.shortlist.length).toBeGreaterThan(0);
  expect(found.excluded.length).toBeGreaterThan(0);
  const table = await output(runScript('match', ['--order', 'O-1'], town, undefined));
  expect(table).toContain(`Ordre O-1: ${found.shortlist.length} forslag`);
});

test('gentager en kørsel byte for byte, og siger med 1, hvor den ikke kan', async () => {
  const town = openTown({ orders: 12, citizens: 30 });
  const runId = await runOnce(town, { key: 'nat:2026-11-22' });
  const same = JSON.parse(
    await output(runScript('match', ['--replay', 'nat:2026-11-22', '--json'], town, undefined)),
  );
  expect(same).toMatchObject({ runId, method: 'ranket', orders: 12, same: 12, differing: [] });
  const words = await output(runScript('match', ['--replay', String(runId)], town, undefined));
  expect(words).toContain('12 beregnet igen med de samme bytes');
  expect(words).toMatch(/Ingen forskelle\.\n$/);

  town.db
    .update(matchOrderResult)
    .set({ resultSha: 'f'.repeat(64) })
    .where(eq(matchOrderResult.jobOrderId, 5))
    .run();
  const child = runScript('match', ['--replay', String(runId)], town, undefined);
  const [told] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, 'exit')]);
  expect(child.exitCode).toBe(1);
  expect(told).toContain('FORSKEL i 1: O-5');
});

test.each([
  ['match', ['--replay', '77'], 'Der er ingen kørsel 77\n'],
  ['match', ['--replay', '1', '--order', 'O-1'], 'Vælg enten --order eller --replay\n'],
  ['match', ['--order', 'UKENDT', '--json'], 'Der er ingen ordre med ordre_id UKENDT\n'],
  ['match', ['--orden', '1'], /^[^\n]*--orden[^\n]*\n$/],
  ['worker', [], 'Sæt QUEUE_URL til serverens Redis, fx rediss://regner:kode@koe.example:6379\n'],
])('npm run %s %j svarer med én linje og 1', async (script, args, expected) => {
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
