import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configSchema } from "#campaigns/platform/config.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("the README's table of settings is the schema's", () => {
  const shown = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
  const settings = Object.entries(configSchema.properties).map(([name, setting]) => {
    const fallback = "default" in setting ? `\`${setting.default}\`` : "**required**";
    return [
      name,
      fallback === "``" ? "empty" : fallback,
      "description" in setting ? setting.description : "",
    ];
  });
  expect(shown).toEqual(settings);
});

test.each(["README.md", "docs/operating.md", "docs/contributing.md"])(
  "every link in %s leads somewhere",
  (file) => {
    const page = new URL(`../${file}`, import.meta.url);
    const links = [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, link]) => link ?? "",
    );
    expect(links.filter((link) => !existsSync(new URL(link, page)))).toEqual([]);
  },
);
