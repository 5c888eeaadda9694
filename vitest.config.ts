import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/proof/**'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
