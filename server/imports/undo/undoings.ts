import type { Db } from '../../../db/client.ts';
import type { Config } from '../../config.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { UndoReport } from './begin-undo.ts';

interface UndoingSetting {
  db: Db;
  config: Config;
  now: () => Date;
  onError: (error: unknown) => void;
}

/** Undos that this process was asked for. */
export function openUndoings({ db, config, now, onError }: UndoingSetting) {
  const asked = new Set<number>();

  async function undo(importId: number, by: number | null): Promise<UndoReport> {
    asked.add(importId);
    try {
      const setting = { files: config.files, now };
      return await oneAtATime(db, setting, (desk) => desk.undo(importId, by));
    } catch (error) {
      onError(error);
      throw error;
    } finally {
      asked.delete(importId);
    }
  }

  return { undo, isAskedFor: (importId: number) => asked.has(importId) };
}

export type Undoings = ReturnType<typeof openUndoings>;
