import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { feedOf } from './feed.ts';
import { OwnPage, ShortcutsPage } from './pages.tsx';
import { setSingleKeys } from './queries.ts';

const config = { access: 'signed-in' as const };

/** What each user decides for oneself. */
export function ownRoutes(app: App, { db }: AppContext): void {
  app.get(paths.own, { config }, async (request, reply) =>
    reply.page(OwnPage({ view: request.view(reply), feed: feedOf(db, actorOf(request).userId) })),
  );

  app.get(paths.shortcuts, { config }, async (request, reply) =>
    reply.page(ShortcutsPage({ view: request.view(reply) })),
  );

  app.post(paths.ownShortcuts, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    setSingleKeys(db, actorOf(request).userId, textOf(request.body, 'genveje') === 'til');
    return reply.redirect(withMessage(paths.own, 'genveje-gemt'), 303);
  });
}
