/** Makes pages for the thread that serves: the whole program's routes on a connection of its own, listening nowhere. */
import type { IncomingMessage } from 'node:http';
import { deserialize } from 'node:v8';
import { openDbReadOnly } from '../../db/client.ts';
import { answerQuestions, openWith } from '../../workers/standing-thread.ts';
import { buildApp } from '../app.ts';
import { onBenefitNow } from '../citizens/on-benefit.ts';
import type { Seen } from '../citizens/reads.ts';
import type { AppOptions } from '../context.ts';
import { answerTodaysQuestions } from '../coverage/warm-up.ts';
import { inTurns } from '../turns.ts';
import type { PageAnswer, PageAsked, PageQuestion } from './pages-beside.ts';

const config = deserialize(openWith<Uint8Array>()) as AppOptions['config'];
const db = openDbReadOnly(config.files.database);
const seenIn = new WeakMap<IncomingMessage, Seen[]>();
let closing = false;
const app = await buildApp({
  db,
  // Whoever serves has counted the question, and tells of it.
  config: { ...config, requestsPerMinute: Number.MAX_SAFE_INTEGER, logLevel: quietly(config.logLevel) },
  now: () => new Date(),
  engine: () => {
    throw new Error('A page that needs the engine is made where it is asked for');
  },
  busyAfterMs: 0,
  tellOfReads: ({ raw }, seen) => void seenIn.set(raw, [...(seenIn.get(raw) ?? []), seen]),
});
await app.ready();

answerQuestions<PageQuestion>(
  (asked) => ('page' in asked ? makePage(asked.page) : readWhatPagesNeed(asked.readyFor)),
  async () => {
    closing = true;
    await app.close();
    db.$client.close();
  },
);

/** One line for each page is whoever's who serves. */
function quietly(logLevel: string): string {
  return ['trace', 'debug', 'info'].includes(logLevel) ? 'warn' : logLevel;
}

async function makePage({ url, headers, remoteAddress }: PageAsked): Promise<PageAnswer> {
  const answer = await app.inject({ method: 'GET', url, headers, ...(remoteAddress && { remoteAddress }) });
  const seen = seenIn.get(answer.raw.req) ?? [];
  return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload, seen };
}

async function readWhatPagesNeed(today: string): Promise<void> {
  await inTurns(answerTodaysQuestions(db, today), () => closing);
  await onBenefitNow(db, today);
}
