import { statfsSync } from 'node:fs';
import { Type } from 'typebox';
import { migrationsFolder } from '../db/files.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { schedulerHealth } from './admin/heartbeat.ts';
import type { App, AppContext } from './context.ts';
import { paths } from './paths.ts';

const Scheduler = Type.Object({ lastTick: Type.Union([Type.String(), Type.Null()]), silent: Type.Boolean() });
const Health = Type.Object({
  status: Type.String(),
  problems: Type.Optional(Type.Array(Type.String())),
  scheduler: Type.Optional(Scheduler),
});
const LEAST_FREE_BYTES = 1_000_000_000;

/** For the machine's watchman: alive, and ready to serve. Neither asks the queue: pages serve without it. */
export function healthRoutes(app: App, { db, config, now }: AppContext): void {
  app.get(paths.livez, { config: { access: 'public' }, schema: { response: { 200: Health } } }, async () => ({
    status: 'ok',
  }));

  app.get(
    paths.readyz,
    { config: { access: 'public' }, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const problems: string[] = [];
      if (db.$client.pragma('quick_check(1)', { simple: true }) !== 'ok')
        problems.push('databasen er beskadiget');
      if (pendingMigrations(db.$client, migrationsFolder).length > 0)
        problems.push('databasen mangler migreringer');
      const disk = statfsSync(config.files.root);
      if (disk.bavail * disk.bsize < LEAST_FREE_BYTES) problems.push('under 1 GB ledig plads');
      // A detail, not a problem: pages serve without a scheduler, and a restart by the watchman would help nobody else.
      const { lastTick, silent } = schedulerHealth(db, now());
      const scheduler = { lastTick, silent };
      return problems.length === 0
        ? { status: 'ok', scheduler }
        : reply.code(503).send({ status: 'ikke klar', problems, scheduler });
    },
  );
}
