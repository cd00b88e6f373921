/** Two years of placements: of every type, with hours that grow, follow-ups, ends, and some written down afterwards. */
import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { type PlacementEnd, placement, placementFollowUp } from '../../db/schema/placements.ts';
import { user, userRole } from '../../db/schema/users.ts';
import { takenPositions } from '../../server/job-orders/queries.ts';
import { startPlacement, type Tx, writeHours } from '../../server/placements/changes.ts';
import { dropFollowUpsAfter, rescheduleChecks } from '../../server/placements/follow-ups.ts';
import { isJob } from '../../server/placements/rules.ts';
import type { OrderType, PraktikPurpose } from '../../workers/matching/types.ts';
import { addDays } from './dates.ts';
import { createRandom, type Random } from './random.ts';
import { FOLLOW_UP_NOTES, FUNCTIONS, GOALS, GONE_NOTES, MENTORS } from './words/placements.ts';

interface Placed {
  seed: number;
  /** local date */
  today: string;
}

/** How many of each type in two years, the weeks that one lasts (null: no end is agreed), and its hours. */
const KINDS: { type: OrderType; count: number; weeks: [number, number] | null; hours: [number, number] }[] = [
  { type: 'virksomhedspraktik', count: 120, weeks: [3, 13], hours: [10, 37] },
  { type: 'loentilskud_privat', count: 48, weeks: [12, 26], hours: [20, 37] },
  { type: 'loentilskud_offentlig', count: 40, weeks: [10, 17], hours: [20, 37] },
  { type: 'nytteindsats', count: 24, weeks: [4, 13], hours: [8, 25] },
  { type: 'fleksjob', count: 46, weeks: null, hours: [3, 12] },
  { type: 'smaajob', count: 60, weeks: null, hours: [4, 12] },
  { type: 'ordinaer', count: 50, weeks: null, hours: [25, 37] },
  { type: 'voksenlaerling', count: 8, weeks: [104, 156], hours: [37, 37] },
  { type: 'elevplads', count: 6, weeks: [104, 156], hours: [37, 37] },
  { type: 'fritidsjob', count: 6, weeks: null, hours: [4, 8] },
];
const DAYS_BACK = 730;
const DAYS_AHEAD = 20;
/** What has waited for so many days somebody has seen to. */
const LONGEST_WAIT = 40;

export function placeCitizens(db: Db, { seed, today }: Placed): void {
  db.transaction(
    (tx) => {
      const random = createRandom(seed, 'placements');
      const town = readTown(tx);
      const wanted = random.shuffle(KINDS.flatMap((kind) => Array.from({ length: kind.count }, () => kind)));
      for (const kind of wanted) placeOne(tx, random, { town, kind, today });
    },
    { behavior: 'immediate' },
  );
}

type Town = ReturnType<typeof readTown>;

function readTown(tx: Tx) {
  const people = tx
    .select({ id: citizen.id, targetGroup: citizen.targetGroup })
    .from(citizen)
    .where(and(eq(citizen.protectedAddress, false), isNotNull(citizen.caseworkerUserId)))
    .orderBy(asc(citizen.citizenKey))
    .all();
  const firms = tx
    .select({ pNumber: pUnit.pNumber, ownerUserId: pUnit.ownerUserId })
    .from(pUnit)
    .where(and(isNull(pUnit.endDate), isNotNull(pUnit.ownerUserId)))
    .orderBy(asc(pUnit.pNumber))
    .all();
  const orders = tx
    .select()
    .from(jobOrder)
    .where(and(isNotNull(jobOrder.pNumber), ne(jobOrder.status, 'inaktiveret')))
    .orderBy(asc(jobOrder.orderKey))
    .all();
  const konsulenter = tx
    .select({ id: user.id })
    .from(user)
    .innerJoin(userRole, eq(userRole.userId, user.id))
    .where(eq(userRole.role, 'konsulent'))
    .orderBy(asc(user.username))
    .all()
    .map(({ id }) => id);
  return { people, firms, orders, konsulenter };
}

interface One {
  town: Town;
  kind: (typeof KINDS)[number];
  today: string;
}

function placeOne(tx: Tx, random: Random, { town, kind, today }: One): void {
  const startsOn = weekdayOf(addDays(today, random.int(-DAYS_BACK, DAYS_AHEAD)));
  const endsOn = kind.weeks && addDays(startsOn, random.int(...kind.weeks) * 7 - 3);
  const order = random.chance(0.4) ? freeOrder(tx, random, town, kind.type) : undefined;
  const firm = order
    ? { pNumber: order.pNumber ?? 0, ownerUserId: order.ownerUserId }
    : random.pick(town.firms);
  const suited = town.people.filter(({ targetGroup }) => suits(kind.type, targetGroup));
  const person = random.pick(suited.length > 0 ? suited : town.people);
  const recordedOn = recordingDay(random, startsOn, today);
  const by = firm.ownerUserId ?? random.pick(town.konsulenter);
  const signedOn = random.chance(recordedOn < startsOn ? 0.7 : 0.95) ? recordedOn : null;
  const answer = startPlacement(
    tx,
    {
      citizenId: person.id,
      pNumber: firm.pNumber,
      jobOrderId: order?.id ?? null,
      formidlingId: null,
      type: kind.type,
      purpose: kind.type === 'virksomhedspraktik' ? random.pick(PURPOSES) : null,
      jobFunction: order?.title ?? random.pick(FUNCTIONS),
      goal: random.pick(GOALS),
      startsOn,
      endsOn,
      weeklyHours: random.int(...kind.hours),
      shifts: [],
      mentorName: random.chance(0.6) ? random.pick(MENTORS) : null,
      contactPersonId: null,
      employerSignedOn: signedOn,
      representativeName: signedOn && random.pick(MENTORS),
      representativeSignedOn: signedOn,
      followUps: followUpDays(startsOn, endsOn),
      lastEmployerHere: false,
      overrideReason: 'Vurderet konkret sammen med borgeren og virksomheden.',
      formKey: null,
    },
    { at: `${recordedOn}T10:00:00.000Z`, by },
  );
  // Somebody who is taken already, or a firm that is barred: nobody is placed, as in life.
  if (answer.errors) return;
  liveOn(tx, random, { id: answer.id, kind, today, by, town });
}

const PURPOSES: PraktikPurpose[] = ['genoptraening', 'afklaring', 'opkvalificering', 'rekruttering'];

function suits(type: OrderType, targetGroup: string): boolean {
  if (type === 'fleksjob') return targetGroup === 'fleksjobvisiteret';
  if (type === 'fritidsjob') return targetGroup === 'ung_under_18';
  if (type === 'nytteindsats') return targetGroup.startsWith('kontanthjaelp');
  return targetGroup !== 'ung_under_18' && targetGroup !== 'fleksjobvisiteret';
}

/** One with room for somebody; an open order keeps a position, so that the night still has someone to match. */
function freeOrder(tx: Tx, random: Random, { orders }: Town, type: OrderType) {
  const free = orders.filter((order) => {
    const kept = order.status === 'under_behandling' ? 1 : 0;
    return order.type === type && takenPositions(tx, order.id) + kept < order.positions;
  });
  return free.length > 0 ? random.pick(free) : undefined;
}

/** A week or two before; one in twelve some weeks after. Never later than today. */
function recordingDay(random: Random, startsOn: string, today: string): string {
  const days = random.chance(0.08) ? random.int(5, 40) : random.int(-16, -2);
  const day = addDays(startsOn, days);
  return day < today ? day : today;
}

function followUpDays(startsOn: string, endsOn: string | null): string[] {
  const days = [addDays(startsOn, 15), addDays(startsOn, 57)].map(weekdayOf);
  return days.filter((day) => endsOn === null || day <= endsOn);
}

function weekdayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

interface Living {
  id: number;
  kind: One['kind'];
  today: string;
  by: number;
  town: Town;
}

function liveOn(tx: Tx, random: Random, { id, kind, today, by, town }: Living): void {
  const row = tx.select().from(placement).where(eq(placement.id, id)).get();
  if (!row) return;
  const colleague = random.pick(town.konsulenter.filter((other) => other !== by));
  const isOld = row.startsOn < addDays(today, -LONGEST_WAIT);
  if (row.employerSignedOn && (random.chance(0.93) || isOld)) {
    const approved = { approvedOn: row.employerSignedOn, approvedBy: colleague };
    tx.update(placement).set(approved).where(eq(placement.id, id)).run();
  }
  if (random.chance(0.03)) {
    withdraw(tx, random, row, by);
    return;
  }
  if (kind.type === 'fleksjob' || kind.type === 'smaajob') grow(tx, random, row, { today, by });
  end(tx, random, row, today);
  followUp(tx, random, row, { today, by });
}

type Row = typeof placement.$inferSelect;

function withdraw(tx: Tx, random: Random, row: Row, by: number): void {
  const withdrawnReason = random.pick([
    'Borgeren fandt noget andet.',
    'Virksomheden sprang fra.',
    'Oprettet ved en fejl.',
  ]);
  const withdrawn = { withdrawnAt: row.createdAt, withdrawnBy: by, withdrawnReason };
  tx.update(placement).set(withdrawn).where(eq(placement.id, row.id)).run();
}

/** Two or three hours more every few months, for those who grow. */
function grow(tx: Tx, random: Random, row: Row, { today, by }: { today: string; by: number }): void {
  let weeklyHours = random.int(4, 8);
  let fromDate = addDays(row.startsOn, random.int(50, 110));
  for (let step = random.int(0, 3); step > 0 && fromDate <= addDays(today, 45); step--) {
    weeklyHours += random.int(2, 3);
    const at = `${fromDate < today ? fromDate : today}T11:00:00.000Z`;
    writeHours(tx, row.id, { fromDate, weeklyHours: weeklyHours + 4, shifts: [] }, { at, by });
    fromDate = addDays(fromDate, random.int(60, 120));
  }
}

/** What came of it: most schemes by the agreement, some in a job. Of the latest one in ten has passed without a word. */
function end(tx: Tx, random: Random, row: Row, today: string): void {
  const endedOn = endOf(random, row, today);
  if (endedOn === null) return;
  const onTime = endedOn === row.endsOn;
  const ended = onTime ? random.pick(ENDS_ON_TIME) : random.pick(ENDS_EARLY);
  const becameOrdinary = ended.startsWith('ordinaert') ? true : random.chance(0.8) ? false : null;
  const ordinaryHours = becameOrdinary ? random.int(8, 37) : null;
  tx.update(placement)
    .set({ endedOn, ended, becameOrdinary, ordinaryHours })
    .where(eq(placement.id, row.id))
    .run();
  dropFollowUpsAfter(tx, row.id, endedOn);
  rescheduleChecks(tx, { ...row, endedOn });
}

function endOf(random: Random, row: Row, today: string): string | null {
  if (isJob(row.type)) {
    const day = addDays(row.startsOn, random.int(40, 500));
    const isWithin = row.endsOn === null || day <= row.endsOn;
    return random.chance(0.35) && day < today && isWithin ? day : null;
  }
  const isSilent = random.chance(0.1) && row.endsOn !== null && row.endsOn > addDays(today, -LONGEST_WAIT);
  if (row.endsOn === null || row.endsOn >= today || isSilent) return null;
  return random.chance(0.8) ? row.endsOn : addDays(row.startsOn, random.int(2, 15));
}

const ENDS_ON_TIME: PlacementEnd[] = [
  'efter_aftalen',
  'efter_aftalen',
  'ordinaert_job_her',
  'ordinaert_job_andetsteds',
  'anden_ordning',
];
const ENDS_EARLY: PlacementEnd[] = [
  'borgeren_stoppede',
  'virksomheden_stoppede',
  'ordinaert_job_andetsteds',
  'uddannelse',
  'andet',
];

function followUp(tx: Tx, random: Random, row: Row, { today, by }: { today: string; by: number }): void {
  const planned = tx
    .select()
    .from(placementFollowUp)
    .where(eq(placementFollowUp.placementId, row.id))
    .orderBy(asc(placementFollowUp.id))
    .all();
  const now = tx.select().from(placement).where(eq(placement.id, row.id)).get();
  const lastDay = now?.endedOn ?? now?.endsOn ?? null;
  for (const { id, kind, dueOn } of planned) {
    const isOld = dueOn < addDays(today, -LONGEST_WAIT);
    if (dueOn >= today || (random.chance(isOld ? 0.03 : 0.4) && !isOld)) continue;
    const isCheck = kind !== 'opfoelgning';
    // Who is at work here by what is written is still there; after a scheme one may be, or not.
    const wasThere = lastDay === null || lastDay >= dueOn;
    const stayed = random.chance(0.6);
    const stillThere = wasThere || (isCheck && !isJob(row.type) && stayed);
    tx.update(placementFollowUp)
      .set({
        doneOn: dueOn,
        doneBy: by,
        recordedAt: `${dueOn}T13:00:00.000Z`,
        stillThere,
        ordinaryHours: isCheck && stillThere && random.chance(0.5) ? random.int(2, 30) : null,
        note: random.pick(stillThere ? FOLLOW_UP_NOTES : GONE_NOTES),
      })
      .where(eq(placementFollowUp.id, id))
      .run();
  }
}
