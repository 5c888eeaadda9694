import { defineConfig } from 'vitest/config';

/** The long proofs (`npm run proof`): kill -9 under load, packaging, a large store. One at a time, with minutes to spare. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    execArgv: ['--import', new URL('./test/support/built-threads.mjs', import.meta.url).href],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
