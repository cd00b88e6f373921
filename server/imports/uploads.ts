import { randomUUID } from 'node:crypto';
import { createWriteStream, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '../../db/client.ts';
import type { ImportKind } from '../../db/schema/imports.ts';
import type { Config } from '../config.ts';
import type { ColumnMapping, FileColumn } from './columns.ts';
import { ImportStopped } from './one-at-a-time.ts';
import { type ImportReport, runImport } from './run-import.ts';
import type { ImportPhase } from './stage-file.ts';

/** A file on its way in: first tried, then, when a person has seen what it would do, carried out. */
export interface Upload {
  id: string;
  kind: ImportKind;
  fileName: string;
  file: string;
  by: number;
  /** the columns of a CSV list, and which field each is; undefined: there is nothing to choose */
  columns?: FileColumn[] | undefined;
  mapping?: ColumnMapping | undefined;
  state:
    | { step: 'kolonner' }
    | { step: 'proever' | 'gemmer'; phase: ImportPhase; rows: number }
    | { step: 'klar' | 'faerdig'; report: ImportReport }
    | { step: 'fejlet' | 'standset'; reason: string };
}

interface UploadSetting {
  db: Db;
  config: Config;
  now: () => Date;
  onError: (error: unknown) => void;
}

const KEPT_MS = 60 * 60_000;

/** Uploads of this process. The files hold personal data: they go when carried out, given up, or after an hour. */
export function openUploads({ db, config, now, onError }: UploadSetting) {
  const uploads = new Map<string, Upload>();
  const folder = config.files.uploads;
  // What a process before this one left behind nobody can find again.
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { force: true });

  async function receive(
    stream: Readable,
    about: { kind: ImportKind; fileName: string; by: number },
  ): Promise<Upload> {
    const id = randomUUID();
    const file = path.join(folder, id);
    try {
      await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
    } catch (error) {
      // Too large, or cut off on its way.
      rmSync(file, { force: true });
      throw error;
    }
    const upload: Upload = { id, file, ...about, state: { step: 'proever', phase: 'laeser', rows: 0 } };
    uploads.set(id, upload);
    giveUpLater(upload);
    return upload;
  }

  function giveUpLater(upload: Upload): void {
    setTimeout(() => {
      if (['proever', 'gemmer'].includes(upload.state.step)) giveUpLater(upload);
      else giveUp(upload);
    }, KEPT_MS).unref();
  }

  function giveUp(upload: Upload): void {
    uploads.delete(upload.id);
    rmSync(upload.file, { force: true });
  }

  async function run(upload: Upload, dryRun: boolean): Promise<void> {
    const step = dryRun ? 'proever' : 'gemmer';
    upload.state = { step, phase: 'laeser', rows: 0 };
    try {
      const report = await runImport(db, {
        kind: upload.kind,
        file: upload.file,
        fileName: upload.fileName,
        mapping: upload.mapping,
        dryRun,
        files: config.files,
        cprKeys: config.cprKeys,
        now,
        by: upload.by,
        serving: true,
        onProgress: (progress) => {
          upload.state = { step, ...progress };
        },
      });
      upload.state = { step: dryRun ? 'klar' : 'faerdig', report };
    } catch (error) {
      onError(error);
      const reason = error instanceof Error ? error.message : 'Ukendt fejl';
      upload.state = { step: error instanceof ImportStopped ? 'standset' : 'fejlet', reason };
    }
    if (!dryRun) rmSync(upload.file, { force: true });
  }

  return {
    receive,
    /** counts what the file would do, in the background */
    try: (upload: Upload) => void run(upload, true),
    carryOut: (upload: Upload) => void run(upload, false),
    find: (id: string, by: number) => {
      const upload = uploads.get(id);
      return upload?.by === by ? upload : undefined;
    },
    giveUp,
  };
}

export type Uploads = ReturnType<typeof openUploads>;
