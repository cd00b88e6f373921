import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shippedProgram } from './shipped-flags.ts';

function run(input: string | Buffer, ...options: string[]) {
  const answer = spawnSync(process.execPath, [...shippedProgram('parse-log'), ...options], {
    input,
    maxBuffer: 100_000_000,
    env: { PATH: process.env.PATH },
  });
  return { code: answer.status, out: String(answer.stdout), err: String(answer.stderr) };
}

test('hver linje får sin JSON-linje, hvad den end er skrevet med, og den sidste uden linjeskift også', () => {
  const lines = [
    '\uFEFFringede til Møller VVS, ingen svar\r',
    '',
    'besøg\u2028hos\rMøller VVS\u0000\u0007',
    '😀👍🏽',
    'ring til Møller VVS i morgen '.repeat(4_000),
    '1'.repeat(100_000),
    ' '.repeat(100_000),
  ].map((line) => Buffer.from(`${line}\n`));
  const notUtf8 = Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0x80]), Buffer.from(' 610190-1234')]);
  const { code, out, err } = run(Buffer.concat([...lines, notUtf8]), '--today', '2026-11-25', '--json');
  expect([code, err]).toEqual([0, '']);
  const rows = out
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row));
  expect(rows).toHaveLength(8);
  expect(rows[0]).toMatchObject({
    kind: 'telefon',
    outcome: 'ikke_opnaaet',
    company_hint: 'Møller VVS',
    contains_cpr: false,
  });
  expect(rows[1]).toEqual(rows[3]);
  expect(rows[2]).toMatchObject({ kind: 'besoeg', company_hint: 'Møller VVS' });
  expect(rows[4]).toMatchObject({ next_step: 'ring', next_step_date: '2026-11-26' });
  expect(rows[7]).toMatchObject({ contains_cpr: true });
});

test.each([
  [[], '--today mangler'],
  [['--today'], 'Valget --today mangler en værdi'],
  [['--today', '2026-02-30'], '--today 2026-02-30 er ikke en dato'],
  [['--today', 'i morgen'], '--today i morgen er ikke en dato'],
  [['--today', '2026-11-25', '--jsn'], 'Ukendt valg: --jsn'],
  [['--today', '2026-11-25', 'linjer.txt'], 'Uventet ord på kommandolinjen: linjer.txt'],
])('forkert kald %j giver én dansk linje og slutkode 1', (options, message) => {
  const { code, out, err } = run('ringede\n', ...options);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});
