import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { openTypst } from "../../platform/open-typst.ts";

const fonts = {
  "noto-sans": "NotoSans",
  "noto-sans-thai": "NotoSansThai",
  "noto-sans-arabic": "NotoSansArabic",
};

/** Typst with the faces of every script that Sheaf speaks; for programs of their own, because it takes much memory. */
export function openCompiler(): NodeCompiler {
  const find = createRequire(import.meta.url);
  const paths = Object.entries(fonts).flatMap(([name, file]) =>
    ["400Regular", "700Bold"].map((weight) => `@expo-google-fonts/${name}/${weight}/${file}_${weight}.ttf`),
  );
  return openTypst(paths.map((path) => readFileSync(find.resolve(path))));
}

/** The texts that a program was given as JSON; they are values, never markup. */
export function readInputs(json: string): Record<string, string> {
  const given: unknown = JSON.parse(json);
  if (typeof given !== "object" || given === null) throw new TypeError("What is typeset needs its texts.");
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}
