import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { drillNewest } from '../server/backup/drill.ts';
import { makeBackup } from '../server/backup/make.ts';
import {
  headsFile,
  keepHead,
  keptHeads,
  putHeadsAside,
  startKeepingHeads,
} from '../server/log/keep-heads.ts';
import { linkOldRows } from '../server/log/old-rows.ts';
import { verifyChain } from '../server/log/verify.ts';
import { addUser, signIn } from './app.ts';
import { fillLog } from './log-tampers.ts';
import { openDiskTown } from './whole-citizen.ts';

const NOW = new Date('2026-11-29T09:00:00Z');

test('hver dag går loggens hoved til programmets log og til en fil ved kopierne, uden at nogen beder om det', async () => {
  const { db, files } = await openDiskTown();
  const told: string[] = [];
  const say = (line: string) => void told.push(line);
  const options = { db, files, now: () => NOW, log: { info: say, warn: say, error: say } };
  startKeepingHeads(options).stop();
  const file = headsFile(files.backups);
  const [first] = keptHeads(files.backups) ?? [];
  expect(told).toEqual([`Loggens hoved: ${first?.number} ${first?.hash} ${first?.at}`]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // Nothing new: told again, and the file stays as it is. A line that a power cut has halved does not swallow the next.
  keepHead(options);
  expect([told.length, keptHeads(files.backups)?.length]).toEqual([2, 1]);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -1));
  await addUser(db, 'ny', ['leder']);
  keepHead(options);
  expect(keptHeads(files.backups)).toMatchObject([first, { number: (first?.number ?? 0) + 1 }]);
});

test('en log, der er skrevet helt om, bliver set på det gemte hoved af natteprøven og på Driftsstatus', async () => {
  const { app, db, files } = await openDiskTown();
  await addUser(db, 'drift', ['administrator']);
  fillLog(db, 5);
  const quiet = () => undefined;
  keepHead({ db, files, log: { info: quiet, warn: quiet, error: quiet } });
  const drift = await signIn(app, 'drift');
  const status = async () => (await drift.get('/drift')).body;
  expect(await status()).toContain('Senest gemte hoved');
  expect(await status()).not.toContain('Loggen har ikke det hoved');
  const drill = () => {
    const { database, backups: folder, root } = files;
    makeBackup({ database, folder, key: undefined, at: NOW.toISOString() });
    return drillNewest({ folder, root, database, key: undefined }).problems;
  };
  expect(drill()).toEqual([]);

  rewriteLog(db);
  expect(verifyChain(db.$client).problems).toEqual([]);
  expect(await status()).toContain('Loggen har ikke det hoved, der sidst blev gemt');
  expect(drill()).toEqual([expect.stringContaining('som blev gemt: den er klippet af eller skrevet om')]);
  writeFileSync(headsFile(files.backups), 'intet at se her\n');
  expect(drill()).toEqual([expect.stringContaining('nogen har skrevet i den')]);
  // After a restore people can still read what was kept before.
  putHeadsAside(files.backups, NOW.toISOString());
  expect(drill()).toEqual([]);
  expect(readdirSync(files.backups)).toContain('loghoveder.txt.foer-gendannelse-2026-11-29T090000.000Z');
});

/** As somebody with the file and time enough would: one row changed, and every link after it made anew. */
function rewriteLog({ $client }: Db): void {
  const triggers = $client
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit_event', 'citizen_read')",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) $client.exec(`DROP TRIGGER "${name}"`);
  $client.exec("UPDATE audit_event SET detail = 'noget andet' WHERE id = (SELECT min(id) FROM audit_event)");
  for (const table of ['audit_event', 'citizen_read'])
    $client.exec(`UPDATE ${table} SET previous = zeroblob(32), hash = zeroblob(32)`);
  linkOldRows($client);
  for (const { sql } of triggers) $client.exec(sql);
}
