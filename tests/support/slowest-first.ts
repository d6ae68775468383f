import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, longest first: begun last, one of them would leave the other worker with nothing to do.
 */
const longest = [
  "tests/browser/access.test.ts",
  "tests/cli/keys.test.ts",
  "tests/faults/services-away.test.ts",
  "tests/faults/kill.test.ts",
  "tests/embedded/start-sheaf.test.ts",
  "tests/faults/updates.test.ts",
  "tests/cli/bundle.test.ts",
];

/** The longest files, then those that start programs, then all others; within each, what took longest the last time. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => this.#rank(one) - this.#rank(other));
  }

  #rank({ moduleId, project }: TestSpecification): number {
    const position = longest.indexOf(relative(this.ctx.config.root, moduleId));
    if (position >= 0) return position;
    return longest.length + (project.name === "slow" ? 0 : 1);
  }
}
