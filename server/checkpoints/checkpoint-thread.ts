/** Moves what is in the database's log into its file whenever it is asked to, away from the thread that serves pages. */
import Database from 'better-sqlite3';
import { answerQuestions, openWith } from '../../workers/standing-thread.ts';

const client = new Database(openWith<string>(), { fileMustExist: true, timeout: 5000 });

answerQuestions(
  async () => void client.pragma('wal_checkpoint(PASSIVE)'),
  async () => void client.close(),
);
