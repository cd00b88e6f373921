import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { compileCitizen } from '../workers/matching/citizen.ts';
import type { Tools } from '../workers/matching/compile.ts';
import { brokenRules, reasonBits } from '../workers/matching/exclude.ts';
import { compileOrder } from '../workers/matching/order.ts';
import { resolverSteps } from '../workers/matching/resolve.ts';
import { ruleColumns, rulesBrokenBy } from '../workers/matching/rule-columns.ts';
import { finish } from '../workers/matching/steps.ts';
import { taxonomySteps } from '../workers/matching/taxonomy.ts';
import { EXCLUSION_REASONS } from '../workers/matching/types.ts';
import { parseWeights, weightsOn } from '../workers/matching/weights.ts';
import { nearMarket } from './matching-arbitraries.ts';

const today = '2026-11-22';
const folder = path.join(projectRoot, 'workers', 'matching');
const taxonomy = finish(taxonomySteps(path.join(folder, 'taxonomy')));
const weights = parseWeights(readFileSync(path.join(folder, 'weights.tsv'), 'utf8'));
const tools: Tools = {
  taxonomy,
  resolver: finish(resolverSteps(taxonomy)),
  weightsOn: (type, date) => weightsOn(weights, type, date),
};

test('the hard rules as numbers are broken where the rules that say why are, each by itself and all together', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(nearMarket, fc.subarray([...EXCLUSION_REASONS]), ({ orders, citizens }, some) => {
      const compiled = orders.map((order) => compileOrder(tools, order, today));
      const columns = ruleColumns(compiled);
      for (const citizen of citizens) {
        const person = compileCitizen(tools, citizen, today);
        const all = rulesBrokenBy(taxonomy, person, columns);
        const asked = rulesBrokenBy(taxonomy, person, columns, reasonBits(...some));
        compiled.forEach((order, place) => {
          const reasons = [...new Set(brokenRules(taxonomy, order, person).map(({ reason }) => reason))];
          expect(all(place)).toBe(reasonBits(...reasons));
          expect(asked(place)).toBe(reasonBits(...reasons.filter((reason) => some.includes(reason))));
          for (const reason of reasons) seen.add(reason);
        });
      }
    }),
    { numRuns: 200 },
  );
  // Nobody is set aside by a rule; every other one has been broken.
  expect(seen.size).toBe(EXCLUSION_REASONS.length - 1);
});
