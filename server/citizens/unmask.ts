import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { recordEvent } from '../admin/queries.ts';
import type { CprKeys } from '../config.ts';
import { decryptCpr } from './cpr.ts';

/** What a whole CPR number may be looked at for: words of ours, so that the log never holds anybody else's. */
export const UNMASK_PURPOSES = ['fagsystem', 'henvendelse', 'indberetning', 'rettelse'] as const;
export type UnmaskPurpose = (typeof UNMASK_PURPOSES)[number];

interface Unmasking {
  keys: CprKeys;
  purpose: UnmaskPurpose;
  at: string;
  userId: number;
  /** writes the look in the read log */
  logRead: () => void;
}

/** The citizen's CPR number; who saw it, when and for what stands in both logs, or it is not given. null: there is none. */
export function unmaskCpr(
  db: Db,
  id: number,
  { keys, purpose, at, userId, logRead }: Unmasking,
): string | null {
  return db.transaction(
    (tx) => {
      const found = tx
        .select({ citizenKey: citizen.citizenKey, encrypted: citizen.cprEncrypted })
        .from(citizen)
        .where(eq(citizen.id, id))
        .get();
      if (!found?.encrypted) return null;
      logRead();
      const event = { action: 'vis cpr', entity: 'citizen', entityKey: String(id), detail: purpose };
      recordEvent(tx, { at, userId, ...event });
      return decryptCpr(keys, found.encrypted, found.citizenKey);
    },
    { behavior: 'immediate' },
  );
}
