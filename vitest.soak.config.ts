import { defineConfig } from 'vitest/config';

/** The long ones: full counts of what `npm test` tries a few times, and what takes minutes. One at a time: they measure. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.soak.ts'],
    testTimeout: 90 * 60_000,
    hookTimeout: 5 * 60_000,
    maxWorkers: 1,
    execArgv: ['--import', new URL('db/load-lean.ts', import.meta.url).href],
  },
});
