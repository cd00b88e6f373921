/** Links terms to concepts, one a line from standard input, one JSON line each: `npm run resolve -- [--taxonomy FILE] [--json]`. */
import '../db/require-node.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { projectRoot } from '../db/files.ts';
import { EscoFileError, parseEsco, taxonomyOf } from '../workers/matching/esco.ts';
import { createResolver, type Match, type Resolution } from '../workers/matching/resolve.ts';
import { loadTaxonomy, type Taxonomy } from '../workers/matching/taxonomy.ts';
import { runCommand, UsageError } from './command.ts';

await runCommand(async () => {
  const { values } = parseArgs({
    options: { taxonomy: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const shipped = loadTaxonomy(path.join(projectRoot, 'workers', 'matching', 'taxonomy'));
  const resolver = createResolver(values.taxonomy ? taxonomyFrom(values.taxonomy, shipped) : shipped);
  // A person at a screen gets sentences; a file or a program gets JSON.
  const json = values.json || !process.stdout.isTTY;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const resolution = resolver.resolve(line, 'fri');
    const matches = resolver.matches(line, 'fri');
    await write(json ? asJson(line, resolution, matches) : asText(line, resolution, matches));
  }
  return 0;
});

function taxonomyFrom(file: string, shipped: Taxonomy): Taxonomy {
  try {
    return taxonomyOf(shipped, parseEsco(readFileSync(file, 'utf8')).rows);
  } catch (error) {
    if (error instanceof EscoFileError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof Error && 'code' in error)
      throw new UsageError(`Kan ikke læse ${file} (${error.code}).`);
    throw error;
  }
}

function asJson(text: string, { status, method, score }: Resolution, matches: Match[]): string {
  return JSON.stringify({ text, status, method, score, matches });
}

const statusText = { accepted: 'genkendt', suggested: 'forslag', unknown: 'ukendt' };

function asText(text: string, { status, negated }: Resolution, matches: Match[]): string {
  const nearest = matches.slice(0, 3).map(({ label, score }) => `${label} (${Math.round(score * 100)} %)`);
  const said = negated ? 'teksten siger nej' : statusText[status];
  return `${text}: ${said}${nearest.length > 0 ? ` – ${nearest.join(', ')}` : ''}`;
}

/** Waits when whoever reads is slower than we are. */
function write(line: string): Promise<void> | void {
  if (process.stdout.write(`${line}\n`)) return;
  return new Promise((done) => process.stdout.once('drain', done));
}
