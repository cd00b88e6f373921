import { desc, eq, like } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchRun, type RunStatus } from '../../db/schema/matching.ts';
import { type Heartbeat, heartbeat } from '../../db/schema/settings.ts';

/** The scheduler looks after its work every minute: so many without a sign, and it is silent. */
const SILENT_AFTER_MS = 5 * 60_000;

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
  return {
    lastTick: tick?.at ?? null,
    silent: !tick || now.getTime() - Date.parse(tick.at) > SILENT_AFTER_MS,
    lastNight: lastNight ?? null,
  };
}
