import { Type } from 'typebox';
import { schedulerHealth } from './admin/heartbeat.ts';
import { notReady } from './admin/status.ts';
import type { App, AppContext } from './context.ts';
import { paths } from './paths.ts';

const Scheduler = Type.Object({ lastTick: Type.Union([Type.String(), Type.Null()]), silent: Type.Boolean() });
const Health = Type.Object({
  status: Type.String(),
  problems: Type.Optional(Type.Array(Type.String())),
  scheduler: Type.Optional(Scheduler),
});

/** Neither may be refused for being busy: a watchman who hears 503 starts a program anew that only needed a moment. */
const healthConfig = {
  access: 'public' as const,
  rateLimit: false as const,
  pressureHandler: () => undefined,
};

/** For the machine's watchman: alive, and ready to serve. Neither asks the queue: pages serve without it. */
export function healthRoutes(app: App, context: AppContext): void {
  const { db, now } = context;
  app.get(paths.livez, { config: healthConfig, schema: { response: { 200: Health } } }, async () => ({
    status: 'ok',
  }));

  app.get(
    paths.readyz,
    { config: healthConfig, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const problems = notReady(context);
      // A detail, not a problem: pages serve without a scheduler, and a restart by the watchman would help nobody else.
      const { lastTick, silent } = schedulerHealth(db, now());
      const scheduler = { lastTick, silent };
      return problems.length === 0
        ? { status: 'ok', scheduler }
        : reply.code(503).send({ status: 'ikke klar', problems, scheduler });
    },
  );
}
