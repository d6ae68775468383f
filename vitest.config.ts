import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./tests/support/slowest-first.ts";

/** What starts programs: Sheaf as people run it, its command, browsers. */
const startsPrograms = [
  "tests/{browser,cli,embedded,faults,scripts}/**/*.test.ts",
  "tests/organiser/bundles-browser.test.ts",
  "tests/mail/check-mail.test.ts",
];

/** Two keep two cores busy; the third has work for them while the others wait for something. */
const maxWorkers = 3;

const everyProject = {
  maxWorkers,
  // One process goes through many files and imports Sheaf once: what a module keeps, it keeps by database.
  isolate: false,
  // These say that something hangs, never that a machine is busy.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // Node keeps what it compiled, here and in every program that tests start.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
  // Tests tell what went wrong by failing; what the code under test prints is shown only with those.
  silent: "passed-only",
} as const;

export default defineConfig({
  test: {
    globalSetup: ["tests/support/global-setup.ts"],
    maxWorkers,
    teardownTimeout: 60_000,
    sequence: { sequencer: SlowestFirst },
    projects: [
      { test: { ...everyProject, name: "slow", include: startsPrograms } },
      { test: { ...everyProject, name: "fast", include: ["tests/**/*.test.ts"], exclude: startsPrograms } },
    ],
  },
});
