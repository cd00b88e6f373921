/** What sagsbehandlere have written of their citizens: what may be told, days and times, and the way through benefits. */
import { asc, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import {
  benefitPeriod,
  citizenShift,
  DISCLOSURE_TOPICS,
  type DisclosureTopic,
  disclosure,
} from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { addDays } from './dates.ts';
import { createRandom, type Random } from './random.ts';

interface Written {
  seed: number;
  /** local date */
  today: string;
  /** instant */
  at: string;
}

type Tx = Pick<Db, 'select' | 'insert'>;

export function writeCitizenWork(db: Db, written: Written): void {
  db.transaction(
    (tx) => {
      agreeOnTopics(tx, written);
      sayWhen(tx, written);
      tellOfBenefits(tx, written);
    },
    { behavior: 'immediate' },
  );
}

/** How often a citizen says yes. */
const YES: Record<DisclosureTopic, number> = {
  navn: 0.75,
  telefon: 0.45,
  cv: 0.9,
  jobmaal: 0.92,
  timer: 0.85,
  hensyn: 0.4,
  ordning: 0.6,
  dansk: 0.8,
};

/** Of those who may be shared, most have been asked; some changed their mind. */
function agreeOnTopics(tx: Tx, { seed, today }: Written): void {
  const random = createRandom(seed, 'disclosures');
  const citizens = tx
    .select({ id: citizen.id, by: citizen.caseworkerUserId, mayBeShared: citizen.mayBeShared })
    .from(citizen)
    .where(isNotNull(citizen.caseworkerUserId))
    .orderBy(asc(citizen.citizenKey))
    .all();
  for (const { id: citizenId, by, mayBeShared } of citizens) {
    if (by === null || !random.chance(mayBeShared ? 0.7 : 0.12)) continue;
    const agreedOn = addDays(today, -random.int(5, 240));
    for (const topic of DISCLOSURE_TOPICS) {
      if (random.chance(0.12)) continue;
      const may = random.chance(YES[topic]);
      const first = { citizenId, topic, recordedAt: `${agreedOn}T10:00:00.000Z`, recordedBy: by };
      if (random.chance(0.04)) {
        const changedOn = addDays(agreedOn, random.int(1, 4));
        tx.insert(disclosure)
          .values({ ...first, may: !may, agreedOn, supersededAt: `${changedOn}T09:00:00.000Z` })
          .run();
        tx.insert(disclosure)
          .values({ ...first, may, agreedOn: changedOn, recordedAt: `${changedOn}T09:00:00.000Z` })
          .run();
      } else
        tx.insert(disclosure)
          .values({ ...first, may, agreedOn })
          .run();
    }
  }
}

/** Weekdays and minutes: mornings while the children are in school, three long days, weekends, evenings. */
const WHEN: [weekdays: number[], from: number, to: number][] = [
  [[1, 2, 3, 4, 5], 8 * 60 + 30, 14 * 60],
  [[1, 2, 3, 4, 5], 7 * 60, 15 * 60],
  [[1, 3, 5], 9 * 60, 13 * 60],
  [[2, 4], 10 * 60, 15 * 60],
  [[6, 7], 8 * 60, 16 * 60],
  [[1, 2, 3, 4], 16 * 60, 20 * 60],
];

function sayWhen(tx: Tx, { seed }: Written): void {
  const random = createRandom(seed, 'citizens’ days and times');
  const citizens = tx
    .select({ id: citizen.id, workingTimes: citizen.workingTimes })
    .from(citizen)
    .where(isNotNull(citizen.caseworkerUserId))
    .orderBy(asc(citizen.citizenKey))
    .all();
  for (const { id: citizenId, workingTimes } of citizens) {
    if (!random.chance(0.18)) continue;
    const fitting = WHEN.filter(([weekdays, from]) => {
      const time = weekdays.includes(6) ? 'weekend' : from >= 16 * 60 ? 'aften' : 'dag';
      return workingTimes.includes(time);
    });
    if (fitting.length === 0) continue;
    const [weekdays, fromMinute, toMinute] = random.pick(fitting);
    tx.insert(citizenShift)
      .values(weekdays.map((weekday) => ({ citizenId, weekday, fromMinute, toMinute })))
      .run();
  }
}

/** What often comes before a group. */
const BEFORE: Record<string, string[]> = {
  kontanthjaelp_jobparat: ['dagpenge'],
  kontanthjaelp_aktivitetsparat: ['kontanthjaelp_jobparat', 'sygedagpenge'],
  uddannelse_aktivitetsparat: ['uddannelsesparat'],
  jobafklaring: ['sygedagpenge'],
  ressourceforloeb: ['jobafklaring', 'kontanthjaelp_aktivitetsparat'],
  fleksjobvisiteret: ['ressourceforloeb', 'sygedagpenge'],
  revalidering: ['sygedagpenge'],
  foertidspension: ['ressourceforloeb'],
  sygedagpenge: ['dagpenge'],
};

/** Before the stretch that the import wrote: often another group until that day, or benefit some time earlier. */
function tellOfBenefits(tx: Tx, { seed, today, at: recordedAt }: Written): void {
  const random = createRandom(seed, 'benefit periods');
  const citizens = tx
    .select({ id: citizen.id, group: citizen.targetGroup, since: citizen.benefitSince })
    .from(citizen)
    .where(isNotNull(citizen.benefitSince))
    .orderBy(asc(citizen.citizenKey))
    .all();
  for (const { id: citizenId, group, since } of citizens) {
    if (since === null || since >= today) continue;
    for (const period of drawEarlier(random, group, since)) {
      tx.insert(benefitPeriod)
        .values({ citizenId, ...period, recordedAt })
        .run();
    }
  }
}

function drawEarlier(random: Random, group: string, since: string) {
  const earlier = BEFORE[group];
  if (earlier && random.chance(0.4)) {
    const fromDate = addDays(since, -random.int(60, 900));
    return [{ targetGroup: random.pick(earlier), fromDate, untilDate: since }];
  }
  if (!random.chance(0.2)) return [];
  const untilDate = addDays(since, -random.int(30, 700));
  return [{ targetGroup: 'dagpenge', fromDate: addDays(untilDate, -random.int(40, 400)), untilDate }];
}
