import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dataFiles } from '../db/files.ts';
import { addUser, openTestApp } from './app.ts';
import { keysOf } from './asking.ts';
import { hostileUploads, sendHostileUploads } from './hostile-uploads.ts';

test('hvad en server, der blev slået ihjel, havde fået ind, bliver ikke liggende', async () => {
  const t = await openTestApp();
  const left = path.join(t.folder, 'uploads', 'fra-foer');
  writeFileSync(left, 'p_nummer;cvr');
  await openTestApp(undefined, { db: t.db, files: dataFiles(t.folder) });
  expect(existsSync(left)).toBe(false);
});

test('filer, der ikke er, hvad de giver sig ud for, og formularer, der aldrig slutter: afvist med ord, og intet bliver liggende', async () => {
  const t = await openTestApp();
  await addUser(t.db, 'drift', ['administrator']);
  const keys = await keysOf(t.app, 'drift');
  const url = await t.app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => t.app.close());
  const uploads = hostileUploads({ files: 200, megabytes: 2, tooLarge: 0 });
  const { sent, wrong } = await sendHostileUploads(url, uploads, keys);
  expect(wrong).toEqual([]);
  expect(sent).toBeGreaterThan(40);
  await vi.waitFor(() => expect(readdirSync(path.join(t.folder, 'uploads'))).toEqual([]));
  expect(t.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(0);
}, 60_000);
