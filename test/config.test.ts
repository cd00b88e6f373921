import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDataFolders, dataFiles } from '../db/files.ts';
import { DataFolderBusy, takeDataFolder } from '../db/owner.ts';
import { readConfig, requireSecrets, withDemoKeys } from '../server/config.ts';
import { shippedProgram } from './shipped-flags.ts';

const KEY = 'ab'.repeat(32);
const SECRETS = { CPR_KEY: KEY, CPR_INDEX_KEY: KEY, FORM_KEY: KEY };

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('production names the secrets that are missing, and never repeats a wrong one', () => {
  expect(() => requireSecrets({})).toThrow('CPR_KEY, CPR_INDEX_KEY, FORM_KEY');
  expect(() => requireSecrets({ ...SECRETS, FORM_KEY: undefined })).toThrow('uden FORM_KEY.');
  expect(() => requireSecrets(SECRETS)).not.toThrow();
  expect(() => readConfig({ CPR_KEY: 'hemmelig' })).toThrow(
    /^Miljøvariablen CPR_KEY er ikke gyldig\. Se README\.$/,
  );
});

test('the demo keeps its own keys between starts', () => {
  const folder = emptyFolder();
  const first = withDemoKeys({ DATA_DIR: folder });
  expect(readConfig(first).cprKeys?.encryption).toHaveLength(32);
  expect(withDemoKeys({ DATA_DIR: folder })).toEqual(first);
});

test('a data folder has one owner at a time', () => {
  const files = dataFiles(emptyFolder());
  createDataFolders(files);
  const owner = takeDataFolder(files);
  expect(() => takeDataFolder(files)).toThrow(DataFolderBusy);
  owner.release();
  takeDataFolder(files).release();
});

test('npm start without secrets stops with one line', () => {
  const folder = emptyFolder();
  const answer = spawnSync(process.execPath, shippedProgram('start'), {
    env: { PATH: process.env.PATH, DATA_DIR: path.join(folder, 'data') },
    encoding: 'utf8',
  });
  expect(answer.status).toBe(1);
  expect(answer.stderr.trim().split('\n')).toHaveLength(1);
  expect(answer.stderr).toContain('CPR_KEY');
  expect(answer.stdout).toBe('');
});
