import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { serialize } from 'node:v8';
import type { Db } from '../../db/client.ts';
import { projectRoot } from '../../db/files.ts';
import { standingThread } from '../../workers/standing-thread.ts';
import type { Seen } from '../citizens/reads.ts';
import type { AppOptions } from '../context.ts';
import { firmsAside } from '../coverage/firm-changes.ts';

/** A page that is asked for, as it came in. */
export interface PageAsked {
  url: string;
  headers: IncomingHttpHeaders;
  /** of the connection: a proxy's, where there is one */
  remoteAddress: string | undefined;
}

export interface PageAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Uint8Array;
  /** whom it shows: they are in the log before it is sent */
  seen: Seen[];
}

/** Of the thread: a page, or to be ready for the pages of a local date. */
export type PageQuestion = { page: PageAsked } | { readyFor: string };

export interface PagesBeside {
  /** undefined: so many wait for the thread already, or it is not ready */
  answer: (asked: PageAsked, most: number) => Promise<PageAnswer> | undefined;
  /** has the thread read what the pages of today are made of; until then it answers nobody */
  makeReady: () => void;
  close: () => Promise<void>;
}

interface Desk {
  db: Db;
  config: AppOptions['config'];
  today: () => string;
  onError: (error: unknown) => void;
}

const AGAIN_MS = 60_000;

// Pages are written in TSX, which a thread reads from the built program alone.
const threadFile = path.join(projectRoot, 'dist', 'server', 'page-thread', 'page-thread.js');
const SILENCE = 'Tråden, der laver sider, standsede uden svar';

/**
 * Pages made in a thread beside the one that serves, by the same routes. Its connection only reads: SQLite forgets what a
 * connection has in memory whenever another one writes. After a thread has died the next is begun a minute later; meanwhile
 * every page is made where it is asked for.
 */
export function pagesBeside({ db, config, today, onError }: Desk): PagesBeside {
  // So that keys come across as the Buffers they are.
  const thread = standingThread(threadFile, serialize(config), SILENCE);
  /** how often firms had been let in when the thread read them; undefined: it is not ready */
  let readAt: number | undefined;
  let waiting = 0;
  let again: NodeJS.Timeout | undefined;
  let closing = false;

  function answer(page: PageAsked, most: number): Promise<PageAnswer> | undefined {
    if (readAt === undefined || waiting >= most) return undefined;
    const { underWay, timesLetIn } = firmsAside(db);
    // A large import is set aside here alone: the thread would read every firm anew with each of its pieces.
    if (underWay) return undefined;
    if (readAt !== timesLetIn) {
      makeReady();
      return undefined;
    }
    waiting += 1;
    return thread
      .ask<PageAnswer>({ page } satisfies PageQuestion)
      .catch((error: unknown) => {
        tryAgain(error);
        throw error;
      })
      .finally(() => {
        waiting -= 1;
      });
  }

  function makeReady(): void {
    const { timesLetIn } = firmsAside(db);
    readAt = undefined;
    thread
      .ask({ readyFor: today() } satisfies PageQuestion)
      .then(() => {
        readAt = timesLetIn;
      })
      .catch(tryAgain);
  }

  function tryAgain(error: unknown): void {
    if (again || closing) return;
    readAt = undefined;
    onError(error);
    again = setTimeout(() => {
      again = undefined;
      makeReady();
    }, AGAIN_MS).unref();
  }

  async function close(): Promise<void> {
    closing = true;
    clearTimeout(again);
    readAt = undefined;
    await thread.close();
  }

  return { answer, makeReady, close };
}
