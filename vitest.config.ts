import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    reporters: ['default', './test/closing-line-reporter.ts'],
    pool: 'forks',
    // One more than there are cores: many tests wait for a terminal or a server.
    maxWorkers: 3,
  },
});
