import path from 'node:path';
import { standingThread } from '../../workers/standing-thread.ts';
import type { CitizenAnswers } from './citizen-answers.ts';

export interface AnswerThreadData {
  database: string;
  taxonomy: string;
  /** the day it is made ready for before it is asked */
  today: string;
}

export interface AnswerQuestion {
  kind: keyof CitizenAnswers;
  question: unknown;
}

export interface AnswersElsewhere extends CitizenAnswers {
  /** before the first question, so that nobody waits for it */
  makeReady: () => void;
  close: () => Promise<void>;
}

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `answer-thread${path.extname(import.meta.filename)}`);
const SILENCE = 'Tråden, der svarer for borgere, standsede uden svar';

/**
 * Answers from a thread of its own, with its own connection and its own understanding of the open orders, so that whoever
 * asks for another page does not wait behind them.
 */
export function answersElsewhere(data: AnswerThreadData): AnswersElsewhere {
  const thread = standingThread(threadFile, data, SILENCE);

  function ask<Answer>(kind: keyof CitizenAnswers, question: unknown): Promise<Answer> {
    const asked: AnswerQuestion = { kind, question };
    return thread.ask(asked);
  }

  return {
    matches: (question) => ask('matches', question),
    suggestions: (question) => ask('suggestions', question),
    missing: (question) => ask('missing', question),
    opening: (question) => ask('opening', question),
    makeReady: thread.begin,
    close: thread.close,
  };
}
