import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../db/client.ts';
import { IMPORT_KINDS } from '../../db/schema/imports.ts';
import type { Config } from '../config.ts';
import { type ImportReport, runImport } from './run-import.ts';

/** Heading in lower case to our field. */
const Mapping = Type.Optional(Type.Record(Type.String({ maxLength: 500 }), Type.String({ maxLength: 100 })));

/** What `npm run import` asks of the server that holds the data folder. */
export const ImportRequest = Type.Object(
  {
    kind: Type.Enum([...IMPORT_KINDS]),
    file: Type.String({ minLength: 1 }),
    dryRun: Type.Boolean(),
    mapping: Mapping,
  },
  { additionalProperties: false },
);

const PHASES = { laeser: 'Læser', proever: 'Prøver', gemmer: 'Gemmer' };

interface ImportSetting {
  db: Db;
  config: Config;
  now: () => Date;
  /** see ImportOptions */
  serving?: boolean;
}

/** Runs an import that a script asked for; `by` is nobody, since whoever can start scripts owns the machine. */
export function importForScript({ db, config, now, serving }: ImportSetting) {
  return async (payload: unknown, progress: (line: string) => void): Promise<ImportReport> => {
    const { kind, file, dryRun, mapping } = Value.Parse(ImportRequest, payload);
    return runImport(db, {
      kind,
      file,
      fileName: path.basename(file),
      dryRun,
      mapping,
      files: config.files,
      cprKeys: config.cprKeys,
      now,
      by: null,
      serving,
      onProgress: ({ phase, rows }) => progress(`${PHASES[phase]} … ${rows} rækker`),
    });
  };
}
