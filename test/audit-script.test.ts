import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDb } from '../db/client.ts';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { temporaryFolder } from './backup-town.ts';
import { fillLog } from './log-tampers.ts';
import { shippedProgram } from './shipped-flags.ts';

test('npm run audit viser hovedet, siger god for en hel log og afslører en, der er ændret eller klippet af', () => {
  const folder = temporaryFolder();
  const run = (...options: string[]) => {
    const answer = spawnSync(process.execPath, [...shippedProgram('audit'), ...options], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DATA_DIR: folder },
    });
    return { code: answer.status, out: answer.stdout, err: answer.stderr };
  };
  const config = readConfig({ DATA_DIR: folder });
  const data = openData(config, () => new Date('2026-11-28T10:00:00Z'));
  const { head } = fillLog(data.db, 9);
  // Beside the program that holds the folder.
  const line = `9 ${head.hash} 2026-11-28T10:00:00.000Z\n`;
  expect(run('head')).toEqual({ code: 0, out: line, err: '' });
  const heads = path.join(folder, 'hoveder.txt');
  writeFileSync(heads, line);
  expect(run('verify', '--head', heads)).toEqual({
    code: 0,
    out: '',
    err: 'Loggen er hel: 9 rækker hænger sammen, og svarer til 1 gemte hoveder.\n',
  });
  data.close();

  const forger = openDb(config.files.database);
  forger.$client.exec('DROP TRIGGER citizen_read_no_delete; DELETE FROM citizen_read WHERE id = 9');
  forger.$client.close();
  const { code, err } = run('verify', '--head', heads);
  expect([code, ...err.trim().split('\n')]).toEqual([
    1,
    'Udløseren citizen_read_no_delete, der beskytter loggen, er væk.',
    'Loggen slutter ved nr. 8, men havde nr. 9 28.11.2026 kl. 11.00: enden er klippet af.',
  ]);
  writeFileSync(heads, 'noget andet');
  expect(run('verify', '--head', heads)).toMatchObject({
    code: 1,
    err: expect.stringContaining('rummer ikke hoveder'),
  });
});
