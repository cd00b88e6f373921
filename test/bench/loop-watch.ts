/** Loaded into a server that is measured, before it starts: tells whoever started it how long its thread stood still. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** Of the thread that serves pages, since it was last asked. */
export interface Stood {
  /** the longest that it answered nobody, in ms */
  longestMs: number;
  /** the same in processor time: what it would be on a machine where nobody else has work */
  longestCpuMs: number;
  /** all its processor time */
  cpuMs: number;
  rssBytes: number;
  /** sockets, timers and the like that are open */
  handles: number;
}

const RESOLUTION = 2;

if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  let last = cpuNow();
  let since = last;
  let longest = 0;
  const look = () => {
    const now = cpuNow();
    longest = Math.max(longest, now - last);
    last = now;
    setTimeout(look, RESOLUTION).unref();
  };
  look();
  process.on('message', () => {
    const now = cpuNow();
    const stood: Stood = {
      longestMs: Math.max(0, delay.max / 1e6 - RESOLUTION),
      longestCpuMs: Math.max(longest, now - last),
      cpuMs: now - since,
      rssBytes: process.memoryUsage.rss(),
      handles: process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length,
    };
    delay.reset();
    longest = 0;
    process.send?.(stood);
    since = cpuNow();
    last = since;
  });
  // Nobody waits for the one who measures.
  process.channel?.unref();
}

function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
