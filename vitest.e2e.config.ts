import { defineConfig } from 'vitest/config';

/** The browser tests: a real Chromium a file, three files at a time, since each waits now for the page and now for the server. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    execArgv: ['--import', new URL('./test/support/built-threads.mjs', import.meta.url).href],
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
