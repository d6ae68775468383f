import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Package = { version?: string; optionalDependencies?: Record<string, string> };

test("package-lock.json names the packages of every platform, or npm ci refuses it on some machines", () => {
  const file = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
  const packages: Record<string, Package> = JSON.parse(file).packages;
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isFound(packages, place, name)),
  );
  expect(missing).toEqual([]);
});

/** Looks where Node would: in the package's own folder, then in each one above. */
function isFound(packages: Record<string, Package>, place: string, name: string): boolean {
  if (packages[`${place}/node_modules/${name}`.replace(/^\//, "")]?.version) return true;
  if (place === "") return false;
  const above = place.lastIndexOf("/node_modules/");
  return isFound(packages, above < 0 ? "" : place.slice(0, above), name);
}
