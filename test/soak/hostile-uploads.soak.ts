import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { addUser, letPasswordsDo } from '../app.ts';
import { hostileUploads, sendHostileUploads } from '../hostile-uploads.ts';
import { cookieOf, openLiveFolder, startLive } from '../live-server.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

/** What a file of any size may cost a server, beside what it takes at rest. */
const MOST_MEGABYTES = 40;

test('bomber, en gigabyte og titusind filer: afvist, ingen koster serveren mere end 40 MB, og intet bliver liggende', async () => {
  const live = await openLiveFolder({ REQUESTS_PER_MINUTE: '100000' }, async (db) => {
    letPasswordsDo(db, new Date());
    await addUser(db, 'drift', ['administrator']);
  });
  const { child, url } = await startLive(live);
  const cookie = await cookieOf(url, 'drift');
  const page = await (await fetch(`${url}/import`, { headers: { cookie } })).text();
  const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  // The night's own backup and snapshot may come meanwhile.
  const files = () =>
    readdirSync(live.folder, { recursive: true }).filter(
      (name) => !/-(wal|shm)$|^(backups|snapshots)/.test(String(name)),
    );
  const before = files();
  const status = () => readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status())?.[1]) / 1024);
  // The taxonomy and the pages of the other threads are read after the start, which takes more than any upload.
  await delay(40_000);
  const forgetPeak = () => writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
  forgetPeak();
  const atRest = megabytes('VmHWM');
  tell(`i hvile: ${atRest} MB`);
  for (const upload of hostileUploads({ files: 10_000, megabytes: 1024, tooLarge: 1024 })) {
    forgetPeak();
    const { wrong } = await sendHostileUploads(url, [upload], { cookie, token });
    tell(`${upload.what}: højst ${megabytes('VmHWM')} MB`);
    expect(wrong).toEqual([]);
    expect(megabytes('VmHWM')).toBeLessThanOrEqual(atRest + MOST_MEGABYTES);
  }
  await vi.waitFor(() => expect(files()).toEqual(before), { timeout: 10_000 });
});
