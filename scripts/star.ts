/** Hands job orders over in STAR's shape: `npm run star -- udtraek FIL`, `hent JOBORDRE_ID FIL` (to be imported) or `formidling ORDRE_ID`; the last two ask the service at STAR_URL. */
import '../db/require-node.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { type Db, openDbReadOnly } from '../db/client.ts';
import { readConfig } from '../server/config.ts';
import { fetchJobordre, putFormidling, StarProblem, type StarService } from '../server/star/client.ts';
import { formidlingerFor, jobordrerFor } from '../server/star/queries.ts';
import { localDate } from '../server/ui/dates.ts';
import { runCommand, say, UsageError } from './command.ts';

const USAGE = 'Brug: npm run star -- udtraek FIL | hent JOBORDRE_ID FIL | formidling ORDRE_ID';

await runCommand(async () => {
  const [verb, first, second, ...more] = process.argv.slice(2);
  if (!first || more.length > 0) throw new UsageError(USAGE);
  try {
    if (verb === 'udtraek' && !second) return writeOrders(first);
    if (verb === 'hent' && second) return await fetchOrder(first, second);
    if (verb === 'formidling' && !second) return await tellOfCandidates(first);
  } catch (error) {
    if (error instanceof StarProblem) throw new UsageError(error.message);
    throw error;
  }
  throw new UsageError(USAGE);
});

function writeOrders(file: string): number {
  const orders = reading((db) => jobordrerFor(db, localDate(new Date())));
  writeFileSync(file, `${JSON.stringify(orders, null, 2)}\n`, { mode: 0o600 });
  say(`${orders.length} jobordrer er skrevet til ${file}`);
  return 0;
}

async function fetchOrder(jobordreId: string, file: string): Promise<number> {
  const order = await fetchJobordre(service(), jobordreId);
  writeFileSync(file, `${JSON.stringify([order])}\n`, { mode: 0o600 });
  say(`Hentet. Importér den med: npm run import -- jobordrer ${file}`);
  return 0;
}

async function tellOfCandidates(orderKey: string): Promise<number> {
  const star = service();
  const bodies = reading((db) => formidlingerFor(db, orderKey));
  if (!bodies) throw new UsageError(`Der er ingen ordre ${orderKey}`);
  for (const body of bodies) await putFormidling(star, body);
  say(`${bodies.length} formidlinger er meldt`);
  return 0;
}

function service(): StarService {
  const { star } = readConfig();
  if (!star)
    throw new UsageError('STAR_URL er ikke sat: der kaldes ingen tjeneste. Brug udtraek til en fil.');
  return star;
}

function reading<Result>(read: (db: Db) => Result): Result {
  const { database, root } = readConfig().files;
  if (!existsSync(database)) throw new UsageError(`Der er ingen database i ${root}. Sæt DATA_DIR.`);
  const db = openDbReadOnly(database);
  try {
    return read(db);
  } finally {
    db.$client.close();
  }
}
