import { join } from "node:path";
import { root } from "./folders.mjs";
import { findLongLines } from "./long-lines.mjs";
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
  const long = findLongLines(root);
  if (long.length > 0) failed += 1;
  console.log(long.length === 0 ? "lines: fine" : `lines: too long to read\n${long.join("\n")}\n`);
  if (failed > 0) console.log(`${failed} of ${checks.length + 1} checks failed.`);
  return failed === 0 ? 0 : 1;
}
