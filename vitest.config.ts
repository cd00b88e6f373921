import { defineConfig } from 'vitest/config';

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
    execArgv: ['--import', new URL('db/load-drizzle-lean.ts', import.meta.url).href],
  },
});
