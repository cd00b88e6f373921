import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { withMessage } from '../ui/messages.ts';
import { writeCalendar } from './calendar.ts';
import { closeFeed, daysOf, makeFeed, openFeed } from './feed.ts';
import { NewFeedPage } from './pages.tsx';

const config = { access: 'signed-in' as const };
/** A calendar asks now and then; somebody who guesses secrets asks all the time. */
const feedConfig = { access: 'public' as const, rateLimit: { max: 60, timeWindow: '1 minute' } };
const Params = Type.Object({ file: Type.String() });

export function feedRoutes(app: App, { db, now, today, config: { publicUrl } }: AppContext): void {
  app.post(paths.ownFeed, { config }, async (request, reply) => {
    const secret = makeFeed(db, { actor: actorOf(request), at: now().toISOString() });
    const address = `${publicUrl}${paths.feed(`${secret}.ics`)}`;
    return reply.page(NewFeedPage({ view: request.view(reply), address }));
  });

  app.post(paths.ownFeedClosed, { config }, async (request, reply) => {
    closeFeed(db, { actor: actorOf(request), at: now().toISOString() });
    return reply.redirect(withMessage(paths.own, 'kalender-lukket'), 303);
  });

  // A calendar cannot sign in: the secret in the address is the key. Wrong or revoked, it is a page that is not there.
  app.get(
    paths.feed(':file'),
    { config: feedConfig, schema: { params: Params, hide: true } },
    async (request, reply) => {
      const secret = /^([\w-]{43})\.ics$/.exec(request.params.file)?.[1];
      const userId = secret && openFeed(db, secret, now().toISOString());
      if (!userId) return sendProblem(request, reply, NOT_FOUND);
      const body = writeCalendar(daysOf(db, userId, today()), publicUrl);
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type('text/calendar; charset=utf-8').send(body);
    },
  );
}
