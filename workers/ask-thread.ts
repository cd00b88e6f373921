import { isMainThread, parentPort, type ResourceLimits, Worker, workerData } from 'node:worker_threads';
import { giveWay } from './give-way.ts';

interface Work {
  request: unknown;
  /** one shared number: 1 when the program wants to end */
  stop: Int32Array;
}

interface Choices {
  /** a program that ends asks the thread to stop, and waits for it */
  stopping?: AbortSignal | undefined;
  resourceLimits?: ResourceLimits;
  /** what the thread tells before it answers */
  onTold?: (told: unknown) => void;
}

type Message = { told: unknown } | { answer: unknown };

/** The thread has stopped because the program ends. */
export class ThreadStopped extends Error {
  constructor() {
    super('Afbrudt, fordi programmet lukker');
  }
}

/**
 * One answer from a thread of its own. It comes when the thread is gone, its database closed: a thread that is ended
 * from outside in the midst of a query may take the whole program with it.
 */
export function askThread<Answer>(file: string, request: unknown, choices: Choices = {}): Promise<Answer> {
  const { stopping, resourceLimits, onTold } = choices;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const askToStop = () => void Atomics.store(stop, 0, 1);
  if (stopping?.aborted) return Promise.reject(new ThreadStopped());
  stopping?.addEventListener('abort', askToStop, { once: true });
  const workerData: Work = { request, stop };
  const thread = new Worker(file, { workerData, ...(resourceLimits && { resourceLimits }) });
  return new Promise<Answer>((resolve, reject) => {
    let failure: unknown = new Error(`En tråd standsede uden svar (${file})`);
    thread.on('message', (message: Message) => {
      if ('told' in message) return onTold?.(message.told);
      failure = undefined;
      thread.once('exit', () => resolve(message.answer as Answer));
    });
    thread.once('error', (error) => {
      failure = error;
    });
    thread.once('exit', () => {
      stopping?.removeEventListener('abort', askToStop);
      if (failure !== undefined) reject(stopping?.aborted ? new ThreadStopped() : failure);
    });
  });
}

/** In such a thread: answers what it was asked, and may tell how far it has come. */
export async function answerAsked<Request>(
  answerTo: (request: Request, tell: (told: unknown) => void) => unknown,
): Promise<void> {
  giveWay();
  const { request }: Work = workerData;
  const post = (message: Message) => parentPort?.postMessage(message);
  post({ answer: await answerTo(request as Request, (told) => post({ told })) });
}

/** Between two steps of long work: throws when the program wants to end. Anywhere else it does nothing. */
export function stopIfAsked(): void {
  if (isMainThread) return;
  const stop = (workerData as Partial<Work> | null)?.stop;
  if (stop && Atomics.load(stop, 0) === 1) throw new ThreadStopped();
}
