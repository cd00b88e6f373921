import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { projectRoot } from '../db/files.ts';
import type { App } from './context.ts';
import { paths } from './paths.ts';

const FOLDERS: Readonly<Record<string, string>> = {
  dkfds: path.join(projectRoot, 'node_modules', 'dkfds', 'dist'),
  client: path.join(projectRoot, 'dist', 'server', 'client'),
  htmx: path.join(projectRoot, 'node_modules', 'htmx.org', 'dist'),
  own: path.join(projectRoot, 'server', 'ui', 'assets'),
};

/** Style sheets, fonts and client modules; nothing here needs a sign-in. */
export async function registerAssets(app: App): Promise<void> {
  await app.register(fastifyStatic, { serve: false, root: Object.values(FOLDERS), maxAge: '1h' });
  app.get(paths.asset('*'), { config: { access: 'public' }, schema: { hide: true } }, (request, reply) => {
    const wanted = (request.params as { '*': string })['*'];
    const [folder = '', ...rest] = wanted.split('/');
    if (folder === 'dkfds' || folder === 'client')
      return reply.sendFile(rest.join('/'), FOLDERS[folder] ?? '');
    return reply.sendFile(wanted, wanted.startsWith('htmx') ? (FOLDERS.htmx ?? '') : (FOLDERS.own ?? ''));
  });
}
