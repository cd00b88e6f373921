import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/**
 * A tenth of what others get while they want it all: of less, a night run on a busy machine would hardly go on. With a third
 * (5) a list took three times as long during a run that was no faster.
 */
const NICE = 10;

/**
 * Where cores are few, long work waits for whoever waits for a page: this thread alone has a lower priority from here on.
 * Elsewhere than on Linux a priority is the whole process', the thread that serves pages with it, and stays as it is.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    lower(NICE);
  } catch {
    // A container may forbid it: then they share the cores alike, as before.
  }
}

/**
 * Two fifths of what others get while they want it all. Of less, or in one thread for all, V8 falls behind with what it
 * sweeps, and every thread that waits for its end asks for it over and over: a whole core went by on that.
 */
const COLLECTOR_NICE = 4;
const OWN_THREADS = '/proc/self/task';

/**
 * V8 looks through the heap every few seconds, in threads beside, and takes the cores from whoever answers meanwhile. They
 * are there before the program is, and have its priority, so they are found by their name.
 */
export function collectorsGiveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const thread of readdirSync(OWN_THREADS)) {
      const name = readFileSync(`${OWN_THREADS}/${thread}/comm`, 'utf8').trim();
      if (name === 'V8Worker') lower(COLLECTOR_NICE, Number(thread));
    }
  } catch {
    // As above; or /proc is hidden.
  }
}

/** From what whoever starts the program gave it. 0 is the thread that asks. */
function lower(by: number, thread = 0): void {
  setPriority(thread, Math.min(getPriority(thread) + by, constants.priority.PRIORITY_LOW));
}
