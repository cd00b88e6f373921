/** What people have decided beside the files: the considerations of plan 2018, and three barred firms. */
import { asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { type BarKind, companyBar, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import type { FunctionalNeed, OrderType, PraktikPurpose } from '../../workers/matching/types.ts';
import { addDays } from './dates.ts';
import { createRandom, type Random } from './random.ts';

interface Decided {
  seed: number;
  /** local date */
  today: string;
  /** instant */
  at: string;
}

export function decideConsiderations(db: Db, decided: Decided): void {
  db.transaction(
    (tx) => {
      decideOrders(tx, decided);
      decidePurposes(tx, decided);
      barFirms(tx, decided);
    },
    { behavior: 'immediate' },
  );
}

type Tx = Pick<Db, 'select' | 'selectDistinct' | 'insert' | 'update'>;

/** Shares of ja and of nej; the rest has not been asked. */
const FOLLOW_UP: Partial<Record<OrderType, [yes: number, no: number]>> = {
  virksomhedspraktik: [0.6, 0.08],
  loentilskud_privat: [0.5, 0.1],
  loentilskud_offentlig: [0.5, 0.1],
  nytteindsats: [0.4, 0.1],
  fleksjob: [0.45, 0.1],
};
const LEADS_TO_JOB: Partial<Record<OrderType, [yes: number, no: number]>> = {
  virksomhedspraktik: [0.35, 0.2],
  loentilskud_privat: [0.5, 0.12],
  loentilskud_offentlig: [0.2, 0.3],
  smaajob: [0.35, 0.15],
  fleksjob: [0.3, 0.15],
};
/** Where the title tells of conditions that nobody can take away. */
const UNAVOIDABLE: [RegExp, FunctionalNeed][] = [
  [/flyt|lager|murer|anlæg|jord|brolæg|stillads|renovation/i, 'ingen_tunge_loeft'],
  [/produktion|maskin|industri|køkken|opvask|pakkeri/i, 'rolige_omgivelser'],
  [/chauffør|vagt|tjener|butik|kasse/i, 'fleksibel_arbejdstid'],
];

function decideOrders(tx: Tx, { seed }: Decided): void {
  const random = createRandom(seed, 'considerations of orders');
  for (const order of tx.select().from(jobOrder).orderBy(asc(jobOrder.orderKey)).all()) {
    const cannot = UNAVOIDABLE.filter(([word]) => word.test(order.title)).map(([, need]) => need);
    const unavoidable = cannot.filter((need) => !order.offers.includes(need) && random.chance(0.4));
    const followUp = drawAnswer(random, FOLLOW_UP[order.type] ?? [0.12, 0.04]);
    const leadsToJob = drawAnswer(random, LEADS_TO_JOB[order.type] ?? [0, 0]);
    tx.update(jobOrder).set({ unavoidable, followUp, leadsToJob }).where(eq(jobOrder.id, order.id)).run();
  }
}

function drawAnswer(random: Random, [yes, no]: [number, number]): boolean | null {
  const drawn = random.next();
  if (drawn < yes) return true;
  return drawn < yes + no ? false : null;
}

const FAR_FROM_WORK: string[] = [
  'kontanthjaelp_aktivitetsparat',
  'uddannelse_aktivitetsparat',
  'selvforsoergende_aktivitetsparat',
  'ressourceforloeb',
  'foertidspension',
];
const ON_SICK_LEAVE: string[] = ['sygedagpenge', 'jobafklaring'];

function decidePurposes(tx: Tx, { seed }: Decided): void {
  const random = createRandom(seed, 'considerations of citizens');
  const citizens = tx
    .select({ id: citizen.id, targetGroup: citizen.targetGroup })
    .from(citizen)
    .orderBy(asc(citizen.citizenKey))
    .all();
  for (const { id, targetGroup } of citizens) {
    const purpose = drawPurpose(random, targetGroup);
    if (purpose) tx.update(citizen).set({ purpose }).where(eq(citizen.id, id)).run();
  }
}

function drawPurpose(random: Random, group: string): PraktikPurpose | null {
  if (random.chance(0.45)) return null;
  if (ON_SICK_LEAVE.includes(group)) return random.pick(['genoptraening', 'genoptraening', 'afklaring']);
  if (FAR_FROM_WORK.includes(group)) return random.pick(['afklaring', 'afklaring', 'opkvalificering']);
  return random.pick(['rekruttering', 'rekruttering', 'opkvalificering']);
}

const BARS: { kind: BarKind; reason: string; since: number; days: number | null }[] = [
  {
    kind: 'blokade',
    reason: 'Varslet af fagforeningen: der er ikke tegnet overenskomst.',
    since: 9,
    days: null,
  },
  { kind: 'konflikt', reason: 'Strejke på arbejdsstedet; ventes afsluttet.', since: 3, days: 18 },
  {
    kind: 'spaerret',
    reason: 'To praktikanter har udført ordinært arbejde uden aftale. Møde med virksomheden afventer.',
    since: 40,
    days: null,
  },
];

/** Firms with an open order each, so that the order shows why it gets no candidates. */
function barFirms(tx: Tx, { seed, today, at }: Decided): void {
  const random = createRandom(seed, 'barred firms');
  const firms = tx
    .selectDistinct({ pNumber: pUnit.pNumber, ownerUserId: pUnit.ownerUserId })
    .from(pUnit)
    .innerJoin(jobOrder, eq(jobOrder.pNumber, pUnit.pNumber))
    .where(isNull(pUnit.endDate))
    .orderBy(asc(pUnit.pNumber))
    .all()
    .flatMap(({ pNumber, ownerUserId }) => (ownerUserId === null ? [] : [{ pNumber, ownerUserId }]));
  for (const [index, { pNumber, ownerUserId }] of random.sample(firms, BARS.length).entries()) {
    const bar = BARS[index];
    if (!bar) continue;
    const fromDate = addDays(today, -bar.since);
    const untilDate = bar.days === null ? null : addDays(fromDate, bar.days);
    const { kind, reason } = bar;
    tx.insert(companyBar)
      .values({ pNumber, kind, reason, fromDate, untilDate, recordedAt: at, recordedBy: ownerUserId })
      .run();
  }
}
