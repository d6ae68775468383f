import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";

/** An empty folder; it is removed when all tests are over, even when they are interrupted. */
export function makeFolder(): string {
  return mkdtempSync(join(inject("folder"), "test-"));
}

/** An empty folder that is removed when the running test has finished. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
