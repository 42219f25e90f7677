/**
 * Unit tests: beside the sources of `app`, `main` and `renderer`. What needs a built shell is in `e2e/`.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['e2e/conformance/*.test.ts', 'app/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Node's own type stripping runs child scripts and workers, so the tests must run on a Node that has it.
    maxWorkers: 2,
    // A machine that stands still for a moment is told apart from what is broken; `npm test` names what took two tries.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
