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
