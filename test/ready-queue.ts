import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openQueueBackend } from '../workers/backend.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let made: Promise<string> | undefined;

/** A built-in queue's folder as its first start leaves it. That start takes seconds of processor: once for all tests of a process. */
export async function putReadyQueue(folder: string): Promise<void> {
  made ??= makeQueue();
  cpSync(await made, folder, { recursive: true });
}

async function makeQueue(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-koe-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const backend = await openQueueBackend({ queueUrl: undefined, folder, prefix: 'samtlige', log });
  await backend.close();
  return folder;
}
