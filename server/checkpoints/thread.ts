import path from 'node:path';
import type { Db } from '../../db/client.ts';
import { type StandingThread, standingThread } from '../../workers/standing-thread.ts';

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `checkpoint-thread${path.extname(import.meta.filename)}`);
const SILENCE = 'Tråden, der tømmer databasens log, standsede uden svar';

/** A thread that moves what is in SQLite's log into the database's file each time it is asked. */
export function checkpointThread({ $client }: Db): StandingThread {
  return standingThread(threadFile, $client.name, SILENCE);
}
