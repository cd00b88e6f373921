import type { FastifyReply, FastifyRequest } from 'fastify';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { LONG_PAGES, PAGES_BESIDE } from './pages.ts';
import type { PageAnswer, PageAsked, PagesBeside } from './pages-beside.ts';

/** What belongs to the connection, and to the count of questions, is said by whoever serves. */
const OF_THE_SERVER = /^(connection|keep-alive|date|transfer-encoding|x-ratelimit-.*)$/;

/**
 * Passes pages on to the thread beside, once the question has been counted, its session found and its access granted: there
 * all of it is looked at again. Whom a page shows is logged here. Whoever of the two is free takes the page that has waited
 * longest, and the thread takes the long ones; what goes wrong in it is made here.
 */
export function passPagesOn(app: App, { db, now }: AppContext, pages: PagesBeside): void {
  const shareOut = inLine(pages);
  const leave = async (asked: PageAsked) => pages.answer(asked, MOST_WAITING)?.catch(() => undefined);
  app.addHook('onRoute', (route) => {
    if (route.method !== 'GET') return;
    const from = LONG_PAGES.has(route.url) ? leave : PAGES_BESIDE.has(route.url) ? shareOut : null;
    if (!from) return;
    const passOn = (request: FastifyRequest, reply: FastifyReply) => sendFrom(from, request, reply);
    route.preHandler = [route.preHandler ?? [], passOn].flat();
  });

  async function sendFrom(
    from: (asked: PageAsked) => Promise<PageAnswer | undefined>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    if (isSearch(request)) return undefined;
    const { url, headers, socket } = request.raw;
    const answer = await from({ url: url ?? request.url, headers, remoteAddress: socket.remoteAddress });
    if (!answer || answer.status >= 500) return undefined;
    for (const { citizenIds, reading } of answer.seen) logReads(request, { db, now }, citizenIds, reading);
    for (const [name, value] of Object.entries(answer.headers))
      if (!OF_THE_SERVER.test(name)) reply.header(name, value);
    const { buffer, byteOffset, byteLength } = answer.body;
    return reply.code(answer.status).send(Buffer.from(buffer, byteOffset, byteLength));
  }
}

/** One is in the making, and one waits. */
const USUALLY_WAITING = 2;
/** Of long pages, and while many wait: whoever serves is slow to hear that the thread is free. */
const MOST_WAITING = 8;

interface Waiting {
  asked: PageAsked;
  /** undefined: it is made here */
  answered: (answer: Promise<PageAnswer | undefined> | undefined) => void;
}

/**
 * One page here in each turn of the event loop, and what would have to wait for it is passed on. Taken as they come in, all of
 * those that came together would be made here, and the thread, whose answers are not heard meanwhile, would be idle. A page
 * that nobody waits behind is quickest here.
 */
function inLine(pages: PagesBeside): (asked: PageAsked) => Promise<PageAnswer | undefined> {
  const line: Waiting[] = [];
  let turnComes = false;

  function takeTurn(): void {
    turnComes = false;
    const own = line.shift();
    passOnWaiting();
    own?.answered(undefined);
    nextTurn();
  }

  function passOnWaiting(): void {
    for (let next = line[0]; next; next = line[0]) {
      const behind = line.length - 1;
      const answer = pages.answer(next.asked, Math.min(USUALLY_WAITING + behind / 2, MOST_WAITING));
      if (!answer) return;
      line.shift();
      // What goes wrong there is made here.
      next.answered(answer.catch(() => undefined));
    }
  }

  function nextTurn(): void {
    if (line.length === 0 || turnComes) return;
    turnComes = true;
    setImmediate(takeTurn);
  }

  return (asked) =>
    new Promise((answered) => {
      line.push({ asked, answered });
      nextTurn();
    });
}

/** The names that are searched are kept in memory, and forgotten when somebody is erased: in one thread. */
function isSearch({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && 'q' in query && query.q !== '';
}
