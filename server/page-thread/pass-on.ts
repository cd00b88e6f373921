import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../context.ts';
import { PAGES_BESIDE } from './pages.ts';
import type { PagesBeside } from './pages-beside.ts';

/** What belongs to the connection, and to the count of questions, is said by whoever serves. */
const OF_THE_SERVER = /^(connection|keep-alive|date|transfer-encoding|x-ratelimit-.*)$/;

/**
 * Passes pages on to the thread beside, once the question has been counted, its session found and its access granted: there
 * all of it is looked at again. Where the thread has enough to do, or something goes wrong with it, the page is made here.
 */
export function passPagesOn(app: App, pages: PagesBeside): void {
  app.addHook('onRoute', (route) => {
    if (route.method !== 'GET' || !PAGES_BESIDE.has(route.url)) return;
    route.preHandler = [route.preHandler ?? [], passOn].flat();
  });

  async function passOn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (isSearch(request)) return undefined;
    const { url, headers, socket } = request.raw;
    const asked = { url: url ?? request.url, headers, remoteAddress: socket.remoteAddress };
    const answer = await pages.answer(asked)?.catch(() => undefined);
    if (!answer) return undefined;
    for (const [name, value] of Object.entries(answer.headers))
      if (!OF_THE_SERVER.test(name)) reply.header(name, value);
    const { buffer, byteOffset, byteLength } = answer.body;
    return reply.code(answer.status).send(Buffer.from(buffer, byteOffset, byteLength));
  }
}

/** The names that are searched are kept in memory, and forgotten when somebody is erased: in one thread. */
function isSearch({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && 'q' in query && query.q !== '';
}
