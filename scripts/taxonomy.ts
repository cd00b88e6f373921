/** Records a changed taxonomy as a new version: `npm run taxonomy -- --note "what changed"`. Run it after editing the data files. */
import '../db/require-node.ts';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../db/files.ts';
import { loadTaxonomy } from '../workers/matching/taxonomy.ts';
import { countNames, readVersions } from '../workers/matching/taxonomy-versions.ts';
import { runCommand, UsageError } from './command.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');

await runCommand(async () => {
  const { values } = parseArgs({ options: { note: { type: 'string' } } });
  const taxonomy = loadTaxonomy(folder);
  const known = readVersions(folder);
  const lost = known.ids.filter(({ id }) => !taxonomy.concepts.has(id));
  if (lost.length > 0) {
    const named = lost.slice(0, 5).map(({ id }) => id);
    throw new UsageError(
      `${lost.length} begreber er væk: ${named.join(', ')}. Lad dem stå med replaced_by i stedet.`,
    );
  }
  const counted = countNames(taxonomy);
  const figures = `${counted.concepts} begreber, ${counted.aliases} andre navne`;
  if (known.versions.at(-1)?.version === taxonomy.version) {
    process.stdout.write(`Uændret: version ${taxonomy.version}, ${figures}\n`);
    return 0;
  }
  if (!values.note) throw new UsageError('Skriv, hvad der er ændret: npm run taxonomy -- --note "…"');
  const number = (known.versions.at(-1)?.number ?? 0) + 1;
  const date = new Date().toISOString().slice(0, 10);
  const added = [...taxonomy.concepts.keys()].filter((id) => !known.ids.some((one) => one.id === id));
  append('versions.tsv', 'number\tversion\tdate\tconcepts\taliases\tnote', [
    [number, taxonomy.version, date, counted.concepts, counted.aliases, values.note].join('\t'),
  ]);
  append(
    'ids.tsv',
    'id\tsince',
    added.sort().map((id) => `${id}\t${number}`),
  );
  process.stdout.write(`Version ${number} (${taxonomy.version}): ${figures}, ${added.length} nye begreber\n`);
  return 0;
});

function append(name: string, header: string, lines: string[]): void {
  const file = path.join(folder, 'versions', name);
  if (!existsSync(file)) writeFileSync(file, `${header}\n`);
  appendFileSync(file, lines.map((line) => `${line}\n`).join(''));
}
