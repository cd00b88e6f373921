import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { contact, openStep } from '../db/schema/contacts.ts';
import { importBatch } from '../db/schema/imports.ts';
import { completeNextStep } from '../server/contacts/next-steps.ts';
import { correctContact, logContact } from '../server/contacts/queries.ts';
import { addUser } from './app.ts';
import { addFirm } from './firms.ts';
import { undoImport } from './undo.ts';

const FIRMS = [1_000_000_001, 1_000_000_002];
const DAYS = ['2026-06-01', '2026-06-15', '2026-07-01', '2026-07-20'];
const day = fc.constantFrom(...DAYS);
const firm = fc.constantFrom(...FIRMS);
const konsulent = fc.constantFrom(1, 2);
const promised = fc.option(fc.constantFrom('2026-08-01', '2026-09-01'));
const pick = fc.nat(30);

const happening = fc.oneof(
  fc.record({ type: fc.constant('log' as const), firm, konsulent, day, promised, completes: pick }),
  fc.record({
    type: fc.constant('import' as const),
    rows: fc.array(fc.record({ firm, konsulent: fc.option(konsulent), day, promised }), { maxLength: 6 }),
  }),
  fc.record({ type: fc.constant('correct' as const), pick, day, promised }),
  fc.record({ type: fc.constant('complete' as const), pick }),
  fc.record({ type: fc.constant('undo' as const), pick }),
  fc.record({ type: fc.constant('move' as const), pick, firm, konsulent: fc.option(konsulent) }),
  fc.record({ type: fc.constant('erase' as const), pick }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

test('de åbne aftaler er altid dem, der ville blive fundet ved at læse alle kontakter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 30 }), async (story) => {
      const db = openTestDb();
      onTestFinished(() => void db.$client.close());
      for (const name of ['hanne', 'karl']) await addUser(db, name, ['konsulent']);
      for (const pNumber of FIRMS) addFirm(db, { pNumber });
      for (const [hour, what] of story.entries()) {
        happen(db, what, new Date(Date.UTC(2026, 7, 3, hour)).toISOString());
        expect(kept(db)).toEqual(readAnew(db));
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

function happen(db: Db, what: Happening, at: string): void {
  const doing = { actor: { userId: 1, roles: ['konsulent' as const] }, at };
  const ids = db.select({ id: contact.id }).from(contact).orderBy(asc(contact.id)).all();
  const picked = 'pick' in what ? (ids[what.pick % Math.max(ids.length, 1)]?.id ?? 0) : 0;
  switch (what.type) {
    case 'log': {
      const { firm: pNumber, konsulent: userId, completes } = what;
      const entry = { pNumber, draft: draftOf(what), formKey: null, completes: [completes] };
      logContact(db, entry, { ...doing, actor: { ...doing.actor, userId } });
      return;
    }
    case 'import':
      importContacts(db, what.rows, at);
      return;
    case 'correct':
      correctContact(db, { id: picked, draft: draftOf(what), reason: 'Forkert dag' }, doing);
      return;
    case 'complete':
      completeNextStep(db, picked, doing);
      return;
    case 'undo': {
      const imports = db.select({ id: importBatch.id }).from(importBatch).all();
      const id = imports[what.pick % Math.max(imports.length, 1)]?.id;
      if (id) undoImport(db, id, { by: 1, at });
      return;
    }
    case 'move':
      db.update(contact)
        .set({ pNumber: what.firm, userId: what.konsulent })
        .where(eq(contact.id, picked))
        .run();
      return;
    case 'erase':
      // Not what something else replaces: a foreign key keeps that.
      if (!db.select().from(contact).where(eq(contact.replacesId, picked)).get())
        db.delete(contact).where(eq(contact.id, picked)).run();
  }
}

function draftOf({ day: contactDate, promised: nextStepDate }: { day: string; promised: string | null }) {
  const texts = { topic: null, offer: null, contactPerson: null, note: null };
  const nextStep = nextStepDate && 'Ring';
  return {
    ...texts,
    contactDate,
    kind: 'telefon',
    direction: 'ud',
    outcome: 'opnaaet',
    nextStep,
    nextStepDate,
  };
}

function importContacts(
  db: Db,
  rows: { firm: number; konsulent: number | null; day: string; promised: string | null }[],
  at: string,
): void {
  const batch = { kind: 'kontakter' as const, fileName: 'k.csv', sha256: randomBytes(32).toString('hex') };
  const { id } = db
    .insert(importBatch)
    .values({ ...batch, importedAt: at, created: 0, updated: 0, unchanged: 0 })
    .returning({ id: importBatch.id })
    .get();
  for (const row of rows) {
    db.insert(contact)
      .values({
        pNumber: row.firm,
        contactDate: row.day,
        kind: 'telefon',
        direction: 'ud',
        outcome: 'opnaaet',
        userId: row.konsulent,
        nextStepDate: row.promised,
        recordedAt: at,
        importId: id,
      })
      .run();
  }
}

function kept(db: Db) {
  return db.select().from(openStep).orderBy(asc(openStep.contactId)).all();
}

function readAnew(db: Db) {
  const standing = db
    .select()
    .from(contact)
    .orderBy(asc(contact.id))
    .all()
    .filter(({ supersededAt }) => supersededAt === null);
  return standing.flatMap(({ id, pNumber, userId, nextStepDate, nextStepDoneAt, importId, contactDate }) => {
    const isOvertaken = standing.some(
      (later) =>
        later.pNumber === pNumber &&
        userId !== null &&
        later.userId === userId &&
        later.contactDate > contactDate,
    );
    if (nextStepDate === null || nextStepDoneAt !== null || (importId !== null && isOvertaken)) return [];
    return [{ contactId: id, pNumber, userId, nextStepDate }];
  });
}
