import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { campaignAnswer } from '../../db/schema/campaigns.ts';
import { colleagueNote } from '../../db/schema/colleague-notes.ts';
import { companyBar, headcount, pUnit } from '../../db/schema/companies.ts';
import { contactPerson } from '../../db/schema/contact-persons.ts';
import { contact } from '../../db/schema/contacts.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import {
  firmAssignment,
  firmMerge,
  firmMergeRow,
  keptApart,
  type OwnField,
  ownValue,
} from '../../db/schema/firm-work.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { lead, orderTemplate } from '../../db/schema/order-work.ts';
import { placement } from '../../db/schema/placements.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { standingValue, writeOwnValue } from '../companies/own-values.ts';
import { moveOwner, type PUnitDetail } from '../companies/queries.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { Doing } from '../doing.ts';
import { localDate } from '../ui/dates.ts';
import { moveMemberships } from './merge-campaigns.ts';
import { moveStaff } from './merge-staff.ts';

export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Which firm's value to keep, where the two differ; what is not named stays as the kept firm has it. */
export interface MergeChoices {
  values: Partial<Record<OwnField, string>>;
  ownerUserId: number | null;
}

export type MergeAnswer =
  | { outcome: 'merged'; id: number; keptPNumber: number }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unknown' };

export const UNDO_LATER_FIRST =
  'En af de to er selv lagt sammen med en anden. Fortryd den sammenlægning først.';
const KEEP_REGISTERED =
  'Den ene kommer fra registret, den anden er oprettet i hånden. Behold den fra registret, så importer fortsat retter den.';

/**
 * Makes two P-units one. Contacts, headcounts and full-time years that people gave are superseded at the merged firm and written anew at
 * the kept one, so that figures as known before the merge stay what they were; everything else changes hands. The merged
 * one stays as a hidden row, out of every count, and its number leads to the kept one.
 */
export function mergeFirms(
  db: Db,
  { kept, merged, choices }: { kept: number; merged: number; choices: MergeChoices },
  doing: Doing,
): MergeAnswer {
  const { actor, at } = doing;
  const { municipalityCode } = readSettings(db);
  return db.transaction(
    (tx): MergeAnswer => {
      const refusal = whyNotMerge(tx, kept, merged);
      if (refusal) return refusal;
      const { id } = tx
        .insert(firmMerge)
        .values({ keptPNumber: kept, mergedPNumber: merged, mergedAt: at, mergedBy: actor.userId })
        .returning({ id: firmMerge.id })
        .get();
      const moved = (entity: MovedEntity, rowId: number, before?: unknown) =>
        tx
          .insert(firmMergeRow)
          .values({
            mergeId: id,
            entity,
            rowId,
            before: before === undefined ? null : JSON.stringify(before),
          })
          .run();

      moveContacts(tx, { from: merged, to: kept, reason: 'Lagt sammen med en anden virksomhed', at }, (row) =>
        moved('contact', row),
      );
      moveHeadcounts(tx, { from: merged, to: kept, at }, (row) => moved('headcount', row));
      moveOrders(tx, { from: merged, to: kept, at }, (row, before) => moved('job_order', row, before));
      movePlacements(tx, { from: merged, to: kept, at }, (row, before) => moved('placement', row, before));
      moveStaff(tx, { from: merged, to: kept, at }, (row, before) => moved('ordinary_staff', row, before));
      moveMemberships(tx, { from: merged, to: kept, at }, (row, before) =>
        moved('campaign_member', row, before),
      );
      for (const [entity, table] of Object.entries(CHANGING_HANDS))
        for (const row of tx.select({ id: table.id }).from(table).where(eq(table.pNumber, merged)).all()) {
          tx.update(table).set({ pNumber: kept }).where(eq(table.id, row.id)).run();
          moved(entity as MovedEntity, row.id);
        }
      chooseValues(tx, kept, choices, doing, (entity, row, before) => moved(entity, row, before));

      tx.update(pUnit)
        .set({ mergedInto: kept, editedAt: at, editedBy: actor.userId })
        .where(eq(pUnit.pNumber, merged))
        .run();
      refreshScopePeriods(tx, [kept, merged], { at, municipalityCode });
      tellOf(tx, 'laeg sammen', id, `${merged} → ${kept}`, doing);
      return { outcome: 'merged', id, keptPNumber: kept };
    },
    { behavior: 'immediate' },
  );
}

export type MovedEntity =
  | 'contact'
  | 'headcount'
  | 'ordinary_staff'
  | 'job_order'
  | 'placement'
  | 'contact_person'
  | 'firm_record'
  | 'company_bar'
  | 'firm_assignment'
  | 'campaign_member'
  | 'campaign_answer'
  | 'colleague_note'
  | 'lead'
  | 'order_template'
  | 'own_value'
  | 'owner';

/** Rows that only change whom they belong to. */
export const CHANGING_HANDS = {
  contact_person: contactPerson,
  firm_record: firmRecord,
  company_bar: companyBar,
  firm_assignment: firmAssignment,
  campaign_answer: campaignAnswer,
  colleague_note: colleagueNote,
  lead,
  order_template: orderTemplate,
} as const;

/** Undefined: nothing stands in the way. */
export function whyNotMerge(
  db: Pick<Db, 'select'>,
  kept: number,
  merged: number,
): Exclude<MergeAnswer, { outcome: 'merged' }> | undefined {
  const find = (pNumber: number) => db.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get();
  const [keptFirm, mergedFirm] = [find(kept), find(merged)];
  if (!keptFirm || !mergedFirm || kept === merged) return { outcome: 'unknown' };
  if (keptFirm.mergedInto !== null || mergedFirm.mergedInto !== null)
    return { outcome: 'refused', reason: UNDO_LATER_FIRST };
  if (keptFirm.importId === null && mergedFirm.importId !== null)
    return { outcome: 'refused', reason: KEEP_REGISTERED };
  return undefined;
}

export interface Move {
  from: number;
  to: number;
  at: string;
}

function moveContacts(tx: Tx, move: Move & { reason: string }, moved: (rowId: number) => void): void {
  const rows = tx
    .select({ id: contact.id })
    .from(contact)
    .where(and(eq(contact.pNumber, move.from), isNull(contact.supersededAt)))
    .all();
  for (const { id } of rows) moved(moveContact(tx, id, move));
}

/** The old row is superseded, the new one says the same about the other firm. */
export function moveContact(tx: Tx, id: number, { to, at, reason }: Move & { reason: string }): number {
  tx.update(contact).set({ supersededAt: at }).where(eq(contact.id, id)).run();
  const old = tx.select().from(contact).where(eq(contact.id, id)).get();
  if (!old) throw new Error(`No contact ${id}`);
  return tx
    .insert(contact)
    .values({
      ...old,
      id: undefined,
      pNumber: to,
      recordedAt: at,
      replacesId: id,
      correctionReason: reason,
      supersededAt: null,
      formKey: null,
    })
    .returning({ id: contact.id })
    .get().id;
}

function moveHeadcounts(tx: Tx, { from, to, at }: Move, moved: (rowId: number) => void): void {
  const rows = tx
    .select()
    .from(headcount)
    .where(
      and(eq(headcount.pNumber, from), eq(headcount.source, 'konsulent'), isNull(headcount.supersededAt)),
    )
    .all();
  for (const { id } of rows) moved(moveHeadcount(tx, id, { from, to, at }));
}

export function moveHeadcount(tx: Tx, id: number, { to, at }: Move): number {
  const old = tx.select().from(headcount).where(eq(headcount.id, id)).get();
  if (!old) throw new Error(`No headcount ${id}`);
  tx.update(headcount).set({ supersededAt: at }).where(eq(headcount.id, id)).run();
  return tx
    .insert(headcount)
    .values({ ...old, id: undefined, pNumber: to, recordedAt: at, supersededAt: null })
    .returning({ id: headcount.id })
    .get().id;
}

function moveOrders(tx: Tx, { from, to, at }: Move, moved: (rowId: number, before: unknown) => void): void {
  const kept = tx.select({ cvr: pUnit.cvr }).from(pUnit).where(eq(pUnit.pNumber, to)).get();
  if (!kept) throw new Error(`No P-unit ${to}`);
  for (const order of tx.select().from(jobOrder).where(eq(jobOrder.pNumber, from)).all()) {
    tx.update(jobOrder)
      .set({ pNumber: to, cvr: kept.cvr, updatedAt: at, version: order.version + 1 })
      .where(eq(jobOrder.id, order.id))
      .run();
    moved(order.id, { cvr: order.cvr });
  }
}

/** Who works there works at the kept one: the same people at the same place, under its own number. */
function movePlacements(
  tx: Tx,
  { from, to, at }: Move,
  moved: (rowId: number, before: unknown) => void,
): void {
  const kept = tx.select({ cvr: pUnit.cvr }).from(pUnit).where(eq(pUnit.pNumber, to)).get();
  if (!kept) throw new Error(`No P-unit ${to}`);
  for (const row of tx.select().from(placement).where(eq(placement.pNumber, from)).all()) {
    tx.update(placement)
      .set({ pNumber: to, cvr: kept.cvr, updatedAt: at, version: row.version + 1 })
      .where(eq(placement.id, row.id))
      .run();
    moved(row.id, { cvr: row.cvr });
  }
}

function chooseValues(
  tx: Tx,
  kept: number,
  choices: MergeChoices,
  doing: Doing,
  moved: (entity: MovedEntity, rowId: number, before: unknown) => void,
): void {
  const standing = (field: OwnField) =>
    tx
      .select({ id: ownValue.id })
      .from(ownValue)
      .where(and(eq(ownValue.pNumber, kept), eq(ownValue.field, field), isNull(ownValue.supersededAt)))
      .get();
  for (const [name, value] of Object.entries(choices.values)) {
    const field = name as OwnField;
    const before = standing(field);
    const knownOn = localDate(new Date(doing.at));
    writeOwnValue(tx, { pNumber: kept, field, value, source: 'sammenlaegning', knownOn }, doing);
    const after = standing(field);
    if (after && after.id !== before?.id) moved('own_value', after.id, { id: before?.id ?? null });
  }
  const owner = moveOwner(tx, kept, choices.ownerUserId, doing);
  if (owner && owner.before !== choices.ownerUserId)
    moved('owner', kept, { before: owner.before, after: choices.ownerUserId });
}

export function tellOf(tx: Tx, action: string, id: number, detail: string, { actor, at }: Doing): void {
  const event = { action, entity: 'firm_merge', entityKey: String(id), detail };
  recordEvent(tx, { at, userId: actor.userId, ...event });
}

/** Somebody has looked: these two are not the same, and are not suggested again. */
export function keepApart(db: Db, one: number, other: number, { actor, at }: Doing): boolean {
  const [firstPNumber, secondPNumber] = [Math.min(one, other), Math.max(one, other)];
  return db.transaction(
    (tx) => {
      const known = [one, other].every((pNumber) =>
        tx.select({ pNumber: pUnit.pNumber }).from(pUnit).where(eq(pUnit.pNumber, pNumber)).get(),
      );
      if (!known || one === other) return false;
      tx.insert(keptApart)
        .values({ firstPNumber, secondPNumber, decidedAt: at, decidedBy: actor.userId })
        .onConflictDoNothing()
        .run();
      const event = { action: 'hold adskilt', entity: 'p_unit', entityKey: String(firstPNumber) };
      recordEvent(tx, { at, userId: actor.userId, ...event, detail: String(secondPNumber) });
      return true;
    },
    { behavior: 'immediate' },
  );
}

/** What holds of a firm today: our own value, or else the register's. */
export function currentValue(firm: PUnitDetail, field: OwnField): string | null {
  const registered: Record<OwnField, string | null> = {
    navn: firm.registerName,
    telefon: firm.phone ?? firm.company.phone,
    mail: firm.email ?? firm.company.email,
    adresse: null,
    kontaktoenske: null,
  };
  return standingValue(firm.ownValues, field)?.value ?? registered[field];
}
