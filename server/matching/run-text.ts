import { showNumber } from '../ui/table.tsx';
import type { RunView } from './run-queries.ts';

/** How far a run is, in one line for a terminal. */
export function progressLine(run: RunView): string {
  if (!run.snapshotSha) return `Kørsel ${run.id}: gør ordrer og borgere klar`;
  const done = `${showNumber(run.ordersDone)} af ${showNumber(run.orders)} ordrer`;
  return `Kørsel ${run.id}: ${done}, ${showNumber(run.matchesSoFar)} forslag`;
}

/** 850 ms, 4,2 s, 3 min. 20 s */
export function showDuration(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toLocaleString('da-DK', { maximumFractionDigits: 1 })} s`;
  return `${Math.floor(seconds / 60)} min. ${Math.floor(seconds % 60)} s`;
}
