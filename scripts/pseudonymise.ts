/** A copy of a data folder for test and support, with nobody's name, number, address, text or secret in it: `npm run pseudonymise -- --from FOLDER --to FOLDER [--json]`. */
import '../db/require-node.ts';
import { parseArgs } from 'node:util';
import { dataFiles } from '../db/files.ts';
import { showNumber } from '../server/ui/table.tsx';
import { printJson, runCommand, say, UsageError } from './command.ts';
import { pseudonymise } from './pseudonymise/copy.ts';

const USAGE = 'Brug: npm run pseudonymise -- --from MAPPE --to TOM_MAPPE [--json]';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!values.from || !values.to) throw new UsageError(USAGE);
  const to = dataFiles(values.to);
  const copied = await pseudonymise(dataFiles(values.from), to);
  if (values.json) printJson(copied);
  else
    say(
      `${showNumber(copied.rows)} rækker i ${copied.tables} tabeller er skrevet til ${to.database}. Lav en bruger med: DATA_DIR=${values.to} npm run user`,
    );
  return 0;
});
