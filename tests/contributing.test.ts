import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { locales } from "#campaigns/platform/languages/languages.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const contributing = readFileSync(join(root, "docs/contributing.md"), "utf8");
const addLanguage = contributing.split("## Add a language\n")[1]?.split("\n## ")[0] ?? "";

/** Folders that hold texts of Sheaf itself by language: `en.json`, or a folder `en` of them. */
function foldersOfMessages(): string[] {
  return ["campaigns", "server"].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("/en.json") || path.endsWith("/en"))
      .filter((path) => path.endsWith(".json") || statSync(join(root, top, path)).isDirectory())
      .map((path) => `${join(top, dirname(path))}/`),
  );
}

test("the recipe for a language names every folder of texts", () => {
  const folders = foldersOfMessages();
  expect(folders.length).toBeGreaterThan(3);
  expect(folders.filter((folder) => !addLanguage.includes(`\`${folder}\``))).toEqual([]);
});

test.each(foldersOfMessages())("every language has the texts of %s that English has", (folder) => {
  const english = keysOf(folder, "en");
  for (const locale of locales) expect([locale, keysOf(folder, locale)]).toEqual([locale, english]);
});

/** Keys of a language's texts, plural forms taken off. */
function keysOf(folder: string, locale: string): string[] {
  const single = join(root, folder, `${locale}.json`);
  const files = existsSync(single)
    ? [single]
    : readdirSync(join(root, folder, locale)).map((name) => join(root, folder, locale, name));
  const collect = (texts: unknown, path: string): string[] =>
    typeof texts === "object" && texts !== null
      ? Object.entries(texts).flatMap(([key, part]) => collect(part, `${path}.${key}`))
      : [path.replace(/_(zero|one|two|few|many|other)$/, "")];
  const keys = files.flatMap((file) =>
    collect(JSON.parse(readFileSync(file, "utf8")), basename(file, ".json")),
  );
  return [...new Set(keys.map((key) => (existsSync(single) ? key.replace(locale, "") : key)))].sort();
}

test("addresses of the console are written out in console-urls.ts only", () => {
  const folder = join(root, "server/organiser");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const writesOne = (name: string) =>
    /["'`](\/organiser|\/staff)[/"'`?]/.test(readFileSync(join(folder, name), "utf8"));
  // The second one names what lies below all of them, for addresses that are not there.
  expect(files.filter(writesOne).sort()).toEqual(["console-urls.ts", "console.routes.ts"]);
});

test.each([
  "contributing.md",
  "architecture.md",
  "operating.md",
  "glossary.md",
  "bundle.md",
  "audit.md",
  "keys.md",
])("every file of the project that %s names is there", (name) => {
  const text = readFileSync(join(root, "docs", name), "utf8");
  const named = text.matchAll(
    /`((?:campaigns|server|workers|tests|web|cli|bench|scripts|embedded)\/[a-z0-9./-]+)`/g,
  );
  const missing = Array.from(named, ([, path = ""]) => path).filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
