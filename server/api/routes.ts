import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import type { Document } from './document.ts';
import { guideOf } from './guide.ts';
import { ApiGuidePage } from './pages.tsx';

const config = { access: 'signed-in' as const };

/** What the program offers other programs: for machines, and to read. */
export function documentRoutes(app: App, { config: { publicUrl } }: AppContext): void {
  app.get(paths.openApi, { config, schema: { hide: true } }, () => app.swagger());

  app.get(paths.apiGuide, { config }, async (request, reply) => {
    const features = guideOf(app.swagger() as Document);
    return reply.page(ApiGuidePage({ view: request.view(reply), features, publicUrl }));
  });
}
