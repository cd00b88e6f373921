/** Changes the CPR numbers over to new keys, or tells how far that has come: `npm run cpr-keys -- rotate|status [--json]`. Killed, it is run again and does the rest. */
import '../db/require-node.ts';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../server/config.ts';
import { askServer } from '../server/control.ts';
import { type CprKeyUse, cprKeyUse, rotateCprKeys } from '../server/cpr-keys/rotate.ts';
import { openData } from '../server/start.ts';
import { showNumber } from '../server/ui/table.tsx';
import { printJson, runCommand, say, UsageError } from './command.ts';

const USAGE = 'Brug: npm run cpr-keys -- rotate|status [--json]';
const now = () => new Date();

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [verb, ...more] = positionals;
  if ((verb !== 'rotate' && verb !== 'status') || more.length > 0) throw new UsageError(USAGE);
  const config = readConfig();
  const asked = await askServer(config.files, 'cpr-keys', verb, say);
  const use = asked ? (asked.result as CprKeyUse) : await withoutServer(config, verb);
  if (values.json) printJson(use);
  for (const line of told(use)) say(line);
  return 0;
});

/** With the keys of this command's own environment. */
async function withoutServer(config: ReturnType<typeof readConfig>, verb: 'rotate' | 'status') {
  const keys = config.cprKeys;
  if (!keys) throw new ConfigError('Sæt CPR_KEY og CPR_INDEX_KEY, som serveren har dem.');
  const data = openData(config, now);
  try {
    const onProgress = (changed: number) => say(`${showNumber(changed)} skiftet`);
    if (verb === 'rotate') await rotateCprKeys(data.db, keys, { now, by: null, onProgress });
    return cprKeyUse(data.db, keys);
  } finally {
    data.close();
  }
}

function told({ numbers, underOldKey, keptUnderOldKey, needsOldKey }: CprKeyUse): string[] {
  return [
    `${showNumber(numbers)} borgere har et CPR-nummer, heraf ${showNumber(underOldKey)} under en gammel nøgle.`,
    `${showNumber(keptUnderOldKey)} ligger under en gammel nøgle, så at en import kan fortrydes.`,
    needsOldKey
      ? 'De gamle nøgler er stadig i brug: kør npm run cpr-keys -- rotate.'
      : 'Ingen gammel nøgle er i brug: CPR_KEY_OLD og CPR_INDEX_KEY_OLD kan fjernes. Gem dem, så længe der er sikkerhedskopier fra før.',
  ];
}
