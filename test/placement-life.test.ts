import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { placement, placementHours } from '../db/schema/placements.ts';
import { readSettings } from '../server/admin/queries.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { hoursOf } from '../server/placements/collision-errors.ts';
import { hoursOn } from '../server/placements/collisions.ts';
import { statusDay, statusSql } from '../server/placements/conditions.ts';
import {
  changeHours,
  endPlacement,
  extendPlacement,
  reopenPlacement,
  withdrawPlacement,
} from '../server/placements/course.ts';
import { demandsOf, lastDayOf, PLACEMENT_STATUSES, statusOf } from '../server/placements/rules.ts';
import { approvePlacement, signPlacement } from '../server/placements/signing.ts';
import { addDays } from '../server/ui/dates.ts';
import { addUser } from './app.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';
import { draftOf } from './placement-builders.ts';

const FIRMS = [1_020_000_001, 1_020_000_002];
const FIRST = '2026-01-01';
const AT = '2026-11-22T09:00:00.000Z';

const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(FIRST, days * 5));
const hours = fc.constantFrom(5, 18, 19, 36.5, 37, 40);
const which = fc.nat(20);

const step = fc.oneof(
  fc.record({
    verb: fc.constant('start' as const),
    type: fc.constantFrom('smaajob', 'ordinaer', 'fleksjob', 'virksomhedspraktik', 'loentilskud_privat'),
    startsOn: day,
    days: fc.option(fc.integer({ min: 0, max: 90 }), { nil: null }),
    weeklyHours: hours,
    pNumber: fc.constantFrom(...FIRMS),
    jobFunction: fc.constantFrom('Lager', 'Køkken', 'Butik'),
    times: fc.option(fc.constantFrom(['06:00', '14:00'], ['14:00', '22:00'], ['22:00', '06:00']), {
      nil: null,
    }),
  }),
  fc.record({ verb: fc.constant('hours' as const), which, fromDate: day, weeklyHours: hours }),
  fc.record({ verb: fc.constant('extend' as const), which, endsOn: day }),
  fc.record({ verb: fc.constant('end' as const), which, endedOn: day }),
  fc.record({ verb: fc.constant('reopen' as const), which }),
  fc.record({ verb: fc.constant('withdraw' as const), which }),
  fc.record({ verb: fc.constant('sign' as const), which }),
  fc.record({ verb: fc.constant('approve' as const), which }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

test('i hvilken rækkefølge det end sker: aldrig to på fuld tid, altid præcis én status', async () => {
  const db = openTestDb();
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  const nils = await addUser(db, 'nils', ['konsulent']);
  for (const pNumber of FIRMS) addFirm(db, { pNumber, name: `Firma ${pNumber}` });
  let key = 0;
  let started = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), fc.nat(60), (steps, seenOn) => {
      key += 1;
      const citizenId = addCitizen(db, { citizenKey: `B${key}` });
      for (const each of steps) take(db, citizenId, each, { hanne, nils });
      const rows = db.select().from(placement).where(eq(placement.citizenId, citizenId)).all();
      started += rows.length;
      expectNeverTwiceFullTime(db, rows);
      expectOneStatus(db, rows, addDays(FIRST, seenOn * 5));
    }),
    { numRuns: 150 },
  );
  expect(started).toBeGreaterThan(60);
  db.$client.close();
});

function take(db: Db, citizenId: number, step: Step, { hanne, nils }: { hanne: number; nils: number }): void {
  const doer = { at: AT, by: hanne };
  if (step.verb === 'start') {
    const { startsOn, days, times, verb: _verb, ...rest } = step;
    const [from = '', to = ''] = times ?? [];
    const draft = draftOf({
      ...rest,
      citizenId,
      startsOn,
      endsOn: days === null ? null : addDays(startsOn, days),
      shifts: times ? [{ weekdays: [1, 2, 3, 4, 5], from, to }] : [],
      overrideReason: 'Prøvet af.',
    });
    db.transaction((tx) => startPlacement(tx, draft, doer), { behavior: 'immediate' });
    return;
  }
  const rows = db.select().from(placement).where(eq(placement.citizenId, citizenId)).all();
  const row = rows[step.which % Math.max(rows.length, 1)];
  if (!row) return;
  switch (step.verb) {
    case 'hours':
      changeHours(db, row, { ...step, shifts: [], overrideReason: 'Aftalt.' }, doer);
      return;
    case 'extend':
      extendPlacement(db, row, { endsOn: step.endsOn, reason: 'Mere tid.', overrideReason: 'Aftalt.' }, doer);
      return;
    case 'end': {
      const end = { endedOn: step.endedOn, ended: 'andet', becameOrdinary: null, ordinaryHours: null };
      endPlacement(db, row, end, doer);
      return;
    }
    case 'reopen':
      reopenPlacement(db, row, doer);
      return;
    case 'withdraw':
      withdrawPlacement(db, row, 'Blev ikke til noget.', doer);
      return;
    case 'sign':
      signPlacement(
        db,
        row,
        { employerSignedOn: FIRST, representativeName: 'Tove', representativeSignedOn: FIRST },
        doer,
      );
      return;
    case 'approve':
      approvePlacement(db, row, { at: AT, by: nils });
  }
}

type Row = typeof placement.$inferSelect;

/** Asked of the rows alone, day by day, without the rule that kept them apart. */
function expectNeverTwiceFullTime(db: Db, rows: Row[]): void {
  const standing = rows.filter(({ withdrawnAt }) => withdrawnAt === null);
  const steps = hoursOf(
    db,
    standing.map(({ id }) => id),
  );
  for (let days = 0; days <= 400; days++) {
    const date = addDays(FIRST, days);
    const fullTime = standing.filter((row) => {
      const lastDay = lastDayOf(row);
      if (row.startsOn > date || (lastDay !== null && lastDay < date)) return false;
      return hoursOn({ hours: steps.get(row.id) ?? [] }, date).weeklyHours >= 37;
    });
    expect(fullTime.length, date).toBeLessThanOrEqual(1);
  }
}

function expectOneStatus(db: Db, rows: Row[], today: string): void {
  const settings = readSettings(db);
  for (const row of rows) {
    const inDatabase = db
      .select({ status: sql<string>`${statusSql(statusDay(settings, today))}` })
      .from(placement)
      .where(eq(placement.id, row.id))
      .get();
    const status = statusOf(row, demandsOf(row.type, settings), {
      today,
      warningDays: settings.placementWarningDays,
    });
    expect(PLACEMENT_STATUSES.filter((one) => one === status)).toHaveLength(1);
    expect(inDatabase?.status).toBe(status);
    const first = db.select().from(placementHours).where(eq(placementHours.placementId, row.id)).all();
    expect(first.some(({ fromDate }) => fromDate === row.startsOn)).toBe(true);
  }
}
