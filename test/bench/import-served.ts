/**
 * Bar 40 as people meet it: a server on a small town takes in a file of 100,000 citizens, then one of 100,000 places of
 * work, and undoes both, while pages are asked for at a fixed rate. How long, how much memory, p99 of pages alone and meanwhile, and how long
 * the thread that serves stood still. Prints; judges nothing. `--kept FOLDER` keeps the town for the next time, `--kind
 * borgere` takes in that file alone, `--profile FOLDER` writes a CPU profile of the server.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dataFiles } from '../../db/files.ts';
import type { ImportKind } from '../../db/schema/imports.ts';
import { changeSetting } from '../../server/admin/queries.ts';
import { readConfig } from '../../server/config.ts';
import { askServer } from '../../server/control.ts';
import type { ImportReport } from '../../server/imports/run-import.ts';
import { openData } from '../../server/start.ts';
import { localDate } from '../../server/ui/dates.ts';
import { openTownFolder, TOWN_OPTIONS, townUsers, withoutTown, writeCitizens } from './big-town.ts';
import { say } from './figures.ts';
import type { MixedAnswer } from './mixed-load.ts';
import { drawVisits, loadWith } from './mixed-visits.ts';
import { type Served, serveFolder } from './served.ts';

const { values } = parseArgs({
  options: {
    ...TOWN_OPTIONS,
    firms: { type: 'string', default: '5000' },
    contacts: { type: 'string', default: '20000' },
    citizens: { type: 'string', default: '3000' },
    orders: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    kind: { type: 'string' },
    profile: { type: 'string' },
  },
});
/** The load is asked for in stretches, so that it ends soon after the import. */
const STRETCH = 5;

say(`Node ${process.version}, ${cpus().length} kerner, belastning ${load()}`);
const town = await openTownFolder(values, say);
const folder = path.join(town.root, 'filer');
mkdirSync(folder);
// The town's own citizens stand in it too, with the sagsbehandler that they have.
const draw = { today: localDate(new Date()), users: townUsers() };
const citizens = await writeCitizens(path.join(folder, 'borgere.jsonl'), Number(values.rows), draw);
const writer = path.join(import.meta.dirname, 'coverage-files.js');
spawnSync(process.execPath, [writer, folder, values.rows, '0'], { stdio: 'inherit' });

letPasswordsDo();
const flags = values.profile
  ? ['--cpu-prof', '--cpu-prof-interval=5000', `--cpu-prof-dir=${values.profile}`]
  : [];
const served = await serveFolder(town.env, flags);
const cookie = await served.cookieOf('administrator1');
const visits = await drawVisits(served, town.database);
const asked = { url: served.url, perSecond: Number(values.rate), visits };
await loadWith({ ...asked, seconds: 10 });
await served.stood();
tell('sider alene', [await loadWith({ ...asked, seconds: Number(values.seconds) })]);
await tellStood(served);
const taken = [
  ['borgere', citizens],
  ['virksomheder', path.join(folder, 'cvr.jsonl')],
] as const;
const imports: Awaited<ReturnType<typeof takeIn>>[] = [];
for (const [kind, file] of taken)
  if (!values.kind || values.kind === kind) imports.push(await takeIn(kind, file));
for (const { kind, importId } of imports.reverse()) if (importId !== null) await undo(kind, importId);
await served.stop();
withoutTown(town);

async function takeIn(kind: ImportKind, file: string) {
  const phases = new Map<string, number>();
  const files = dataFiles(town.env.DATA_DIR);
  const started = performance.now();
  const { answer, took } = await whilePagesAreAsked(`under import af ${kind}`, () =>
    askServer(files, 'import', { kind, file, dryRun: false }, (line) =>
      phases.set(line.split(' ')[0] ?? '', seconds(started)),
    ),
  );
  if (!answer) throw new Error('No server answers');
  const { created, rejectedCount, importId } = answer.result as ImportReport;
  const told = [...phases].map(([phase, at]) => `${phase} til ${at} s`).join(', ');
  say(`  ${kind}: ${created} nye, ${rejectedCount} afvist på ${took} s (${told}), belastning ${load()}`);
  return { kind, importId };
}

async function undo(kind: ImportKind, importId: number): Promise<void> {
  const { answer, took } = await whilePagesAreAsked(`under fortrydelse af ${kind}`, async () => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const undone = await fetch(`${served.url}/api/v1/imports/${importId}/undo`, { method: 'POST', headers });
    return { status: undone.status, body: await undone.text() };
  });
  say(`  ${kind} fortrudt på ${took} s: ${answer.status} ${answer.body.slice(0, 100)}, belastning ${load()}`);
}

async function whilePagesAreAsked<Answer>(when: string, work: () => Promise<Answer>) {
  const started = performance.now();
  let took: number | undefined;
  const working = work().finally(() => {
    took = seconds(started);
  });
  const answers: MixedAnswer[] = [];
  while (took === undefined) answers.push(await loadWith({ ...asked, seconds: STRETCH }));
  const answer = await working;
  tell(`sider ${when}`, answers);
  await tellStood(served);
  return { answer, took };
}

/** Administrators sign in here with a password alone. */
function letPasswordsDo(): void {
  const data = openData(readConfig(town.env), () => new Date());
  changeSetting(data.db, 'secondFactorRoles', [], { at: new Date().toISOString(), by: null });
  data.close();
}

function tell(when: string, answers: MixedAnswer[]): void {
  const times = answers.flatMap((answer) => Object.values(answer.times).flat()).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(0);
  const odd = Object.assign({}, ...answers.map((answer) => answer.odd));
  say(
    `${when.padEnd(40)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms  længst ${at(1)} ms  (${times.length}) ${Object.keys(odd).length > 0 ? JSON.stringify(odd) : ''}`,
  );
}

async function tellStood({ child, stood }: Served): Promise<void> {
  const { longestMs, longestCpuMs, cpuMs } = await stood();
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  say(
    `  tråden stod højst stille ${longestMs.toFixed(0)} ms (${longestCpuMs.toFixed(0)} ms processortid), brugte ${(cpuMs / 1000).toFixed(1)} s; hukommelse højst ${megabytes('VmHWM').toFixed(0)} MB, nu ${megabytes('VmRSS').toFixed(0)} MB`,
  );
  // The highest is counted anew from here.
  writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}

function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
