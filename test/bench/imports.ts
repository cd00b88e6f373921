/**
 * Bar 40: files of 100,000 citizens and 100,000 places of work into a new data folder, as `npm run import` does it without
 * a server: how long, how much memory, and how long the one transaction at the end takes. How a server does it is measured
 * by `import-served`. Prints; judges nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../server/config.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { openData } from '../../server/start.ts';
import { localDate } from '../../server/ui/dates.ts';
import { writeCitizens } from './big-town.ts';
import { say } from './figures.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    kind: { type: 'string' },
    file: { type: 'string' },
  },
});
const now = () => new Date();

if (values.kind === 'borgere' || values.kind === 'virksomheder')
  await measure(values.kind, values.file ?? '');
else {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-filer-'));
  const user = { username: 'ingen', name: 'Ingen', email: '', roles: ['sagsbehandler' as const], team: '' };
  const draw = { today: localDate(now()), users: [user] };
  const citizens = await writeCitizens(path.join(folder, 'borgere.jsonl'), Number(values.rows), draw);
  const writer = path.join(import.meta.dirname, 'coverage-files.js');
  spawnSync(process.execPath, [writer, folder, values.rows, '0'], { stdio: 'inherit' });
  say(`belastning ${loadavg()[0]?.toFixed(1)}`);
  // In processes of their own, so that only the import's memory is measured.
  for (const [kind, file] of [
    ['borgere', citizens],
    ['virksomheder', path.join(folder, 'cvr.jsonl')],
  ] as const) {
    const flags = [
      ...process.execArgv,
      '--optimize-for-size',
      import.meta.filename,
      '--kind',
      kind,
      '--file',
      file,
    ];
    spawnSync(process.execPath, flags, { stdio: 'inherit' });
  }
  rmSync(folder, { recursive: true, force: true });
}

async function measure(kind: 'borgere' | 'virksomheder', file: string): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'samtlige-import-'));
  const key = 'a1'.repeat(32);
  const config = readConfig({
    DATA_DIR: root,
    LOG_LEVEL: 'silent',
    CPR_KEY: key,
    CPR_INDEX_KEY: 'b2'.repeat(32),
  });
  const data = openData(config, now);
  const { files, cprKeys } = config;
  const started = { at: performance.now(), cpu: cpuNow() };
  let read = started;
  const onProgress = ({ phase }: { phase: string }) => {
    if (phase === 'laeser') read = { at: performance.now(), cpu: cpuNow() };
  };
  const { created, rejectedCount } = await runImport(data.db, {
    kind,
    file,
    files,
    cprKeys,
    now,
    by: null,
    onProgress,
  });
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  say(
    `${kind}: ${created} nye, ${rejectedCount} afvist på ${seconds(started.at, performance.now())} s; læst på ${seconds(started.cpu, read.cpu)} s processortid, skrevet i ét træk på ${seconds(read.cpu, cpuNow())} s; hukommelse højst ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
  data.close();
  rmSync(root, { recursive: true, force: true });
}

function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
