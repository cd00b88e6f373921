/** The boards of some sixty orders, with citizens in every stage, as the konsulenter and sagsbehandlere moved them. */
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { DISCLOSURE_TOPICS, disclosure } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { toldTopics } from '../../server/citizens/disclosure.ts';
import { type Doing, putOnBoard, takeStep } from '../../server/formidling/changes.ts';
import { checkStep, type StepDraft } from '../../server/formidling/rules.ts';
import { storedResults } from '../../server/matching/stored.ts';
import { startPlacement } from '../../server/placements/changes.ts';
import type { PlacementDraft } from '../../server/placements/draft.ts';
import { addDays } from '../../server/ui/dates.ts';
import { createRandom, type Random } from './random.ts';

const ORDERS = 60;
const MOST = 6;

interface Day {
  seed: number;
  today: string;
  at: string;
}

/** How far a card has come, how often, and with which steps; days are counted back from today. */
const WAYS: [weight: number, steps: Partial<StepDraft>[]][] = [
  [4, []],
  [4, [{ step: 'spurgt' }]],
  [2, [{ step: 'anonym_profil', comment: 'Vist ved besøget.' }, { step: 'spurgt' }]],
  [2, [{ step: 'spurgt' }, { step: 'rykket', comment: 'Lagt besked på telefonsvareren.' }]],
  [3, [{ step: 'spurgt' }, { step: 'svar', answer: 'ja' }]],
  [2, [{ step: 'spurgt' }, { step: 'svar', answer: 'nej', comment: 'Har fundet et kursus.' }]],
  [3, [{ step: 'spurgt' }, { step: 'svar', answer: 'ja' }, { step: 'delt' }]],
  [3, [{ step: 'spurgt' }, { step: 'svar', answer: 'ja' }, { step: 'delt' }, { step: 'samtale' }]],
  [
    2,
    [
      { step: 'spurgt' },
      { step: 'svar', answer: 'ja' },
      { step: 'delt' },
      { step: 'ej', ended: 'virksomhed_nej', comment: 'De valgte en med mere erfaring.' },
    ],
  ],
  [1, [{ step: 'ej', ended: 'passer_ikke', comment: 'Kan ikke møde klokken seks.' }]],
];

/** Once: a second start keeps what people have done since. */
export function fillBoards(db: Db, { seed, today, at }: Day): void {
  if (db.select({ id: formidling.id }).from(formidling).limit(1).get()) return;
  const random = createRandom(seed, 'boards');
  const run = db.select().from(matchRun).orderBy(desc(matchRun.id)).limit(1).get();
  if (!run) return;
  const stored = storedResults(db, run);
  const orders = db
    .select({ id: jobOrder.id, ownerUserId: pUnit.ownerUserId })
    .from(jobOrder)
    .innerJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(and(eq(jobOrder.status, 'under_behandling'), isNull(pUnit.endDate)))
    .orderBy(asc(jobOrder.orderKey))
    .all();
  for (const { id, ownerUserId } of random.sample(orders, ORDERS)) {
    if (ownerUserId === null) continue;
    const rows = stored(id)?.rows.slice(0, 12) ?? [];
    for (const { citizenId } of random.sample(rows, random.int(1, MOST)))
      walk(db, random, { orderId: id, citizenId, ownerUserId, today, at });
  }
}

interface Walk {
  orderId: number;
  citizenId: number;
  ownerUserId: number;
  today: string;
  at: string;
}

function walk(db: Db, random: Random, { orderId, citizenId, ownerUserId, today, at }: Walk): void {
  const [, steps] = random.weighted(WAYS, ([weight]) => weight);
  const person = db
    .select({ caseworkerUserId: citizen.caseworkerUserId })
    .from(citizen)
    .where(eq(citizen.id, citizenId))
    .get();
  const theirs = person?.caseworkerUserId ?? ownerUserId;
  let daysAgo = steps.length + random.int(1, 6);
  const doing = (by: number): Doing => ({ at: `${addDays(today, -daysAgo)}${at.slice(10)}`, by, today });
  const put = putOnBoard(db, { orderId, citizenId, comment: null }, doing(ownerUserId));
  if (put.outcome !== 'saved') return;
  let version = 1;
  for (const wanted of steps) {
    daysAgo--;
    if (wanted.step === 'delt') agreeOn(db, random, citizenId, { at: doing(theirs).at, by: theirs });
    const draft = {
      step: '',
      comment: null,
      answerBy: addDays(today, 3 - daysAgo),
      answer: '',
      topics: [...toldTopics(db, citizenId)],
      interviewOn: addDays(today, random.int(-2, 6)),
      ended: '',
      ...wanted,
    };
    const { checked } = checkStep(draft, addDays(today, -daysAgo));
    const by = wanted.step === 'svar' ? theirs : ownerUserId;
    if (!checked || takeStep(db, { id: put.id, version, step: checked }, doing(by)).outcome !== 'saved')
      return;
    version++;
  }
  if (steps.at(-1)?.step === 'samtale' && random.chance(0.4))
    // Today, after the run that proposed them: before it, they would have been kept out.
    start(db, { orderId, citizenId, formidlingId: put.id }, { at, by: ownerUserId, today });
}

interface Began {
  orderId: number;
  citizenId: number;
  formidlingId: number;
}

/** One who was at an interview begins; where the rules or the order's positions say no, the card stays. */
function start(db: Db, { orderId, citizenId, formidlingId }: Began, { at, by, today }: Doing): void {
  const order = db.select().from(jobOrder).where(eq(jobOrder.id, orderId)).get();
  if (!order?.pNumber) return;
  const draft: PlacementDraft = {
    citizenId,
    pNumber: order.pNumber,
    jobOrderId: orderId,
    formidlingId,
    type: order.type,
    purpose: order.purpose,
    jobFunction: order.title,
    goal: null,
    startsOn: addDays(today, 3),
    endsOn: order.type === 'ordinaer' ? null : addDays(today, 59),
    weeklyHours: order.hoursMin || 15,
    shifts: [],
    mentorName: null,
    contactPersonId: null,
    employerSignedOn: null,
    representativeName: null,
    representativeSignedOn: null,
    followUps: [],
    lastEmployerHere: false,
    overrideReason: null,
    formKey: null,
  };
  db.transaction((tx) => startPlacement(tx, draft, { at, by }), { behavior: 'immediate' });
}

/** What the citizen lets employers be told: most of it, the name always; what has been agreed stands. */
function agreeOn(db: Db, random: Random, citizenId: number, { at, by }: { at: string; by: number }): void {
  if (toldTopics(db, citizenId).size > 0) return;
  for (const topic of DISCLOSURE_TOPICS) {
    const may = topic === 'navn' || random.chance(0.7);
    db.insert(disclosure)
      .values({ citizenId, topic, may, agreedOn: at.slice(0, 10), recordedAt: at, recordedBy: by })
      .onConflictDoNothing()
      .run();
  }
}
