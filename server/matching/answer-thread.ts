/** Answers what is asked of one citizen against every open order, away from the thread that serves pages: it only reads. */
import { openDbReadOnly } from '../../db/client.ts';
import { engineSteps } from '../../workers/matching/engine.ts';
import { answerQuestions, openWith } from '../../workers/standing-thread.ts';
import { engineInTurns } from '../terms/engine.ts';
import type { AnswerQuestion, AnswerThreadData } from './answers-elsewhere.ts';
import { answersHere } from './citizen-answers.ts';
import { openOrdersReady } from './open-orders.ts';

const { database, taxonomy, today } = openWith<AnswerThreadData>();
const db = openDbReadOnly(database);
let closing = false;
const isOver = () => closing;
const served = engineInTurns(db, (knowledge) => engineSteps(taxonomy, knowledge), {
  prepare: (engine) => openOrdersReady(db, engine, today, isOver),
  // It is tried again, and told, by the next question.
  onError: () => undefined,
});
const answers = answersHere({ db, engine: served.engine, isOver });

answerQuestions<AnswerQuestion>(({ kind, question }) => {
  const ask = answers[kind] as (question: unknown) => Promise<unknown>;
  return ask(question);
}, close);
await served.ready();

async function close(): Promise<void> {
  closing = true;
  await served.close();
  db.$client.close();
}
