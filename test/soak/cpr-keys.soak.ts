import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDbReadOnly } from '../../db/client.ts';
import { dataFiles } from '../../db/files.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { cprIndex, decryptCpr, encryptCpr } from '../../server/citizens/cpr.ts';
import { type CprKeys, readConfig } from '../../server/config.ts';
import { askServer } from '../../server/control.ts';
import { type CprKeyUse, cprKeyUse } from '../../server/cpr-keys/rotate.ts';
import { openData } from '../../server/start.ts';
import { addUser } from '../app.ts';
import { cookieOf, type LiveFolder, openLiveFolder, startLive } from '../live-server.ts';
import { killed } from '../redis.ts';

const PERSONS = 100_000;
const KILLS = 10;
const tell = (line: string) => process.stderr.write(`${line}\n`);
const key = () => randomBytes(32).toString('hex');
/** A number of its own for each: a day with 60 added, a month, a year, and the last four. */
const cprOf = (n: number) =>
  `${61 + (n % 28)}${String(1 + (n % 12)).padStart(2, '0')}${String(50 + (n % 40))}${String(Math.floor(n / 10) % 10_000).padStart(4, '0')}`;

test('hundrede tusind CPR-numre skifter nøgle under belastning, mens serveren dræbes ti gange', async () => {
  const live = await openLiveFolder();
  const { database } = dataFiles(live.folder);
  const numbers = await fill(live);
  const { CPR_KEY: CPR_KEY_OLD = '', CPR_INDEX_KEY: CPR_INDEX_KEY_OLD = '' } = live.env;
  const fresh = { CPR_KEY: key(), CPR_INDEX_KEY: key() };
  const changing = { ...live, env: { ...live.env, ...fresh, CPR_KEY_OLD, CPR_INDEX_KEY_OLD } };
  const both = keysOf(changing.env);

  let looks = 0;
  let rotated: CprKeyUse | undefined;
  for (let round = 1; rotated === undefined; round += 1) {
    const { child, url } = await startLive(changing);
    let alive = true;
    // Signed in before the work begins, so that every round is read while it runs.
    const lookers = await Promise.all([1, 2].map(() => lookerAs(url, 'sara')));
    const readers = lookers.map(async (look) => {
      while (alive) {
        const id = 1 + Math.floor(Math.random() * PERSONS);
        const shown = await look(id);
        if (shown === null) continue;
        expect(shown, `borger ${id}`).toBe(numbers[id]);
        looks += 1;
        await delay(100);
      }
    });
    const until = round <= KILLS ? 7000 + 130 * round : Number.POSITIVE_INFINITY;
    const asked = askServer(dataFiles(live.folder), 'cpr-keys', 'rotate', (line) => {
      if (alive && Number(line.replace(/\D/g, '')) >= until) {
        alive = false;
        child.kill('SIGKILL');
      }
    });
    const answer = await asked.catch(() => null);
    if (answer && round > KILLS) rotated = answer.result as CprKeyUse;
    alive = false;
    await Promise.all(readers);
    await killed(child);
    const db = openDbReadOnly(database);
    const use = cprKeyUse(db, both);
    expect(allNumbers(database, both)).toEqual(numbers);
    db.$client.close();
    tell(`${round}: ${use.underOldKey} tilbage under den gamle nøgle, ${looks} opslag, alle numre læst`);
  }
  expect(rotated).toEqual({ numbers: PERSONS, underOldKey: 0, keptUnderOldKey: 0, needsOldKey: false });
  expect(allNumbers(database, keysOf({ ...live.env, ...fresh }))).toEqual(numbers);
  expect(looks).toBeGreaterThan(50);
});

const keysOf = (env: Record<string, string>): CprKeys => readConfig(env).cprKeys ?? expect.fail('no keys');

async function fill({ env }: LiveFolder): Promise<(string | undefined)[]> {
  const data = openData(readConfig(env), () => new Date());
  const keys = keysOf(env);
  const caseworkerUserId = await addUser(data.db, 'sara', ['sagsbehandler'], 'Borger');
  const numbers: (string | undefined)[] = [undefined];
  const at = '2026-01-01T08:00:00.000Z';
  data.db.transaction(
    (tx) => {
      for (let id = 1; id <= PERSONS; id += 1) {
        const [citizenKey, cpr] = [`B-${id}`, cprOf(id)];
        numbers.push(`${cpr.slice(0, 6)}-${cpr.slice(6)}`);
        tx.insert(citizen)
          .values({
            id,
            citizenKey,
            cprEncrypted: encryptCpr(keys, cpr, citizenKey),
            cprIndex: cprIndex(keys, cpr),
            targetGroup: 'kontanthjaelp_jobparat',
            transports: [],
            workingTimes: [],
            needs: [],
            caseworkerUserId,
            protectedAddress: false,
            version: 1,
            createdAt: at,
            updatedAt: at,
          })
          .run();
      }
    },
    { behavior: 'immediate' },
  );
  data.close();
  return numbers;
}

/** Every number of the file, and that it is found by the index of one of the keys. */
function allNumbers(file: string, keys: CprKeys): (string | undefined)[] {
  const db = openDbReadOnly(file);
  const old = keys.oldIndex && { ...keys, index: keys.oldIndex };
  const numbers: (string | undefined)[] = [undefined];
  for (const { id, citizenKey, cprEncrypted, cprIndex: index } of db.select().from(citizen).all()) {
    const cpr = decryptCpr(keys, cprEncrypted ?? '', citizenKey);
    const found = index?.equals(cprIndex(keys, cpr)) || (old && index?.equals(cprIndex(old, cpr)));
    numbers[id] = found ? `${cpr.slice(0, 6)}-${cpr.slice(6)}` : 'findes ikke';
  }
  db.$client.close();
  return numbers;
}

/** Looks at one citizen's number as a browser does; null: the server was gone, or too busy. */
async function lookerAs(url: string, name: string): Promise<(id: number) => Promise<string | null>> {
  // A server that has just started on a busy machine says 503, and means: later.
  let cookie: string | null = null;
  for (; cookie === null; await delay(500)) cookie = await cookieOf(url, name).catch(() => null);
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  let token: string | undefined;
  while (token === undefined) {
    const page = await (await fetch(`${url}/findes-ikke`, { headers })).text();
    token = /name="_token" value="([^"]+)"/.exec(page)?.[1];
  }
  const fields = { _token: token, formaal: 'fagsystem' };
  return async (id) => {
    try {
      const answer = await fetch(`${url}/borgere/${id}/cpr`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(fields),
      });
      const body = await answer.text();
      if (answer.status === 503) return null;
      if (answer.status !== 200) throw new Error(`${answer.status}: ${body.slice(0, 300)}`);
      return /\d{6}-\d{4}/.exec(body)?.[0] ?? 'intet';
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  };
}
