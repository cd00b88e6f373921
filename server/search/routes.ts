import { render } from 'preact-render-to-string';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { namesReady } from './citizen-names.ts';
import { find } from './find.ts';
import { PaletteHits, SearchPage } from './pages.tsx';

/** One search over everything: a page, or for the command palette (header x-palette) only its answer. */
export function searchRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.search,
    { config: { access: 'signed-in' }, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const actor = actorOf(request);
      const typed = textOf(request.query, 'q');
      await namesReady(db, actor);
      const found = find(db, typed, { actor, today: today() });
      logReads(request, { db, now }, found.citizenIds, { purpose: 'soegning' });
      if (request.headers['x-palette'] === undefined)
        return reply.page(SearchPage({ view: request.view(reply), typed, found }));
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(render(PaletteHits(found)));
    },
  );
}
