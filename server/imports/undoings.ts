import type { Db } from '../../db/client.ts';
import type { Config } from '../config.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { UndoReport } from './undo.ts';

interface UndoingSetting {
  db: Db;
  config: Config;
  now: () => Date;
  onError: (error: unknown) => void;
}

interface Done {
  importId: number;
  by: number | null;
  report: UndoReport;
}

const KEPT_MS = 60 * 60_000;

/** Undos that this process was asked for. What stood after the last is known for an hour, to whoever asked for it. */
export function openUndoings({ db, config, now, onError }: UndoingSetting) {
  const asked = new Set<number>();
  let last: Done | undefined;

  async function undo(importId: number, by: number | null): Promise<UndoReport> {
    asked.add(importId);
    try {
      const setting = { files: config.files, now };
      const report = await oneAtATime(db, setting, (desk) => desk.undo(importId, by));
      // Who presses twice is told first of what was done.
      if (last?.importId !== importId) keep({ importId, by, report });
      return report;
    } catch (error) {
      onError(error);
      throw error;
    } finally {
      asked.delete(importId);
    }
  }

  function keep(done: Done): void {
    last = done;
    setTimeout(() => {
      if (last === done) last = undefined;
    }, KEPT_MS).unref();
  }

  return {
    undo,
    isAskedFor: (importId: number) => asked.has(importId),
    reportOf: (importId: number, by: number | null) =>
      last?.importId === importId && last.by === by ? last.report : undefined,
  };
}

export type Undoings = ReturnType<typeof openUndoings>;
