/** Some of tonight's candidates set aside by the order's konsulent, as people would have done by the afternoon. */
import { asc, desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun, type SetAsideReason, setAside } from '../../db/schema/matching.ts';
import { readCitizen, readOrder } from '../../server/matching/market.ts';
import { setCandidateAside } from '../../server/matching/set-aside.ts';
import { storedResults } from '../../server/matching/stored.ts';
import { createRandom } from './random.ts';

const ORDERS = 24;
const REASONS: [SetAsideReason, weight: number, comment: string | null][] = [
  ['ordene_er_forstaaet_forkert', 5, null],
  ['rejsen_er_for_lang', 4, null],
  ['arbejdstiden_passer_ikke', 4, 'Kan ikke møde før kl. 8.'],
  ['kan_ikke_kravet', 3, null],
  ['timerne_passer_ikke', 3, null],
  ['dansk_raekker_ikke', 3, 'Skal kunne tale med kunder i telefonen.'],
  ['borgeren_siger_nej', 2, null],
  ['virksomheden_siger_nej', 2, null],
  ['andet', 1, 'Begynder på kursus i næste uge.'],
];

/** Once: a second start keeps what people have done since. */
export function setSomeAside(db: Db, { seed, today, at }: { seed: number; today: string; at: string }): void {
  if (db.select({ id: setAside.id }).from(setAside).limit(1).get()) return;
  const random = createRandom(seed, 'set aside');
  const run = db.select().from(matchRun).orderBy(desc(matchRun.id)).limit(1).get();
  if (!run) return;
  const stored = storedResults(db, run);
  const orders = db
    .select({ id: jobOrder.id, ownerUserId: pUnit.ownerUserId })
    .from(jobOrder)
    .innerJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(eq(jobOrder.status, 'under_behandling'))
    .orderBy(asc(jobOrder.orderKey))
    .all();
  for (const { id, ownerUserId } of random.sample(orders, ORDERS)) {
    const order = readOrder(db, { id }, today);
    const rows = stored(id)?.rows.slice(0, 8) ?? [];
    for (const { citizenId } of random.sample(rows, random.int(1, 2))) {
      const citizen = readCitizen(db, citizenId, today);
      const [reason, , comment] = random.weighted(REASONS, ([, weight]) => weight);
      if (!order || !citizen || ownerUserId === null) continue;
      const entry = { reason, comment, order: order.matchOrder, citizen: citizen.matchCitizen };
      setCandidateAside(db, entry, { at, by: ownerUserId });
    }
  }
}
