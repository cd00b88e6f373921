import { fdatasyncSync, writeSync } from 'node:fs';

/*
 * A backup is as large as the database. Written in one go it waits in memory for the disk, and whoever saves anything then
 * waits behind all of it: a save is on the disk before it is answered, and a disk ends what came first.
 */
const AT_A_TIME = 1024 * 1024;
const PAUSE_MS = 5;
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Has what was written to an open file on the disk, and leaves the disk to others for a moment. Blocks. */
export function letDiskFollow(file: number): void {
  fdatasyncSync(file);
  Atomics.wait(nobody, 0, 0, PAUSE_MS);
}

/** Writes to an open file, and has it on the disk every megabyte. */
export function writeLittleByLittle(file: number): (bytes: Uint8Array) => void {
  let waiting = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    waiting += bytes.length;
    if (waiting < AT_A_TIME) return;
    letDiskFollow(file);
    waiting = 0;
  };
}
