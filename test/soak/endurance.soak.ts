import { statSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { dataFiles } from '../../db/files.ts';
import { openTownFolder, withoutTown } from '../bench/big-town.ts';
import { drawVisits, loadWith } from '../bench/mixed-visits.ts';
import { runMatch } from '../bench/night-run.ts';
import { type Served, serveFolder } from '../bench/served.ts';

/** Bars 29 and 30 ask for thirty; a few tell whether the script works. */
const MINUTES = Number(process.env.ENDURANCE_MINUTES ?? 30);
const PER_SECOND = 100;
const SLOW_CLIENTS = 4;
const SLOW_BYTES = 8_000;
const LOOK_EVERY = 5000;
/** When everything has been asked for at least once. */
const SETTLED_MINUTES = Math.min(5, MINUTES / 3);
const SIZE = { firms: '20000', contacts: '50000', citizens: '3000', orders: '300' };
const MB = 1024 * 1024;
const tell = (line: string) => process.stderr.write(`${line}\n`);

interface Sample {
  minute: number;
  walBytes: number;
  rssBytes: number;
  files: number;
  handles: number;
}

test('en halv time med hundrede spørgsmål i sekundet, langsomme udtræk og en natkørsel: intet vokser', async () => {
  const town = await openTownFolder(SIZE, tell);
  onTestFinished(() => withoutTown(town));
  const served = await serveFolder(town.env);
  onTestFinished(() => served.stop());
  const visits = await drawVisits(served, town.database);
  const started = performance.now();
  const minute = () => (performance.now() - started) / 60_000;
  const isOver = () => minute() >= MINUTES;

  const samples: Sample[] = [];
  // The built-in queue opens each of its two hundred files when it first needs it, and keeps it.
  const queue = dataFiles(town.env.DATA_DIR ?? '').queue;
  const exported = { files: 0, bytes: 0 };
  const [statuses, run] = await Promise.all([ask(), nightRun(), watch(), ...slowExports()]);

  const within = (from: number, to: number) => samples.filter((one) => one.minute >= from && one.minute < to);
  const settled = within(SETTLED_MINUTES, SETTLED_MINUTES + 1);
  const last = within(MINUTES - 1, MINUTES);
  const growth = middle(last, 'rssBytes') / middle(settled, 'rssBytes') - 1;
  const most = Math.max(...samples.map(({ walBytes }) => walBytes));
  tell(
    [
      `${MINUTES} minutter: ${JSON.stringify(statuses)}, ${exported.files} langsomme udtræk på ${(exported.bytes / 1e6).toFixed(1)} MB, natkørsel ${run.status} på ${(run.ms / 1000).toFixed(1)} s`,
      `log højst ${(most / MB).toFixed(1)} MB`,
      `hukommelse ${(middle(settled, 'rssBytes') / MB).toFixed(0)} MB efter ${SETTLED_MINUTES.toFixed(0)} min og ${(middle(last, 'rssBytes') / MB).toFixed(0)} MB til sidst: ${(growth * 100).toFixed(1)} %`,
      `åbne filer ${middle(settled, 'files')} og ${middle(last, 'files')}, andet åbent ${middle(settled, 'handles')} og ${middle(last, 'handles')}`,
    ].join('\n'),
  );
  expect(run.status).toBe('faerdig');
  expect(most).toBeLessThanOrEqual(64 * MB);
  // As many connections as there are clients, and a few in the midst of something.
  expect(middle(last, 'files')).toBeLessThanOrEqual(middle(settled, 'files') + 20);
  expect(middle(last, 'handles')).toBeLessThanOrEqual(middle(settled, 'handles') + 20);
  if (MINUTES >= 15) expect(growth).toBeLessThanOrEqual(0.1);
  expect(Object.keys(statuses).filter((status) => !['200', '201', '303', '503'].includes(status))).toEqual(
    [],
  );

  /** A busy machine may be turned away with a 503; nothing else may go wrong. */
  async function ask(): Promise<Record<string, number>> {
    const all: Record<string, number> = {};
    while (!isOver()) {
      const seconds = Math.max(1, Math.min(30, Math.round((MINUTES - minute()) * 60)));
      const answer = await loadWith({ url: served.url, perSecond: PER_SECOND, seconds, visits });
      for (const [status, count] of Object.entries(answer.statuses)) all[status] = (all[status] ?? 0) + count;
    }
    return all;
  }

  async function nightRun() {
    await delay((MINUTES / 2) * 60_000);
    return runMatch(served);
  }

  async function watch(): Promise<void> {
    while (!isOver()) {
      const { rssBytes, handles } = await served.stood();
      const wal = statSync(`${town.database}-wal`, { throwIfNoEntry: false });
      const walBytes = wal?.size ?? 0;
      samples.push({ minute: minute(), walBytes, rssBytes, files: served.openFiles(queue), handles });
      await delay(LOOK_EVERY);
    }
  }

  function slowExports(): Promise<void>[] {
    return Array.from({ length: SLOW_CLIENTS }, async () => {
      const cookie = await served.cookieOf('leder1');
      while (!isOver()) {
        const bytes = await readSlowly(served, { cookie, isOver });
        exported.files += 1;
        exported.bytes += bytes;
        await delay(1000);
      }
    });
  }
});

function middle(samples: Sample[], what: 'rssBytes' | 'files' | 'handles'): number {
  const sorted = samples.map((one) => one[what]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Some kB a second of a file of a few MB; gives how much of it there was. */
function readSlowly(
  { url }: Served,
  { cookie, isOver }: { cookie: string; isOver: () => boolean },
): Promise<number> {
  const file = `${url}/daekning/ikke-kontaktede.csv`;
  return new Promise((resolve, reject) => {
    request(file, { headers: { cookie } }, async (answer) => {
      let bytes = 0;
      answer.on('error', reject);
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (isOver()) break;
        await delay((chunk.length / SLOW_BYTES) * 250);
      }
      resolve(bytes);
    })
      .on('error', reject)
      .end();
  });
}
