/** Imports a file: `npm run import -- virksomheder|borgere|jobordrer|kontakter|esco|adresser|samarbejdsgrad|borgere_oprindelse FIL [--dry-run] [--json] [--mapping FIL] [--column felt=Overskrift]`. Formats: docs/import.md. */
import '../db/require-node.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DataFolderBusy } from '../db/owner.ts';
import { IMPORT_KINDS, type ImportKind } from '../db/schema/imports.ts';
import { readConfig } from '../server/config.ts';
import { askServer } from '../server/control.ts';
import type { ColumnMapping } from '../server/imports/columns.ts';
import { importForScript } from '../server/imports/for-script.ts';
import type { ImportReport } from '../server/imports/run-import.ts';
import { openData } from '../server/start.ts';
import { readMapping } from './column-options.ts';
import { printJson, runCommand, say, UsageError } from './command.ts';

const USAGE = `Brug: npm run import -- ${IMPORT_KINDS.join('|')} FIL [--dry-run] [--json] [--mapping FIL] [--column felt=Overskrift …]`;
const SHOWN_REJECTIONS = 50;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      mapping: { type: 'string' },
      column: { type: 'string', multiple: true, default: [] },
    },
  });
  const [name, file] = positionals;
  const kind = IMPORT_KINDS.find((known) => known === name);
  if (!kind || !file || positionals.length !== 2) throw new UsageError(USAGE);
  if (!existsSync(file)) throw new UsageError(`Filen ${file} findes ikke`);

  const mapping = readMapping(kind, values);
  const report = await importFile({ kind, file: path.resolve(file), dryRun: values['dry-run'], ...mapping });
  const { created, updated, unchanged, ignored, rejected } = report;
  if (values.json) printJson({ created, updated, unchanged, ignored, rejected });
  else describe(report, values['dry-run']);
  return rejected.length === 0 ? 0 : 1;
});

/** Opens the data folder itself, or asks the server that holds it. */
async function importFile(request: {
  kind: ImportKind;
  file: string;
  dryRun: boolean;
  mapping?: ColumnMapping;
}): Promise<ImportReport> {
  const config = readConfig();
  const now = () => new Date();
  const progress = progressLine();
  try {
    const data = openData(config, now);
    try {
      return await importForScript({ db: data.db, config, now })(request, progress);
    } finally {
      data.close();
    }
  } catch (error) {
    if (!(error instanceof DataFolderBusy)) throw error;
    const answer = await askServer(config.files, 'import', request, progress);
    if (!answer) throw error;
    return answer.result as ImportReport;
  }
}

/** One line a second is enough to see that it moves. */
function progressLine(): (line: string) => void {
  let last = 0;
  return (line) => {
    if (performance.now() - last < 1000) return;
    last = performance.now();
    say(line);
  };
}

function describe(report: ImportReport, dryRun: boolean): void {
  for (const { line, field, reason } of report.rejected.slice(0, SHOWN_REJECTIONS)) {
    say(`linje ${line}${field ? `, ${field}` : ''}: ${reason}`);
  }
  if (report.rejectedCount > SHOWN_REJECTIONS)
    say(`… og ${report.rejectedCount - SHOWN_REJECTIONS} fejl mere`);
  if (report.passedOver > 0) say(`Sprunget over, fordi de ikke vedrører os: ${report.passedOver}`);
  if (report.masked > 0) say(`Tekster, hvor noget ligner et CPR-nummer og er dækket: ${report.masked}`);
  if (report.endsInCell) say('Filens sidste linje slutter uden linjeskift: se efter, om filen er hel.');
  if (report.ignored.length > 0) say(`Kolonner, som er sprunget over: ${report.ignored.join(', ')}`);
  const counts = `${report.created} nye, ${report.updated} ændrede, ${report.unchanged} uændrede`;
  if (report.rejectedCount > 0) say(`Intet er importeret: ${report.rejectedCount} fejl.`);
  else say(dryRun ? `Prøvekørsel: ${counts}. Intet er gemt.` : `Importeret: ${counts}.`);
}
