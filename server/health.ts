import { statfsSync } from 'node:fs';
import { Type } from 'typebox';
import { migrationsFolder } from '../db/files.ts';
import { pendingMigrations } from '../db/migrate.ts';
import type { App, AppContext } from './context.ts';
import { paths } from './paths.ts';

const Health = Type.Object({ status: Type.String(), problems: Type.Optional(Type.Array(Type.String())) });
const LEAST_FREE_BYTES = 1_000_000_000;

/** For the machine's watchman: alive, and ready to serve. Neither asks the queue: pages serve without it. */
export function healthRoutes(app: App, { db, config }: AppContext): void {
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
      return problems.length === 0
        ? { status: 'ok' }
        : reply.code(503).send({ status: 'ikke klar', problems });
    },
  );
}
