import { desc, eq, like } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchRun, type RunStatus } from '../../db/schema/matching.ts';
import { type Heartbeat, heartbeat } from '../../db/schema/settings.ts';
import { unsentWork } from '../matching/outbox.ts';

/** The scheduler looks after its work twice a minute: so many without a sign, and it is silent. */
const SILENT_AFTER_MS = 5 * 60_000;
/** The queue is given its work within seconds: what is still here after so long, it does not take. */
const STUCK_AFTER_MS = 2 * 60_000;

/** This part of the program is at work. */
export function beat(db: Db, name: Heartbeat, now: Date): void {
  const row = { name, at: now.toISOString() };
  db.insert(heartbeat).values(row).onConflictDoUpdate({ target: heartbeat.name, set: row }).run();
}

export interface SchedulerHealth {
  /** the last sign (UTC); null: never */
  lastTick: string | null;
  /** nothing that should happen by itself will happen */
  silent: boolean;
  /** since when the oldest work has waited for a queue that does not take it (UTC); null: nothing waits */
  stuckSince: string | null;
  lastNight: { id: number; plannedAt: string; status: RunStatus } | null;
}

/** Whether somebody minds the clock, and what came of the latest night. */
export function schedulerHealth(db: Db, now: Date): SchedulerHealth {
  const tick = db.select().from(heartbeat).where(eq(heartbeat.name, 'planlaegger')).get();
  const lastNight = db
    .select({ id: matchRun.id, plannedAt: matchRun.plannedAt, status: matchRun.status })
    .from(matchRun)
    .where(like(matchRun.runKey, 'nat:%'))
    .orderBy(desc(matchRun.plannedAt))
    .limit(1)
    .get();
  const oldest = unsentWork(db).find(({ topic }) => topic === 'match-score')?.createdAt;
  return {
    lastTick: tick?.at ?? null,
    silent: !tick || now.getTime() - Date.parse(tick.at) > SILENT_AFTER_MS,
    stuckSince: oldest && now.getTime() - Date.parse(oldest) > STUCK_AFTER_MS ? oldest : null,
    lastNight: lastNight ?? null,
  };
}
