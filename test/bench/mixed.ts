/**
 * Bar 31: 200 requests a second, reads and writes of all roles, on a server of its own with 20,000 firms, 100,000 citizens
 * and 10,000 orders: p99 of lists, person pages and search, alone and while a night run is under way. Prints; judges
 * nothing. `--kept FOLDER` keeps what was filled for the next time, `--profile FOLDER` writes a CPU profile of the server.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openTownFolder, TOWN_OPTIONS, withoutTown } from './big-town.ts';
import { say } from './figures.ts';
import type { MixedAnswer } from './mixed-load.ts';
import { drawVisits, KINDS, loadWith } from './mixed-visits.ts';
import { runMatch } from './night-run.ts';
import { serveFolder } from './served.ts';

const { values } = parseArgs({
  options: {
    ...TOWN_OPTIONS,
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
    profile: { type: 'string' },
    'no-night': { type: 'boolean', default: false },
  },
});

say(`Node ${process.version}, ${cpus().length} kerner, belastning ${load()}`);
const town = await openTownFolder(values, say);
const flags = values.profile
  ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`, '--cpu-prof-interval=5000']
  : [];
const served = await serveFolder(town.env, flags);
const started = performance.now();
await served.rested();
say(`i ro ${((performance.now() - started) / 1000).toFixed(0)} s efter start`);
const visits = await drawVisits(served, town.database);
const asked = { url: served.url, perSecond: Number(values.rate), visits };
await loadWith({ ...asked, seconds: 20 });
await served.stood();
tell('uden natkørsel', await loadWith({ ...asked, seconds: Number(values.seconds) }));
await tellStood();
if (!values['no-night']) {
  const run = runMatch(served);
  const answer = await loadWith({ ...asked, seconds: Number(values.seconds) });
  const { ms, orders, citizens } = await run;
  say(
    `natkørsel over ${orders} ordrer og ${citizens} borgere: ${(ms / 1000).toFixed(1)} s under belastningen`,
  );
  tell('under natkørsel', answer);
  await tellStood();
}
await served.stop();
withoutTown(town);

function tell(name: string, { times, statuses, odd }: MixedAnswer): void {
  say(
    `\n${name}, ${values.rate} i sekundet, belastning ${load()}: svar ${JSON.stringify(statuses)} ${JSON.stringify(odd)}`,
  );
  for (const kind of KINDS) {
    const sorted = (times[kind] ?? []).toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1).padStart(8);
    say(
      `${kind.padEnd(12)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms  højst ${at(1)} ms  (${sorted.length})`,
    );
  }
}

async function tellStood(): Promise<void> {
  const { longestMs, rssBytes } = await served.stood();
  say(
    `tråden stod stille højst ${longestMs.toFixed(0)} ms; hukommelse ${Math.round(rssBytes / 1_048_576)} MB`,
  );
}

function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
