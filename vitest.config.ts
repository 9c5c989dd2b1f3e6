import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temp-folder.ts'],
    setupFiles: ['test/setup.ts'],
    // Process tests start the built command; a cold machine needs more than the default 5 s.
    testTimeout: 30_000,
  },
});
