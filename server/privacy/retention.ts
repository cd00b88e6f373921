import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, count, desc, eq, gte, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import {
  erasure,
  type Retained,
  type RetentionHold,
  retentionRule,
  retentionRun,
  rightsRequest,
} from '../../db/schema/privacy.ts';
import { sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';
import { monthsLater } from '../legal-rules/dates.ts';
import { addDays, localDate } from '../ui/dates.ts';
import { emptyLog } from './empty-log.ts';
import { eraseCitizenIn, hindrancesOf, type ListFiles } from './erase.ts';
import { erasePersonIn } from './erase-person.ts';
import { keepErasureList } from './erasure-list.ts';

export type RetentionRule = typeof retentionRule.$inferSelect;
export type RetentionRun = typeof retentionRun.$inferSelect;

/** The rule that rules on a day; undefined: nobody has decided, and nobody is erased for it. */
export function ruleFor(db: Pick<Db, 'select'>, subject: Retained, today: string): RetentionRule | undefined {
  return db
    .select()
    .from(retentionRule)
    .where(and(eq(retentionRule.subject, subject), lte(retentionRule.validFrom, today)))
    .orderBy(desc(retentionRule.validFrom), desc(retentionRule.id))
    .limit(1)
    .get();
}

export interface Due {
  id: number;
  hold: RetentionHold | null;
}

/** Citizens with whom nothing has happened for as long as the rule says; somebody on benefit or in a placement is not over. */
export function dueCitizens(
  db: Pick<Db, 'select'>,
  today: string,
  rule: Pick<RetentionRule, 'months'> | undefined = ruleFor(db, 'borger', today),
): Due[] {
  if (!rule) return [];
  const last = sql<string>`max(
    substr(${citizen.updatedAt}, 1, 10),
    coalesce(substr(${citizen.editedAt}, 1, 10), ''),
    coalesce((SELECT max(coalesce(until_date, ${FOR_EVER})) FROM benefit_period WHERE citizen_id = citizen.id AND superseded_at IS NULL), ''),
    coalesce((SELECT max(coalesce(ended_on, ends_on, ${FOR_EVER})) FROM placement WHERE citizen_id = citizen.id AND withdrawn_at IS NULL), ''),
    coalesce((SELECT max(substr(updated_at, 1, 10)) FROM formidling WHERE citizen_id = citizen.id), ''),
    coalesce((SELECT max(coalesce(closed_on, received_on)) FROM rights_request WHERE citizen_id = citizen.id), ''))`;
  const rows = db
    .select({ id: citizen.id })
    .from(citizen)
    .where(and(isNull(citizen.erasedAt), sql`${last} <= ${monthsLater(today, -rule.months)}`))
    .orderBy(citizen.id)
    .all();
  return rows.map(({ id }) => ({ id, hold: holdOf(db, id, today) }));
}

const FOR_EVER = '9999-12-31';

function holdOf(db: Pick<Db, 'select'>, id: number, today: string): RetentionHold | null {
  const open = and(eq(rightsRequest.citizenId, id), isNull(rightsRequest.closedOn));
  if (db.select({ id: rightsRequest.id }).from(rightsRequest).where(open).get()) return 'henvendelse';
  return hindrancesOf(db, id, today)[0] ?? null;
}

/** People who left their firm as long ago as the rule says. */
export function duePersons(
  db: Pick<Db, 'select'>,
  today: string,
  rule: Pick<RetentionRule, 'months'> | undefined = ruleFor(db, 'kontaktperson', today),
): number[] {
  if (!rule) return [];
  return db
    .select({ id: contactPerson.id })
    .from(contactPerson)
    .innerJoin(contactPersonVersion, eq(contactPersonVersion.personId, contactPerson.id))
    .where(
      and(
        isNull(contactPerson.erasedAt),
        isNull(contactPersonVersion.supersededAt),
        isNotNull(contactPersonVersion.leftOn),
        lte(contactPersonVersion.leftOn, monthsLater(today, -rule.months)),
      ),
    )
    .orderBy(contactPerson.id)
    .all()
    .map(({ id }) => id);
}

/** The day of the next look: today's may have been. */
export function nextNight(db: Pick<Db, 'select'>, today: string): string {
  const [last] = lastRuns(db, { page: 1, pageSize: 1 });
  return last?.finishedAt && last.onDate >= today ? addDays(today, 1) : today;
}

/** How many would go in the first night of a rule that nobody has written yet. */
export function countGoing(
  db: Pick<Db, 'select'>,
  rule: Pick<RetentionRule, 'subject' | 'months' | 'validFrom'>,
  today: string,
): number {
  const [night = today] = [rule.validFrom, nextNight(db, today)].sort().slice(-1);
  if (rule.subject === 'kontaktperson') return duePersons(db, night, rule).length;
  return dueCitizens(db, night, rule).filter(({ hold }) => hold === null).length;
}

interface Retaining {
  files: ListFiles;
  now: () => Date;
}

/**
 * The night's look: whoever's time is over goes, each in a transaction of its own, and whoever must stay is counted with the
 * reason. Killed in the midst it is run again and ends as if nothing had happened: the count is of what stands as erased.
 */
export async function runRetention(db: Db, { files, now }: Retaining): Promise<void> {
  const startedAt = now().toISOString();
  const onDate = localDate(new Date(startedAt));
  const begun = { onDate, startedAt, citizens: 0, persons: 0, kept: {} };
  db.insert(retentionRun).values(begun).onConflictDoNothing().run();
  const due = dueCitizens(db, onDate);
  for (const { id } of due.filter(({ hold }) => hold === null)) {
    db.transaction(
      (tx) => {
        // Asked again: somebody may have put them in a placement a moment ago.
        if (holdOf(tx, id, onDate) !== null) return;
        if (eraseCitizenIn(tx, db, id, { reason: 'frist', at: now().toISOString(), by: null }))
          keepErasureList(tx, files);
      },
      { behavior: 'immediate' },
    );
    await nextTurn();
  }
  for (const id of duePersons(db, onDate)) {
    db.transaction(
      (tx) => {
        if (erasePersonIn(tx, db, id, { reason: 'frist', at: now().toISOString(), by: null }))
          keepErasureList(tx, files);
      },
      { behavior: 'immediate' },
    );
    await nextTurn();
  }
  finish(db, onDate, { due, at: now().toISOString() });
  emptyLog(db, now().toISOString());
}

function finish(db: Db, onDate: string, { due, at }: { due: readonly Due[]; at: string }): void {
  const kept = countHolds(due);
  db.transaction(
    (tx) => {
      const run = tx.select().from(retentionRun).where(eq(retentionRun.onDate, onDate)).get();
      if (!run) return;
      const since = and(eq(erasure.reason, 'frist'), gte(erasure.erasedAt, run.startedAt));
      const gone = tx
        .select({ citizens: count(erasure.citizenId), persons: count(erasure.contactPersonId) })
        .from(erasure)
        .where(since)
        .get();
      tx.update(retentionRun)
        .set({ finishedAt: at, citizens: gone?.citizens ?? 0, persons: gone?.persons ?? 0, kept })
        .where(eq(retentionRun.id, run.id))
        .run();
    },
    { behavior: 'immediate' },
  );
}

/** The latest nights first. */
export function lastRuns(db: Pick<Db, 'select'>, slice: Slice): RetentionRun[] {
  const { after, orderBy, limit, offset } = sliceBy(LATEST_FIRST, slice);
  return db
    .select()
    .from(retentionRun)
    .where(after)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
}

const LATEST_FIRST = [{ by: retentionRun.onDate, descending: true }];

/** How many of those whose time is over stay, by why. */
export function countHolds(due: readonly Due[]): Partial<Record<RetentionHold, number>> {
  const held = due.flatMap(({ hold }) => hold ?? []);
  return Object.fromEntries([...Map.groupBy(held, (hold) => hold)].map(([hold, all]) => [hold, all.length]));
}

export function allRules(db: Pick<Db, 'select'>): RetentionRule[] {
  return db
    .select()
    .from(retentionRule)
    .orderBy(retentionRule.subject, desc(retentionRule.validFrom), desc(retentionRule.id))
    .all();
}
