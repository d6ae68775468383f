import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const architecture = readFileSync(join(root, "docs/architecture.md"), "utf8");

/** Rooms in their order with those that each may import, from a table of docs/architecture.md. */
function readRooms(heading: string): Map<string, Set<string>> {
  const section = architecture.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rooms = new Map<string, Set<string>>();
  for (const line of section.split("\n")) {
    const [, room, , imports = ""] = line.split("|").map((cell) => cell.trim());
    const name = room?.match(/^`([a-z-]+)`$/)?.[1];
    if (!name) continue;
    const named = Array.from(imports.matchAll(/`([a-z-]+)`/g), ([, other = ""]) => other);
    rooms.set(name, new Set(imports === "all above" ? rooms.keys() : named));
  }
  return rooms;
}

/** The files that each file of a folder imports, types and re-exports included; paths from the project's folder. */
function readImports(folder: string): Map<string, string[]> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const named = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+\.ts)"/g);
  return Array.from(named, ([, name = ""]) =>
    name.startsWith("#") ? name.slice(1) : normalize(join(dirname(file), name)),
  );
}

const roomOf = (file: string) => (file.split("/").length > 2 ? (file.split("/")[1] ?? "") : "");

/** Imports from one room to another, as `room/file -> file`. */
function arrows(folder: string): { from: string; to: string; says: string }[] {
  return [...readImports(folder)].flatMap(([file, imported]) =>
    imported
      .filter((other) => other.startsWith(`${folder}/`) && roomOf(other) !== roomOf(file))
      .map((other) => ({ from: roomOf(file), to: roomOf(other), says: `${file} -> ${other}` })),
  );
}

/** A circle of files that import each other, or nothing. */
function findCircle(imports: ReadonlyMap<string, string[]>): string[] {
  const done = new Set<string>();
  const follow = (file: string, path: string[]): string[] => {
    const seen = path.indexOf(file);
    if (seen >= 0) return [...path.slice(seen), file];
    if (done.has(file)) return [];
    for (const other of imports.get(file) ?? []) {
      const circle = follow(other, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  return [...imports.keys()].map((file) => follow(file, [])).find((circle) => circle.length > 0) ?? [];
}

test.each([
  ["campaigns", "Rooms of campaigns/"],
  ["server", "Rooms of server/"],
])("rooms of %s/ import only from the rooms that docs/architecture.md allows", (folder, heading) => {
  const rooms = readRooms(heading);
  // A file in no room, such as open.ts or app.ts, knows all and is known by no room.
  const forbidden = arrows(folder).filter(({ from, to }) => from !== "" && !rooms.get(from)?.has(to));
  expect(forbidden.map(({ says }) => says)).toEqual([]);
});

test.each([
  ["campaigns", "Rooms of campaigns/"],
  ["server", "Rooms of server/"],
])("every room of %s/ stands in docs/architecture.md, and no other", (folder, heading) => {
  const folders = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect([...readRooms(heading).keys()].sort()).toEqual(folders.sort());
});

test.each(["campaigns", "server", "workers", "cli", "embedded"])(
  "no files of %s/ import each other in a circle",
  (folder) => {
    expect(findCircle(readImports(folder))).toEqual([]);
  },
);

test("the files that docs/architecture.md begins at are there", () => {
  const section = architecture.split("## Rooms of campaigns/\n")[1]?.split("\n## ")[0] ?? "";
  const missing = section.split("\n").flatMap((line) => {
    const [, room = "", , , start = ""] = line.split("|").map((cell) => cell.trim());
    const folder = room.replaceAll("`", "");
    const named = Array.from(start.matchAll(/`([a-z./-]+\.[a-z]+)`/g), ([, file = ""]) => file);
    return named.filter(
      (file) => !isThere(join("campaigns", file.startsWith("server/") ? ".." : folder, file)),
    );
  });
  expect(missing).toEqual([]);
});

function isThere(file: string): boolean {
  try {
    readFileSync(join(root, file));
    return true;
  } catch {
    return false;
  }
}

test("the linter refuses what the table does not allow, room by room", () => {
  const lint: { overrides: { includes: string[]; linter: { rules: { style?: Rules } } }[] } = JSON.parse(
    readFileSync(join(root, "biome.json"), "utf8"),
  );
  const rooms = readRooms("Rooms of campaigns/");
  for (const [room, allowed] of rooms) {
    if (room === "catalogue") continue;
    const override = lint.overrides.find(({ includes }) => includes.includes(`campaigns/${room}/**`));
    const group = override?.linter.rules.style?.noRestrictedImports?.options.patterns.flatMap(
      (one) => one.group,
    );
    const forbidden = [...rooms.keys()].filter((other) => other !== room && !allowed.has(other));
    for (const other of forbidden) expect(group, room).toContain(`../**/${other}/**`);
    for (const other of allowed) expect(group, room).not.toContain(`../**/${other}/**`);
  }
});

type Rules = { noRestrictedImports?: { options: { patterns: { group: string[] }[] } } };
