import { join } from "node:path";
import { root } from "./folders.mjs";
import { runQuietly } from "./processes.mjs";

const checks = [
  { name: "biome", args: ["ci", "--colors=off"] },
  // Four checkers at once do three times the work, which two cores take longer for.
  { name: "tsc", args: ["-p", "tsconfig.json", "--singleThreaded"] },
  { name: "knip", args: [] },
];

/** Runs every check to its end, even when an earlier one fails, shows what fails, and returns the exit code. */
export async function checkCode(env) {
  let failed = 0;
  for (const { name, args } of checks) {
    const program = join(root, "node_modules", ".bin", name);
    const { code, output } = await runQuietly(program, args, { cwd: root, env });
    if (code === 0) console.log(`${name}: fine`);
    else console.log(`${name}: failed\n${output.trimEnd()}\n`);
    if (code !== 0) failed += 1;
  }
  if (failed > 0) console.log(`${failed} of ${checks.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}
