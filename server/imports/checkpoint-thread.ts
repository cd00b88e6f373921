/** Moves what is in the database's log into its file whenever it is asked to, away from the thread that serves pages. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const client = new Database(String(workerData), { fileMustExist: true, timeout: 5000 });

parentPort?.on('message', (go: boolean) => {
  if (go) {
    client.pragma('wal_checkpoint(PASSIVE)');
    parentPort?.postMessage('done');
    return;
  }
  client.close();
  parentPort?.close();
});
