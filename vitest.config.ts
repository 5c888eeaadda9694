import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/proof/**', 'test/oracles/**'],
    environment: 'node',
    pool: 'forks',
    execArgv: ['--import', new URL('./test/support/built-threads.mjs', import.meta.url).href],
    // Much of the time is spent waiting for sockets, disks and processes, so three files fit on two cores; one is vitest's own choice there.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
