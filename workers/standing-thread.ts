import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';

interface Asked {
  number: number;
  question: unknown;
}

type Answered = { number: number } & ({ answer: unknown } | { error: unknown });

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

export interface StandingThread {
  /** begins it before the first question, so that nobody waits for it */
  begin: () => void;
  ask: <Answer>(question: unknown) => Promise<Answer>;
  close: () => Promise<void>;
}

interface Begun {
  data: unknown;
  /** LOADING until the thread has loaded its program and opens what it works on, or somebody has ended it before */
  stage: Int32Array;
}

const LOADING = 0;
const OPENING = 1;
const ENDED = 2;

const CLOSED = 'Serveren lukker';

/**
 * A thread that stays and answers whatever it is asked, several at a time. One that dies fails those who wait, with
 * `silence` when it said nothing itself, and the next question has a new one.
 */
export function standingThread(file: string, data: unknown, silence: string): StandingThread {
  const stage = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let closed = false;
  let thread: Worker | undefined;

  function startThread(): Worker {
    stage[0] = LOADING;
    const started = new Worker(file, { workerData: { data, stage } satisfies Begun });
    let failure = new Error(silence);
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

  function begin(): Worker {
    thread ??= startThread();
    return thread;
  }

  function ask<Answer>(question: unknown): Promise<Answer> {
    if (closed) return Promise.reject(new Error(CLOSED));
    const answering = begin();
    asked += 1;
    const message: Asked = { number: asked, question };
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(message.number, { resolve, reject });
    });
    answering.postMessage(message);
    return answer as Promise<Answer>;
  }

  /**
   * It ends by itself: a thread that is ended in the midst of a query may take the whole program with it. Loading its program
   * takes seconds on a busy machine, and then it has no query.
   */
  async function close(): Promise<void> {
    closed = true;
    const ending = thread;
    if (!ending) return;
    // What goes wrong in it is met by whoever waits for an answer.
    const ended = once(ending, 'exit').catch(() => undefined);
    if (Atomics.compareExchange(stage, 0, LOADING, ENDED) === LOADING) await ending.terminate();
    else ending.postMessage('close');
    await ended;
  }

  return { begin: () => void begin(), ask, close };
}

/** In such a thread, once all of its program is loaded: what it was begun with. From here on it is asked to end. */
export function openWith<Data>(): Data {
  const { data, stage } = workerData as Begun;
  if (Atomics.compareExchange(stage, 0, LOADING, OPENING) === ENDED) process.exit();
  return data as Data;
}

/** In such a thread: what it is asked from here on is answered so, and `close` is the last that it does. */
export function answerQuestions<Question>(
  answer: (question: Question) => Promise<unknown>,
  close: () => Promise<void>,
): void {
  const tell = (answered: Answered) => parentPort?.postMessage(answered);

  async function answerOne({ number, question }: Asked): Promise<void> {
    try {
      tell({ number, answer: await answer(question as Question) });
    } catch (error) {
      tell({ number, error });
    }
  }

  async function end(): Promise<void> {
    await close();
    parentPort?.close();
  }

  parentPort?.on('message', (asked: Asked | 'close') => {
    if (asked === 'close') void end();
    else void answerOne(asked);
  });
}
