import { createHash } from 'node:crypto';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { pUnit } from '../../db/schema/companies.ts';
import { type ContactRole, contact } from '../../db/schema/contacts.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { user, userRole } from '../../db/schema/users.ts';
import { keptInstead } from '../register/merge-queries.ts';
import type { ApplyContext, Outcome, RowWriter, Tx } from './import-kind.ts';
import type { ContactRow } from './kontakter.ts';

interface Consultant {
  userId: number | null;
  consultantName: string | null;
  madeAs: ContactRole | null;
}

/** Writes contacts that are not there yet. recorded_at is the moment of the import: that is when we knew. */
export function startKontakter(context: ApplyContext): RowWriter<ContactRow> {
  const { tx, importId, at, by } = context;
  const statements = prepare(tx);
  const consultants = readConsultants(tx);
  const corrected = readCorrectedKeys(tx);
  const none: { pNumber: number; at: number | undefined } = { pNumber: 0, at: undefined };
  let known = none;

  function write(row: ContactRow, line: number, repeats: number): Outcome {
    // Rows come firm by firm.
    if (known.pNumber !== row.pNumber) known = { pNumber: row.pNumber, at: placeOf(row.pNumber) };
    if (known.at === undefined) {
      context.reject(line, { field: 'p_nummer', reason: 'findes ikke blandt virksomhederne' });
      return 'unchanged';
    }
    const { consultant, ...fields } = row;
    const importKey = contactKey(row, repeats);
    if (corrected.has(importKey.toString('hex'))) return 'unchanged';
    const result = statements.insert.run({
      ...fields,
      pNumber: known.at,
      ...consultantOf(consultants, consultant),
      importKey,
      importId,
      at,
      by,
    });
    return result.changes > 0 ? 'created' : 'unchanged';
  }

  /** The other number of a merged firm means the one that was kept. */
  function placeOf(pNumber: number): number | undefined {
    return keptInstead(tx, pNumber) ?? statements.pUnit.get({ pNumber })?.pNumber;
  }

  // Before the next piece the firm may have been merged.
  const finish = () => {
    known = none;
  };
  return { write, finish };
}

/** The first 16 bytes of SHA-256 over all fields and the row's number among equal rows. */
function contactKey(row: ContactRow, repeats: number): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([...Object.values(row), repeats]))
    .digest()
    .subarray(0, 16);
}

/** A name that is no user here is kept as written; the role is unknown then, and counts as a konsulent's. */
function consultantOf(consultants: Map<string, Consultant>, name: string | null): Consultant {
  return consultants.get(name?.toLowerCase() ?? '') ?? { userId: null, consultantName: name, madeAs: null };
}

/** A user may be both konsulent and sagsbehandler: then the contact was made as konsulent. */
function readConsultants(tx: Tx): Map<string, Consultant> {
  const rows = tx
    .select({ id: user.id, username: user.username, role: userRole.role })
    .from(user)
    .leftJoin(userRole, eq(userRole.userId, user.id))
    .all();
  const consultants = new Map<string, Consultant>();
  for (const { id, username, role } of rows) {
    const key = username.toLowerCase();
    const standing = consultants.get(key)?.madeAs ?? null;
    const isKonsulent = role === 'konsulent' || standing === 'konsulent';
    const isSagsbehandler = role === 'sagsbehandler' || standing === 'sagsbehandler';
    const madeAs = isKonsulent ? 'konsulent' : isSagsbehandler ? 'sagsbehandler' : null;
    consultants.set(key, { userId: id, consultantName: null, madeAs });
  }
  return consultants;
}

/**
 * Imported contacts that a person has corrected or taken back since: importing their row again must not bring the old
 * one back. Those that went with an undone import may come again.
 */
function readCorrectedKeys(tx: Tx): Set<string> {
  const rows = tx
    .select({ importKey: contact.importKey })
    .from(contact)
    .innerJoin(importBatch, eq(importBatch.id, contact.importId))
    .where(
      and(
        isNotNull(contact.supersededAt),
        isNotNull(contact.importKey),
        sql`${contact.supersededAt} IS NOT ${importBatch.undoneAt}`,
      ),
    )
    .all();
  return new Set(rows.map((row) => row.importKey?.toString('hex') ?? ''));
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    pUnit: tx
      .select({ pNumber: pUnit.pNumber })
      .from(pUnit)
      .where(eq(pUnit.pNumber, placeholder('pNumber')))
      .prepare(),
    insert: tx
      .insert(contact)
      .values({
        pNumber: placeholder('pNumber'),
        contactDate: placeholder('contactDate'),
        kind: placeholder('kind'),
        direction: placeholder('direction'),
        outcome: placeholder('outcome'),
        topic: placeholder('topic'),
        offer: placeholder('offer'),
        consultantName: placeholder('consultantName'),
        userId: placeholder('userId'),
        madeAs: placeholder('madeAs'),
        contactPerson: placeholder('contactPerson'),
        note: placeholder('note'),
        nextStep: placeholder('nextStep'),
        nextStepDate: placeholder('nextStepDate'),
        recordedAt: placeholder('at'),
        recordedBy: placeholder('by'),
        importId: placeholder('importId'),
        importKey: placeholder('importKey'),
      })
      .onConflictDoNothing()
      .prepare(),
  };
}
