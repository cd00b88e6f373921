import type { Db } from '../db/client.ts';
import { formidling } from '../db/schema/formidling.ts';
import { jobOrder, jobOrderStatus } from '../db/schema/job-orders.ts';
import { placement, placementFollowUp, placementHours } from '../db/schema/placements.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const CVR = 12_345_674;
export const QUARTER = 'fra=2026-10-01&til=2026-12-31';

/** A firm, a konsulent (1) and a leder, on 22 November 2026. */
export async function openReportTown(now = '2026-11-22T09:00:00Z') {
  const town = await openTestApp(now);
  addFirm(town.db, { name: 'Lageret', fields: { branchCode: '462100', postcode: '2620' } });
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'lis', ['leder']);
  return { ...town, hanne: await signIn(town.app, 'hanne'), lis: await signIn(town.app, 'lis') };
}

type NewPlacement = Partial<typeof placement.$inferInsert> & {
  citizenId: number;
  startsOn: string;
  /** [from, hours a week] */
  hours?: [string, number][];
};

/** A placement as it would stand: a småjob at the firm, unless the test says otherwise. */
export function addPlacement(db: Db, { hours = [], ...own }: NewPlacement): number {
  const at = `${own.startsOn}T09:00:00.000Z`;
  const { id } = db
    .insert(placement)
    .values({
      pNumber: P,
      cvr: CVR,
      type: 'smaajob',
      jobFunction: 'Butik',
      version: 1,
      createdAt: at,
      createdBy: 1,
      updatedAt: at,
      ...own,
    })
    .returning({ id: placement.id })
    .get();
  for (const [fromDate, weeklyHours] of hours) {
    db.insert(placementHours)
      .values({ placementId: id, fromDate, weeklyHours, recordedAt: at, recordedBy: 1 })
      .run();
  }
  return id;
}

export function addCheck(
  db: Db,
  placementId: number,
  own: Partial<typeof placementFollowUp.$inferInsert> & { dueOn: string },
): void {
  const doneBy = own.doneOn ? 1 : null;
  db.insert(placementFollowUp)
    .values({ placementId, kind: 'uge_13', doneBy, ...own })
    .run();
}

/** An order received at an instant, with the statuses that it got later. */
export function addOrder(
  db: Db,
  {
    statuses = [],
    ...own
  }: Partial<typeof jobOrder.$inferInsert> & {
    createdAt: string;
    statuses?: [at: string, status: (typeof jobOrder.$inferInsert)['status']][];
  },
): number {
  const { id } = db
    .insert(jobOrder)
    .values({
      orderKey: `O-${own.createdAt}-${own.title ?? ''}`,
      pNumber: P,
      cvr: CVR,
      type: 'ordinaer',
      title: 'Lagermedarbejder',
      description: 'Pluk og pak',
      positions: 1,
      workingTimes: [],
      allWorkingTimes: false,
      offers: [],
      status: statuses.at(-1)?.[1] ?? 'under_behandling',
      version: 1,
      updatedAt: own.createdAt,
      ...own,
    })
    .returning({ id: jobOrder.id })
    .get();
  for (const [changedAt, status] of [[own.createdAt, 'under_behandling'] as const, ...statuses])
    db.insert(jobOrderStatus).values({ jobOrderId: id, status, comment: 'Aftalt', changedAt }).run();
  return id;
}

/** A citizen whose name was given to the employer of an order at an instant. */
export function addShared(db: Db, jobOrderId: number, citizenId: number, sharedAt: string): number {
  return db
    .insert(formidling)
    .values({
      jobOrderId,
      citizenId,
      stage: 'delt',
      askedAt: sharedAt,
      answerBy: sharedAt.slice(0, 10),
      answer: 'ja',
      answeredAt: sharedAt,
      sharedAt,
      version: 1,
      createdAt: sharedAt,
      createdBy: 1,
      updatedAt: sharedAt,
    })
    .returning({ id: formidling.id })
    .get().id;
}

/** The cells of a line of a table on the page, without tags. */
export function cellsOf(body: string, text: string): string[] {
  const row = body.split('<tr>').find((part) => part.includes(text)) ?? '';
  return (row.split('</tr>')[0] ?? '')
    .split('</td>')
    .map((cell) => cell.replace(/<[^>]*>/g, '').trim())
    .filter(Boolean);
}
