import { and, eq } from 'drizzle-orm';
import { campaignMember } from '../../db/schema/campaigns.ts';
import type { Move, Tx } from './merge.ts';

type Member = typeof campaignMember.$inferSelect;

/** What a place on a campaign's list was before the merge; `kept` where both firms stood on it. */
export interface Membership {
  merged: Member;
  kept: Member | null;
}

/**
 * The merged firm's places on the lists of campaigns. Where both stand on one list, the kept firm keeps its place, and
 * takes the other's answer when it has none itself: nobody is called twice about the same.
 */
export function moveMemberships(
  tx: Tx,
  { from, to }: Move,
  moved: (campaignId: number, before: Membership) => void,
): void {
  for (const merged of tx.select().from(campaignMember).where(eq(campaignMember.pNumber, from)).all()) {
    const { campaignId, state, stateDate, note } = merged;
    const kept = tx.select().from(campaignMember).where(memberOf(campaignId, to)).get() ?? null;
    if (kept === null) tx.update(campaignMember).set({ pNumber: to }).where(memberOf(campaignId, from)).run();
    else {
      tx.delete(campaignMember).where(memberOf(campaignId, from)).run();
      if (kept.state === 'ikke_ringet')
        tx.update(campaignMember).set({ state, stateDate, note }).where(memberOf(campaignId, to)).run();
    }
    moved(campaignId, { merged, kept });
  }
}

/** Both stand as they did, but for what the kept one has answered since. */
export function moveMembershipBack(
  tx: Tx,
  campaignId: number,
  { merged, kept }: Membership,
  { from, to }: Move,
): void {
  if (kept === null) {
    tx.update(campaignMember).set({ pNumber: to }).where(memberOf(campaignId, from)).run();
    return;
  }
  tx.insert(campaignMember).values(merged).run();
  const now = tx.select().from(campaignMember).where(memberOf(campaignId, from)).get();
  const given = kept.state === 'ikke_ringet' ? merged : kept;
  const same =
    now && now.state === given.state && now.stateDate === given.stateDate && now.note === given.note;
  if (!same) return;
  const { state, stateDate, note } = kept;
  tx.update(campaignMember).set({ state, stateDate, note }).where(memberOf(campaignId, from)).run();
}

const memberOf = (campaignId: number, pNumber: number) =>
  and(eq(campaignMember.campaignId, campaignId), eq(campaignMember.pNumber, pNumber));
