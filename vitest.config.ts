import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Tests start many threads, and each of them would read and compile the program's files anew.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, 'node_modules', '.cache', 'node-compile');

/** Those of a minute and more, longest first: begun late, one of them would run alone while the other workers have nothing. */
const LONGEST = [
  'every-page-browser',
  'night-run',
  'night-run-redis',
  'import-cuts',
  'server-process',
  'access-matrix',
  'night-run-review',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.indexOf(path.basename(moduleId).replace(/\.test\.tsx?$/, ''));
      return found === -1 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many files wait for programs of their own: three keep two cores busy.
    maxWorkers: 3,
    // A worker's files share what they import: a quarter less time. Each opens a database of its own anyway.
    isolate: false,
    // A second less for every test file that opens a database.
    execArgv: ['--import', new URL('db/load-lean.ts', import.meta.url).href],
    sequence: { sequencer: LongestFirst },
  },
});
