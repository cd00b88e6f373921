import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CitizenAnswers } from './citizen-answers.ts';

export interface AnswerThreadData {
  database: string;
  taxonomy: string;
  /** the day it is made ready for before it is asked */
  today: string;
}

export interface Asked {
  number: number;
  kind: keyof CitizenAnswers;
  question: unknown;
}

export type Answered = { number: number } & ({ answer: unknown } | { error: unknown });

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

export interface AnswersElsewhere extends CitizenAnswers {
  /** before the first question, so that nobody waits for it */
  makeReady: () => void;
  close: () => Promise<void>;
}

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `answer-thread${path.extname(import.meta.filename)}`);
const CLOSED = 'Serveren lukker';

/**
 * Answers from a thread of its own, with its own connection and its own understanding of the open orders, so that whoever
 * asks for another page does not wait behind them. A thread that dies fails those who wait, and the next question has a new one.
 */
export function answersElsewhere(data: AnswerThreadData): AnswersElsewhere {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let closed = false;
  let thread: Worker | undefined;

  function startThread(): Worker {
    const started = new Worker(threadFile, { workerData: data });
    let failure = new Error('Tråden, der svarer for borgere, standsede uden svar');
    started.on('message', (answered: Answered) => {
      const question = waiting.get(answered.number);
      waiting.delete(answered.number);
      if ('error' in answered) question?.reject(answered.error);
      else question?.resolve(answered.answer);
    });
    started.once('error', (error: Error) => {
      failure = error;
    });
    started.once('exit', () => {
      if (thread === started) thread = undefined;
      for (const question of waiting.values()) question.reject(failure);
      waiting.clear();
    });
    return started;
  }

  function beginToAnswer(): Worker {
    thread ??= startThread();
    return thread;
  }

  function ask<Answer>(kind: keyof CitizenAnswers, question: unknown): Promise<Answer> {
    if (closed) return Promise.reject(new Error(CLOSED));
    const answering = beginToAnswer();
    asked += 1;
    const message: Asked = { number: asked, kind, question };
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(message.number, { resolve, reject });
    });
    answering.postMessage(message);
    return answer as Promise<Answer>;
  }

  /** It ends by itself: a thread that is ended in the midst of a query may take the whole program with it. */
  async function close(): Promise<void> {
    closed = true;
    const ending = thread;
    if (!ending) return;
    // What goes wrong in it is met by whoever waits for an answer.
    const ended = once(ending, 'exit').catch(() => undefined);
    ending.postMessage('close');
    await ended;
  }

  return {
    matches: (question) => ask('matches', question),
    suggestions: (question) => ask('suggestions', question),
    missing: (question) => ask('missing', question),
    opening: (question) => ask('opening', question),
    makeReady: () => void beginToAnswer(),
    close,
  };
}
