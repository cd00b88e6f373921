/** Brings the database to the newest schema, with a backup first: `npm run migrate`. Every start does it as well. */
import '../db/require-node.ts';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { runCommand, say } from './command.ts';

await runCommand(async () => {
  const { files } = readConfig();
  openData(readConfig(), () => new Date()).close();
  say(`Databasen i ${files.root} er opdateret`);
  return 0;
});
