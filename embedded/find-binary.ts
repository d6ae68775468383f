import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The program that `scripts/setup.mjs` put into .tools, or its bare name, to be found on the PATH. */
export function findBinary(name: "mongod" | "redis-server"): string {
  const installed = fileURLToPath(new URL(`../.tools/bin/${name}`, import.meta.url));
  return existsSync(installed) ? installed : name;
}
