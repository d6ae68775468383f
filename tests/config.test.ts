import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configSchema } from "#campaigns/platform/config.ts";

test(".env.example names every setting, and no other", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z_]*)=/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(configSchema.properties).toSorted());
});

test(".env.example shows the defaults that hold", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const shown = Object.fromEntries(
    [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const defaults = Object.entries(configSchema.properties).flatMap(([name, setting]) =>
    "default" in setting ? [[name, `${setting.default}`]] : [],
  );
  expect(shown).toEqual(Object.fromEntries(defaults));
});
