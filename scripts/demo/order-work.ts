/** What happens around the orders: days and times, leads, answers to employers, templates, full-time years. */
import { and, asc, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { merbeskaeftigelse, ordinaryStaff } from '../../db/schema/capacity.ts';
import { headcount, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { EMPLOYER_ANSWERS, employerAnswer, jobOrderShift, lead } from '../../db/schema/order-work.ts';
import { staffMonths } from '../../server/capacity/queries.ts';
import { firstAnswerDueFor } from '../../server/employer-answers/due.ts';
import { draftText } from '../../server/employer-answers/words.ts';
import { findOrder } from '../../server/job-orders/queries.ts';
import { saveTemplate } from '../../server/job-orders/templates.ts';
import { addDays } from './dates.ts';
import { createRandom } from './random.ts';
import { LEADS } from './words/leads.ts';

interface Written {
  seed: number;
  /** local date */
  today: string;
  /** instant */
  at: string;
}

type Tx = Pick<Db, 'select' | 'insert' | 'update'>;

export function writeOrderWork(db: Db, written: Written): void {
  db.transaction(
    (tx) => {
      setTimes(tx, written);
      answerEmployers(tx, written);
      noteLeads(tx, written);
      tellStaff(tx, written);
    },
    { behavior: 'immediate' },
  );
  saveTemplates(db, written);
}

/** Open orders with a place of work and somebody who answers for them. */
function openOrders(tx: Pick<Db, 'select'>) {
  return tx
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      pNumber: pUnit.pNumber,
      hoursMax: jobOrder.hoursMax,
      by: pUnit.ownerUserId,
    })
    .from(jobOrder)
    .innerJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(and(eq(jobOrder.status, 'under_behandling'), isNotNull(pUnit.ownerUserId)))
    .orderBy(asc(jobOrder.orderKey))
    .all();
}

/** As many days of at most seven and a half hours as the order's hours need; some of the short ones in the evening. */
function setTimes(tx: Tx, { seed }: Written): void {
  const random = createRandom(seed, 'shifts');
  for (const { id, hoursMax } of openOrders(tx)) {
    if (hoursMax === null || hoursMax < 2 || !random.chance(0.4)) continue;
    const days = Math.min(5, Math.ceil(hoursMax / 7.5));
    const minutes = Math.round((hoursMax / days) * 4) * 15;
    const fromMinute = minutes <= 300 && random.chance(0.3) ? 16 * 60 : random.int(12, 16) * 30;
    for (let weekday = 1; weekday <= days; weekday++)
      tx.insert(jobOrderShift)
        .values({ jobOrderId: id, weekday, fromMinute, toMinute: fromMinute + minutes })
        .run();
  }
}

const PROMISES = 36;
const HOUR = 3_600_000;

/** Some came these days: most employers have had an answer, a few wait, and one or two wait too long. */
function answerEmployers(tx: Tx, { seed, at }: Written): void {
  const random = createRandom(seed, 'answers');
  for (const { id, title, by } of random.sample(openOrders(tx), PROMISES)) {
    const came = new Date(Date.parse(at) - random.int(1, 60) * HOUR).toISOString();
    tx.update(jobOrder)
      .set({ firstAnswerDue: firstAnswerDueFor(tx, came) })
      .where(eq(jobOrder.id, id))
      .run();
    if (by === null || !random.chance(0.65)) continue;
    const answer = random.pick(EMPLOYER_ANSWERS);
    const text = draftText(answer, {
      title,
      name: 'Virksomhedskonsulenten',
      unitName: 'Virksomhedsindgangen',
      municipalityName: 'Albertslund Kommune',
    });
    const answeredAt = new Date(Date.parse(at) - random.int(0, 40) * HOUR);
    tx.insert(employerAnswer)
      .values({
        jobOrderId: id,
        answer,
        text,
        answeredAt: answeredAt.toISOString() < came ? at : answeredAt.toISOString(),
        answeredBy: by,
      })
      .run();
  }
}

const LEAD_COUNT = 48;

function noteLeads(tx: Tx, { seed, today, at }: Written): void {
  const random = createRandom(seed, 'leads');
  for (const { pNumber, by } of random.sample(ownedFirms(tx), LEAD_COUNT)) {
    if (by === null) continue;
    const ended = random.chance(0.25) ? random.pick(['intet_behov', 'fandt_selv'] as const) : null;
    tx.insert(lead)
      .values({
        ...random.pick(LEADS),
        pNumber,
        positions: random.chance(0.6) ? random.int(1, 3) : null,
        weeklyHours: random.chance(0.4) ? random.int(2, 12) * 2.5 : null,
        likelyFrom: random.chance(0.5) ? addDays(today, random.int(14, 120)) : null,
        followUpOn: addDays(today, random.int(-4, 28)),
        ownerUserId: by,
        ended,
        endedAt: ended && at,
        endedBy: ended && by,
        version: 1,
        createdAt: new Date(Date.parse(at) - random.int(5, 60) * 24 * HOUR).toISOString(),
        createdBy: by,
        updatedAt: at,
      })
      .run();
  }
}

function ownedFirms(tx: Pick<Db, 'select'>) {
  return tx
    .select({ pNumber: pUnit.pNumber, cvr: pUnit.cvr, by: pUnit.ownerUserId })
    .from(pUnit)
    .where(and(isNotNull(pUnit.ownerUserId), isNull(pUnit.endDate)))
    .orderBy(asc(pUnit.pNumber))
    .all();
}

const TOLD = 160;

/** Firms that have said how many they are, a little below the heads; most for all the months that are asked about. */
function tellStaff(tx: Tx, { seed, today, at }: Written): void {
  const random = createRandom(seed, 'ordinary staff');
  const months = staffMonths(tx, today);
  const told = new Set<number>();
  for (const { pNumber, cvr, by } of random.sample(ownedFirms(tx), TOLD)) {
    const heads = tx
      .select({ count: headcount.count })
      .from(headcount)
      .where(and(eq(headcount.pNumber, pNumber), isNotNull(headcount.count), isNull(headcount.supersededAt)))
      .orderBy(desc(headcount.validFrom))
      .get()?.count;
    if (by === null || !heads) continue;
    const years = Math.max(0.5, Math.round(heads * 0.85 * 2) / 2);
    for (const month of random.chance(0.85) ? months : months.slice(1))
      tx.insert(ordinaryStaff)
        .values({
          pNumber,
          month,
          fullTimeYears: Math.max(0, years + random.int(-1, 1) * 0.5),
          source: 'virksomheden',
          recordedAt: at,
          recordedBy: by,
        })
        .run();
    if (told.has(cvr) || !random.chance(0.4)) continue;
    told.add(cvr);
    tx.insert(merbeskaeftigelse)
      .values({
        cvr,
        askedOn: addDays(today, -random.int(3, 60)),
        latestYears: years,
        averageYears: Math.max(0, years + random.int(-2, 1) * 0.5),
        vacated: random.chance(0.1),
        recordedAt: at,
        recordedBy: by,
      })
      .run();
  }
}

const TEMPLATES = 14;

function saveTemplates(db: Db, { seed, today, at }: Written): void {
  const random = createRandom(seed, 'templates');
  for (const { id, title, by } of random.sample(openOrders(db), TEMPLATES)) {
    const details = findOrder(db, id, today);
    if (details && by !== null) saveTemplate(db, { details, name: title }, { at, by });
  }
}
