import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { webhookDelivery } from '../db/schema/webhooks.ts';
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
import { sendDue } from '../server/webhooks/sender.ts';
import { createWebhook } from '../server/webhooks/subscriptions.ts';
import { addUser, signIn } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { fillLog } from './log-tampers.ts';
import { shippedProgram } from './shipped-flags.ts';
import { isGenuine, openReceiver } from './webhook-receiver.ts';
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
  keepHead({ db, files, now: () => NOW, log: { info: quiet, warn: quiet, error: quiet } });
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

test('et andet program får hovedet underskrevet hver dag, og dets fil ser en omskrevet log, som ingen fil hos os viser', async () => {
  const receiver = await openReceiver();
  const town = await openDiskTown();
  const { db, files, env, ids } = town;
  const clock = { now: NOW };
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const formKey = Buffer.alloc(32, 7);
  const esdh = { name: 'ESDH', url: `${receiver.origin}/hoveder`, subjects: ['log_head'] as const };
  const secret = createWebhook(db, esdh, { at: NOW.toISOString(), by: ids.lea, formKey })?.secret ?? '';
  const keep = () => keepHead({ db, files, now: () => clock.now, log });
  const targets = { origins: [], privateOrigins: [receiver.origin] };
  const send = () => sendDue({ db, formKey, targets, now: () => clock.now, log });

  // Kept and told together: what cannot be written to the file is not told, and what cannot be told is not in the file.
  const file = headsFile(files.backups);
  mkdirSync(file, { recursive: true });
  expect(keep).toThrow();
  rmdirSync(file);
  expect(db.select().from(webhookDelivery).all()).toEqual([]);
  db.$client.exec(
    "CREATE TRIGGER no_message BEFORE INSERT ON webhook_delivery BEGIN SELECT RAISE(ABORT, 'nej'); END",
  );
  expect(keep).toThrow('nej');
  db.$client.exec('DROP TRIGGER no_message');
  expect(keptHeads(files.backups)).toEqual([]);

  keep();
  keep();
  expect(await send()).toBe(1);
  const [first] = receiver.received;
  if (!first) throw new Error('nothing came');
  expect(isGenuine(first, secret, clock.now)).toBe(true);
  const headIn = ({ body }: { body: string }) => (JSON.parse(body) as { data: { head: string } }).data.head;
  const [kept] = keptHeads(files.backups) ?? [];
  expect(JSON.parse(first.body)).toEqual({
    type: 'log_head.gem',
    timestamp: NOW.toISOString(),
    data: {
      entity: 'log_head',
      action: 'gem',
      id: String(kept?.number),
      head: `${kept?.number} ${kept?.hash} ${kept?.at}`,
    },
  });
  // The next day nothing is new, and that is told too; more rows are a new head on the same day.
  clock.now = new Date('2026-11-30T09:00:00Z');
  keep();
  await addUser(db, 'ny', ['leder']);
  keep();
  expect(await send()).toBe(2);
  expect(receiver.received.map(headIn)).toEqual([headIn(first), headIn(first), expect.any(String)]);

  const elsewhere = path.join(temporaryFolder(), 'hoveder.txt');
  writeFileSync(elsewhere, receiver.received.map((one) => `${headIn(one)}\n`).join(''));
  const verify = () => {
    const words = [...shippedProgram('audit'), 'verify', '--head', elsewhere];
    const { status, stderr } = spawnSync(process.execPath, words, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DATA_DIR: files.root, ...env },
    });
    return [status, stderr];
  };
  expect(verify()).toEqual([0, expect.stringMatching(/^Loggen er hel: .* svarer til 5 gemte hoveder\.\n$/)]);
  rewriteLog(db);
  rmSync(file);
  keep();
  expect(verify()).toEqual([1, expect.stringMatching(/loggen er skrevet om/)]);
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
