import { asc, isNull } from 'drizzle-orm';
import fc from 'fast-check';
import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  contact,
  contactWithdrawal,
} from '../db/schema/contacts.ts';
import { COVERAGE_UNITS } from '../db/schema/coverage.ts';
import { firmMerge } from '../db/schema/firm-work.ts';
import { importBatch } from '../db/schema/imports.ts';
import { changeSetting, UNREPORTED_CHOICES } from '../server/admin/queries.ts';
import { recordHeadcount, setOwner } from '../server/companies/queries.ts';
import { correctContact, logContact } from '../server/contacts/queries.ts';
import { reinstateContact, withdrawContact } from '../server/contacts/withdraw.ts';
import { addRule } from '../server/coverage/rule-queries.ts';
import { mergeFirms } from '../server/register/merge.ts';
import { undoMerge } from '../server/register/merge-undo.ts';
import { contactRow, csv, firm, type ImportDesk, openDesk } from './imports-builders.ts';
import { undoImport } from './undo.ts';

/** What people and imports can do to the records, through the program's own functions, an hour apart. */
export const happening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('firms' as const),
      firms: fc.uniqueArray(
        fc.record({
          number: fc.integer({ min: 1, max: 8 }),
          company: fc.integer({ min: 1, max: 3 }),
          employees: fc.constantFrom('0', '2', '3', '7', '40', ''),
          interval: fc.constantFrom('ANTAL_2_4', 'ANTAL_5_9', ''),
          municipality: fc.constantFrom('165', '165', '165', '161'),
          end: fc.constantFrom('', '', '', '2026-08-15'),
          postcode: fc.constantFrom('2620', '2625'),
        }),
        { selector: ({ number }) => number, minLength: 1, maxLength: 8 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('contacts' as const),
      rows: fc.array(
        fc.record({
          number: fc.integer({ min: 1, max: 8 }),
          day: fc.integer({ min: 1, max: 30 }),
          visit: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('log' as const),
      number: fc.integer({ min: 1, max: 8 }),
      date: fc.constantFrom('2026-06-30', '2026-07-01', '2026-08-20', '2026-09-30', '2026-10-01'),
      kind: fc.constantFrom(...CONTACT_KINDS),
      direction: fc.constantFrom(...CONTACT_DIRECTIONS),
      outcome: fc.constantFrom(...CONTACT_OUTCOMES),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('correct' as const),
      pick: fc.nat(50),
      date: fc.constantFrom('2026-06-30', '2026-08-20'),
      outcome: fc.constantFrom(...CONTACT_OUTCOMES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('withdraw' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reinstate' as const), pick: fc.nat(10) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('headcount' as const),
      number: fc.integer({ min: 1, max: 8 }),
      count: fc.integer({ min: 0, max: 5 }),
      date: fc.constantFrom('2026-06-01', '2026-09-01', '2026-10-02'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('undo' as const), pick: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('unreported' as const),
      choice: fc.constantFrom(...UNREPORTED_CHOICES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('unit' as const), unit: fc.constantFrom(...COVERAGE_UNITS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('merge' as const),
      kept: fc.integer({ min: 1, max: 8 }),
      merged: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('unmerge' as const), pick: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('owner' as const), number: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('rule' as const),
      validFrom: fc.constantFrom('2026-07-01', '2026-09-30', '2026-10-01'),
      limit: fc.constantFrom(0, 2, 4),
      kinds: fc.subarray([...CONTACT_KINDS], { minLength: 1 }),
      outcomes: fc.subarray([...CONTACT_OUTCOMES], { minLength: 1 }),
    }),
  },
);
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const KONSULENT = 1;

/** A town in October 2026: the third quarter is over. Each story gets one of its own. */
export function openCoverageTown(): ImportDesk {
  const desk = openDesk('2026-10-05T08:00:00.000Z');
  desk.db.$client.exec(
    `INSERT INTO user (id, username, name, password_hash, created_at) VALUES (${KONSULENT}, 'hanne', 'Hanne', '', '2026-01-01T00:00:00.000Z')`,
  );
  return desk;
}

/** An hour passes, and it happens. What cannot (no such firm, nothing to undo) does not. */
export async function happen(desk: ImportDesk, what: Happening): Promise<void> {
  desk.clock.now = new Date(desk.clock.now.getTime() + 3_600_000);
  const { db } = desk;
  const at = desk.clock.now.toISOString();
  const doing = { actor: { userId: KONSULENT, roles: ['konsulent' as const] }, at };
  const texts = {
    topic: null,
    offer: null,
    contactPerson: null,
    note: null,
    nextStep: null,
    nextStepDate: null,
  };
  switch (what.type) {
    case 'firms':
      await desk.take('virksomheder', csv(what.firms.map(firmRow)));
      break;
    case 'contacts':
      await desk.take(
        'kontakter',
        csv(
          what.rows.map(({ number, day, visit }) =>
            contactRow(number, {
              dato: `2026-09-${String(day).padStart(2, '0')}`,
              art: visit ? 'besoeg' : 'telefon',
              naeste_skridt: '',
              naeste_dato: '',
            }),
          ),
        ),
      );
      break;
    case 'log': {
      const { date: contactDate, kind, direction, outcome } = what;
      const draft = { ...texts, contactDate, kind, direction, outcome };
      logContact(db, { pNumber: 1_000_000_000 + what.number, draft, formKey: null }, doing);
      break;
    }
    case 'correct': {
      const standing = db
        .select()
        .from(contact)
        .where(isNull(contact.supersededAt))
        .orderBy(asc(contact.id))
        .all();
      const old = standing[what.pick % Math.max(1, standing.length)];
      if (!old) return;
      const { kind, direction } = old;
      const draft = { ...texts, contactDate: what.date, kind, direction, outcome: what.outcome };
      correctContact(db, { id: old.id, draft, reason: 'Forkert' }, doing);
      break;
    }
    case 'withdraw': {
      const standing = db
        .select()
        .from(contact)
        .where(isNull(contact.supersededAt))
        .orderBy(contact.id)
        .all();
      const old = standing[what.pick % Math.max(1, standing.length)];
      if (old) withdrawContact(db, { id: old.id, reason: 'Fandt ikke sted' }, doing);
      break;
    }
    case 'reinstate': {
      const withdrawn = db.select().from(contactWithdrawal).all();
      const old = withdrawn[what.pick % Math.max(1, withdrawn.length)];
      if (old) reinstateContact(db, old.contactId, doing);
      break;
    }
    case 'headcount': {
      const draft = { count: String(what.count), validFrom: what.date, note: null };
      recordHeadcount(db, { pNumber: 1_000_000_000 + what.number, draft }, doing);
      break;
    }
    case 'undo': {
      const batches = db.select().from(importBatch).where(isNull(importBatch.undoneAt)).all();
      const batch = batches[what.pick % Math.max(1, batches.length)];
      if (batch) undoImport(db, batch.id, { at, by: null });
      break;
    }
    case 'unreported':
      changeSetting(db, 'unreported', what.choice, { at, by: null });
      break;
    case 'unit':
      changeSetting(db, 'coverageUnit', what.unit, { at, by: null });
      break;
    case 'merge': {
      const [kept, merged] = [1_000_000_000 + what.kept, 1_000_000_000 + what.merged];
      mergeFirms(db, { kept, merged, choices: { values: {}, ownerUserId: null } }, doing);
      break;
    }
    case 'unmerge': {
      const merges = db.select().from(firmMerge).where(isNull(firmMerge.undoneAt)).all();
      const merge = merges[what.pick % Math.max(1, merges.length)];
      if (merge) undoMerge(db, merge.id, doing);
      break;
    }
    case 'owner':
      setOwner(db, 1_000_000_000 + what.number, KONSULENT, doing);
      break;
    case 'rule': {
      const lines = what.kinds.flatMap((kind) =>
        what.outcomes.map((outcome) => ({
          kind,
          outcome,
          direction: 'ud' as const,
          isVisit: kind === 'besoeg',
        })),
      );
      const rule = { moreThanEmployees: what.limit, countsSagsbehandler: true, reason: 'Ny', source: null };
      addRule(db, { ...rule, validFrom: what.validFrom, lines }, doing);
    }
  }
}

type FirmChange = Extract<Happening, { type: 'firms' }>['firms'][number];

function firmRow({ number, company, employees, interval, municipality, end, postcode }: FirmChange) {
  return firm(number, {
    cvr: ['10000014', '10000022', '10000030'][company - 1] ?? '',
    antal_ansatte: employees,
    antal_ansatte_interval: employees === '' ? interval : '',
    kommunekode: municipality,
    ophoersdato: end,
    postnummer: postcode,
  });
}
