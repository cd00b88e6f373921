import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A third of what others get while they want it all: of less, a night run on a busy machine would hardly go on. */
const NICE = 5;

/**
 * Where cores are few, long work waits for whoever waits for a page: this thread alone has a lower priority from here on.
 * Elsewhere than on Linux a priority is the whole process', the thread that serves pages with it, and stays as it is.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(NICE);
  } catch {
    // A container may forbid it: then they share the cores alike, as before.
  }
}

/** A tenth of what others get while they want it all, and whatever nobody wants. */
const COLLECTOR_NICE = 10;
const OWN_THREADS = '/proc/self/task';

/**
 * V8 looks through the heap in threads beside, for a fifth of a second in some seven, and takes the cores from whoever
 * answers meanwhile. They are there before the program is, and have its priority, so they are found by their name.
 */
export function collectorsGiveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const thread of readdirSync(OWN_THREADS)) {
      const name = readFileSync(`${OWN_THREADS}/${thread}/comm`, 'utf8').trim();
      if (name === 'V8Worker') setPriority(Number(thread), COLLECTOR_NICE);
    }
  } catch {
    // As above; or /proc is hidden.
  }
}
