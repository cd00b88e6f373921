import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Db } from '../../db/client.ts';
import { DataRefused } from '../../db/refused.ts';
import { type CprKeyUse, cprKey } from '../../db/schema/cpr-keys.ts';
import { cprIndex, decryptCpr, oldCprIndex } from '../citizens/cpr.ts';
import type { CprKeys } from '../config.ts';
import { isSealedWith, keyFor } from '../field-cipher.ts';

interface StoredCpr {
  citizenKey: string;
  encrypted: string;
  index: Buffer;
}

/**
 * Refuses a database whose CPR numbers need another key than the configured ones, before anything is written to it: with a
 * wrong index key the same person would come in twice, and with a wrong encryption key some numbers would open with one key
 * and some with the other. Throws DataRefused.
 */
export function refuseWrongKeys(file: string, keys: CprKeys | undefined): void {
  if (!keys || !existsSync(file)) return;
  const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const wrong = hasTable(client, 'cpr_key') ? wrongByCheck(client, keys) : wrongByNumber(client, keys);
    if (wrong) throw new DataRefused(REFUSALS[wrong]);
  } finally {
    client.close();
  }
}

const REFUSALS: Record<CprKeyUse, string> = {
  kryptering: refusal('CPR_KEY', 'som CPR-numrene er krypteret med'),
  opslag: refusal('CPR_INDEX_KEY', 'som borgere bliver fundet på CPR-nummer med'),
};

function refusal(name: string, what: string): string {
  return `${name} er ikke den nøgle, ${what}. Intet er skrevet. Sæt den rigtige nøgle. Er nøglen ved at blive skiftet, så sæt den hidtidige som ${name}_OLD.`;
}

function wrongByCheck(client: Database.Database, keys: CprKeys): CprKeyUse | undefined {
  const rows = client.prepare('SELECT use, check_value FROM cpr_key').all() as {
    use: CprKeyUse;
    check_value: string;
  }[];
  return rows.find(({ use, check_value }) => !checkValues(keys, use).includes(check_value))?.use;
}

/** Databases from before the key checks: the first number must open, and be found. */
function wrongByNumber(client: Database.Database, keys: CprKeys): CprKeyUse | undefined {
  const first = hasTable(client, 'citizen') ? firstNumber(client) : undefined;
  if (!first) return undefined;
  let cpr: string;
  try {
    cpr = decryptCpr(keys, first.encrypted, first.citizenKey);
  } catch {
    return 'kryptering';
  }
  const found = cprIndex(keys, cpr).equals(first.index) || oldCprIndex(keys, cpr)?.equals(first.index);
  return found ? undefined : 'opslag';
}

/** Writes down which keys the numbers need from now on: the configured ones. Ask refuseWrongKeys first. */
export function acceptKeys(db: Db, keys: CprKeys | undefined, at: string): void {
  if (!keys) return;
  db.transaction(
    (tx) => {
      const isFirst = tx.select().from(cprKey).get() === undefined;
      const needed = isFirst ? withOldOnes(firstNumber(db.$client), keys) : CURRENT;
      for (const { use, of } of needed) {
        const checkValue = of(keys);
        if (checkValue) tx.insert(cprKey).values({ use, checkValue, since: at }).onConflictDoNothing().run();
      }
    },
    { behavior: 'immediate' },
  );
}

interface Needed {
  use: CprKeyUse;
  of: (keys: CprKeys) => string | undefined;
}

const CURRENT: Needed[] = [
  { use: 'kryptering', of: ({ encryption }) => checkValue(encryption, 'kryptering') },
  { use: 'opslag', of: ({ index }) => checkValue(index, 'opslag') },
];

/** A change of keys in the same start that first writes them down. */
function withOldOnes(first: StoredCpr | undefined, keys: CprKeys): Needed[] {
  if (!first) return CURRENT;
  const needed = [...CURRENT];
  if (!isSealedWith(keys.encryption, first.encrypted))
    needed.push({ use: 'kryptering', of: (all) => checkValue(all.oldEncryption, 'kryptering') });
  const cpr = decryptCpr(keys, first.encrypted, first.citizenKey);
  if (!cprIndex(keys, cpr).equals(first.index))
    needed.push({ use: 'opslag', of: (all) => checkValue(all.oldIndex, 'opslag') });
  return needed;
}

/** What the two current keys leave behind in the database. */
export function currentCheckValues(keys: CprKeys): string[] {
  return CURRENT.flatMap(({ of }) => of(keys) ?? []);
}

function checkValues(keys: CprKeys, use: CprKeyUse): (string | undefined)[] {
  const all = use === 'kryptering' ? [keys.encryption, keys.oldEncryption] : [keys.index, keys.oldIndex];
  return all.map((key) => checkValue(key, use));
}

/** Derived one-way (HKDF), so that the row tells nothing of the key. */
function checkValue(key: Buffer | undefined, use: CprKeyUse): string | undefined {
  return key && keyFor(key, `cpr_key:${use}`).toString('hex');
}

function firstNumber(client: Database.Database): StoredCpr | undefined {
  return client
    .prepare(
      'SELECT citizen_key AS citizenKey, cpr_encrypted AS encrypted, cpr_index AS "index" FROM citizen WHERE cpr_encrypted IS NOT NULL ORDER BY id LIMIT 1',
    )
    .get() as StoredCpr | undefined;
}

function hasTable(client: Database.Database, name: string): boolean {
  return (
    client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined
  );
}
