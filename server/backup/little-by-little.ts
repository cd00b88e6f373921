import { fdatasyncSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * A backup is as large as the database. Written in one go it waits in memory for the disk, and whoever saves anything then
 * waits behind all of it: a save is on the disk before it is answered, and a disk ends what came first.
 */
const AT_A_TIME = 8 * 1024 * 1024;
const PAUSE_MS = 50;

/** Writes to an open file, and has it on the disk every few megabytes. */
export function writeLittleByLittle(file: number): (bytes: Uint8Array) => void {
  let waiting = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    waiting += bytes.length;
    if (waiting < AT_A_TIME) return;
    fdatasyncSync(file);
    waiting = 0;
  };
}

/** The same for a file that SQLite writes in a thread, where nothing else has its turn meanwhile. Ends when it is told to. */
export function flushLittleByLittle(file: string): () => Promise<void> {
  let isOver = false;
  const flushing = (async () => {
    let opened: FileHandle | undefined;
    while (!isOver) {
      await delay(PAUSE_MS);
      // It is not there yet, or the disk is full: whoever writes it says so.
      opened ??= await open(file, 'r+').catch(() => undefined);
      await opened?.datasync().catch(() => undefined);
    }
    await opened?.close();
  })();
  return () => {
    isOver = true;
    return flushing;
  };
}
