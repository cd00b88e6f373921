import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A second less for every test file that opens a database.
    execArgv: ['--import', new URL('db/load-drizzle-lean.ts', import.meta.url).href],
  },
});
