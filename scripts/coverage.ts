/** Prints the coverage of a period: `npm run coverage -- --from D --to D [--as-of D] [--unit p|cvr] [--json]`. Only reads. */
import '../db/require-node.ts';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Db, openDbReadOnly } from '../db/client.ts';
import { migrationsFolder } from '../db/files.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { COVERAGE_UNITS } from '../db/schema/coverage.ts';
import { readConfig } from '../server/config.ts';
import { type Coverage, coverageOf } from '../server/coverage/queries.ts';
import { ruleFor } from '../server/coverage/rule-queries.ts';
import { ruleSentence } from '../server/coverage/rule-text.ts';
import { endOfLocalDate, isIsoDate, localDate, showDate } from '../server/ui/dates.ts';
import { showNumber, showShare } from '../server/ui/table.tsx';
import { printJson, runCommand, say, UsageError } from './command.ts';

const USAGE =
  'Brug: npm run coverage -- --from ÅÅÅÅ-MM-DD --to ÅÅÅÅ-MM-DD [--as-of ÅÅÅÅ-MM-DD] [--unit p|cvr] [--json]';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      'as-of': { type: 'string' },
      unit: { type: 'string', default: 'p' },
      json: { type: 'boolean', default: false },
    },
  });
  const from = dateOf('--from', values.from);
  const to = dateOf('--to', values.to);
  const asOf = dateOf('--as-of', values['as-of'] ?? localDate(new Date()));
  const unit = COVERAGE_UNITS.find((each) => each === values.unit);
  if (!unit) throw new UsageError(`--unit ${values.unit} er hverken p eller cvr. ${USAGE}`);
  if (from > to) throw new UsageError(`--from ${from} ligger efter --to ${to}`);

  const db = await openToRead();
  const question = { from, to, asOf: endOfLocalDate(asOf) };
  const figures = coverageOf(db, question, unit);
  const ruleText = ruleSentence(ruleFor(db, question));
  db.$client.close();
  if (values.json) {
    const { rule, inScope, undecided, contacted, visited, coverage, visits } = figures;
    const counts = { inScope, undecided, contacted, visited, coverage, visits };
    printJson({
      from,
      to,
      asOf,
      rule,
      ...counts,
      unit: figures.unit,
      ruleValidFrom: figures.ruleValidFrom,
      ruleText,
    });
  } else describe(figures, asOf, ruleText);
  return 0;
});

function dateOf(option: string, text: string | undefined): string {
  if (!text) throw new UsageError(`${option} mangler. ${USAGE}`);
  if (!isIsoDate(text)) throw new UsageError(`${option} ${text} er ikke en dato. Skriv den som 2026-09-30.`);
  return text;
}

/** Beside a running server; a database that is older than the program is brought up to date first. */
async function openToRead(): Promise<Db> {
  const config = readConfig();
  if (!existsSync(config.files.database)) {
    throw new UsageError(
      `Der er ingen database i ${config.files.root}. Importér data først, eller sæt DATA_DIR.`,
    );
  }
  const db = openDbReadOnly(config.files.database);
  if (pendingMigrations(db.$client, migrationsFolder).length === 0) return db;
  db.$client.close();
  // Loaded only then: it brings the whole server with it.
  const { openData } = await import('../server/start.ts');
  openData(config, () => new Date()).close();
  return openDbReadOnly(config.files.database);
}

function describe(figures: Coverage, asOf: string, ruleText: string): void {
  const { coverage, visits } = figures;
  say(
    `Dækning ${showDate(figures.from)}–${showDate(figures.to)}, som kendt ${showDate(asOf)} (regel ${figures.rule} fra ${showDate(figures.ruleValidFrom)})`,
  );
  say(`  Virksomheder med flere end to ansatte: ${showNumber(figures.inScope)}`);
  say(`  Kontaktet: ${showNumber(figures.contacted)}, ${showBand(coverage)}`);
  say(`  Besøgt: ${showNumber(figures.visited)}, ${showBand(visits)}`);
  say(`  Uafklarede: ${showNumber(figures.undecided)}. Uden noget tal: ${showNumber(figures.unreported)}`);
  say(ruleText);
}

function showBand({ min, max }: { min: number | null; max: number | null }): string {
  return min === max ? showShare(min) : `mellem ${showShare(min)} og ${showShare(max)}`;
}
