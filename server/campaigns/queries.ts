import { and, asc, count, desc, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import {
  type CampaignKind,
  campaign,
  campaignAnswer,
  campaignMember,
  type MemberState,
} from '../../db/schema/campaigns.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { keyColumn, type SortKey, sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';
import type { Doing } from '../doing.ts';
import type { Answer } from './rules.ts';

export const PAGE_SIZE = 50;

interface NewCampaign {
  name: string;
  kind: CampaignKind;
  pNumbers: readonly number[];
  formKey: string;
}

/** Makes the list as the firms stand now, once per form key. */
export function createCampaign(db: Db, made: NewCampaign, { actor, at }: Doing): number {
  const { name, kind, formKey } = made;
  return db.transaction(
    (tx) => {
      const earlier = tx.select().from(campaign).where(eq(campaign.formKey, formKey)).get();
      if (earlier) return earlier.id;
      const { id } = tx
        .insert(campaign)
        .values({ name, kind, formKey, createdAt: at, createdBy: actor.userId })
        .returning({ id: campaign.id })
        .get();
      for (const [before, pNumber] of made.pNumbers.entries()) {
        const row = { campaignId: id, pNumber, position: before + 1, state: 'ikke_ringet' as const };
        tx.insert(campaignMember).values(row).run();
      }
      const event = { action: 'opret', entity: 'campaign', entityKey: String(id) };
      recordEvent(tx, { at, userId: actor.userId, ...event, detail: `${made.pNumbers.length} virksomheder` });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/** Ends it, or opens it again. False: no such campaign. */
export function setEnded(db: Db, id: number, ended: boolean, { actor, at }: Doing): boolean {
  return db.transaction(
    (tx) => {
      const set = ended ? { endedAt: at, endedBy: actor.userId } : { endedAt: null, endedBy: null };
      const changed = tx.update(campaign).set(set).where(eq(campaign.id, id)).returning().get();
      if (!changed) return false;
      const event = { action: ended ? 'afslut' : 'genåbn', entity: 'campaign', entityKey: String(id) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return true;
    },
    { behavior: 'immediate' },
  );
}

/** A firm's answer: a row of its own, and the member's latest. False: no such member, or the campaign has ended. */
export function saveAnswer(
  db: Db,
  { id, pNumber, answer }: { id: number; pNumber: number; answer: Answer },
  { actor, at }: Doing,
): boolean {
  return db.transaction(
    (tx) => {
      const open = tx
        .select()
        .from(campaign)
        .where(and(eq(campaign.id, id), isNull(campaign.endedAt)))
        .get();
      const member = and(eq(campaignMember.campaignId, id), eq(campaignMember.pNumber, pNumber));
      if (!open || !tx.update(campaignMember).set(answer).where(member).returning().get()) return false;
      if (isSentAgain(tx, { id, pNumber, answer }, { actor, at })) return true;
      const row = { campaignId: id, pNumber, ...answer, answeredAt: at, answeredBy: actor.userId };
      tx.insert(campaignAnswer).values(row).run();
      const event = { action: 'ret', entity: 'campaign_member', entityKey: `${id}/${pNumber}` };
      recordEvent(tx, { at, userId: actor.userId, ...event, detail: answer.state });
      return true;
    },
    { behavior: 'immediate' },
  );
}

const SAME_CLICK_MS = 60_000;

/** A form sent twice is one answer; the same answer to another call, later, is another. */
function isSentAgain(
  tx: Pick<Db, 'select'>,
  { id, pNumber, answer }: { id: number; pNumber: number; answer: Answer },
  { actor, at }: Doing,
): boolean {
  const [latest] = tx
    .select()
    .from(campaignAnswer)
    .where(and(eq(campaignAnswer.campaignId, id), eq(campaignAnswer.pNumber, pNumber)))
    .orderBy(desc(campaignAnswer.id))
    .limit(1)
    .all();
  return (
    latest?.answeredBy === actor.userId &&
    latest.state === answer.state &&
    latest.stateDate === answer.stateDate &&
    latest.note === answer.note &&
    Date.parse(at) - Date.parse(latest.answeredAt) < SAME_CLICK_MS
  );
}

export type Progress = Partial<Record<MemberState, number>>;

const CAMPAIGN_KEYS: SortKey[] = [
  { by: sql`${campaign.endedAt} IS NOT NULL` },
  { by: campaign.createdAt, descending: true },
  { by: campaign.id, descending: true },
];

/** What is asked for of the campaigns, the open ones first, each with how far it is. */
export function listCampaigns(db: Db, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy(CAMPAIGN_KEYS, slice);
  const rows = db
    .select({ campaign, createdByName: user.name, key: keyColumn(CAMPAIGN_KEYS) })
    .from(campaign)
    .innerJoin(user, eq(user.id, campaign.createdBy))
    .where(after)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  const progress = progressOf(
    db,
    rows.map((row) => row.campaign.id),
  );
  const total = db.select({ n: count() }).from(campaign).get()?.n ?? 0;
  return {
    rows: rows.map((row) => ({
      ...row.campaign,
      createdByName: row.createdByName,
      progress: progress(row.campaign.id),
      key: row.key,
    })),
    total,
  };
}
export type CampaignRow = Omit<ReturnType<typeof listCampaigns>['rows'][number], 'key'>;

export function findCampaign(db: Db, id: number): CampaignRow | undefined {
  const row = db
    .select({ campaign, createdByName: user.name })
    .from(campaign)
    .innerJoin(user, eq(user.id, campaign.createdBy))
    .where(eq(campaign.id, id))
    .get();
  return row && { ...row.campaign, createdByName: row.createdByName, progress: progressOf(db, [id])(id) };
}

function progressOf(db: Db, ids: readonly number[]): (id: number) => Progress {
  const rows = db
    .select({ id: campaignMember.campaignId, state: campaignMember.state, n: count() })
    .from(campaignMember)
    .where(inArray(campaignMember.campaignId, [...ids]))
    .groupBy(campaignMember.campaignId, campaignMember.state)
    .all();
  const byCampaign = Map.groupBy(rows, (row) => row.id);
  return (id) => Object.fromEntries((byCampaign.get(id) ?? []).map(({ state, n }) => [state, n]));
}

const MEMBER = {
  pNumber: pUnit.pNumber,
  name: pUnit.name,
  city: pUnit.city,
  phone: pUnit.phone,
  position: campaignMember.position,
  state: campaignMember.state,
  stateDate: campaignMember.stateDate,
  note: campaignMember.note,
};

/** What is asked for of a campaign's firms, in the order in which one calls. */
export function listMembers(
  db: Db,
  id: number,
  { state, slice }: { state?: MemberState | undefined; slice: Slice },
) {
  const { after, orderBy, limit, offset } = sliceBy([{ by: campaignMember.position }], slice);
  const where = and(
    eq(campaignMember.campaignId, id),
    state === undefined ? undefined : eq(campaignMember.state, state),
  );
  const rows = db
    .select(MEMBER)
    .from(campaignMember)
    .innerJoin(pUnit, eq(pUnit.pNumber, campaignMember.pNumber))
    .where(and(where, after))
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  return { rows, total: db.select({ n: count() }).from(campaignMember).where(where).get()?.n ?? 0 };
}
export type Member = ReturnType<typeof listMembers>['rows'][number];

export function findMember(db: Db, id: number, pNumber: number): Member | undefined {
  return db
    .select(MEMBER)
    .from(campaignMember)
    .innerJoin(pUnit, eq(pUnit.pNumber, campaignMember.pNumber))
    .where(and(eq(campaignMember.campaignId, id), eq(campaignMember.pNumber, pNumber)))
    .get();
}

/** Whom to call now: those who asked for today first, then the next on the list. */
export function nextToCall(db: Db, id: number, today: string): number | undefined {
  const first = (where: SQL | undefined, order: SQL) =>
    db
      .select({ pNumber: campaignMember.pNumber })
      .from(campaignMember)
      .innerJoin(pUnit, eq(pUnit.pNumber, campaignMember.pNumber))
      .where(
        and(
          eq(campaignMember.campaignId, id),
          isNull(pUnit.mergedInto),
          or(isNull(pUnit.endDate), sql`${pUnit.endDate} > ${today}`),
          where,
        ),
      )
      .orderBy(order)
      .limit(1)
      .get()?.pNumber;
  return (
    first(
      and(eq(campaignMember.state, 'senere'), lte(campaignMember.stateDate, today)),
      asc(campaignMember.stateDate),
    ) ?? first(eq(campaignMember.state, 'ikke_ringet'), asc(campaignMember.position))
  );
}

/** What a firm has answered before, newest first. */
export function answersOf(
  db: Db,
  id: number,
  pNumber: number,
  slice: Slice = { page: 1, pageSize: PAGE_SIZE },
) {
  const { after, orderBy, limit } = sliceBy([{ by: campaignAnswer.id, descending: true }], slice);
  return db
    .select({
      id: campaignAnswer.id,
      state: campaignAnswer.state,
      stateDate: campaignAnswer.stateDate,
      note: campaignAnswer.note,
      answeredAt: campaignAnswer.answeredAt,
      byName: user.name,
    })
    .from(campaignAnswer)
    .innerJoin(user, eq(user.id, campaignAnswer.answeredBy))
    .where(and(eq(campaignAnswer.campaignId, id), eq(campaignAnswer.pNumber, pNumber), after))
    .orderBy(...orderBy)
    .limit(limit)
    .all();
}
